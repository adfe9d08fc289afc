//! What can go wrong, in the classes of the specification's section 4.3.

mod malformed;
mod unauthorized;

use std::fmt;

use pay_core::{Effect, Outcome, Throttle, Untrusted};
use pay_http::{FaultKind, TransportErrorKind, Unreachable};

pub use self::malformed::Malformed;
pub use self::unauthorized::Unauthorized;
use crate::endpoint::InvalidRequest;

/// A question to Bakong without a usable answer. Never a reason to call an order unpaid.
///
/// It carries the operation (the path of the endpoint, or `token`) and the place in the JSON, and neither the body nor a header. Of the provider's own words
/// it keeps messages: at most 256 bytes, with anything like a token taken out.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request breaks a rule of the endpoint. Nothing was sent.
    InvalidRequest(InvalidRequest),
    /// Bakong does not accept the token, or there is none to send.
    Unauthorized(Unauthorized),
    /// Bakong asks for fewer questions: error code 17, HTTP 429, or a message about a quota.
    Throttled(Throttle),
    /// No answer of Bakong's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of Bakong's that cannot be read.
    Malformed(Malformed),
    /// Bakong refused the request itself.
    Rejected(Rejected),
}

/// Bakong's own refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rejected {
    /// `errorCode`, where there is one. These are the server's numbers (specification, section 4.1), which are
    /// not those of the official KHQR package.
    pub code: Option<i64>,
    /// `responseMessage`.
    pub message: Option<Untrusted>,
    /// The HTTP status.
    pub http: u16,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(invalid) => invalid.fmt(f),
            Self::Unauthorized(unauthorized) => unauthorized.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(Unreachable::Forbidden) => f.write_str(
                "forbidden at the edge: address outside Cambodia, endpoint closed, or client blocked",
            ),
            Self::Unreachable(Unreachable::Upstream) => {
                f.write_str("bakong cannot reach what stands behind it")
            }
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::Rejected(rejected) => rejected.fmt(f),
        }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "refused with http {}", self.http)?;
        if let Some(code) = self.code {
            write!(f, ", error code {code}")?;
        }
        match &self.message {
            Some(message) => write!(f, ": {message}"),
            None => Ok(()),
        }
    }
}

/// An error before it knows its operation.
pub(crate) type Fault = pay_http::Fault<ErrorKind>;

impl FaultKind for ErrorKind {
    fn outcome(&self, _: Effect) -> Outcome {
        match self {
            Self::InvalidRequest(_) => Outcome::NotSent,
            Self::Unauthorized(_) | Self::Throttled(_) | Self::Rejected(_) => Outcome::Refused,
            Self::Unreachable(unreachable) => unreachable.outcome(),
            Self::Malformed(_) => Outcome::Unknown,
        }
    }
}

impl From<TransportErrorKind> for ErrorKind {
    fn from(kind: TransportErrorKind) -> Self {
        match kind {
            TransportErrorKind::TooLarge => Self::Malformed(Malformed::TooLarge),
            kind => Self::Unreachable(kind.into()),
        }
    }
}
