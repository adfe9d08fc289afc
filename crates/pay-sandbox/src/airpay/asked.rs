//! The members of a request, read as the tables of the document say: text of at most 50 characters.

use pay_core::{Currency, Money};
use pay_sign::Fields;

use super::code::{Code, Refusal};

/// The most characters of a member, of a part of the path, and of the key.
pub(super) const MAX: usize = 50;

/// A request that keeps every limit.
pub(super) struct Asked {
    pub(super) name: String,
    pub(super) description: String,
    pub(super) amount: Money,
    pub(super) trxid: Option<String>,
    pub(super) return_url: String,
}

impl Asked {
    pub(super) fn read(body: &[u8]) -> Result<Self, Refusal> {
        let fields =
            Fields::from_json(body).map_err(|error| Refusal::new(Code::BAD_REQUEST, error.to_string()))?;
        let members = Members(fields);
        for name in ["clickid", "pubid"] {
            members.text(name)?;
        }
        members.optional("number")?;
        if !members.text("email")?.contains('@') {
            return Err(Refusal::of("email", "expected an address with @"));
        }
        if members.text("payment_method")? != "INVOICE" {
            return Err(Refusal::of("payment_method", "expected INVOICE"));
        }
        let msisdn = members.text("msisdn")?;
        let international = matches!(msisdn.len(), 8..=15)
            && !msisdn.starts_with('0')
            && msisdn.bytes().all(|byte| byte.is_ascii_digit());
        if !international {
            return Err(Refusal::new(Code::INVALID_MSISDN, "expected 8 to 15 digits with the country code"));
        }
        Ok(Self {
            name: members.text("name")?.to_owned(),
            description: members.text("description")?.to_owned(),
            amount: members.amount()?,
            trxid: members.optional("trxid")?.map(str::to_owned),
            return_url: members.url("return_url")?.to_owned(),
        })
    }
}

struct Members(Fields);

impl Members {
    /// Text that is there and says something.
    fn text(&self, name: &'static str) -> Result<&str, Refusal> {
        self.optional(name)?.ok_or_else(|| Refusal::of(name, "the member is required"))
    }

    /// Text that may be absent or empty.
    fn optional(&self, name: &'static str) -> Result<Option<&str>, Refusal> {
        match self.0.text(name) {
            Some(text) if text.chars().count() > MAX => {
                Err(Refusal::of(name, format!("expected at most {MAX} characters")))
            }
            Some(text) => Ok(Some(text).filter(|text| !text.is_empty())),
            None if self.0.names().any(|other| other == name) => Err(Refusal::of(name, "expected text")),
            None => Ok(None),
        }
    }

    /// An amount above zero, in units of the currency (A15) and no finer than it.
    fn amount(&self) -> Result<Money, Refusal> {
        let letters = self.text("currency")?;
        let currency = letters.parse::<Currency>().ok().filter(|currency| currency.code() == letters);
        let currency = currency.ok_or_else(|| Refusal::of("currency", "expected USD or KHR"))?;
        let amount =
            Money::parse(self.text("amount")?, currency).map_err(|error| Refusal::of("amount", error))?;
        if amount.is_positive() { Ok(amount) } else { Err(Refusal::of("amount", "expected more than zero")) }
    }

    /// `http` or `https`.
    fn url(&self, name: &'static str) -> Result<&str, Refusal> {
        let text = self.text(name)?;
        let uri = text.parse::<http::Uri>().ok();
        let web = uri.is_some_and(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        if web { Ok(text) } else { Err(Refusal::of(name, "expected an http or https address")) }
    }
}
