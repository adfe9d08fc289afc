use pay_core::{Currency, Money};
use pay_http::json::Number;
use serde::{Serialize, Serializer, ser};
use serde_json::value::RawValue;

use super::amount::MOST_DIGITS;
use super::{AMOUNT, Amount, InvalidValue};

/// What an order is over: an [`Amount`], or by [`exact`](Total::exact) what the client's own rule would not let through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Total(Written);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Written {
    Amount(Amount),
    Exact { digits: String, currency: Currency },
}

impl Total {
    /// These digits, such as `4400.5` riel. The document does not say how many decimals a currency has; riel without and
    /// dollars with two are this crate's reading (E38).
    ///
    /// A decimal above zero in its shortest form, of at most 14 digits: any other would be signed otherwise than it is
    /// written (section 2.3). An order over parts of the smallest unit that is known here is never observed as paid: its
    /// payment is left to a person.
    pub fn exact(digits: impl Into<String>, currency: Currency) -> Result<Self, InvalidValue> {
        let digits = digits.into();
        if digits.is_empty() {
            return Err(InvalidValue::Empty);
        }
        if let Some(at) = out_of_place(&digits) {
            return Err(InvalidValue::Character { at });
        }
        if digits == "0" {
            return Err(InvalidValue::NotPositive);
        }
        if digits.bytes().filter(u8::is_ascii_digit).count() > MOST_DIGITS {
            return Err(InvalidValue::TooManyDigits);
        }
        Ok(Self(Written::Exact { digits, currency }))
    }

    /// The amount, if it is one of whole riel or cents.
    pub fn money(&self) -> Option<Money> {
        match &self.0 {
            Written::Amount(amount) => Some(amount.money()),
            Written::Exact { digits, currency } => AMOUNT.read(digits, *currency).ok(),
        }
    }

    pub(crate) const fn currency(&self) -> Currency {
        match &self.0 {
            Written::Amount(amount) => amount.money().currency(),
            Written::Exact { currency, .. } => *currency,
        }
    }

    /// Whether an answer's number in the same currency is this one. What is finer than cents is compared by its digits.
    pub(crate) fn is(&self, answered: &Number) -> bool {
        match (&self.0, self.money()) {
            (Written::Exact { digits, .. }, None) => {
                let answered = answered.as_str();
                // No digits here end in the point or a zero behind it.
                let shortest = answered.trim_end_matches('0').trim_end_matches('.');
                shortest == digits
            }
            (_, money) => money.is_some() && answered.money(&AMOUNT, self.currency()).ok() == money,
        }
    }
}

/// The first byte that a decimal in its shortest form does not have there.
fn out_of_place(text: &str) -> Option<usize> {
    let (units, decimals) = text.split_once('.').unwrap_or((text, "1"));
    let is_digit = |c: char| c.is_ascii_digit();
    let last = text.len() - 1;
    if let Some(at) = units.find(|c| !is_digit(c)) {
        Some(at)
    } else if units.is_empty() || (units.starts_with('0') && units != "0") {
        Some(0)
    } else if let Some(at) = decimals.find(|c| !is_digit(c)) {
        Some(units.len() + 1 + at)
    } else {
        (decimals.is_empty() || decimals.ends_with('0')).then_some(last)
    }
}

impl From<Amount> for Total {
    fn from(amount: Amount) -> Self {
        Self(Written::Amount(amount))
    }
}

impl Serialize for Total {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Written::Amount(amount) => amount.serialize(serializer),
            Written::Exact { digits, .. } => {
                RawValue::from_string(digits.clone()).map_err(ser::Error::custom)?.serialize(serializer)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn riel(digits: &str) -> Result<Total, InvalidValue> {
        Total::exact(digits, Currency::Khr)
    }

    /// Errata E38.
    #[test]
    fn a_total_can_be_finer_than_the_clients_rule() {
        let total = riel("4400.5").unwrap();
        assert_eq!(serde_json::to_string(&total).unwrap(), "4400.5");
        assert_eq!(total.money(), None);
        let is = |text: &str| total.is(&Number::new(text).unwrap());
        assert!(is("4400.5") && is("4400.50"));
        assert!(!is("4400") && !is("44005") && !is("4400.05"));
        let whole = riel("4400").unwrap();
        assert_eq!(whole.money(), Some(Money::from_minor(4_400, Currency::Khr)));
        assert!(whole.is(&Number::new("4400.0").unwrap()) && !whole.is(&Number::new("4400.5").unwrap()));
    }

    #[test]
    fn d07_a_total_is_a_number_in_its_shortest_form() {
        for (wrong, at) in [
            (".", 0),
            (".5", 0),
            ("5.", 1),
            ("05", 0),
            ("00", 0),
            ("0.0", 2),
            ("4400.50", 6),
            ("1.2.3", 3),
            ("1..2", 2),
            ("-1", 0),
            ("1e3", 1),
            (" 1", 0),
            ("1,000", 1),
            ("१०", 0),
        ] {
            assert_eq!(riel(wrong), Err(InvalidValue::Character { at }), "{wrong}");
        }
        assert_eq!(riel(""), Err(InvalidValue::Empty));
        assert_eq!(riel("0"), Err(InvalidValue::NotPositive));
        assert!(riel("0.5").is_ok() && riel("99999999999999").is_ok());
        assert_eq!(riel("1234567890123.45"), Err(InvalidValue::TooManyDigits));
    }
}
