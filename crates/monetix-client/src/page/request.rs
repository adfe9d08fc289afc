use std::fmt;

use pay_core::Timestamp;
use pay_sign::Fields;
use serde::Serialize;

use crate::error::InvalidRequest;
use crate::settings::Settings;
use crate::value::{Amount, CallbackUrl, Customer, InvalidValue, PaymentId, Plain};

/// What the Payment Page is opened with (section 3.4).
///
/// ```
/// use monetix_client::{Amount, Customer, PageRequest, PaymentId, Plain};
/// use pay_core::{Currency, Money};
///
/// let customer = Customer::new("customer_123", "johndoe@example.com", "John Doe")?;
/// let amount = Amount::new(Money::from_minor(10_000, Currency::Usd))?;
/// let request = PageRequest::new(PaymentId::new("payment_47")?, customer, amount)
///     .description(Plain::new("Two coffees")?)
///     .extra("language_code", Plain::new("km")?)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct PageRequest {
    payment_id: PaymentId,
    customer: Customer,
    amount: Amount,
    description: Option<Plain>,
    best_before: Option<Timestamp>,
    callback_url: Option<CallbackUrl>,
    success_url: Option<CallbackUrl>,
    fail_url: Option<CallbackUrl>,
    is_method_forced: bool,
    extra: Vec<(String, Plain)>,
}

impl PageRequest {
    /// A purchase by a bank of Cambodia.
    pub const fn new(payment_id: PaymentId, customer: Customer, amount: Amount) -> Self {
        Self {
            payment_id,
            customer,
            amount,
            description: None,
            best_before: None,
            callback_url: None,
            success_url: None,
            fail_url: None,
            is_method_forced: true,
            extra: Vec::new(),
        }
    }

    /// `payment_description`.
    #[must_use]
    pub fn description(self, description: Plain) -> Self {
        Self { description: Some(description), ..self }
    }

    /// Until when the payer can pay, to the second. More than 30 days from now is said to be ignored.
    #[must_use]
    pub fn best_before(self, end: Timestamp) -> Self {
        Self { best_before: Some(end), ..self }
    }

    /// Where callbacks go, in place of the project's address.
    #[must_use]
    pub fn callback_url(self, url: CallbackUrl) -> Self {
        Self { callback_url: Some(url), ..self }
    }

    /// Where the payer's browser goes after paying. Arriving there proves nothing.
    #[must_use]
    pub fn success_url(self, url: CallbackUrl) -> Self {
        Self { success_url: Some(url), ..self }
    }

    /// Where the payer's browser goes after a failure.
    #[must_use]
    pub fn fail_url(self, url: CallbackUrl) -> Self {
        Self { fail_url: Some(url), ..self }
    }

    /// Lets the payer choose among all methods of the project.
    #[must_use]
    pub fn any_method(self) -> Self {
        Self { is_method_forced: false, ..self }
    }

    /// Any other parameter, by its name of small letters, digits and `_`: flags as `1` and `0`, lists and objects as one
    /// text (section 3.1).
    ///
    /// Refused are names that are typed here or given before, and `signature` and `frame_mode`, which are not signed.
    pub fn extra(mut self, name: impl Into<String>, text: Plain) -> Result<Self, InvalidRequest> {
        let name = name.into();
        let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let invalid = match name.char_indices().find(|(_, character)| !is_allowed(*character)) {
            Some((at, _)) => Some(InvalidValue::Character { at }),
            None => name.is_empty().then_some(InvalidValue::Empty),
        };
        if let Some(invalid) = invalid {
            return Err(InvalidRequest::value("name of a parameter", invalid));
        }
        if TYPED.contains(&name.as_str()) || self.extra.iter().any(|(other, _)| *other == name) {
            return Err(InvalidRequest::Taken);
        }
        self.extra.push((name, text));
        Ok(self)
    }

    pub(super) fn fields(&self, settings: &Settings) -> Result<Fields, InvalidRequest> {
        settings.takes(self.amount.currency())?;
        let Customer { id, email, name } = &self.customer;
        let fields = Fields::from_serialize(&Parameters {
            project_id: settings.project_id,
            payment_id: &self.payment_id,
            customer_id: id,
            customer_email: email,
            account_customer_name: name,
            payment_currency: self.amount.currency().code(),
            payment_amount: self.amount,
            force_payment_method: self.is_method_forced.then_some("banks-cambodia"),
            payment_description: self.description.as_ref(),
            best_before: self.best_before.map(written).transpose()?,
            merchant_callback_url: self.callback_url.as_ref(),
            redirect_success_url: self.success_url.as_ref(),
            redirect_fail_url: self.fail_url.as_ref(),
        })?;
        Ok(self.extra.iter().fold(fields, |fields, (name, text)| fields.with(name, text.as_str())))
    }
}

/// Nothing of the payer's.
impl fmt::Debug for PageRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageRequest")
            .field("payment_id", &self.payment_id)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

#[derive(Serialize)]
struct Parameters<'a> {
    project_id: u64,
    payment_id: &'a PaymentId,
    customer_id: &'a Plain,
    customer_email: &'a Plain,
    account_customer_name: &'a Plain,
    payment_currency: &'static str,
    payment_amount: Amount,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_payment_method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_description: Option<&'a Plain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    best_before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_callback_url: Option<&'a CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_success_url: Option<&'a CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_fail_url: Option<&'a CallbackUrl>,
}

/// The names above, and those that no signature covers.
const TYPED: [&str; 15] = [
    "project_id",
    "payment_id",
    "customer_id",
    "customer_email",
    "account_customer_name",
    "payment_currency",
    "payment_amount",
    "force_payment_method",
    "payment_description",
    "best_before",
    "merchant_callback_url",
    "redirect_success_url",
    "redirect_fail_url",
    "signature",
    "frame_mode",
];

/// `YYYY-MM-DDThh:mm:ss+00:00`.
fn written(end: Timestamp) -> Result<String, InvalidRequest> {
    let end = jiff::Timestamp::from_millisecond(end.as_millis());
    let end = end.map_err(|_| InvalidRequest::value("best_before", InvalidValue::Date))?;
    Ok(end.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string())
}
