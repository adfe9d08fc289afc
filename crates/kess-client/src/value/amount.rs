use pay_core::{AmountFormat, Money};
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;

use super::InvalidValue;

/// How KESS writes amounts: JSON numbers in their shortest form, riel whole, dollars with at most two decimals
/// (sections 2.3 and E38). The signed text is then the JSON text, whatever the server's float settings.
pub(crate) const AMOUNT: AmountFormat = AmountFormat::shortest();

/// An amount above zero, of at most 14 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount(Money);

impl Amount {
    /// Checks the amount.
    pub fn new(money: Money) -> Result<Self, InvalidValue> {
        if !money.is_positive() {
            return Err(InvalidValue::NotPositive);
        }
        let text = AMOUNT.write(money)?;
        if text.as_str().bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
            return Err(InvalidValue::TooManyDigits);
        }
        Ok(Self(money))
    }

    /// The amount.
    pub const fn money(self) -> Money {
        self.0
    }

    /// This, where the member is an integer.
    pub(crate) fn whole(self) -> Result<Self, InvalidValue> {
        AmountFormat::whole().write(self.0)?;
        Ok(self)
    }

    /// The three letters that go into the member beside it.
    pub(crate) const fn currency(self) -> &'static str {
        self.0.currency().code()
    }

    fn text<S: Serializer>(self) -> Result<String, S::Error> {
        let text = AMOUNT.write(self.0).map_err(ser::Error::custom)?;
        Ok(text.as_str().to_owned())
    }

    /// As text in place of a number: payKhqr alone (E7).
    pub(crate) fn as_text<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text::<S>()?)
    }

    /// As a number, and as 0 where there is none: generateKhqr alone.
    #[expect(clippy::ref_option, reason = "serde hands a reference over")]
    pub(crate) fn or_zero<S: Serializer>(amount: &Option<Self>, serializer: S) -> Result<S::Ok, S::Error> {
        match amount {
            Some(amount) => amount.serialize(serializer),
            None => serializer.serialize_u8(0),
        }
    }
}

/// PHP prints no more (section 2.2).
pub(super) const MOST_DIGITS: usize = 14;

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.text::<S>()?).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

/// A flag as the document has it, `1` or `0` (E17): a JSON boolean would be signed as `1` or as nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
pub(crate) fn whole_flag<S: Serializer>(flag: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u8(u8::from(*flag))
}

#[cfg(test)]
mod tests {
    use pay_core::Currency;

    use super::*;

    #[test]
    fn d08_amounts_beyond_14_digits_are_refused() {
        let amount = |minor| Amount::new(Money::from_minor(minor, Currency::Usd));
        assert!(amount(99_999_999_999_999).is_ok());
        assert_eq!(amount(100_000_000_000_001), Err(InvalidValue::TooManyDigits));
        assert_eq!(amount(12_345_678_901_234_567), Err(InvalidValue::TooManyDigits));
        assert_eq!(Amount::new(Money::from_minor(i64::MAX, Currency::Khr)), Err(InvalidValue::TooManyDigits));
    }

    #[test]
    fn d07_nothing_and_less_are_refused() {
        for minor in [0, -1, i64::MIN] {
            let money = Money::from_minor(minor, Currency::Usd);
            assert_eq!(Amount::new(money), Err(InvalidValue::NotPositive));
        }
    }

    #[test]
    fn an_amount_is_a_number_in_its_shortest_form() {
        let json = |minor, currency| {
            serde_json::to_string(&Amount::new(Money::from_minor(minor, currency)).unwrap()).unwrap()
        };
        assert_eq!(json(1_050, Currency::Usd), "10.5");
        assert_eq!(json(1_000, Currency::Usd), "10");
        assert_eq!(json(4_400, Currency::Khr), "4400");
    }
}
