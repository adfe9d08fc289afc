//! JSON as Bakong writes it: numbers as text or numbers, members missing or null, fractions of a millisecond.

use serde::Deserialize;
use serde_json::value::RawValue;

/// Reads an object. A struct would read an array too, member by member in order, which nothing here means.
pub(crate) fn object<'a, T: Deserialize<'a>>(json: &'a str) -> Option<T> {
    json.trim_start().starts_with('{').then(|| serde_json::from_str(json).ok()).flatten()
}

/// The text of a JSON string.
pub(crate) fn text(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

/// The text of a JSON number, or the text in a JSON string without surrounding blanks.
pub(crate) fn number_text(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'"' => text(raw).map(|text| text.trim().to_owned()),
        b'-' | b'0'..=b'9' => Some(raw.get().to_owned()),
        _ => None,
    }
}

/// A decimal number cut down to an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole {
    pub(crate) value: i64,
    /// Whether nothing but zeros was cut off.
    pub(crate) exact: bool,
}

impl Whole {
    /// Reads `[-]digits[.digits][e[+-]digits]`, such as `17`, `1605774370608.0` and `1.7E1`.
    pub(crate) fn read(number: &str) -> Option<Self> {
        let (mantissa, exponent) = match number.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (number, 0),
        };
        let (sign, mantissa) = match mantissa.strip_prefix('-') {
            Some(mantissa) => (-1, mantissa),
            None => (1, mantissa),
        };
        let (units, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let digits = || units.bytes().chain(fraction.bytes());
        if units.is_empty() || fraction.is_empty() || !digits().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        // The point stands after this many of the digits.
        let point = i64::try_from(units.len()).ok()? + i64::from(exponent);
        let mut value = 0_i64;
        let mut exact = true;
        for (at, digit) in (0_i64..).zip(digits()) {
            if at < point {
                value = value.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            } else {
                exact &= digit == b'0';
            }
        }
        let missing = point - i64::try_from(units.len() + fraction.len()).ok()?;
        if value != 0 && missing > 0 {
            value = value.checked_mul(10_i64.checked_pow(u32::try_from(missing).ok()?)?)?;
        }
        Some(Self { value: sign * value, exact })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(number: &str) -> Option<(i64, bool)> {
        Whole::read(number).map(|whole| (whole.value, whole.exact))
    }

    #[test]
    fn numbers_are_read_without_a_float() {
        assert_eq!(read("17"), Some((17, true)));
        assert_eq!(read("1605774370608.0"), Some((1_605_774_370_608, true)));
        assert_eq!(read("1636709123467.2"), Some((1_636_709_123_467, false)));
        assert_eq!(read("1.605774370608E12"), Some((1_605_774_370_608, true)));
        assert_eq!(read("1.7E1"), Some((17, true)));
        assert_eq!(read("170e-1"), Some((17, true)));
        assert_eq!(read("1e-400"), Some((0, false)));
        assert_eq!(read("0e400"), Some((0, true)));
        assert_eq!(read("-0.0"), Some((0, true)));
        assert_eq!(read("-1"), Some((-1, true)));
        assert_eq!(read("9223372036854775807"), Some((i64::MAX, true)));
    }

    #[test]
    fn d61_what_is_no_number_or_does_not_fit_is_none() {
        for wrong in
            ["", "-", ".5", "5.", "e1", "1e", "1e+", "0x1", "１", "NaN", "1e400", "9223372036854775808"]
        {
            assert_eq!(Whole::read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn an_array_is_no_object() {
        #[derive(Debug, Deserialize, PartialEq)]
        struct One {
            code: i64,
        }
        assert_eq!(object::<One>(r#" {"code":0}"#), Some(One { code: 0 }));
        assert_eq!(object::<One>("[0]"), None);
        assert_eq!(object::<One>(r#"{"code":1,"code":0}"#), None);
    }
}
