//! What can go wrong: first what Airpay said, then the way and the reading (section 2).

mod api;
mod code;
mod malformed;

use std::fmt;

use pay_core::{Effect, Outcome, Throttle};
use pay_http::{FaultKind, TransportErrorKind, Unreachable};

pub use self::api::Api;
pub use self::code::{Code, CodeClass};
pub use self::malformed::Malformed;

/// A request without a usable answer. After [`Outcome::Unknown`] the order may exist; Airpay cannot be asked, so wait for
/// a postback, and do not open another order for the same goods.
///
/// It prints the operation and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Airpay refused the request, or failed at it.
    Api(Api),
    /// HTTP 429, which the document does not mention.
    Throttled(Throttle),
    /// No answer of Airpay's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of Airpay's that cannot be read.
    Malformed(Malformed),
    /// The request cannot be sent. Nothing was sent.
    InvalidRequest(InvalidRequest),
}

/// A request that cannot be sent. Its members were checked before: see [`InvalidMember`](crate::InvalidMember).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// The base address cannot carry the path.
    Address,
}

impl ErrorKind {
    /// Airpay's own refusal, if it is one.
    pub const fn api(&self) -> Option<&Api> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Airpay's own code, if it gave one.
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Api(api) => api.code,
            _ => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => api.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(Unreachable::NoSuchPath) => {
                f.write_str("no such path: are domain, country, channel and service right?")
            }
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::InvalidRequest(InvalidRequest::Address) => f.write_str("request cannot be addressed"),
        }
    }
}

impl FaultKind for ErrorKind {
    fn outcome(&self, _: Effect) -> Outcome {
        match self {
            Self::Api(api) => api.outcome(),
            Self::Throttled(_) => Outcome::Refused,
            Self::Unreachable(unreachable) => unreachable.outcome(),
            Self::Malformed(_) => Outcome::Unknown,
            Self::InvalidRequest(_) => Outcome::NotSent,
        }
    }
}

impl From<Malformed> for ErrorKind {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
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
