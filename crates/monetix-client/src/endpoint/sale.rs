use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use pay_core::Effect;
use pay_sign::Fields;
use serde::Serialize;

use super::{Accepted, Asked, Endpoint, General};
use crate::answer::Answer;
use crate::error::{ErrorKind, InvalidRequest};
use crate::settings::Settings;
use crate::value::{Amount, CallbackUrl, Customer, InvalidValue, PaymentId, Plain};

/// A purchase by the payer's bank. Where the payer goes next comes in a callback
/// ([`RedirectData`](crate::RedirectData)), and so does the result.
///
/// After an unknown outcome do not send it under another id: [`Monetix::sale_or_recover`](crate::Monetix::sale_or_recover)
/// finds out what became of it.
#[derive(Clone)]
pub struct Sale {
    payment_id: PaymentId,
    customer: Customer,
    ip_address: IpAddr,
    bank_id: u64,
    amount: Amount,
    return_url: ReturnUrl,
    callback_url: Option<CallbackUrl>,
    callback: Option<CallbackControl>,
}

/// How the result is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CallbackControl {
    #[serde(skip_serializing_if = "Option::is_none")]
    delay: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_disable: Option<u8>,
}

impl CallbackControl {
    /// Some seconds later, up to ten minutes.
    pub fn delayed(delay: Duration) -> Result<Self, InvalidValue> {
        const MOST: u32 = 600;
        match delay.as_secs() {
            0 => Err(InvalidValue::NotPositive),
            seconds if seconds > u64::from(MOST) => Err(InvalidValue::TooMany { limit: MOST }),
            seconds => Ok(Self { delay: Some(seconds), force_disable: None }),
        }
    }

    /// Not at all, but for callbacks that ask for something to be done: those cannot be switched off.
    pub const fn disabled() -> Self {
        Self { delay: None, force_disable: Some(1) }
    }
}

/// Where the payer's browser goes afterwards. Arriving there proves nothing: it is not signed.
#[derive(Clone, Debug, Default, Serialize)]
struct ReturnUrl {
    #[serde(skip_serializing_if = "Option::is_none")]
    success: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decline: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "return")]
    other: Option<CallbackUrl>,
}

impl Sale {
    /// A purchase of `amount` by the bank of this id, which [`Banks`](crate::Banks) lists.
    ///
    /// `ip_address` is that of the payer's device, not of the merchant's server.
    pub fn new(
        payment_id: PaymentId,
        customer: Customer,
        ip_address: IpAddr,
        bank_id: u64,
        amount: Amount,
    ) -> Self {
        Self {
            payment_id,
            customer,
            ip_address,
            bank_id,
            amount,
            return_url: ReturnUrl::default(),
            callback_url: None,
            callback: None,
        }
    }

    /// Where the payer goes after paying.
    #[must_use]
    pub fn success_url(mut self, url: CallbackUrl) -> Self {
        self.return_url.success = Some(url);
        self
    }

    /// Where the payer goes after a refusal.
    #[must_use]
    pub fn decline_url(mut self, url: CallbackUrl) -> Self {
        self.return_url.decline = Some(url);
        self
    }

    /// Where the payer goes who gives up, and in place of the other two where they are not given. Without any, it is the
    /// project's.
    #[must_use]
    pub fn return_url(mut self, url: CallbackUrl) -> Self {
        self.return_url.other = Some(url);
        self
    }

    /// Where callbacks go, in place of the project's address.
    #[must_use]
    pub fn callback_url(self, url: CallbackUrl) -> Self {
        Self { callback_url: Some(url), ..self }
    }

    /// How the result is told.
    #[must_use]
    pub fn callback(self, control: CallbackControl) -> Self {
        Self { callback: Some(control), ..self }
    }

    /// The payment.
    pub const fn payment_id(&self) -> &PaymentId {
        &self.payment_id
    }
}

/// Nothing of the payer's.
impl fmt::Debug for Sale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sale")
            .field("payment_id", &self.payment_id)
            .field("amount", &self.amount)
            .finish_non_exhaustive()
    }
}

impl Endpoint for Sale {
    const NAME: &'static str = "/v2/payment/banks/cambodia/sale";
    const EFFECT: Effect = Effect::Create;
    type Response = Accepted;

    fn path<'a>(&'a self, _: &'a Settings) -> Result<&'a str, InvalidRequest> {
        Ok(Self::NAME)
    }

    fn body(&self, settings: &Settings) -> Result<Fields, InvalidRequest> {
        #[derive(Serialize)]
        struct Body<'a> {
            general: General<'a>,
            customer: Payer<'a>,
            account: Account<'a>,
            payment: Asked<'a>,
            #[serde(skip_serializing_if = "Option::is_none")]
            return_url: Option<&'a ReturnUrl>,
            #[serde(skip_serializing_if = "Option::is_none")]
            callback: Option<CallbackControl>,
        }
        #[derive(Serialize)]
        struct Payer<'a> {
            id: &'a Plain,
            ip_address: IpAddr,
            email: &'a Plain,
        }
        #[derive(Serialize)]
        struct Account<'a> {
            bank_id: u64,
            customer_name: &'a Plain,
        }
        let Customer { id, email, name } = &self.customer;
        let ReturnUrl { success, decline, other } = &self.return_url;
        let returns = success.is_some() || decline.is_some() || other.is_some();
        let general = General {
            merchant_callback_url: self.callback_url.as_ref(),
            ..General::new(settings, &self.payment_id)
        };
        Ok(Fields::from_serialize(&Body {
            general,
            customer: Payer { id, ip_address: self.ip_address, email },
            account: Account { bank_id: self.bank_id, customer_name: name },
            payment: Asked::new(settings, self.amount)?,
            return_url: returns.then_some(&self.return_url),
            callback: self.callback,
        })?)
    }

    fn read(&self, answer: Answer<'_>, settings: &Settings) -> Result<Accepted, ErrorKind> {
        Accepted::read(answer, &self.payment_id, settings)
    }
}
