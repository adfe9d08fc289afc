use std::borrow::Cow;

use pay_core::{Acknowledgement, Check, Delivery, Notice, NoticeError, NotificationSource, Secret, Trust};
use pay_sign::SignType;

use super::{Notification, Signed};
use crate::scope::Verifiers;
use crate::settings::Settings;

/// Reads deliveries to `notify_url`, as a [`NotificationSource`].
///
/// What is not signed, or not as a known rule has it, is a [`Trust::Hint`]: nobody says how KESS signs notifications, and
/// no peer verifies one. Ask the gateway by [`confirm_notification`](crate::confirm_notification).
#[derive(Clone, Debug)]
pub struct Notifications {
    sign_types: Vec<SignType>,
    secret: Secret,
    other_secrets: Vec<Secret>,
    requires_signature: bool,
}

impl Notifications {
    /// With the secret and the `sign_type` of the settings.
    ///
    /// A delivery with another `sign_type`, or without one, does not count as signed. Section 6 would try both where there
    /// is none; but then the sender, and not the receiver, chooses the weaker hash (threat D-10).
    pub fn new(settings: &Settings) -> Self {
        Self {
            sign_types: vec![settings.sign_type],
            secret: settings.response_secret().clone(),
            other_secrets: Vec::new(),
            requires_signature: false,
        }
    }

    /// Accepts this `sign_type`, too: MD5, which the document's own samples are signed with, beside the `HMAC-SHA256` of
    /// the settings (E33). MD5 can be forged more easily (threat D-11).
    #[must_use]
    pub fn or_sign_type(mut self, sign_type: SignType) -> Self {
        self.sign_types.push(sign_type);
        self
    }

    /// Accepts this secret, too, for the days on which one follows another.
    #[must_use]
    pub fn or_secret(mut self, secret: Secret) -> Self {
        self.other_secrets.push(secret);
        self
    }

    /// Refuses deliveries whose signature does not cover the order and its status.
    #[must_use]
    pub fn require_signature(self) -> Self {
        Self { requires_signature: true, ..self }
    }

    /// What the signature of a notification says.
    pub fn verify(&self, notification: &Notification) -> Signed {
        let verifiers = Verifiers::new(&self.sign_types, &self.secret);
        notification.verify(&self.other_secrets.iter().fold(verifiers, Verifiers::or_secret))
    }
}

impl NotificationSource for Notifications {
    fn read(&self, delivery: &Delivery<'_>) -> Result<Notice, NoticeError> {
        let header = delivery.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        let content_type = header.and_then(|(_, value)| std::str::from_utf8(value).ok());
        let notification = Notification::read(content_type, delivery.body)?;
        let trust = match self.verify(&notification) {
            Signed::Verified { covers, .. } => {
                Trust::covering(covers.into_iter().filter_map(check).collect())
            }
            Signed::Unverified | Signed::Unsigned => Trust::Hint,
        };
        if self.requires_signature && trust == Trust::Hint {
            return Err(NoticeError::NotAuthentic);
        }
        Ok(Notice::new(notification.out_trade_no().to_key(), trust, notification.observation()))
    }

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement {
            status: 200,
            content_type: "application/json",
            body: Cow::Borrowed(r#"{"success":true}"#),
        }
    }
}

fn check(name: &str) -> Option<Check> {
    match name {
        "out_trade_no" => Some(Check::Order),
        "status" => Some(Check::Status),
        "total_amount" => Some(Check::Amount),
        "currency" => Some(Check::Currency),
        _ => None,
    }
}
