//! Values that requests of several providers are made of: each one proves the rule of its member.

mod address;
mod number;
mod text;

use std::fmt;

use pay_core::AmountError;

pub use self::address::{CallbackUrl, InvalidAddress};
pub use self::text::Text;

/// Whether a text is 1 to `most` characters of an alphabet.
pub fn check(text: &str, most: usize, allowed: impl Fn(char) -> bool) -> Result<(), InvalidValue> {
    if text.is_empty() {
        return Err(InvalidValue::Empty);
    }
    if text.chars().count() > most {
        return Err(InvalidValue::TooLong { limit: most });
    }
    match text.char_indices().find(|(_, character)| !allowed(*character)) {
        Some((at, _)) => Err(InvalidValue::Character { at }),
        None => Ok(()),
    }
}

/// A value breaks the rule of its member. The value is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidValue {
    /// Nothing is there.
    Empty,
    /// More characters than the member takes.
    TooLong {
        /// The most it takes.
        limit: usize,
    },
    /// A character that the member does not take, at this byte: a control or invisible one, white space at an end, or
    /// whatever is not in the alphabet of an identifier.
    Character {
        /// Offset of the character.
        at: usize,
    },
    /// A number has to be above zero.
    NotPositive,
    /// An amount cannot be written.
    Amount(AmountError),
    /// An amount has more than the 14 digits that a signature keeps.
    TooManyDigits,
    /// More than the member takes.
    TooMany {
        /// The most it takes.
        limit: u32,
    },
    /// Less than the member takes.
    TooFew {
        /// The least it takes.
        limit: u32,
    },
    /// Amounts that belong together are in two currencies.
    Currency,
    /// No such day, or a last day before the first.
    Date,
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("expected a value, found empty text"),
            Self::TooLong { limit } => write!(f, "expected at most {limit} characters"),
            Self::Character { at } => write!(f, "character is not allowed here, at byte {at}"),
            Self::NotPositive => f.write_str("expected a number above zero"),
            Self::Amount(error) => error.fmt(f),
            Self::TooManyDigits => f.write_str("expected an amount of at most 14 digits"),
            Self::TooMany { limit } => write!(f, "expected at most {limit}"),
            Self::TooFew { limit } => write!(f, "expected at least {limit}"),
            Self::Currency => f.write_str("expected amounts in one currency"),
            Self::Date => f.write_str("expected a day such as 2022-01-15"),
        }
    }
}

impl std::error::Error for InvalidValue {}

impl From<AmountError> for InvalidValue {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}
