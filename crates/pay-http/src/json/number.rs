use std::fmt;

use pay_core::{AmountError, AmountFormat, Currency, Money};
use serde_json::value::RawValue;

use super::Problem;

/// A JSON number, exactly as it was written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Number(String);

impl Number {
    /// Takes the text of a JSON number of at most 64 characters, without anything around it.
    pub fn new(text: impl Into<String>) -> Result<Self, Problem> {
        let text = text.into();
        let token = serde_json::from_str::<&RawValue>(&text).map(RawValue::get);
        let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
        match token {
            Ok(token) if is_number && token.len() == text.len() && text.len() <= MOST => Ok(Self(text)),
            _ => Err(Problem::expected("a number")),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The amount that it is, if it is one of this currency in this format.
    pub fn money(&self, format: &AmountFormat, currency: Currency) -> Result<Money, AmountError> {
        format.read_number(&self.0, currency)
    }

    /// The integer that it is: `17`, `1605774370608.0` and `1.7E1` are.
    pub fn whole(&self) -> Option<i64> {
        self.cut().and_then(|(value, is_exact)| is_exact.then_some(value))
    }

    /// The integer that is left when a fraction is cut off: 1605774370608 of `1605774370608.2`, as Java writes
    /// milliseconds that it holds in a double.
    pub fn truncated(&self) -> Option<i64> {
        self.cut().map(|(value, _)| value)
    }

    /// The integer before the point, and whether nothing but zeros stands behind it.
    fn cut(&self) -> Option<(i64, bool)> {
        let (mantissa, exponent) = match self.0.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (self.0.as_str(), 0),
        };
        let (sign, mantissa) = mantissa.strip_prefix('-').map_or((1, mantissa), |rest| (-1, rest));
        let (units, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        // The point stands after this many of the digits.
        let point = i64::try_from(units.len()).ok()? + i64::from(exponent);
        let (mut value, mut is_exact) = (0_i64, true);
        for (at, digit) in (0_i64..).zip(units.bytes().chain(fraction.bytes())) {
            if at < point {
                value = value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            } else {
                is_exact &= digit == b'0';
            }
        }
        let missing = point - i64::try_from(units.len() + fraction.len()).ok()?;
        if value != 0 && missing > 0 {
            value = value.checked_mul(10_i64.checked_pow(u32::try_from(missing).ok()?)?)?;
        }
        Some((sign * value, is_exact))
    }
}

const MOST: usize = 64;

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_without_a_float() {
        let whole = |text: &str| Number::new(text).unwrap().whole();
        assert_eq!(whole("1605774370608.0"), Some(1_605_774_370_608));
        assert_eq!(whole("1.605774370608E12"), Some(1_605_774_370_608));
        assert_eq!(whole("170e-1"), Some(17));
        assert_eq!(whole("-1"), Some(-1));
        assert_eq!(whole("0e400"), Some(0));
        assert_eq!(whole("9223372036854775807"), Some(i64::MAX));
        for other in ["9223372036854775808", "1e400", "17.5", "1e-400", "1e99999999999"] {
            assert_eq!(whole(other), None, "{other}");
        }
        let truncated = |text: &str| Number::new(text).unwrap().truncated();
        assert_eq!(truncated("1636709123467.2"), Some(1_636_709_123_467));
        assert_eq!(truncated("-17.5"), Some(-17));
        assert_eq!(truncated("1e-400"), Some(0));
        for other in ["9223372036854775808.5", "1e400"] {
            assert_eq!(truncated(other), None, "{other}");
        }
    }

    #[test]
    fn d07_what_is_no_json_number_is_refused() {
        for wrong in ["", " 10", "10 ", "१०", "NaN", "+1", "01", ".5", "5.", "1e", "0x1", "1,000", "\"1\""]
        {
            assert!(Number::new(wrong).is_err(), "{wrong:?}");
        }
        assert!(Number::new("1".repeat(65)).is_err());
    }
}
