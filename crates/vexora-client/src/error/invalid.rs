use std::fmt;

use pay_core::Currency;
use pay_sign::{ReadError, Refusal};

/// A request that cannot be signed or sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidRequest {
    /// It is no JSON object, or has a member twice.
    Fields(ReadError),
    /// It has a value that Vexora could read otherwise than it was signed.
    Unsignable(Refusal),
    /// Its amount is in another currency than the account. The wire names none, so the number would be taken for the
    /// account's.
    Currency {
        /// The account's.
        account: Currency,
        /// The amount's.
        found: Currency,
    },
    /// The clock is not between 2001 and 2286, so that its milliseconds are not 13 digits.
    Clock,
    /// The base address cannot carry the path.
    Address,
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(error) => error.fmt(f),
            Self::Unsignable(refusal) => write!(f, "request cannot be signed: {refusal}"),
            Self::Currency { account, found } => {
                write!(f, "expected an amount in {account}, found one in {found}")
            }
            Self::Clock => f.write_str("expected a time of 13 digits of milliseconds"),
            Self::Address => f.write_str("request cannot be addressed"),
        }
    }
}

impl std::error::Error for InvalidRequest {}
