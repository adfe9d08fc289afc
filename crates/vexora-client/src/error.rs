//! What can go wrong: first what Vexora said, then the way, the reading and the signing (section 5).

mod api;
mod invalid;
mod malformed;

use std::fmt;

use pay_core::{Effect, Outcome, Throttle};
use pay_http::{FaultKind, TransportErrorKind, Unreachable};

pub use self::api::{Api, ResponseCode};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;

/// A request without a usable answer: its operation is the name of it, such as `checkout`. After [`Outcome::Unknown`] ask
/// the query; it never means send again.
///
/// It prints the operation and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Vexora refused the request, or failed at it.
    Api(Box<Api>),
    /// HTTP 429, which no document mentions.
    Throttled(Throttle),
    /// No answer of Vexora's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of Vexora's that cannot be read, or is about something else.
    Malformed(Malformed),
    /// The request cannot be signed or sent. Nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl ErrorKind {
    /// Vexora's own refusal, if it is one.
    pub const fn api(&self) -> Option<&Api> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => api.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(Unreachable::Forbidden) => {
                f.write_str("forbidden before the gateway: is this address on its list?")
            }
            Self::Unreachable(Unreachable::NoSuchPath) => {
                f.write_str("no such path: the base address is another one for each country")
            }
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::InvalidRequest(invalid) => invalid.fmt(f),
        }
    }
}

impl FaultKind for ErrorKind {
    fn outcome(&self, effect: Effect) -> Outcome {
        match self {
            Self::Api(api) => api.outcome(effect),
            Self::Throttled(_) => Outcome::Refused,
            Self::Unreachable(unreachable) => unreachable.outcome(),
            Self::Malformed(_) => Outcome::Unknown,
            Self::InvalidRequest(_) => Outcome::NotSent,
        }
    }
}

/// An error before it knows its operation.
pub(crate) type Fault = pay_http::Fault<ErrorKind>;

impl From<Malformed> for ErrorKind {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<InvalidRequest> for Fault {
    fn from(invalid: InvalidRequest) -> Self {
        Self::unsent(ErrorKind::InvalidRequest(invalid))
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
