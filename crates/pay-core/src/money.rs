use core::fmt;

use crate::{AmountError, AmountFormat, Currency};

/// An exact amount: an integer of minor units, and the currency that says what the unit is.
///
/// Amounts of different currencies have no order and no sum: [`checked_add`](Money::checked_add) and
/// [`checked_cmp`](Money::checked_cmp) answer `None`.
///
/// ```
/// use pay_core::{Currency, Money};
///
/// let price = Money::from_minor(1_050, Currency::Usd);
/// assert_eq!(price.to_string(), "10.50 USD");
/// assert_eq!(Money::parse("4400", Currency::Khr)?, Money::from_minor(4_400, Currency::Khr));
/// # Ok::<(), pay_core::AmountError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// An amount of `minor` units: cents for dollars, riel for riel.
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Reads plain decimal text such as `10`, `10.5` or `10.50`.
    ///
    /// No sign, exponent, grouping or blanks, and no more decimals than the currency has.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, AmountError> {
        AmountFormat::fixed().read(text, currency)
    }

    /// The integer of minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency that the minor units are of.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether the amount is above zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The sum, or `None` when the currencies differ or the sum does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = self.same_currency(other)?.minor.checked_add(other.minor)?;
        Some(Self { minor, ..self })
    }

    /// The difference, or `None` when the currencies differ or it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        let minor = self.same_currency(other)?.minor.checked_sub(other.minor)?;
        Some(Self { minor, ..self })
    }

    /// The order of two amounts, or `None` when the currencies differ.
    pub fn checked_cmp(self, other: Self) -> Option<core::cmp::Ordering> {
        Some(self.same_currency(other)?.minor.cmp(&other.minor))
    }

    fn same_currency(self, other: Self) -> Option<Self> {
        (self.currency == other.currency).then_some(self)
    }
}

/// Prints all decimals of the currency, then its letters: `1.50 USD`, `4400 KHR`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = 10_u64.pow(self.currency.exponent());
        let (units, rest) = (self.minor.unsigned_abs() / scale, self.minor.unsigned_abs() % scale);
        if self.minor < 0 {
            f.write_str("-")?;
        }
        match self.currency.exponent() {
            0 => write!(f, "{units}")?,
            digits => write!(f, "{units}.{rest:0width$}", width = digits as usize)?,
        }
        write!(f, " {}", self.currency)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use core::cmp::Ordering;
    use std::string::ToString;

    use super::*;

    const CENT: Money = Money::from_minor(1, Currency::Usd);
    const RIEL: Money = Money::from_minor(1, Currency::Khr);

    #[test]
    fn print_has_all_decimals_of_the_currency() {
        assert_eq!(CENT.to_string(), "0.01 USD");
        assert_eq!(Money::from_minor(-1_005, Currency::Usd).to_string(), "-10.05 USD");
        assert_eq!(Money::from_minor(i64::MIN, Currency::Khr).to_string(), "-9223372036854775808 KHR");
    }

    #[test]
    fn currencies_do_not_mix() {
        assert_eq!(CENT.checked_add(RIEL), None);
        assert_eq!(CENT.checked_sub(RIEL), None);
        assert_eq!(CENT.checked_cmp(RIEL), None);
        assert_eq!(CENT.checked_cmp(Money::from_minor(2, Currency::Usd)), Some(Ordering::Less));
    }

    #[test]
    fn sums_that_do_not_fit_are_none() {
        assert_eq!(Money::from_minor(i64::MAX, Currency::Usd).checked_add(CENT), None);
        assert_eq!(Money::from_minor(i64::MIN, Currency::Usd).checked_sub(CENT), None);
    }
}
