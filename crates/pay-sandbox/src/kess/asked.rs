//! The members of a request, read as the tables of the document say.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use pay_core::{AmountFormat, Currency, Money};
use serde_json::value::RawValue;

use super::refusal::Refusal;

/// A request whose signature holds. A member that is null or `""` counts as not there: the gateway turns the one
/// into the other before it looks.
pub(super) struct Asked<'a> {
    members: BTreeMap<String, &'a RawValue>,
}

impl<'a> Asked<'a> {
    pub(super) fn read(body: &'a str) -> Result<Self, Refusal> {
        let members = serde_json::from_str(body).map_err(|error| Refusal::unreadable(error.to_string()))?;
        Ok(Self { members })
    }

    /// Text of at most `max` characters. A number counts as its digits: the tables call many texts numeric.
    pub(super) fn text(&self, name: &'static str, max: usize) -> Result<String, Refusal> {
        self.optional(name, max)?.ok_or_else(|| missing(name))
    }

    /// Text that may be absent.
    pub(super) fn optional(&self, name: &'static str, max: usize) -> Result<Option<String>, Refusal> {
        let Some(token) = self.token(name) else { return Ok(None) };
        let text = match token.as_bytes().first() {
            Some(b'"') => serde_json::from_str(token).map_err(|_| not_text(name))?,
            Some(b'-' | b'0'..=b'9') => token.to_owned(),
            _ => return Err(not_text(name)),
        };
        if text.chars().count() > max {
            return Err(Refusal::invalid(name, format!("expected at most {max} characters")));
        }
        Ok(Some(text))
    }

    /// Digits, as a number or as text.
    pub(super) fn digits(&self, name: &'static str, max: usize) -> Result<String, Refusal> {
        let text = self.text(name, max)?;
        let numeric = text.bytes().all(|byte| byte.is_ascii_digit());
        if numeric { Ok(text) } else { Err(Refusal::invalid(name, "expected digits")) }
    }

    /// A whole number within a range.
    pub(super) fn integer(&self, name: &'static str, range: RangeInclusive<u32>) -> Result<u32, Refusal> {
        let text = self.text(name, 10)?;
        let expected = || {
            Refusal::invalid(
                name,
                format!("expected a whole number from {} to {}", range.start(), range.end()),
            )
        };
        text.parse().ok().filter(|number| range.contains(number)).ok_or_else(expected)
    }

    /// A whole number that may be absent.
    pub(super) fn optional_integer(
        &self,
        name: &'static str,
        range: RangeInclusive<u32>,
    ) -> Result<Option<u32>, Refusal> {
        if self.has(name) { self.integer(name, range).map(Some) } else { Ok(None) }
    }

    /// 1 or 0; `true` and `false` are taken, too.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, Refusal> {
        match self.token(name) {
            None | Some("0" | "false" | "\"0\"") => Ok(false),
            Some("1" | "true" | "\"1\"") => Ok(true),
            Some(_) => Err(Refusal::invalid(name, "expected 1 or 0")),
        }
    }

    /// `USD` or `KHR`, in capitals.
    pub(super) fn currency(&self, name: &'static str) -> Result<Currency, Refusal> {
        let text = self.text(name, 3)?;
        let known = text.parse::<Currency>().ok().filter(|currency| currency.code() == text);
        known.ok_or_else(|| Refusal::invalid(name, "expected USD or KHR"))
    }

    /// An amount above zero: a number or a text, no finer than the currency.
    pub(super) fn amount(&self, name: &'static str, currency: Currency) -> Result<Money, Refusal> {
        let amount = self.amount_or_zero(name, currency)?;
        if amount.is_positive() { Ok(amount) } else { Err(Refusal::invalid(name, "expected more than zero")) }
    }

    /// An amount that may be zero.
    pub(super) fn amount_or_zero(&self, name: &'static str, currency: Currency) -> Result<Money, Refusal> {
        let text = self.text(name, 20)?;
        AmountFormat::shortest()
            .read_number(&text, currency)
            .map_err(|error| Refusal::invalid(name, error.to_string()))
    }

    /// `http` or `https`, at most 255 characters.
    pub(super) fn url(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        let Some(text) = self.optional(name, 255)? else { return Ok(None) };
        let uri = text.parse::<http::Uri>().ok();
        let web = uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        if web { Ok(Some(text)) } else { Err(Refusal::invalid(name, "expected an http or https address")) }
    }

    /// The hex digits of one RSA block. What is in it is not looked at.
    pub(super) fn block(&self, name: &'static str) -> Result<String, Refusal> {
        let text = self.text(name, super::RSA_HEX_DIGITS)?;
        let whole = text.len() == super::RSA_HEX_DIGITS && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if whole {
            Ok(text)
        } else {
            Err(Refusal::invalid(name, "expected the 512 hex digits of one RSA block"))
        }
    }

    /// A block that may be absent.
    pub(super) fn optional_block(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        if self.has(name) { self.block(name).map(Some) } else { Ok(None) }
    }

    /// Whether a member is there and says something.
    pub(super) fn has(&self, name: &str) -> bool {
        self.token(name).is_some()
    }

    fn token(&self, name: &str) -> Option<&'a str> {
        let token = self.members.get(name)?.get();
        (token != "null" && token != "\"\"").then_some(token)
    }
}

fn missing(name: &'static str) -> Refusal {
    Refusal::invalid(name, "the member is required")
}

fn not_text(name: &'static str) -> Refusal {
    Refusal::invalid(name, "expected text")
}
