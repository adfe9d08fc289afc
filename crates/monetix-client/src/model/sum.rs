use std::fmt;

use pay_core::{Currency, Money};
use pay_http::json::{Problem, ProblemKind, RawValue, Value};

use super::id::is_integer;
use crate::value::AMOUNT;

pay_http::json_object! {
    /// An amount with its currency. See [`Sum::money`].
    pub struct Sum {
        /// The minor units.
        pub amount: Option<Units> = "amount",
        /// The three letters.
        pub currency: Option<String> = "currency",
    }
}

/// An integer of minor units, as it was written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Units(String);

impl Units {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A JSON integer alone: the signature does not tell `10000` from `10000.0`, `1e4` or `"10000"` (threat D-39).
impl Value for Units {
    fn read(raw: &RawValue) -> Result<Option<Self>, Problem> {
        if is_integer(raw) {
            Ok(Some(Self(raw.get().to_owned())))
        } else {
            Err(Problem::expected("an integer"))
        }
    }
}

impl fmt::Debug for Units {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Sum {
    /// The amount, if it is one of dollars or of whole riel.
    pub fn money(&self) -> Result<Money, Problem> {
        let missing = |name: &str| Problem::from(ProblemKind::Missing).inside(name);
        let currency = self.currency.as_ref().ok_or_else(|| missing("currency"))?;
        let currency: Currency =
            currency.parse().map_err(|_| Problem::expected("currency KHR or USD").inside("currency"))?;
        let amount = self.amount.as_ref().ok_or_else(|| missing("amount"))?;
        AMOUNT.read(amount.as_str(), currency).map_err(|error| Problem::from(error).inside("amount"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(json: &str) -> Result<Money, String> {
        let raw = RawValue::from_string(json.to_owned()).unwrap();
        let sum = Sum::read(&raw).map_err(|problem| problem.to_string())?;
        sum.unwrap().money().map_err(|problem| problem.to_string())
    }

    #[test]
    fn riel_have_two_decimals_on_this_wire_and_none_in_hand() {
        assert_eq!(
            money(r#"{"amount":400000,"currency":"KHR"}"#),
            Ok(Money::from_minor(4_000, Currency::Khr))
        );
        assert_eq!(
            money(r#"{"amount":10000,"currency":"USD"}"#),
            Ok(Money::from_minor(10_000, Currency::Usd))
        );
        let sen = money(r#"{"amount":400050,"currency":"KHR"}"#);
        assert_eq!(sen, Err("amount: amount cannot be written exactly".to_owned()));
    }

    #[test]
    fn d39_an_amount_is_an_integer_token_alone() {
        for amount in ["10000.0", "1e4", "\"10000\"", "true", "[]", "10000.5"] {
            let error = money(&format!(r#"{{"amount":{amount},"currency":"USD"}}"#)).unwrap_err();
            assert_eq!(error, "amount: expected an integer", "{amount}");
        }
        let long = money(r#"{"amount":10000000000000000001,"currency":"USD"}"#);
        assert_eq!(long, Err("amount: amount does not fit 64 bits of minor units".to_owned()));
        assert_eq!(
            money(r#"{"amount":-1,"currency":"USD"}"#),
            Err("amount: amount is below zero".to_owned())
        );
    }
}
