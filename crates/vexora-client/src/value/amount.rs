use pay_core::{AmountFormat, Currency, Money};
use serde::{Serialize, Serializer, ser};

use super::InvalidValue;

/// How Vexora writes amounts: text, riel whole, dollars with at most two decimals (section 3).
pub(crate) const AMOUNT: AmountFormat = AmountFormat::short();

/// An amount above zero.
///
/// Its currency is not sent, because the wire has no member for it: it is compared with the account's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(Money);

impl Amount {
    /// Checks the amount.
    pub fn new(money: Money) -> Result<Self, InvalidValue> {
        AMOUNT.write(money)?;
        if money.is_positive() { Ok(Self(money)) } else { Err(InvalidValue::NotPositive) }
    }

    /// The amount.
    pub const fn money(self) -> Money {
        self.0
    }

    /// The currency that the account has to be in.
    pub const fn currency(self) -> Currency {
        self.0.currency()
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(AMOUNT.write(self.0).map_err(ser::Error::custom)?.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Threat D-45: digits, and at most two of them behind a point.
    #[test]
    fn d45_an_amount_is_digits_and_nothing_else() {
        let json = |minor, currency| {
            serde_json::to_string(&Amount::new(Money::from_minor(minor, currency)).unwrap()).unwrap()
        };
        assert_eq!(json(300, Currency::Khr), r#""300""#);
        assert_eq!(json(41_000, Currency::Khr), r#""41000""#);
        assert_eq!(json(1_050, Currency::Usd), r#""10.50""#);
        assert_eq!(json(1_000, Currency::Usd), r#""10""#);
        assert_eq!(json(1, Currency::Usd), r#""0.01""#);
        for minor in [0, -1, i64::MIN] {
            assert!(Amount::new(Money::from_minor(minor, Currency::Usd)).is_err());
        }
    }
}
