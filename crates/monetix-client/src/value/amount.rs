use pay_core::{AmountFormat, Currency, Money};
use serde::{Serialize, Serializer};

use super::InvalidValue;

/// How Monetix writes amounts: integers of minor units, two decimals for riel as well as for dollars (section 8).
/// 4000 riel are `400000`.
pub(crate) const AMOUNT: AmountFormat = AmountFormat::minor().scale(EXPONENT);

const EXPONENT: u32 = 2;

/// The largest exponent of a currency anywhere (section 8).
const MOST_EXPONENT: u32 = 4;

/// An amount above zero, in the minor units that the platform counts.
///
/// ```
/// use monetix_client::Amount;
/// use pay_core::{Currency, Money};
///
/// assert_eq!(Amount::new(Money::from_minor(10_000, Currency::Usd))?.units(), 10_000);
/// assert_eq!(Amount::new(Money::from_minor(4_000, Currency::Khr))?.units(), 400_000);
/// # Ok::<(), monetix_client::InvalidValue>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    money: Money,
    units: i64,
}

impl Amount {
    /// An amount with two decimals, as the platform's table has it for dollars and riel.
    pub fn new(money: Money) -> Result<Self, InvalidValue> {
        Self::written(money, &AMOUNT)
    }

    /// An amount with as many decimals as the list of banks says ([`Bank::exponent`](crate::Bank::exponent)), which
    /// counts more than any table.
    pub fn with_exponent(money: Money, exponent: u32) -> Result<Self, InvalidValue> {
        if exponent > MOST_EXPONENT {
            return Err(InvalidValue::TooMany { limit: MOST_EXPONENT });
        }
        Self::written(money, &AmountFormat::minor().scale(exponent))
    }

    fn written(money: Money, format: &AmountFormat) -> Result<Self, InvalidValue> {
        if !money.is_positive() {
            return Err(InvalidValue::NotPositive);
        }
        let text = format.write(money)?;
        let units = text.as_str().parse().map_err(|_| pay_core::AmountError::TooLarge)?;
        Ok(Self { money, units })
    }

    /// The amount.
    pub const fn money(self) -> Money {
        self.money
    }

    /// The integer on the wire.
    pub const fn units(self) -> i64 {
        self.units
    }

    pub(crate) const fn currency(self) -> Currency {
        self.money.currency()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.units)
    }
}

#[cfg(test)]
mod tests {
    use pay_core::AmountError;

    use super::*;

    #[test]
    fn an_amount_is_written_by_the_exponent_that_the_list_names() {
        let dollar = Money::from_minor(150, Currency::Usd);
        assert_eq!(Amount::with_exponent(dollar, 2).map(Amount::units), Ok(150));
        assert_eq!(Amount::with_exponent(dollar, 3).map(Amount::units), Ok(1_500));
        assert_eq!(Amount::with_exponent(dollar, 0), Err(AmountError::Inexact.into()));
        assert_eq!(
            Amount::with_exponent(Money::from_minor(4_000, Currency::Khr), 0).map(Amount::units),
            Ok(4_000)
        );
        assert_eq!(Amount::with_exponent(dollar, 5), Err(InvalidValue::TooMany { limit: 4 }));
    }

    #[test]
    fn nothing_less_and_too_much_are_refused() {
        for minor in [0, -1, i64::MIN] {
            assert_eq!(Amount::new(Money::from_minor(minor, Currency::Usd)), Err(InvalidValue::NotPositive));
        }
        let all = Money::from_minor(i64::MAX, Currency::Khr);
        assert_eq!(Amount::new(all), Err(AmountError::TooLarge.into()));
    }
}
