use std::fmt;
use std::time::Duration;

use pay_core::Currency;
use pay_http::value::InvalidValue;
use pay_sign::{ReadError, Refusal};

/// A request that cannot be signed or sent. Values are not repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// It is no JSON object, or has a member twice.
    Fields(ReadError),
    /// It has a value that Monetix could read otherwise than it was signed.
    Unsignable(Refusal),
    /// A member breaks its rule.
    Value {
        /// The member.
        name: &'static str,
        /// The rule.
        invalid: InvalidValue,
    },
    /// A parameter of this name is there already, has a method of its own, or would not be signed.
    Taken,
    /// The project takes no payment in this currency.
    Currency(Currency),
    /// The settings allow no refund by the Gate.
    NoRefunds,
    /// The payer would have less than a second, or more than can be written.
    Lifetime(Duration),
    /// The address cannot carry the path.
    Address,
    /// The machine gave no random bytes for an encrypted link.
    NoRandomness,
}

impl InvalidRequest {
    pub(crate) const fn value(name: &'static str, invalid: InvalidValue) -> Self {
        Self::Value { name, invalid }
    }
}

impl From<ReadError> for InvalidRequest {
    fn from(error: ReadError) -> Self {
        Self::Fields(error)
    }
}

impl From<Refusal> for InvalidRequest {
    fn from(refusal: Refusal) -> Self {
        Self::Unsignable(refusal)
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(error) => error.fmt(f),
            Self::Unsignable(refusal) => write!(f, "request cannot be signed: {refusal}"),
            Self::Value { name, invalid } => write!(f, "{name}: {invalid}"),
            Self::Taken => {
                f.write_str("expected a parameter without a method of its own, that is signed and given once")
            }
            Self::Currency(currency) => {
                write!(f, "expected a currency that the settings allow, found {currency}")
            }
            Self::NoRefunds => f.write_str("expected settings with a path for refunds"),
            Self::Lifetime(lifetime) => {
                write!(f, "expected a lifetime of at least a second, found {lifetime:?}")
            }
            Self::Address => f.write_str("request cannot be addressed"),
            Self::NoRandomness => f.write_str("no random bytes for an encrypted link"),
        }
    }
}

impl std::error::Error for InvalidRequest {}
