//! Amounts as JSON numbers, written from the integer.

use pay_core::{AmountFormat, AmountText, Money};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The shortest decimal: `10`, `10.5`, `-10`.
pub(crate) fn shortest(money: Money) -> AmountText {
    AmountFormat::shortest().signed().write(money).expect("every i64 fits this format")
}

/// All decimals of the currency: `10.00`.
pub(crate) fn fixed(money: Money) -> String {
    AmountFormat::fixed().signed().write(money).expect("every i64 fits this format").to_string()
}

/// Digits with at most one point, or those in quotes, as a JSON value.
pub(crate) fn raw(token: String) -> Box<RawValue> {
    RawValue::from_string(token).expect("digits with one point, quoted or not, are a JSON value")
}

/// An amount that serializes as its shortest number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Number(pub(crate) Money);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw(shortest(self.0).to_string()).serialize(serializer)
    }
}
