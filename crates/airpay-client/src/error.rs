//! What can go wrong: first what Airpay said, then the way and the reading (section 2).

mod api;
mod code;
mod invalid;
mod malformed;

pub use self::api::Api;
pub use self::code::{Code, CodeClass};
pub use self::invalid::InvalidRequest;
pub use self::malformed::Malformed;

/// A request without a usable answer. After [`Outcome::Unknown`](pay_core::Outcome::Unknown) the order may exist; Airpay
/// cannot be asked, so wait for a postback, and do not open another order for the same goods.
///
/// It prints the operation and the place in the JSON, and neither the body nor a header.
pub type Error = pay_http::Error<ErrorKind>;

/// The class of an [`Error`]. There are no tokens, so nothing is `Unauthorized`; `Throttled` is HTTP 429, which the
/// document does not mention.
pub type ErrorKind = pay_http::ErrorKind<Api>;
