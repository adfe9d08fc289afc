use pay_core::Effect;
use pay_http::json::RawValue;
use pay_sign::Fields;

use super::Endpoint;
use crate::answer::Answer;
use crate::error::{ErrorKind, InvalidRequest, Malformed};
use crate::settings::Settings;

/// A request that is not typed here, such as the status by a request's name, whose body nobody documents:
///
/// ```
/// use monetix_client::{Fields, Raw};
///
/// let body = r#"{"general":{"project_id":1234,"payment_id":"payment_47"},"request_id":"1a23456bc7890de"}"#;
/// let ask = Raw::reading("/v2/payment/status/request", Fields::from_json(body)?);
/// # Ok::<(), pay_sign::ReadError>(())
/// ```
///
/// The body has to have its `general`, with the ids in it; the signature is added.
#[derive(Clone, Debug)]
pub struct Raw {
    path: String,
    effect: Effect,
    body: Fields,
}

impl Raw {
    /// A question.
    pub fn reading(path: impl Into<String>, body: Fields) -> Self {
        Self { path: path.into(), effect: Effect::Read, body }
    }

    /// Anything that changes something; [`Effect::MoneyOut`] for what may move money.
    pub fn changing(path: impl Into<String>, effect: Effect, body: Fields) -> Self {
        Self { path: path.into(), effect, body }
    }

    pub(crate) const fn effect(&self) -> Effect {
        self.effect
    }
}

impl Endpoint for Raw {
    const NAME: &'static str = "other request";
    /// The strictest: [`Monetix::call_raw`](crate::Monetix::call_raw) takes the one that was given.
    const EFFECT: Effect = Effect::MoneyOut;
    type Response = Box<RawValue>;

    fn path<'a>(&'a self, _: &'a Settings) -> Result<&'a str, InvalidRequest> {
        Ok(&self.path)
    }

    fn body(&self, _: &Settings) -> Result<Fields, InvalidRequest> {
        Ok(self.body.clone())
    }

    fn read(&self, answer: Answer<'_>, _: &Settings) -> Result<Box<RawValue>, ErrorKind> {
        Ok(RawValue::from_string(answer.json().trim().to_owned()).map_err(|_| Malformed::NotJson)?)
    }
}
