//! How a wire writes amounts, and how its text is read back without a float.

mod number;
mod text;

use core::fmt;

pub use self::text::AmountText;
use crate::{Currency, Money};

/// How one wire writes amounts: one constant per wire, exact or an error.
///
/// ```
/// use pay_core::{AmountFormat, Currency, Money};
///
/// /// Tag 54 of KHQR: whole dollars without decimals, cents with two, at most 13 characters.
/// const TAG_54: AmountFormat = AmountFormat::short().max_len(13);
///
/// assert_eq!(&*TAG_54.write(Money::from_minor(1_050, Currency::Usd))?, "10.50");
/// assert_eq!(&*TAG_54.write(Money::from_minor(1_000, Currency::Usd))?, "10");
/// assert!(AmountFormat::whole().write(Money::from_minor(1_050, Currency::Usd)).is_err());
/// # Ok::<(), pay_core::AmountError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountFormat {
    shape: Shape,
    /// Decimals that this wire gives every currency, where they are not the currency's own.
    scale: Option<u32>,
    max_len: usize,
    signed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// `10`, and an error for 10.50.
    Whole,
    /// `10` and `10.50`: the decimals only when they say something, then all of them.
    Short,
    /// `10.00` and `10.50`.
    Fixed,
    /// `10`, `10.5` and `10.05`: no trailing zero.
    Shortest,
    /// `1000` and `1050`: an integer of minor units.
    Minor,
}

impl AmountFormat {
    const fn new(shape: Shape) -> Self {
        Self { shape, scale: None, max_len: AmountText::CAPACITY, signed: false }
    }

    /// Whole units only: 10.50 USD is an error, never `11`.
    pub const fn whole() -> Self {
        Self::new(Shape::Whole)
    }

    /// `10` for whole units, all decimals otherwise: `10.50`.
    pub const fn short() -> Self {
        Self::new(Shape::Short)
    }

    /// Always all decimals of the currency: `10.00`, and `4400` for riel.
    pub const fn fixed() -> Self {
        Self::new(Shape::Fixed)
    }

    /// The shortest decimal: `10`, `10.5`, `10.05`.
    pub const fn shortest() -> Self {
        Self::new(Shape::Shortest)
    }

    /// An integer of minor units: `1050` for 10.50 USD.
    pub const fn minor() -> Self {
        Self::new(Shape::Minor)
    }

    /// Gives every currency this many decimals, for a wire that writes 100 riel as `10000` or `100.00`.
    ///
    /// # Panics
    ///
    /// At compile time, in a constant, when `decimals` is above 4.
    #[must_use]
    pub const fn scale(self, decimals: u32) -> Self {
        assert!(decimals <= 4, "no currency here has more than four decimals");
        Self { scale: Some(decimals), ..self }
    }

    /// The most characters that the wire's field takes, sign and point included.
    #[must_use]
    pub const fn max_len(self, characters: usize) -> Self {
        Self { max_len: characters, ..self }
    }

    /// Allows amounts below zero. Only for fields where the provider documents them.
    #[must_use]
    pub const fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// The amount as this wire writes it.
    pub fn write(&self, money: Money) -> Result<AmountText, AmountError> {
        if money.minor() < 0 && !self.signed {
            return Err(AmountError::Negative);
        }
        let decimals = self.decimals(money.currency());
        let scaled = number::rescale(i128::from(money.minor()), money.currency().exponent(), decimals)?;
        let text = match self.shape {
            Shape::Minor => AmountText::decimal(scaled, 0),
            Shape::Fixed => AmountText::decimal(scaled, decimals),
            Shape::Whole | Shape::Short | Shape::Shortest => {
                let (whole, digits) = number::without_trailing_zeros(scaled, decimals);
                match self.shape {
                    Shape::Whole if digits > 0 => return Err(AmountError::Inexact),
                    Shape::Short if digits > 0 => AmountText::decimal(scaled, decimals),
                    _ => AmountText::decimal(whole, digits),
                }
            }
        };
        if text.len() > self.max_len { Err(AmountError::TooLong { limit: self.max_len }) } else { Ok(text) }
    }

