mod check;
mod write;

#[cfg(feature = "alloc")]
use alloc::string::String;
use core::fmt;

use pay_core::{Currency, Money, Timestamp};

pub(crate) use self::check::check_expiry;
use self::write::Out;
use crate::encode_error::{EncodeError, EncodeErrorKind};
use crate::{AccountKind, Payload, Profile, TagPath, lint, verify};

/// The most bytes that a built code takes: every value at its limit, in three-byte characters.
pub const MAX_ENCODED: usize = 1428;

/// Builds a code for an individual's account or a merchant's.
///
/// Without an amount, or with zero, the code is static: anybody pays it any amount, again and again, and an
/// expiry is ignored. With an amount it is dynamic: it needs an expiry, and its md5 names the payment.
/// An empty text counts as not set. Lengths count UTF-16 units.
///
/// ```
/// use khqr_emv::Builder;
/// use pay_core::{Currency, Money, Timestamp};
///
/// let now = Timestamp::from_millis(1_750_000_000_000);
/// let code = Builder::individual("user@devb", "Name")
///     .amount(Money::from_minor(1_050, Currency::Usd))
///     .expires_at(Timestamp::from_millis(1_750_000_060_000))
///     .build(now)?;
/// assert_eq!(&code[..51], "00020101021229130009user@devb520459995303840540510.");
/// # Ok::<(), khqr_emv::EncodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Builder<'a> {
    pub(crate) kind: AccountKind,
    pub(crate) account_id: &'a str,
    pub(crate) account_information: &'a str,
    pub(crate) merchant_id: &'a str,
    pub(crate) bank: &'a str,
    pub(crate) name: &'a str,
    pub(crate) city: &'a str,
    pub(crate) category: &'a str,
    pub(crate) union_pay: &'a str,
    pub(crate) currency: Numeric<'a, Currency>,
    pub(crate) amount: Numeric<'a, Money>,
    pub(crate) expires_at: Numeric<'a, Timestamp>,
    created_at: Option<Timestamp>,
    /// Bill, mobile, store, terminal, purpose: the order of their tags.
    pub(crate) labels: [&'a str; 5],
    /// Preference, name, city.
    pub(crate) language: [&'a str; 3],
    profile: Profile,
}

/// A value that a caller of ours gives typed, and a caller of the official spelling as text.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Numeric<'a, T> {
    Unset,
    Typed(T),
    /// The digits of a number token.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "only the official spelling has it"))]
    Number(&'a str),
    /// A text.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "only the official spelling has it"))]
    Text(&'a str),
}

impl<'a> Builder<'a> {
    /// The city where none is given.
    pub const DEFAULT_CITY: &'static str = "Phnom Penh";
    /// The category where none is given: miscellaneous and specialty retail.
    pub const DEFAULT_CATEGORY: &'static str = "5999";

    /// A code that pays an individual's account (template 29): `name@bank`, at most 32 units, and the name
    /// that the payer sees, at most 25.
    pub fn individual(account_id: &'a str, merchant_name: &'a str) -> Self {
        Self {
            kind: AccountKind::Individual,
            account_id,
            account_information: "",
            merchant_id: "",
            bank: "",
            name: merchant_name,
            city: "",
            category: "",
            union_pay: "",
            currency: Numeric::Unset,
            amount: Numeric::Unset,
            expires_at: Numeric::Unset,
            created_at: None,
            labels: [""; 5],
            language: [""; 3],
            profile: Profile::Official,
        }
    }

    /// A code that pays a merchant's account (template 30): the account, the merchant's id at the acquiring
    /// bank and that bank's name, at most 32 units each, and the name that the payer sees, at most 25.
    pub fn merchant(
        account_id: &'a str,
        merchant_id: &'a str,
        acquiring_bank: &'a str,
        merchant_name: &'a str,
    ) -> Self {
        Self {
            kind: AccountKind::Merchant,
            merchant_id,
            bank: acquiring_bank,
            ..Self::individual(account_id, merchant_name)
        }
    }

    /// The amount, which makes the code dynamic unless it is zero, and its currency.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Numeric::Typed(amount), ..self }.currency(amount.currency())
    }

    /// The currency of a static code; KHR where none is given. An amount brings its own.
    #[must_use]
    pub fn currency(self, currency: Currency) -> Self {
        Self { currency: Numeric::Typed(currency), ..self }
    }

    /// The last moment at which a dynamic code can be paid. NBC advises at most ten minutes.
    #[must_use]
    pub fn expires_at(self, expires_at: Timestamp) -> Self {
        Self { expires_at: Numeric::Typed(expires_at), ..self }
    }

    /// When a dynamic code was made, where that is not now.
    #[must_use]
    pub fn created_at(self, created_at: Timestamp) -> Self {
        Self { created_at: Some(created_at), ..self }
    }

    /// The city, at most 15 units.
    #[must_use]
    pub fn merchant_city(self, city: &'a str) -> Self {
        Self { city, ..self }
    }

    /// The merchant category code, at most four digits.
    #[must_use]
    pub fn category(self, category: &'a str) -> Self {
        Self { category, ..self }
    }

    /// 29/01, at most 32 units. A merchant's code has no such field and ignores it.
    #[must_use]
    pub fn account_information(self, account_information: &'a str) -> Self {
        Self { account_information, ..self }
    }

    /// 29/02 or 30/02, at most 32 units.
    #[must_use]
    pub fn acquiring_bank(self, bank: &'a str) -> Self {
        Self { bank, ..self }
    }

    /// Tag 15, at most 99 units. Not beside USD.
    #[must_use]
    pub fn union_pay(self, union_pay: &'a str) -> Self {
        Self { union_pay, ..self }
    }

    /// 62/01, at most 25 units.
    #[must_use]
    pub fn bill_number(self, text: &'a str) -> Self {
        self.label(0, text)
    }

    /// 62/02, at most 25 units.
    #[must_use]
    pub fn mobile_number(self, text: &'a str) -> Self {
        self.label(1, text)
    }

    /// 62/03, at most 25 units.
    #[must_use]
    pub fn store_label(self, text: &'a str) -> Self {
        self.label(2, text)
    }

    /// 62/07, at most 25 units.
    #[must_use]
    pub fn terminal_label(self, text: &'a str) -> Self {
        self.label(3, text)
    }

    /// 62/08, at most 25 units.
    #[must_use]
    pub fn purpose(self, text: &'a str) -> Self {
        self.label(4, text)
    }

    /// 64/00 and 64/01: the merchant's name in another language, at most 25 units, and that language, such as
    /// `km`.
    #[must_use]
    pub fn alternate_name(mut self, language: &'a str, name: &'a str) -> Self {
        self.language[0] = language;
        self.language[1] = name;
        self
    }

    /// 64/02, at most 15 units. Only beside an alternate name.
    #[must_use]
    pub fn alternate_city(mut self, city: &'a str) -> Self {
        self.language[2] = city;
        self
    }

    /// [`Profile::Strict`] refuses what breaks a lint, too.
    #[must_use]
    pub fn profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    fn label(mut self, place: usize, text: &'a str) -> Self {
        self.labels[place] = text;
        self
    }

    /// The code, made at `now`.
    #[cfg(feature = "alloc")]
    pub fn build(&self, now: Timestamp) -> Result<String, EncodeError> {
        self.encode(now, &mut [0; MAX_ENCODED]).map(String::from)
    }

    /// Writes the code, made at `now`.
    ///
    /// Nothing is written when the code cannot be built.
    pub fn write<W: fmt::Write>(&self, now: Timestamp, out: &mut W) -> Result<(), EncodeError> {
        let mut buffer = [0; MAX_ENCODED];
        let text = self.encode(now, &mut buffer)?;
        out.write_str(text).map_err(|_| EncodeErrorKind::Write.at(TagPath::WHOLE))
    }

    /// Writes the code, made at `now`, into a buffer, and gives it back as text. [`MAX_ENCODED`] bytes are
    /// always enough.
    pub fn encode<'b>(&self, now: Timestamp, buffer: &'b mut [u8]) -> Result<&'b str, EncodeError> {
        let plan = self.check(now, self.created_at.unwrap_or(now))?;
        let text = self.emit(&plan, Out::new(buffer))?;
        if self.profile == Profile::Strict {
            let payload = Payload::read(text).map_err(|error| {
                let kind = EncodeErrorKind::Strict(crate::Problem::Structure(error.kind()));
                kind.at(error.location().path())
            })?;
            if let core::ops::ControlFlow::Break(finding) = lint::check(&payload, now, &mut verify::refuse) {
                return Err(EncodeErrorKind::Strict(finding.problem()).at(finding.location().path()));
            }
        }
        Ok(text)
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests;
