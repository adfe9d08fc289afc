//! The fields of KHQR by name: the text as carried, and typed readings of it.

use core::fmt;

use pay_core::{AmountError, AmountFormat, Currency, Money, Timestamp};

use crate::tag::{Tag, sub};
use crate::{AccountKind, Payload};

/// How tag 54 is written: whole without decimals, cents with exactly two, at most 13 characters
/// (specification, section 6.2).
pub(crate) const AMOUNT: AmountFormat = AmountFormat::short().max_len(13);

/// The fields. Each is `None` when it is not there, and otherwise the text exactly as carried.
impl<'a> Payload<'a> {
    /// Whether tag 01 is `12`. Only a dynamic code can be asked for by its [`md5`](Self::md5).
    pub fn is_dynamic(&self) -> bool {
        self.value(Tag::INITIATION) == Some("12")
    }

    /// Which of the two account templates is there.
    pub const fn account_kind(&self) -> Option<AccountKind> {
        if self.contains(Tag::INDIVIDUAL) {
            Some(AccountKind::Individual)
        } else if self.contains(Tag::MERCHANT) {
            Some(AccountKind::Merchant)
        } else {
            None
        }
    }

    /// 29/00 or 30/00: the account that is paid.
    pub fn account_id(&self) -> Option<&'a str> {
        self.nested(self.account_kind()?.tag(), sub::ACCOUNT_ID)
    }

    /// 29/01.
    pub fn account_information(&self) -> Option<&'a str> {
        self.nested(Tag::INDIVIDUAL, sub::ACCOUNT_INFORMATION)
    }

    /// 30/01.
    pub fn merchant_id(&self) -> Option<&'a str> {
        self.nested(Tag::MERCHANT, sub::MERCHANT_ID)
    }

    /// 29/02 or 30/02.
    pub fn acquiring_bank(&self) -> Option<&'a str> {
        self.nested(self.account_kind()?.tag(), sub::BANK)
    }

    /// Tag 59. Chosen by whoever made the code: show it as untrusted text.
    pub fn merchant_name(&self) -> Option<&'a str> {
        self.value(Tag::NAME)
    }

    /// Tag 60.
    pub fn merchant_city(&self) -> Option<&'a str> {
        self.value(Tag::CITY)
    }

    /// 62/01.
    pub fn bill_number(&self) -> Option<&'a str> {
        self.nested(Tag::ADDITIONAL, sub::BILL_NUMBER)
    }

    /// 62/02.
    pub fn mobile_number(&self) -> Option<&'a str> {
        self.nested(Tag::ADDITIONAL, sub::MOBILE_NUMBER)
    }

    /// 62/03.
    pub fn store_label(&self) -> Option<&'a str> {
        self.nested(Tag::ADDITIONAL, sub::STORE_LABEL)
    }

    /// 62/07.
    pub fn terminal_label(&self) -> Option<&'a str> {
        self.nested(Tag::ADDITIONAL, sub::TERMINAL_LABEL)
    }

    /// 62/08.
    pub fn purpose(&self) -> Option<&'a str> {
        self.nested(Tag::ADDITIONAL, sub::PURPOSE)
    }

    /// The currency of tag 53, where it is `116` or `840`.
    pub fn currency(&self) -> Option<Currency> {
        currency(self.value(Tag::CURRENCY)?)
    }

    /// Tag 54.
    pub fn amount(&self) -> Option<Amount<'a>> {
        Some(Amount { text: self.value(Tag::AMOUNT)?, currency: self.currency() })
    }

    /// 99/00 where it is 13 digits.
    pub fn created_at(&self) -> Option<Timestamp> {
        timestamp(self.nested(Tag::TIMESTAMPS, sub::CREATION)?)
    }

    /// 99/01 where it is 13 digits.
    pub fn expires_at(&self) -> Option<Timestamp> {
        timestamp(self.nested(Tag::TIMESTAMPS, sub::EXPIRATION)?)
    }
}

/// Tag 54: the text as carried, and the amount that it says.
///
/// The official check takes any text of at most 13 units without a minus, `abc` too; whoever moves money reads
/// [`money`](Self::money).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount<'a> {
    text: &'a str,
    currency: Option<Currency>,
}

impl<'a> Amount<'a> {
    /// The text as carried.
    pub const fn text(self) -> &'a str {
        self.text
    }

    /// The amount, exactly. Plain ASCII digits with at most one point; zeros beyond the currency's decimals
    /// lose nothing and are read (`5000.0` riel).
    pub fn money(self) -> Result<Money, UnreadableAmount> {
        let currency = self.currency.ok_or(UnreadableAmount::UnknownCurrency)?;
        AMOUNT
            .read(self.text, currency)
            .or_else(|error| match error {
                AmountError::TooFine { .. } => AMOUNT.read_number(self.text, currency),
                error => Err(error),
            })
            .map_err(UnreadableAmount::Amount)
    }

    /// Whether the text is the one that an encoder writes for its amount: `5000`, not `5000.0`; `10.50`, not
    /// `10.5`.
    pub fn is_canonical(self) -> bool {
        self.money().is_ok_and(|money| AMOUNT.write(money).is_ok_and(|text| *text == *self.text))
    }
}

/// Why tag 54 says no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnreadableAmount {
    /// Tag 53 is missing or neither 116 nor 840.
    UnknownCurrency,
    /// The text is no amount of the currency.
    Amount(AmountError),
}

impl fmt::Display for UnreadableAmount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownCurrency => f.write_str("expected currency 116 or 840 beside the amount"),
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for UnreadableAmount {}

/// The currency of the digits of tag 53.
pub(crate) fn currency(digits: &str) -> Option<Currency> {
    match digits {
        "116" => Some(Currency::Khr),
        "840" => Some(Currency::Usd),
        _ => None,
    }
}

/// Exactly 13 ASCII digits, as milliseconds.
pub(crate) fn timestamp(digits: &str) -> Option<Timestamp> {
    if digits.len() != 13 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().map(Timestamp::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str, currency: Currency) -> Amount<'_> {
        Amount { text, currency: Some(currency) }
    }

    #[test]
    fn d29_an_amount_is_plain_digits_or_an_error() {
        use Currency::{Khr, Usd};
        for text in ["1e309", "5.", ".5", "-1", "1,000", "٥", "", "abc", " 5", "1e3", "0x5"] {
            assert!(amount(text, Usd).money().is_err(), "{text}");
        }
        for (text, currency) in [("1.234", Usd), ("100.5", Khr), ("99999999999999.99", Usd)] {
            assert!(amount(text, currency).money().is_err(), "{text}");
        }
        for (text, currency, minor, canonical) in [
            ("5000.0", Khr, 5_000, false),
            ("5000", Khr, 5_000, true),
            ("10.5", Usd, 1_050, false),
            ("10.50", Usd, 1_050, true),
            ("10.500", Usd, 1_050, false),
            ("05.00", Usd, 500, false),
            ("0", Usd, 0, true),
        ] {
            let amount = amount(text, currency);
            assert_eq!(amount.money(), Ok(Money::from_minor(minor, currency)), "{text}");
            assert_eq!(amount.is_canonical(), canonical, "{text}");
        }
        assert_eq!(Amount { text: "1", currency: None }.money(), Err(UnreadableAmount::UnknownCurrency));
    }
}