    /// Reads plain decimal text: `digits[.digits]`, ASCII, no blanks, no exponent, and at most as many
    /// decimals as the wire gives the currency. A minus sign only where the format is [`signed`](Self::signed).
    ///
    /// For [`minor`](Self::minor) the text is an integer.
    pub fn read(&self, text: &str, currency: Currency) -> Result<Money, AmountError> {
        let number = number::plain(text)?;
        if number.decimals > self.decimals_read(currency) {
            return Err(AmountError::TooFine { decimals: self.decimals_read(currency) });
        }
        self.accept(number, text, currency)
    }

    /// Reads a JSON number token by its value, exactly: `1.0`, `10`, `1.0E7`, `-10`.
    ///
    /// A number has no trailing zeros of its own (a Java server writes 4400 riel as `4400.0` and ten million
    /// as `1.0E7`), so zeros beyond the currency's decimals are no error here; any other digit is.
    pub fn read_number(&self, token: &str, currency: Currency) -> Result<Money, AmountError> {
        self.accept(number::json(token)?, token, currency)
    }

    fn accept(&self, number: number::Decimal, text: &str, currency: Currency) -> Result<Money, AmountError> {
        if number.negative && !self.signed {
            return Err(AmountError::Negative);
        }
        if text.len() > self.max_len {
            return Err(AmountError::TooLong { limit: self.max_len });
        }
        let exponent = currency.exponent();
        let scaled = match self.shape {
            // The integer counts 10^-decimals of a unit, so it is that number shifted.
            Shape::Minor => number.to_integer(self.decimals(currency), self.decimals(currency))?,
            _ => number.to_integer(0, self.decimals(currency))?,
        };
        let minor = number::rescale(scaled, self.decimals(currency), exponent)?;
        i64::try_from(minor)
            .map(|minor| Money::from_minor(minor, currency))
            .map_err(|_| AmountError::TooLarge)
    }

    fn decimals(&self, currency: Currency) -> u32 {
        match (self.scale, currency) {
            (Some(decimals), _) => decimals,
            (None, currency) => currency.exponent(),
        }
    }

    fn decimals_read(&self, currency: Currency) -> u32 {
        match self.shape {
            Shape::Minor | Shape::Whole => 0,
            Shape::Short | Shape::Fixed | Shape::Shortest => self.decimals(currency),
        }
    }
}

/// Why an amount cannot be written or read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// The text is not `digits[.digits]` (or, for a JSON token, not a JSON number), at this byte.
    NotDecimal {
        /// Offset of the first byte that does not belong, or the length when the text ends early.
        at: usize,
    },
    /// The amount is below zero and the wire does not document that.
    Negative,
    /// The text has more decimals than the wire gives the currency.
    TooFine {
        /// How many decimals there may be.
        decimals: u32,
    },
    /// The amount cannot be written on this wire without rounding.
    Inexact,
    /// The text is longer than the wire's field.
    TooLong {
        /// The most characters the field takes.
        limit: usize,
    },
    /// The amount does not fit an `i64` of minor units.
    TooLarge,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotDecimal { at } => {
                write!(f, "expected an amount in plain decimal digits, at byte {at}")
            }
            Self::Negative => f.write_str("amount is below zero"),
            Self::TooFine { decimals: 0 } => f.write_str("expected an amount without decimals"),
            Self::TooFine { decimals } => write!(f, "expected an amount with at most {decimals} decimals"),
            Self::Inexact => f.write_str("amount cannot be written exactly"),
            Self::TooLong { limit } => write!(f, "expected an amount of at most {limit} characters"),
            Self::TooLarge => f.write_str("amount does not fit 64 bits of minor units"),
        }
    }
}

impl core::error::Error for AmountError {}

#[cfg(test)]
mod tests;
