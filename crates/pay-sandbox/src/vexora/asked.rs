//! The members of a request, read as the tables of the document say: every one is text.

use pay_core::Money;
use pay_sign::Fields;

use super::merchant::Merchant;
use super::refusal::Refusal;

/// A request whose signature holds, and who signed it.
pub(super) struct Asked {
    pub(super) merchant: &'static Merchant,
    fields: Fields,
}

impl Asked {
    /// Takes a request whose signature was verified. Every operation has `timestamp`.
    pub(super) fn new(merchant: &'static Merchant, fields: Fields) -> Result<Self, Refusal> {
        let asked = Self { merchant, fields };
        let timestamp = asked.text("timestamp")?;
        let millis = timestamp.len() == 13 && timestamp.bytes().all(|byte| byte.is_ascii_digit());
        if millis { Ok(asked) } else { Err(Refusal::of("timestamp", "expected 13 digits")) }
    }

    /// Text that is there. An empty one is not: the signature does not cover it.
    pub(super) fn text(&self, name: &'static str) -> Result<&str, Refusal> {
        self.optional(name)?.ok_or_else(|| Refusal::of(name, "the member is required"))
    }

    /// Text that may be absent.
    pub(super) fn optional(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        match self.fields.text(name) {
            Some(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            None if self.fields.names().any(|other| other == name) => Err(Refusal::of(name, "expected text")),
            None => Ok(None),
        }
    }

    /// The merchant's name for an order: at most 32 characters.
    pub(super) fn trade_no(&self) -> Result<&str, Refusal> {
        let trade_no = self.text("tradeNo")?;
        let short = trade_no.chars().count() <= 32;
        if short { Ok(trade_no) } else { Err(Refusal::of("tradeNo", "expected at most 32 characters")) }
    }

    /// An amount above zero, as fine as the account's currency.
    pub(super) fn amount(&self) -> Result<Money, Refusal> {
        let amount = Money::parse(self.text("amount")?, self.merchant.currency)
            .map_err(|error| Refusal::of("amount", &error.to_string()))?;
        if amount.is_positive() { Ok(amount) } else { Err(Refusal::of("amount", "expected more than zero")) }
    }

    /// 8 to 9 digits, without the country code.
    pub(super) fn mobile(&self) -> Result<&str, Refusal> {
        let mobile = self.text("mobile")?;
        let national = matches!(mobile.len(), 8..=9) && mobile.bytes().all(|byte| byte.is_ascii_digit());
        if national { Ok(mobile) } else { Err(Refusal::of("mobile", "expected 8 to 9 digits")) }
    }

    pub(super) fn email(&self) -> Result<&str, Refusal> {
        let email = self.text("email")?;
        let plausible =
            email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        if plausible { Ok(email) } else { Err(Refusal::of("email", "expected an address with @")) }
    }

    /// `http` or `https`.
    pub(super) fn url(&self, name: &'static str) -> Result<&str, Refusal> {
        let text = self.text(name)?;
        let uri = text.parse::<http::Uri>().ok();
        let web = uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        if web { Ok(text) } else { Err(Refusal::of(name, "expected an http or https address")) }
    }
}
