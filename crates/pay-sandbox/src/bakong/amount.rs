//! How an amount stands in an answer, written from the integer.

use pay_core::Money;
use serde_json::value::RawValue;

use crate::number;

/// How amounts are spelled in answers. A client must read all of them; which one production uses now is not
/// known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountSpelling {
    /// As Java prints a double: `1.0`, `4400.0`, `10.5`, and from ten million on `1.0E7`. The samples of the
    /// vendor document have this form.
    #[default]
    JavaDouble,
    /// The shortest decimal: `1`, `4400`, `10.5`. A live answer of 2025 has this form.
    Shortest,
    /// The shortest decimal as a JSON string: `"4400"`. The table of the document of 2021 says so.
    Text,
}

/// The first power of ten that Java prints with an exponent (`Double.toString`).
const JAVA_EXPONENT_FROM: usize = 7;

impl AmountSpelling {
    /// The JSON value of an amount that is not negative.
    pub(super) fn json(self, money: Money) -> Box<RawValue> {
        let plain = number::shortest(money);
        number::raw(match self {
            Self::Shortest => plain.to_string(),
            Self::Text => format!("\"{plain}\""),
            Self::JavaDouble => java_double(&plain),
        })
    }
}

/// A plain decimal as `Double.toString` prints it; nothing here is below a thousandth.
fn java_double(plain: &str) -> String {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, "0"));
    if whole.len() <= JAVA_EXPONENT_FROM {
        return format!("{whole}.{decimals}");
    }
    let (head, tail) = whole.split_at(1);
    let digits = format!("{tail}{decimals}");
    let mantissa = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    format!("{head}.{mantissa}E{}", tail.len())
}

#[cfg(test)]
mod tests {
    use pay_core::AmountFormat;
    use pay_core::Currency::{Khr, Usd};

    use super::*;

    /// What `jshell` prints for these doubles (JLS, `Double.toString`).
    #[test]
    fn a_java_server_prints_doubles_so() {
        for (minor, currency, printed) in [
            (100, Usd, "1.0"),
            (4_400, Khr, "4400.0"),
            (1_050, Usd, "10.5"),
            (29, Usd, "0.29"),
            (1, Usd, "0.01"),
            (9_999_999, Khr, "9999999.0"),
            (10_000_000, Khr, "1.0E7"),
            (12_345_678, Khr, "1.2345678E7"),
            (1_234_567_890, Usd, "1.23456789E7"),
            (100_000_000_000, Khr, "1.0E11"),
        ] {
            let json = AmountSpelling::JavaDouble.json(Money::from_minor(minor, currency));
            assert_eq!(json.get(), printed);
        }
    }

    #[test]
    fn every_spelling_is_read_back_exactly() {
        for (minor, currency) in [(10, Usd), (29, Usd), (1_050, Usd), (4_400, Khr), (12_345_678, Khr)] {
            let money = Money::from_minor(minor, currency);
            for spelling in [AmountSpelling::JavaDouble, AmountSpelling::Shortest, AmountSpelling::Text] {
                let json = spelling.json(money);
                let token = json.get().trim_matches('"');
                assert_eq!(AmountFormat::shortest().read_number(token, currency), Ok(money), "{token}");
            }
        }
    }
}
