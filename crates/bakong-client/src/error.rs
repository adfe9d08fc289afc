//! What can go wrong, in the classes of the specification's section 4.3.

mod api;
mod malformed;
mod unauthorized;

pub use self::api::Api;
pub use self::malformed::Malformed;
pub use self::unauthorized::Unauthorized;

/// A question to Bakong without a usable answer. Never a reason to call an order unpaid.
///
/// It carries the operation (the path of the endpoint, or `token`) and the place in the JSON, and neither the body nor a
/// header. Of the provider's own words it keeps messages: at most 256 bytes, with anything like a token taken out.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`]. `Throttled` is error code 17, HTTP 429, or a message about a quota.
pub type ErrorKind = pay_http::ErrorKind<Api>;

/// An error before it knows its operation.
pub(crate) type Fault = pay_http::Fault<ErrorKind>;

/// Whether the token that was sent is not accepted.
pub(crate) fn is_refused_token(fault: &Fault) -> bool {
    fault.kind == ErrorKind::Unauthorized(Unauthorized::Refused)
}
