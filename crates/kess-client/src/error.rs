//! What can go wrong: first what KESS said, then the way, the reading and the signing (section 1.2).

mod api;
mod invalid;
mod malformed;
mod unauthorized;

use std::fmt;

use pay_core::{Effect, Outcome, Throttle};
use pay_http::{FaultKind, TransportErrorKind, Unreachable};

pub use self::api::{Api, Code};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;
pub use self::unauthorized::Unauthorized;

/// A request without a usable answer: its operation is the name of the service, such as `webpay.acquire.queryOrder`, or
/// `oauth/token`. After [`Outcome::Unknown`] ask queryOrder, queryRefund or the list of transactions; it never means send
/// again.
///
/// It prints the service and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// KESS refused the request, or failed at it.
    Api(Box<Api>),
    /// KESS does not accept the token, or gives none.
    Unauthorized(Unauthorized),
    /// HTTP 429, which no document mentions.
    Throttled(Throttle),
    /// No answer of KESS's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of KESS's that cannot be read, or is about something else.
    Malformed(Malformed),
    /// The request cannot be signed or sent. Nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl ErrorKind {
    /// KESS's own refusal, if it is one.
    pub const fn api(&self) -> Option<&Api> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Whether the token that was sent is not accepted.
    pub(crate) fn is_refused_token(&self) -> bool {
        *self == Self::Unauthorized(Unauthorized::Refused)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => api.fmt(f),
            Self::Unauthorized(unauthorized) => unauthorized.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(Unreachable::Forbidden) => {
                f.write_str("forbidden before the gateway: is this address on its list?")
            }
            Self::Unreachable(Unreachable::NoSuchPath) => f.write_str("no gateway at this address"),
            Self::Unreachable(unreachable) => unreachable.fmt(f),
            Self::Malformed(malformed) => malformed.fmt(f),
            Self::InvalidRequest(invalid) => invalid.fmt(f),
        }
    }
}

/// An error before it knows its operation.
pub(crate) type Fault = pay_http::Fault<ErrorKind>;

impl FaultKind for ErrorKind {
    fn outcome(&self, _: Effect) -> Outcome {
        match self {
            Self::Api(api) => api.outcome(),
            Self::Unauthorized(_) | Self::Throttled(_) => Outcome::Refused,
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

/// Whether a refused token may be renewed and the request sent once more: when nothing was done, and nothing would be
/// done twice.
pub(crate) fn may_be_asked_again(effect: Effect, fault: &Fault) -> bool {
    effect == Effect::Read && fault.kind.is_refused_token()
}
