use std::fmt;

use pay_core::Secret;
use pay_sign::{EncryptError, EncryptionKey};
use serde::Serialize;

use super::{SealedCard, seal};

/// A card, for directPay. Nothing of it is printed, and it is wiped when dropped.
#[derive(Clone)]
pub struct Card {
    number: Secret,
    security_code: Secret,
    month: Secret,
    year: Secret,
}

#[derive(Serialize)]
struct Wire<'a> {
    number: &'a str,
    #[serde(rename = "securityCode")]
    security_code: &'a str,
    expiry: Expiry<'a>,
}

#[derive(Serialize)]
struct Expiry<'a> {
    month: &'a str,
    year: &'a str,
}

impl Card {
    /// A card of 12 to 19 digits whose last one agrees with the others (Luhn), with its code of 3 or 4 digits and its
    /// expiry as two digits each: `12`, `35`.
    pub fn new(number: &str, security_code: &str, month: &str, year: &str) -> Result<Self, InvalidCard> {
        let card = Self::without_luhn(number, security_code, month, year)?;
        if luhn(number) { Ok(card) } else { Err(InvalidCard::Number) }
    }

    /// The same for a card whose digits do not agree, as some test cards' do not.
    pub fn without_luhn(
        number: &str,
        security_code: &str,
        month: &str,
        year: &str,
    ) -> Result<Self, InvalidCard> {
        let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>, wrong: InvalidCard| {
            let is_number = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
            if is_number { Secret::new(text).map_err(|_| wrong) } else { Err(wrong) }
        };
        let is_month = matches!(month.parse(), Ok(1..=12_u8));
        Ok(Self {
            number: digits(number, 12..=19, InvalidCard::Number)?,
            security_code: digits(security_code, 3..=4, InvalidCard::SecurityCode)?,
            month: digits(if is_month { month } else { "" }, 2..=2, InvalidCard::Expiry)?,
            year: digits(year, 2..=2, InvalidCard::Expiry)?,
        })
    }

    /// As only KESS can read it.
    pub fn seal(&self, key: &EncryptionKey) -> Result<SealedCard, EncryptError> {
        let Self { number, security_code, month, year } = self;
        let length = [number, security_code, month, year].iter().map(|part| part.expose().len()).sum();
        let expiry = Expiry { month: month.expose(), year: year.expose() };
        let wire = Wire { number: number.expose(), security_code: security_code.expose(), expiry };
        seal(&wire, length, key).map(SealedCard)
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Card([redacted])")
    }
}

/// Whether the sum of the digits, every second one from the right doubled, ends in 0.
fn luhn(number: &str) -> bool {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Text that is no card's. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidCard {
    /// Not 12 to 19 digits, or they do not agree.
    Number,
    /// Not 3 or 4 digits.
    SecurityCode,
    /// Not two digits each, or no month.
    Expiry,
}

impl fmt::Display for InvalidCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Number => "expected a card's number of 12 to 19 digits that agree",
            Self::SecurityCode => "expected a security code of 3 or 4 digits",
            Self::Expiry => "expected month and year of two digits each",
        })
    }
}

impl std::error::Error for InvalidCard {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d16_a_card_is_checked_and_not_printed() {
        let card = Card::new("5473500160001018", "123", "12", "35").unwrap();
        assert_eq!(format!("{card:?}"), "Card([redacted])");
        for (number, code, month, year, wrong) in [
            ("5473500160001019", "123", "12", "35", InvalidCard::Number),
            ("5473 5001 6000 1018", "123", "12", "35", InvalidCard::Number),
            ("٥٤٧٣٥٠٠١٦٠٠٠١٠١٨", "123", "12", "35", InvalidCard::Number),
            ("", "123", "12", "35", InvalidCard::Number),
            ("5473500160001018", "12", "12", "35", InvalidCard::SecurityCode),
            ("5473500160001018", "123", "13", "35", InvalidCard::Expiry),
            ("5473500160001018", "123", "1", "35", InvalidCard::Expiry),
            ("5473500160001018", "123", "12", "2035", InvalidCard::Expiry),
        ] {
            assert_eq!(Card::new(number, code, month, year).unwrap_err(), wrong);
        }
        assert!(Card::without_luhn("5473500160001019", "123", "12", "35").is_ok());
    }
}
