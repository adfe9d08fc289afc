use std::convert::Infallible;
use std::fmt;

use pay_core::{Effect, Outcome, Untrusted};
use pay_http::{ApiError, Unreachable};

use super::{InvalidRequest, Malformed};
use pay_http::excerpt;

/// Vexora's own refusal or failure.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Api {
    /// The member `code`.
    pub code: ResponseCode,
    /// The member `msg`: at most 256 bytes, without anything that may be a token.
    pub message: Option<Untrusted>,
    /// The HTTP status.
    pub http: u16,
    pub(crate) body: Untrusted,
}

/// The `code` of an answer: what became of the call, and never of a payment (section 5).
///
/// It is compared as text. The vendor's public pages of other countries list three; the enumeration that the vendor
/// document refers to is not in it (V8).
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResponseCode {
    /// `0000`: the call succeeded. What became of the order, its status says.
    Succeeded,
    /// `5000`: something broke, at an unknown point.
    SystemException,
    /// `8000`: the call failed.
    RequestFailed,
    /// Anything else, as it came. It is printed as a message is.
    Other(Untrusted),
}

impl ResponseCode {
    /// Reads a code.
    pub fn read(text: &Untrusted) -> Self {
        match text.as_raw() {
            "0000" => Self::Succeeded,
            "5000" => Self::SystemException,
            "8000" => Self::RequestFailed,
            _ => Self::Other(text.clone()),
        }
    }

    /// What is known after this code of a request that does `effect`; `None` if the call succeeded.
    ///
    /// A question that failed says nothing of the order: its `Unknown` is the order's. A code that is not listed leaves an
    /// order unopened, and a disbursement open.
    pub fn outcome(&self, effect: Effect) -> Option<Outcome> {
        let outcome = match (self, effect) {
            (Self::Succeeded, _) => return None,
            (Self::RequestFailed, Effect::Create | Effect::MoneyOut) => Outcome::Refused,
            (Self::Other(text), Effect::Create) if is_four_digits(text.as_raw()) => Outcome::Refused,
            _ => Outcome::Unknown,
        };
        Some(outcome)
    }
}

fn is_four_digits(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

impl fmt::Display for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Succeeded => f.write_str("succeeded (0000)"),
            Self::SystemException => f.write_str("system exception (5000)"),
            Self::RequestFailed => f.write_str("request failed (8000)"),
            Self::Other(text) => write!(f, "unlisted code {:?}", excerpt(text.as_raw().as_bytes())),
        }
    }
}

impl fmt::Debug for ResponseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ResponseCode({self})")
    }
}

impl Api {
    /// The whole body, for a person: it may repeat what was sent, so it is printed neither here nor in logs.
    pub const fn body(&self) -> &Untrusted {
        &self.body
    }
}

impl ApiError for Api {
    type Unauthorized = Infallible;
    type Malformed = Malformed;
    type InvalidRequest = InvalidRequest;

    const TOO_LARGE: Malformed = Malformed::TooLarge;

    /// Beside HTTP 5xx no code is worth anything: it may be a proxy's.
    fn outcome(&self, effect: Effect) -> Outcome {
        let by_code = self.code.outcome(effect);
        by_code.filter(|_| self.http < 500).unwrap_or(Outcome::Unknown)
    }

    fn hint(unreachable: Unreachable) -> Option<&'static str> {
        match unreachable {
            Unreachable::Forbidden => Some("forbidden before the gateway: is this address on its list?"),
            Unreachable::NoSuchPath => Some("no such path: the base address is another one for each country"),
            _ => None,
        }
    }
}

impl fmt::Display for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)?;
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api")
            .field("code", &self.code)
            .field("message", &self.message)
            .field("http", &self.http)
            .finish_non_exhaustive()
    }
}
