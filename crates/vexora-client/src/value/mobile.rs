use std::fmt;

use serde::Serialize;

use super::{InvalidValue, check};

/// A payer's mobile number as Vexora wants it: 8 to 9 digits, without the country code and without the 0 before them.
/// `Debug` does not print it.
///
/// The vendor's own sample, `09123456789`, breaks the vendor's own rule (V3); whose account was told to send numbers like
/// it takes [`verbatim`](Mobile::verbatim).
///
/// ```
/// use vexora_client::Mobile;
///
/// for text in ["+855 12 345 678", "85512345678", "012-345-678", "12345678"] {
///     assert_eq!(Mobile::new(text)?.as_str(), "12345678");
/// }
/// assert!(Mobile::new("09123456789").is_err());
/// # Ok::<(), vexora_client::InvalidValue>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Mobile(String);

impl Mobile {
    /// Takes the national part of a number of Cambodia: behind `+855`, `855` or `0`. Blanks and dashes are left out.
    pub fn new(text: &str) -> Result<Self, InvalidValue> {
        let text = text.replace([' ', '-'], "");
        let national = |text: &str| text.strip_prefix('0').unwrap_or(text).to_owned();
        let number = match (text.strip_prefix("+855"), text.strip_prefix("855")) {
            (Some(rest), _) => national(rest),
            // A number of nine digits may begin like the country code.
            (None, Some(rest)) if text.len() > LONGEST => national(rest),
            _ => national(&text),
        };
        check(&number, LONGEST, |c| c.is_ascii_digit())?;
        if number.len() < SHORTEST {
            return Err(InvalidValue::TooFew { limit: 8 });
        }
        if number.starts_with('0') { Err(InvalidValue::Character { at: 0 }) } else { Ok(Self(number)) }
    }

    /// 1 to 15 digits, as they are.
    pub fn verbatim(digits: impl Into<String>) -> Result<Self, InvalidValue> {
        let digits = digits.into();
        check(&digits, MOST, |c| c.is_ascii_digit())?;
        Ok(Self(digits))
    }

    /// The digits that are sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const SHORTEST: usize = 8;
const LONGEST: usize = 9;
/// Of any number in the world (E.164).
const MOST: usize = 15;

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mobile([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_national_part_is_what_is_sent() {
        for (text, number) in [
            ("+85512345678", "12345678"),
            ("+855012345678", "12345678"),
            ("855012345678", "12345678"),
            ("0977123456", "977123456"),
            ("977123456", "977123456"),
            ("855123456", "855123456"),
            ("0855123456", "855123456"),
            ("85512345", "85512345"),
        ] {
            assert_eq!(Mobile::new(text).unwrap().as_str(), number, "{text}");
        }
        for wrong in [
            "",
            "0",
            "+855",
            "1234567",
            "1234567890",
            "+84912345678",
            "0012345678",
            "1234567a",
            "១២៣៤៥៦៧៨",
            "12345678channelCode=KHQR",
            "(012) 345678",
            "+85585512345678",
        ] {
            assert!(Mobile::new(wrong).is_err(), "{wrong}");
        }
    }

    /// Erratum V3: the vendor's sample is no number of Cambodia, and can be sent all the same.
    #[test]
    fn v3_the_vendors_sample_is_sent_verbatim_alone() {
        assert_eq!(Mobile::new("09123456789"), Err(InvalidValue::TooLong { limit: 9 }));
        assert_eq!(Mobile::verbatim("09123456789").unwrap().as_str(), "09123456789");
        assert!(Mobile::verbatim("+85512345678").is_err());
    }
}
