//! The requests of the Gate (section 4): one struct each.

mod accepted;
mod banks;
mod raw;
mod refund;
mod sale;
mod status;

use pay_core::Effect;
use pay_sign::Fields;
use serde::Serialize;

pub use self::accepted::Accepted;
pub use self::banks::Banks;
pub use self::raw::Raw;
pub use self::refund::Refund;
pub use self::sale::{CallbackControl, Sale};
pub use self::status::Status;
use crate::answer::Answer;
use crate::error::{ErrorKind, InvalidRequest};
use crate::settings::Settings;
use crate::value::{CallbackUrl, PaymentId};

/// One request of the Gate: a POST of a signed object, and the reading of its answer.
///
/// [`Monetix::call`](crate::Monetix::call) carries them all, and signs. A request that Monetix adds is one more
/// implementation; one that is needed once is a [`Raw`].
pub trait Endpoint: Send + Sync {
    /// The operation in spans and errors: its path, where it has only one.
    const NAME: &'static str;
    /// What it does at Monetix.
    const EFFECT: Effect;
    /// What Monetix answers when all is well.
    type Response;

    /// The path behind the Gate's address.
    fn path<'a>(&'a self, settings: &'a Settings) -> Result<&'a str, InvalidRequest>;

    /// The body, with a `general` for the signature to go into.
    fn body(&self, settings: &Settings) -> Result<Fields, InvalidRequest>;

    /// Reads an answer that is no refusal.
    fn read(&self, answer: Answer<'_>, settings: &Settings) -> Result<Self::Response, ErrorKind>;
}

/// `general` of every body.
#[derive(Serialize)]
struct General<'a> {
    project_id: u64,
    payment_id: &'a PaymentId,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_callback_url: Option<&'a CallbackUrl>,
}

impl<'a> General<'a> {
    const fn new(settings: &Settings, payment_id: &'a PaymentId) -> Self {
        Self { project_id: settings.project_id, payment_id, merchant_callback_url: None }
    }
}

/// `payment` of a body.
#[derive(Serialize)]
struct Asked<'a> {
    currency: &'static str,
    amount: crate::Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a crate::Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_refund_id: Option<&'a crate::RefundId>,
}

impl Asked<'_> {
    /// Refused are currencies that the settings do not allow.
    fn new(settings: &Settings, amount: crate::Amount) -> Result<Self, InvalidRequest> {
        settings.takes(amount.currency())?;
        Ok(Self { currency: amount.currency().code(), amount, description: None, merchant_refund_id: None })
    }
}
