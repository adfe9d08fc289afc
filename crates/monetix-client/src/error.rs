//! What can go wrong: first what Monetix said, then the way, the reading and the signing (section 4.2).

mod api;
mod invalid;
mod malformed;

pub use self::api::{Api, FieldError};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;

/// A request without a usable answer: its operation is the path, such as `/v2/payment/status`. After
/// [`Outcome::Unknown`](pay_core::Outcome::Unknown) ask for the status by the payment's own id; it never means send again.
///
/// It prints the path and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`]. There are no tokens, so nothing is `Unauthorized`: a signature that Monetix refuses is an
/// [`Api`]. `Throttled` is HTTP 429, which no document mentions.
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

/// The codes that decide what the client does next.
pub(crate) mod code {
    pub(crate) const PAYMENT_EXISTS: &str = "3041";
    pub(crate) const NOT_FOUND: &str = "3061";
    pub(crate) const DUPLICATE_OPERATION: &str = "3613";
    pub(crate) const INVALID_SIGNATURE: &str = "3261";
    pub(crate) const EMPTY_SIGNATURE: &str = "3262";
}
