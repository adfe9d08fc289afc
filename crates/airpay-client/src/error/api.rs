use std::convert::Infallible;
use std::fmt;

use pay_core::{Effect, Outcome, Untrusted};
use pay_http::{ApiError, Unreachable};

use super::{Code, InvalidRequest, Malformed};

/// Airpay's own refusal or failure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The code of the body, where it has one.
    pub code: Option<Code>,
    /// Airpay's words: at most 256 bytes, without the `apikey` and what else may be a token.
    pub message: Option<Untrusted>,
    /// The HTTP status, which may be 200.
    pub http: u16,
}

impl ApiError for Api {
    type Unauthorized = Infallible;
    type Malformed = Malformed;
    type InvalidRequest = InvalidRequest;

    const TOO_LARGE: Malformed = Malformed::TooLarge;

    /// After HTTP 5xx the outcome is unknown whatever the code says; without a code the status decides, and 409 is read as
    /// a [duplicate](Code::DuplicateTrxid).
    fn outcome(&self, _: Effect) -> Outcome {
        match (self.http, self.code) {
            (500.., _) => Outcome::Unknown,
            (_, Some(code)) => code.outcome(),
            (400..=408 | 410..=499, None) => Outcome::Refused,
            (_, None) => Outcome::Unknown,
        }
    }

    fn hint(unreachable: Unreachable) -> Option<&'static str> {
        match unreachable {
            Unreachable::NoSuchPath => Some("no such path: are domain, country, channel and service right?"),
            _ => None,
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => code.fmt(f)?,
            None => write!(f, "refused with http {}", self.http)?,
        }
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}
