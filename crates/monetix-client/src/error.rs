//! What can go wrong: first what Monetix said, then the way, the reading and the signing (section 4.2).

mod api;
mod invalid;
mod malformed;

use std::fmt;

use pay_core::{Effect, Outcome, Throttle};
use pay_http::{FaultKind, TransportErrorKind, Unreachable};

pub use self::api::{Api, FieldError};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;

/// A request without a usable answer: its operation is the path, such as `/v2/payment/status`. After
/// [`Outcome::Unknown`] ask for the status by the payment's own id; it never means send again.
///
/// It prints the path and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Monetix refused the request, or failed at it.
    Api(Box<Api>),
    /// HTTP 429, which no document mentions.
    Throttled(Throttle),
    /// No answer of Monetix's: no connection, an error page, an outage.
    Unreachable(Unreachable),
    /// An answer of Monetix's that cannot be read or believed, or is about something else.
    Malformed(Malformed),
    /// The request cannot be signed or sent. Nothing was sent.
    InvalidRequest(InvalidRequest),
}

impl ErrorKind {
    /// Monetix's own refusal, if it is one.
    pub const fn api(&self) -> Option<&Api> {
        match self {
            Self::Api(api) => Some(api),
            _ => None,
        }
    }

    /// Whether Monetix answered with this code.
    pub(crate) fn is_code(&self, code: &str) -> bool {
        self.api().and_then(|api| api.code.as_ref()).is_some_and(|answered| answered.as_str() == code)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(api) => api.fmt(f),
            Self::Throttled(throttle) => throttle.fmt(f),
            Self::Unreachable(Unreachable::Forbidden) => {
                f.write_str("forbidden before the gate: is this address on its list?")
            }
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

impl From<InvalidRequest> for ErrorKind {
    fn from(invalid: InvalidRequest) -> Self {
        Self::InvalidRequest(invalid)
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

/// The codes that decide what the client does next.
pub(crate) mod code {
    pub(crate) const PAYMENT_EXISTS: &str = "3041";
    pub(crate) const NOT_FOUND: &str = "3061";
    pub(crate) const INVALID_SIGNATURE: &str = "3261";
    pub(crate) const EMPTY_SIGNATURE: &str = "3262";
}
