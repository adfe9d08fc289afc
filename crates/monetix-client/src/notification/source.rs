use std::borrow::Cow;

use pay_core::{Acknowledgement, Delivery, Notice, NoticeError, NotificationSource, Secret, Trust};
use pay_sign::{Fields, Unverified, Verifier, VerifyError};

use super::Signed;
use crate::model::PaymentReport;
use crate::settings::Settings;

/// Reads callbacks, as a [`NotificationSource`].
///
/// A callback is believed only with a signature that holds over the bytes received. It is a [`Trust::Hint`] all the same,
/// to be followed by a question, where the signature fits another document, or where it is about another project, or does
/// not name by which operation the money came.
///
/// ```
/// use monetix_client::{Hosts, Notifications, Settings};
/// use pay_core::{Delivery, NotificationSource, Secret, Timestamp, Trust};
/// # let hosts = Hosts { page: "https://page.example".parse()?, gate: "https://gate.example".parse()? };
///
/// let notifications = Notifications::new(&Settings::new(hosts, 1234, Secret::new("secret")?));
/// let body = br#"{"project_id":1234,"payment":{"id":"p","type":"purchase","status":"success"},"signature":""}"#;
/// let received_at = Timestamp::from_millis(1_767_225_600_000);
/// let delivery = Delivery { path: "/callback", query: "", headers: &[], body, received_at };
/// assert_eq!(notifications.read(&delivery), Err(pay_core::NoticeError::NotAuthentic));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Notifications {
    settings: Settings,
    verifier: Verifier,
}

impl Notifications {
    /// With the project and the secret of the settings.
    pub fn new(settings: &Settings) -> Self {
        Self { settings: settings.clone(), verifier: settings.verifier() }
    }

    /// Accepts this secret, too, while one replaces another.
    #[must_use]
    pub fn or_secret(self, secret: Secret) -> Self {
        Self { verifier: self.verifier.or_secret(secret), ..self }
    }

    /// Reads a body: at most 1 MiB and 32 deep, no name twice. Nothing of it is believed.
    pub fn receive(&self, body: &[u8]) -> Result<Unverified<PaymentReport>, NoticeError> {
        let text = std::str::from_utf8(body).map_err(|_| NoticeError::Unreadable)?;
        let fields = Fields::from_json(text).map_err(|_| NoticeError::Unreadable)?;
        let report = PaymentReport::of(text).map_err(|_| NoticeError::Unreadable)?;
        Ok(Unverified::new(fields, report))
    }

    /// Verifies what was received.
    pub fn verify<'a>(&self, received: &'a Unverified<PaymentReport>) -> Result<Signed<'a>, VerifyError> {
        let (report, verdict) = received.verify(&self.verifier)?;
        Ok(Signed::new(report, verdict, &self.settings))
    }
}

impl NotificationSource for Notifications {
    fn read(&self, delivery: &Delivery<'_>) -> Result<Notice, NoticeError> {
        let received = self.receive(delivery.body)?;
        let signed = self.verify(&received).map_err(|_| NoticeError::NotAuthentic)?;
        let report = signed.report();
        // An id that no order here can have, such as one that was typed in at the Dashboard, is of none.
        let key = report.key().ok().flatten().ok_or(NoticeError::NoOrder)?;
        let trust =
            if signed.is_evidence() { Trust::Signed { covers: signed.covers() } } else { Trust::Hint };
        Ok(Notice::new(key, trust, report.observation()))
    }

    /// Only HTTP 200 counts as delivered; anything else is repeated for eleven days.
    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement { status: 200, content_type: "text/plain", body: Cow::Borrowed("OK") }
    }
}
