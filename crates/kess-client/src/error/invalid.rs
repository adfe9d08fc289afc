use std::fmt;

use pay_core::Money;
use pay_sign::{ReadError, Refusal};

/// A request that cannot be signed or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// It is no JSON object, or has a member twice.
    Fields(ReadError),
    /// It has a value that the gateway could read otherwise than it was signed.
    Unsignable(Refusal),
    /// More would be given back than is left of the payment.
    OverRefund {
        /// What was asked for.
        asked: Money,
        /// What is left.
        left: Money,
    },
    /// The base address cannot carry the path, or the token no header.
    Address,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(error) => error.fmt(f),
            Self::Unsignable(refusal) => write!(f, "request cannot be signed: {refusal}"),
            Self::OverRefund { asked, left } => {
                write!(f, "expected a refund of at most {left}, found {asked}")
            }
            Self::Address => f.write_str("request cannot be addressed"),
        }
    }
}

impl std::error::Error for InvalidRequest {}
