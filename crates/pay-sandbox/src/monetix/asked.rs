//! The members of a request, each as what it has to be.

use http::Uri;
use pay_core::{Currency, Money};
use serde_json::Value;

use super::operation::WIRE;
use super::refusal::{Named, Refusal};

/// Characters of a text. The documents publish no limit.
const MAX_TEXT: usize = 255;

/// The JSON body of a request of Gate. A path has its names joined by `.`.
#[derive(Debug)]
pub(super) struct Asked(Value);

impl Asked {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        serde_json::from_slice(body).map(Self).map_err(|_| Refusal::INVALID_JSON)
    }

    /// What an error says the request was about.
    pub(super) fn named(&self) -> Named {
        Named {
            project_id: self.at("general.project_id").and_then(Value::as_u64),
            payment_id: self.at("general.payment_id").and_then(Value::as_str).map(str::to_owned),
        }
    }

    /// A text that has to be there.
    pub(super) fn text(&self, path: &'static str) -> Result<String, Refusal> {
        self.optional(path)?.ok_or(Refusal::missing(path))
    }

    /// A text that may be absent; null and `""` are as good as absent.
    pub(super) fn optional(&self, path: &'static str) -> Result<Option<String>, Refusal> {
        match self.at(path) {
            None => Ok(None),
            Some(Value::String(text)) => checked(text, path).map(|text| Some(text.to_owned())),
            Some(_) => Err(Refusal::malformed(path)),
        }
    }

    /// A number without sign, point and exponent.
    pub(super) fn integer(&self, path: &'static str) -> Result<u64, Refusal> {
        self.optional_integer(path)?.ok_or(Refusal::missing(path))
    }

    pub(super) fn optional_integer(&self, path: &'static str) -> Result<Option<u64>, Refusal> {
        let integer = |value: &Value| value.as_u64().ok_or(Refusal::malformed(path));
        self.at(path).map(integer).transpose()
    }

    /// `payment.amount` in `payment.currency`, above zero.
    pub(super) fn amount(&self) -> Result<Money, Refusal> {
        let amount = self.integer("payment.amount")?;
        money(&amount.to_string(), &self.text("payment.currency")?, "payment.amount", "payment.currency")
    }

    /// An address that a browser or a callback can go to.
    pub(super) fn url(&self, path: &'static str) -> Result<Option<String>, Refusal> {
        let text = self.optional(path)?;
        if text.as_ref().is_none_or(|text| is_web(text)) { Ok(text) } else { Err(Refusal::malformed(path)) }
    }

    fn at(&self, path: &str) -> Option<&Value> {
        let value = path.split('.').try_fold(&self.0, |value, name| value.get(name))?;
        (!value.is_null() && value.as_str() != Some("")).then_some(value)
    }
}

/// A text of a length that is taken.
pub(super) fn checked<'a>(text: &'a str, field: &'static str) -> Result<&'a str, Refusal> {
    if text.chars().count() <= MAX_TEXT { Ok(text) } else { Err(Refusal::malformed(field)) }
}

/// Minor units, of which the riel has a hundred on this wire (section 8). The method takes dollars alone.
pub(super) fn money(
    amount: &str,
    currency: &str,
    amount_field: &'static str,
    currency_field: &'static str,
) -> Result<Money, Refusal> {
    let known = currency.parse::<Currency>().ok().filter(|known| known.code() == currency);
    let Some(Currency::Usd) = known else { return Err(Refusal::CURRENCY_DISABLED.of(currency_field)) };
    let money = WIRE.read(amount, Currency::Usd).ok().filter(|money| money.is_positive());
    money.ok_or(Refusal::malformed(amount_field))
}

pub(super) fn is_web(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")))
}

/// The little that a mail address has to have.
pub(super) fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
}
