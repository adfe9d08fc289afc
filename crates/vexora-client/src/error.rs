//! What can go wrong: first what Vexora said, then the way, the reading and the signing (section 5).

mod api;
mod invalid;
mod malformed;

pub use self::api::{Api, ResponseCode};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;

/// A request without a usable answer: its operation is the name of it, such as `checkout`. After
/// [`Outcome::Unknown`](pay_core::Outcome::Unknown) ask the query; it never means send again.
///
/// It prints the operation and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`]. There are no tokens, so nothing is `Unauthorized`; `Throttled` is HTTP 429, which no document
/// mentions.
pub type ErrorKind = pay_http::ErrorKind<Api>;

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
