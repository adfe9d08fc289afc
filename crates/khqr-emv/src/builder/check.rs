//! The checks of the encoder, in the official order (specification, section 10).

use core::time::Duration;

use pay_core::{AmountError, AmountFormat, AmountText, Currency, Money, Timestamp};

use super::{Builder, Numeric};
use crate::encode_error::{EncodeError, EncodeErrorKind};
use crate::fields::AMOUNT;
use crate::rules::{self, LABELS};
use crate::tag::{Tag, TagPath, sub};
use crate::{AccountKind, OfficialError as E, fields, units};

/// Everything that is decided before the first byte is written.
pub(super) struct Plan<'a> {
    pub(super) currency: Currency,
    pub(super) category: &'a str,
    pub(super) city: &'a str,
    /// Amount, creation and expiry of a dynamic code.
    pub(super) dynamic: Option<(AmountText, Timestamp, Timestamp)>,
}

impl<'a> Builder<'a> {
    pub(super) fn check(&self, now: Timestamp, created_at: Timestamp) -> Result<Plan<'a>, EncodeError> {
        if units::exceed(self.union_pay, 99) {
            return Err(official(E::UnionPayLength, TagPath::root(Tag::UNION_PAY)));
        }
        self.check_account()?;
        let category = or_default(self.category, Self::DEFAULT_CATEGORY);
        root(Tag::CATEGORY, category)?;
        let currency = self.check_currency()?;
        if currency == Currency::Usd && !self.union_pay.is_empty() {
            return Err(official(E::UnionPayCurrency, TagPath::root(Tag::UNION_PAY)));
        }
        let amount = self.check_amount(currency)?;
        root(Tag::NAME, self.name)?;
        let city = or_default(self.city, Self::DEFAULT_CITY);
        root(Tag::CITY, city)?;
        self.check_labels()?;
        self.check_language()?;
        let dynamic = match amount {
            None => None,
            Some(text) => Some((text, created_at, self.check_times(now, created_at)?)),
        };
        let second = self.second_of_account();
        template(self.kind.tag(), &[self.account_id, second, self.bank])?;
        template(Tag::ADDITIONAL, &self.labels)?;
        template(Tag::LANGUAGE, &self.language)?;
        Ok(Plan { currency, category, city, dynamic })
    }

    fn check_account(&self) -> Result<(), EncodeError> {
        let template = self.kind.tag();
        let fail = |tag, error: Option<E>| match error {
            Some(error) => Err(official(error, TagPath::nested(template, tag))),
            None => Ok(()),
        };
        fail(sub::ACCOUNT_ID, rules::account_id(self.account_id))?;
        match self.kind {
            AccountKind::Merchant => {
                let error = rules::length(self.merchant_id, 32, E::MerchantIdRequired, E::MerchantIdLength);
                fail(sub::MERCHANT_ID, error)?;
                fail(sub::BANK, rules::length(self.bank, 32, E::BankRequired, E::BankLength))
            }
            AccountKind::Individual => {
                let error =
                    units::exceed(self.account_information, 32).then_some(E::AccountInformationLength);
                fail(sub::ACCOUNT_INFORMATION, error)?;
                fail(sub::BANK, units::exceed(self.bank, 32).then_some(E::BankLength))
            }
        }
    }

    /// 29/01 or 30/01.
    pub(super) const fn second_of_account(&self) -> &'a str {
        match self.kind {
            AccountKind::Individual => self.account_information,
            AccountKind::Merchant => self.merchant_id,
        }
    }

    fn check_currency(&self) -> Result<Currency, EncodeError> {
        let fail = |error| official(error, TagPath::root(Tag::CURRENCY));
        match self.currency {
            Numeric::Unset => Ok(Currency::Khr),
            Numeric::Typed(currency) => Ok(currency),
            Numeric::Number(digits) => fields::currency(digits).ok_or_else(|| fail(E::CurrencyUnsupported)),
            Numeric::Text(digits) => match rules::value(Tag::CURRENCY, digits) {
                Some(error) => Err(fail(error)),
                None => fields::currency(digits).ok_or_else(|| fail(E::CurrencyUnsupported)),
            },
        }
    }

    /// The text of tag 54, or nothing for a static code.
    fn check_amount(&self, currency: Currency) -> Result<Option<AmountText>, EncodeError> {
        let fail = |error| EncodeErrorKind::Amount(error).at(TagPath::root(Tag::AMOUNT));
        let money = match self.amount {
            Numeric::Unset => return Ok(None),
            Numeric::Typed(money) if money.currency() != currency => {
                let kind = EncodeErrorKind::OtherCurrency { expected: Some(currency) };
                return Err(kind.at(TagPath::root(Tag::AMOUNT)));
            }
            Numeric::Typed(money) => Ok(money),
            Numeric::Number(digits) | Numeric::Text(digits) if is_zero(digits) => return Ok(None),
            Numeric::Number(token) => WIDE.read_number(token, currency),
            Numeric::Text(text) => read_text(text, currency),
        };
        let money = money.map_err(fail)?;
        if money.minor() == 0 {
            return Ok(None);
        }
        AMOUNT.write(money).map(Some).map_err(fail)
    }

    fn check_labels(&self) -> Result<(), EncodeError> {
        for ((tag, error), label) in LABELS.into_iter().zip(self.labels) {
            if units::exceed(label, rules::MAX_LABEL) {
                return Err(official(error, TagPath::nested(Tag::ADDITIONAL, tag)));
            }
        }
        Ok(())
    }

    /// A language needs a name, and a name or a city needs a language (D3, D4).
    fn check_language(&self) -> Result<(), EncodeError> {
        let [preference, name, city] = self.language;
        let fail = |tag, error| Err(official(error, TagPath::nested(Tag::LANGUAGE, tag)));
        if !preference.is_empty() && name.is_empty() {
            return fail(sub::ALTERNATE_NAME, E::AlternateNameRequired);
        }
        if preference.is_empty() && !(name.is_empty() && city.is_empty()) {
            return fail(sub::PREFERENCE, E::LanguageRequired);
        }
        for (tag, value, max, error) in [
            (sub::PREFERENCE, preference, 2, E::LanguageLength),
            (sub::ALTERNATE_NAME, name, 25, E::AlternateNameLength),
            (sub::ALTERNATE_CITY, city, 15, E::AlternateCityLength),
        ] {
            if units::exceed(value, max) {
                return fail(tag, error);
            }
        }
        Ok(())
    }

    fn check_times(&self, now: Timestamp, created_at: Timestamp) -> Result<Timestamp, EncodeError> {
        let expires_at = match self.expires_at {
            Numeric::Unset => Err(E::ExpirationRequired),
            Numeric::Typed(expires_at) => Ok(expires_at),
            Numeric::Number(digits) | Numeric::Text(digits) => read_millis(digits),
        };
        let expires_at = expires_at.map_err(|error| official(error, EXPIRATION))?;
        check_expiry(expires_at, created_at, now)?;
        Ok(expires_at)
    }
}

