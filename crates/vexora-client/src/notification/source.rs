use std::borrow::Cow;

use pay_core::{
    Acknowledgement, Check, Currency, Delivery, Notice, NoticeError, NotificationSource, Secret, Trust,
};
use pay_sign::Verifier;

use super::{Notification, Signed};
use crate::settings::Settings;

/// Reads deliveries about orders to `notifyUrl`, as a [`NotificationSource`].
///
/// A delivery that is not signed, or whose signature does not cover the order and its status, is a [`Trust::Hint`]: ask
/// the deposit query. A signature covers no currency, because no member names one, and no receiver.
///
/// Vexora wants `OK` within 10 seconds, and delivers up to 8 times in 24 hours otherwise; then never again.
#[derive(Clone, Debug)]
pub struct Notifications {
    verifier: Verifier,
    currency: Currency,
    requires_signature: bool,
}

impl Notifications {
    /// With the secret and the currency of the settings.
    pub fn new(settings: &Settings) -> Self {
        Self { verifier: settings.verifier(), currency: settings.currency, requires_signature: false }
    }

    /// Accepts this secret, too, for the days on which one follows another.
    #[must_use]
    pub fn or_secret(self, secret: Secret) -> Self {
        Self { verifier: self.verifier.or_secret(secret), ..self }
    }

    /// Refuses deliveries whose signature does not cover the order and its status.
    #[must_use]
    pub fn require_signature(self) -> Self {
        Self { requires_signature: true, ..self }
    }

    /// What the signature of a notification says, of an order's or of a disbursement's.
    pub fn verify(&self, notification: &Notification) -> Signed {
        notification.verify(&self.verifier)
    }
}

impl NotificationSource for Notifications {
    fn read(&self, delivery: &Delivery<'_>) -> Result<Notice, NoticeError> {
        let notification = Notification::read(delivery.body)?;
        let trust = match self.verify(&notification) {
            Signed::Verified { covers, .. } => {
                Trust::covering(covers.into_iter().filter_map(check).collect())
            }
            Signed::Unverified | Signed::Unsigned => Trust::Hint,
        };
        if self.requires_signature && trust == Trust::Hint {
            return Err(NoticeError::NotAuthentic);
        }
        let claim = notification.of_order(self.currency);
        Ok(Notice::new(notification.trade_no().to_key(), trust, claim))
    }

    fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement { status: 200, content_type: "text/plain", body: Cow::Borrowed("OK") }
    }
}

fn check(name: &str) -> Option<Check> {
    match name {
        "tradeNo" => Some(Check::Order),
        "status" => Some(Check::Status),
        "amount" => Some(Check::Amount),
        _ => None,
    }
}
