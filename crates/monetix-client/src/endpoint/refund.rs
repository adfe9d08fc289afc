use pay_core::Effect;
use pay_sign::Fields;
use serde::Serialize;

use super::{Accepted, Asked, Endpoint, General};
use crate::answer::Answer;
use crate::error::{ErrorKind, InvalidRequest};
use crate::settings::Settings;
use crate::value::{Amount, CallbackUrl, PaymentId, Plain, RefundId};

/// Gives money back, all or a part, where the settings have a path for it
/// ([`Settings::refund_path`](crate::Settings::refund_path)).
///
/// It is sent once, whatever happens. After an unknown outcome ask for the payment's [`Status`](crate::Status): its
/// operations have the refund, if there is one. The same id of a refund again is refused with code 3230: that second request
/// did nothing, and of the first one the status tells. It is no reason to try under another id.
#[derive(Clone, Debug)]
pub struct Refund {
    payment_id: PaymentId,
    id: RefundId,
    amount: Amount,
    description: Plain,
    callback_url: Option<CallbackUrl>,
}

impl Refund {
    /// A refund of `amount` out of the payment. The id is the merchant's own for the refund, and makes a second one of the
    /// same id impossible.
    pub const fn new(payment_id: PaymentId, id: RefundId, amount: Amount, description: Plain) -> Self {
        Self { payment_id, id, amount, description, callback_url: None }
    }

    /// Where the callback goes, in place of the project's address.
    #[must_use]
    pub fn callback_url(self, url: CallbackUrl) -> Self {
        Self { callback_url: Some(url), ..self }
    }
}

impl Endpoint for Refund {
    const NAME: &'static str = "refund";
    const EFFECT: Effect = Effect::MoneyOut;
    type Response = Accepted;

    fn path<'a>(&'a self, settings: &'a Settings) -> Result<&'a str, InvalidRequest> {
        settings.refunds_at()
    }

    fn body(&self, settings: &Settings) -> Result<Fields, InvalidRequest> {
        #[derive(Serialize)]
        struct Body<'a> {
            general: General<'a>,
            payment: Asked<'a>,
        }
        let general = General {
            merchant_callback_url: self.callback_url.as_ref(),
            ..General::new(settings, &self.payment_id)
        };
        let payment = Asked {
            description: Some(&self.description),
            merchant_refund_id: Some(&self.id),
            ..Asked::new(settings, self.amount)?
        };
        Ok(Fields::from_serialize(&Body { general, payment })?)
    }

    fn read(&self, answer: Answer<'_>, settings: &Settings) -> Result<Accepted, ErrorKind> {
        Accepted::read(answer, &self.payment_id, settings)
    }
}
