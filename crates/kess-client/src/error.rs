//! What can go wrong: first what KESS said, then the way, the reading and the signing (section 1.2).

mod api;
mod invalid;
mod malformed;
mod unauthorized;

use pay_core::Effect;

pub use self::api::{Api, Code};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;
pub use self::unauthorized::Unauthorized;

/// A request without a usable answer: its operation is the name of the service, such as `webpay.acquire.queryOrder`, or
/// `oauth/token`. After [`Outcome::Unknown`](pay_core::Outcome::Unknown) ask queryOrder, queryRefund or the list of
/// transactions; it never means send again.
///
/// It prints the service and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`]. `Throttled` is HTTP 429, which no document mentions.
pub type ErrorKind = pay_http::ErrorKind<Api>;

/// An error before it knows its operation.
pub(crate) type Fault = pay_http::Fault<ErrorKind>;

impl From<Malformed> for ErrorKind {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

/// Whether the token that was sent is not accepted.
pub(crate) fn is_refused_token(fault: &Fault) -> bool {
    fault.kind == ErrorKind::Unauthorized(Unauthorized::Refused)
}

/// Whether a refused token may be renewed and the request sent once more: when nothing was done, and nothing would be
/// done twice.
pub(crate) fn may_be_asked_again(effect: Effect, fault: &Fault) -> bool {
    effect == Effect::Read && is_refused_token(fault)
}
