use std::fmt;

use pay_core::{AmountFormat, AmountText, Currency, Money};
use pay_http::value::InvalidValue;
use serde::Serialize;

use crate::value::{InvalidMember, Member, Msisdn, PaymentMethod, Problem, ReturnUrl, Text, text};

/// A payment to be asked for (section 1). Each member is checked when it is given, so a request that exists can be sent.
///
/// Build it with a [`trxid`](Self::trxid): without one neither a repeated request nor a postback can be told apart.
///
/// ```
/// use airpay_client::{Msisdn, Payer, PaymentRequest, ReturnUrl, Tracking};
/// use pay_core::{Currency, Money};
///
/// let payer = Payer::new("Sok Dara", "dara@shop.example", Msisdn::new("85512345678")?)?;
/// let tracking = Tracking::new("CLICK123456", "PUB123456")?;
/// let amount = Money::from_minor(1_050, Currency::Usd);
/// let page = ReturnUrl::new("https://shop.example/r/T1")?;
/// let request = PaymentRequest::new(payer, amount, "Two coffees", tracking, page)?.trxid("TRX-1")?;
///
/// let long = ReturnUrl::new("https://shop.example/orders/2026/11/TRX-1/thank-you").unwrap_err();
/// assert_eq!(long.to_string(), "return_url: expected at most 50 characters, found 51");
/// # Ok::<(), airpay_client::InvalidMember>(())
/// ```
#[derive(Clone, Debug)]
pub struct PaymentRequest {
    payer: Payer,
    currency: Currency,
    amount: AmountText,
    description: Text,
    tracking: Tracking,
    return_url: ReturnUrl,
    number: Option<Text>,
    trxid: Option<Text>,
    payment_method: PaymentMethod,
}

/// Who pays. Nothing of it is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Payer {
    name: Text,
    email: Text,
    msisdn: Msisdn,
}

/// Where the payer came from: two required members that the document does not explain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    clickid: Text,
    pubid: Text,
}

impl Payer {
    /// Name, e-mail address and telephone number. Of the address only its length is checked.
    pub fn new(
        name: impl Into<String>,
        email: impl Into<String>,
        msisdn: Msisdn,
    ) -> Result<Self, InvalidMember> {
        Ok(Self { name: text(Member::Name, name)?, email: text(Member::Email, email)?, msisdn })
    }
}

impl Tracking {
    /// The id of the click, and of the publisher.
    pub fn new(clickid: impl Into<String>, pubid: impl Into<String>) -> Result<Self, InvalidMember> {
        Ok(Self { clickid: text(Member::ClickId, clickid)?, pubid: text(Member::PubId, pubid)? })
    }
}

impl PaymentRequest {
    /// A request by the method `INVOICE`, of an amount above zero, with neither a `trxid` nor a `number`.
    pub fn new(
        payer: Payer,
        amount: Money,
        description: impl Into<String>,
        tracking: Tracking,
        return_url: ReturnUrl,
    ) -> Result<Self, InvalidMember> {
        Ok(Self {
            payer,
            currency: amount.currency(),
            amount: written(amount)?,
            description: text(Member::Description, description)?,
            tracking,
            return_url,
            number: None,
            trxid: None,
            payment_method: PaymentMethod::default(),
        })
    }

    /// The merchant's own id, unique for ever: a second request with it is refused as
    /// [`Duplicate`](crate::Code::DuplicateTrxid), which proves that the first one arrived.
    pub fn trxid(self, trxid: impl Into<String>) -> Result<Self, InvalidMember> {
        Ok(Self { trxid: Some(text(Member::TrxId, trxid)?), ..self })
    }

    /// The number of the order, where it has one besides its id.
    pub fn number(self, number: impl Into<String>) -> Result<Self, InvalidMember> {
        Ok(Self { number: Some(text(Member::Number, number)?), ..self })
    }

    /// Another method than `INVOICE`.
    #[must_use]
    pub fn payment_method(self, payment_method: PaymentMethod) -> Self {
        Self { payment_method, ..self }
    }

    /// The merchant's own id that will be sent.
    pub(crate) fn own_id(&self) -> Option<&str> {
        self.trxid.as_ref().map(Text::as_str)
    }
}

/// A text in major units: riel whole, dollars with two decimals where they are not whole (A15).
const AMOUNT: AmountFormat = AmountFormat::short().max_len(Member::LIMIT);

fn written(amount: Money) -> Result<AmountText, InvalidMember> {
    let invalid = |invalid| InvalidMember::new(Member::Amount, Problem::Value(invalid));
    if !amount.is_positive() {
        return Err(invalid(InvalidValue::NotPositive));
    }
    AMOUNT.write(amount).map_err(|error| invalid(InvalidValue::Amount(error)))
}

/// The body, in the order of the document.
#[derive(Serialize)]
struct Body<'a> {
    name: &'a str,
    email: &'a str,
    msisdn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    amount: &'a str,
    description: &'a str,
    currency: &'a str,
    payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    trxid: Option<&'a str>,
    clickid: &'a str,
    pubid: &'a str,
    return_url: &'a str,
}

impl Serialize for PaymentRequest {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Body {
            name: self.payer.name.as_str(),
            email: self.payer.email.as_str(),
            msisdn: self.payer.msisdn.as_str(),
            number: self.number.as_ref().map(Text::as_str),
            amount: self.amount.as_str(),
            description: self.description.as_str(),
            currency: self.currency.code(),
            payment_method: self.payment_method.as_str(),
            trxid: self.own_id(),
            clickid: self.tracking.clickid.as_str(),
            pubid: self.tracking.pubid.as_str(),
            return_url: self.return_url.as_str(),
        }
        .serialize(serializer)
    }
}

impl fmt::Debug for Payer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payer").finish_non_exhaustive()
    }
}
