//! The text that a scheme signs for a JSON number. There is no float in here: see [`binary64`].

mod binary64;
mod decimal;

use std::borrow::Cow;
use std::ops::RangeInclusive;

pub(crate) use decimal::Decimal;

/// How a scheme writes a number that arrived as a JSON number. Integers come first in every rule, since
/// they are exact almost everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberText {
    /// PHP with `precision=14`: an integer within 64 bits as its digits (`-0` as `0`), anything else
    /// through a binary64 to 14 significant digits. Section 2.2 of the KESS specification.
    Php,
    /// As [`Php`](NumberText::Php), but an integer keeps all its digits however long it is. Section 2.3 of
    /// the Monetix specification.
    PhpLongIntegers,
    /// The characters of the token.
    Raw,
    /// Java's `Double.toString` for what has a point or an exponent, the token for an integer.
    JavaDouble,
    /// The token without the zeros that end its decimals: `3.0000` as `3`.
    WithoutTrailingZeros,
}

impl NumberText {
    /// The text of a JSON number `token`.
    pub(crate) fn of(self, token: &str) -> Cow<'_, str> {
        let integer = is_integer(token);
        match self {
            Self::Raw => token.into(),
            Self::PhpLongIntegers | Self::JavaDouble | Self::WithoutTrailingZeros if integer => {
                if token == "-0" && self == Self::PhpLongIntegers { "0".into() } else { token.into() }
            }
            Self::Php if integer && token.parse::<i64>().is_ok() => {
                if token == "-0" {
                    "0".into()
                } else {
                    token.into()
                }
            }
            Self::Php | Self::PhpLongIntegers => php(token).into(),
            Self::JavaDouble => java(token).map_or(Cow::Borrowed(token), Cow::Owned),
            Self::WithoutTrailingZeros => match Decimal::of(token).plain() {
                Some(text) => text.into(),
                None => token.into(),
            },
        }
    }
}

/// Whether a JSON number token has neither a point nor an exponent.
pub(crate) fn is_integer(token: &str) -> bool {
    !token.contains(['.', 'e', 'E'])
}

/// Whether a binary64 holds the token at all; PHP writes `INF` for what it does not.
pub(crate) fn is_finite(token: &str) -> bool {
    let number = Decimal::of(token);
    PLAIN.contains(&number.point) || binary64::nearest(&number).is_some()
}

/// Whether PHP's text of the token takes exact arithmetic to find, which is a thousand times the work of a usual amount.
pub(crate) fn is_long(token: &str) -> bool {
    !is_short(&Decimal::of(token))
}

/// Nothing of such a number has to be rounded. Every usual amount is one.
fn is_short(number: &Decimal) -> bool {
    number.significant_digits() <= PHP_DIGITS && PLAIN.contains(&number.point)
}

/// Decimal points of numbers far from both ends of the range of a binary64. There it keeps every decimal of
/// up to 15 significant digits.
const PLAIN: RangeInclusive<i32> = -300..=300;

/// PHP shows this many significant digits of a float.
const PHP_DIGITS: usize = 14;

fn php(token: &str) -> String {
    let number = Decimal::of(token);
    let sign = if number.negative { "-" } else { "" };
    let exact = if is_short(&number) { Some(number) } else { binary64::nearest(&number) };
    let Some(mut exact) = exact else {
        return format!("{sign}INF");
    };
    exact.round(PHP_DIGITS);
    if exact.is_zero() {
        return format!("{sign}0");
    }
    if (-3..=14).contains(&exact.point) {
        return exact.positional();
    }
    let (first, rest) = exact.digits_text();
    let rest = if rest.is_empty() { "0" } else { &rest };
    let exponent = exact.point - 1;
    format!("{sign}{first}.{rest}E{exponent:+}")
}

/// `Double.toString` of a token of at most 15 significant digits, of which a binary64 keeps every one.
fn java(token: &str) -> Option<String> {
    const KEPT: usize = 15;
    let number = Decimal::of(token);
    if number.significant_digits() > KEPT || !PLAIN.contains(&number.point) {
        return None;
    }
    let sign = if number.negative { "-" } else { "" };
    if number.is_zero() {
        return Some(format!("{sign}0.0"));
    }
    // Positional from 10^-3 up to, but not including, 10^7.
    if (-2..=7).contains(&number.point) {
        let text = number.positional();
        return Some(if text.contains('.') { text } else { text + ".0" });
    }
    let (first, rest) = number.digits_text();
    let rest = if rest.is_empty() { "0" } else { &rest };
    Some(format!("{sign}{first}.{rest}E{}", number.point - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn php_writes_the_rows_of_the_specification() {
        for (token, text) in [
            ("10.50", "10.5"),
            ("10.0", "10"),
            ("1E1", "10"),
            ("10", "10"),
            ("0.0", "0"),
            ("-0.0", "-0"),
            ("-0", "0"),
            ("0.0001", "0.0001"),
            ("9223372036854775807", "9223372036854775807"),
            ("0.30000000000000004", "0.3"),
            ("123456789.123456789", "123456789.12346"),
            ("100000000000000.0", "1.0E+14"),
            ("99999999999999.0", "99999999999999"),
            ("1e21", "1.0E+21"),
            ("0.00001", "1.0E-5"),
            ("9223372036854775808", "9.2233720368548E+18"),
            ("1e309", "INF"),
            ("-1e309", "-INF"),
            ("1e25", "1.0E+25"),
            ("123456789012345.67", "1.2345678901235E+14"),
            ("1.0000000000000002", "1"),
            ("1e-400", "0"),
            ("1e99999999999999999999", "INF"),
            ("0e99999999999999999999", "0"),
            ("1e-99999999999999999999", "0"),
        ] {
            assert_eq!(NumberText::Php.of(token), text, "{token}");
        }
    }

    #[test]
    fn long_integers_keep_their_digits_where_the_scheme_says_so() {
        let token = "18446744073709551615";
        assert_eq!(NumberText::PhpLongIntegers.of(token), token);
        assert_eq!(NumberText::Php.of(token), "1.844674407371E+19");
        assert_eq!(NumberText::Raw.of("3.0000"), "3.0000");
    }

    #[test]
    fn java_and_trimmed_forms_of_a_decimal() {
        for (token, java, trimmed) in [
            ("3.0000", "3.0", "3"),
            ("10.50", "10.5", "10.5"),
            ("0.0", "0.0", "0"),
            ("1234567.25", "1234567.25", "1234567.25"),
            ("12345678.5", "1.23456785E7", "12345678.5"),
            ("10000000.0", "1.0E7", "10000000"),
            ("0.001", "0.001", "0.001"),
            ("0.0001", "1.0E-4", "0.0001"),
            ("-3.50", "-3.5", "-3.5"),
            ("1719876543210", "1719876543210", "1719876543210"),
        ] {
            assert_eq!(NumberText::JavaDouble.of(token), java, "{token}");
            assert_eq!(NumberText::WithoutTrailingZeros.of(token), trimmed, "{token}");
        }
    }
}