const EXPIRATION: TagPath = TagPath::nested(Tag::TIMESTAMPS, sub::EXPIRATION);

/// Reads any length; what does not fit tag 54 is refused when it is written.
const WIDE: AmountFormat = AmountFormat::short();

/// The times of a dynamic code: 13 digits, not before the creation, not before now (specification, section 7).
pub(crate) fn check_expiry(
    expires_at: Timestamp,
    created_at: Timestamp,
    now: Timestamp,
) -> Result<(), EncodeError> {
    let error = if expires_at.as_millis() == 0 {
        E::ExpirationRequired
    } else if !thirteen_digits(expires_at) {
        E::ExpirationLength
    } else if expires_at < created_at {
        E::ExpirationBeforeCreation
    } else if expires_at < now {
        E::Expired
    } else if !thirteen_digits(created_at) {
        return Err(EncodeErrorKind::CreationOutOfRange.at(TagPath::nested(Tag::TIMESTAMPS, sub::CREATION)));
    } else {
        return Ok(());
    };
    Err(official(error, EXPIRATION))
}

/// Whether a moment is written in 13 digits: from 2001 to 2286.
fn thirteen_digits(moment: Timestamp) -> bool {
    const FIRST: Timestamp = Timestamp::from_millis(1_000_000_000_000);
    moment >= FIRST && moment.before(Duration::from_secs(9_000_000_000)) < FIRST
}

fn official(error: E, path: TagPath) -> EncodeError {
    EncodeErrorKind::Official(error).at(path)
}

fn root(tag: Tag, value: &str) -> Result<(), EncodeError> {
    match rules::value(tag, value) {
        Some(error) => Err(official(error, TagPath::root(tag))),
        None => Ok(()),
    }
}

fn or_default<'a>(value: &'a str, default: &'static str) -> &'a str {
    if value.is_empty() { default } else { value }
}

/// Whether a length can say how long the template of these values is, empty ones left out (D1).
fn template(tag: Tag, values: &[&str]) -> Result<(), EncodeError> {
    let sum = |length: fn(&str) -> usize| -> usize {
        values.iter().filter(|value| !value.is_empty()).map(|value| 4 + length(value)).sum()
    };
    // There are at least as many bytes as units, so few bytes need no count.
    if sum(str::len) <= 99 {
        return Ok(());
    }
    match sum(units::count) {
        ..=99 => Ok(()),
        units => Err(EncodeErrorKind::TemplateTooLong { tag, units }.at(TagPath::root(tag))),
    }
}

/// `0`, `0.00`, `-0`: no amount.
fn is_zero(digits: &str) -> bool {
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    digits.starts_with('0') && WIDE.read_number(digits, Currency::Khr).is_ok_and(|money| money.minor() == 0)
}

/// A decimal as a person writes it: no leading zero, no more decimals than the currency has. Zeros behind whole
/// riel say nothing and are read, as the official package does.
fn read_text(text: &str, currency: Currency) -> Result<Money, AmountError> {
    if text.len() > 1 && text.starts_with('0') && !text.starts_with("0.") {
        return Err(AmountError::NotDecimal { at: 0 });
    }
    WIDE.read(text, currency).or_else(|error| match error {
        AmountError::TooFine { decimals: 0 } => WIDE.read_number(text, currency),
        error => Err(error),
    })
}

/// What is no number is as good as absent; what is one and has not 13 digits has the wrong length.
fn read_millis(digits: &str) -> Result<Timestamp, E> {
    let Some(moment) = fields::timestamp(digits) else {
        let is_number = WIDE.signed().read(digits, Currency::Usd);
        return Err(match is_number {
            Err(AmountError::NotDecimal { .. }) => E::ExpirationRequired,
            Ok(zero) if zero.minor() == 0 => E::ExpirationRequired,
            _ => E::ExpirationLength,
        });
    };
    Ok(moment)
}
