use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use pay_core::{
    BoxFuture, Checkout, NewOrder, OpenError, Opened, OrderKey, Outcome, Presentation, Receiver, Timestamp,
    Untrusted,
};

use crate::Kess;
use crate::service::{CreateOrder, LoginType, NativePay, Setting, Transaction};
use crate::value::{Amount, CallbackUrl, InvalidValue, OutTradeNo, ServiceCode, Text};

/// Opens orders by createorder: the payer follows a link and chooses how to pay.
///
/// One request to the gateway an order, and one for a token where it is due. An order that may have been opened all the
/// same is one to observe by its own id; opening it again is refused as [`Duplicated`](crate::Code::Duplicated).
#[derive(Clone, Debug)]
pub struct PaymentLink {
    kess: Arc<Kess>,
    addresses: Addresses,
    setting: Option<Setting>,
}

/// Opens orders by nativePay: the payer scans a QR.
#[derive(Clone, Debug)]
pub struct NativeQr {
    kess: Arc<Kess>,
    addresses: Addresses,
    service_code: ServiceCode,
}

/// Where KESS and the payer's browser go.
#[derive(Clone, Debug, Default)]
struct Addresses {
    notify: Option<CallbackUrl>,
    redirect: Option<CallbackUrl>,
}

impl PaymentLink {
    /// Without notifications and with the gateway's own page at the end.
    pub fn new(kess: Arc<Kess>) -> Self {
        Self { kess, addresses: Addresses::default(), setting: None }
    }

    /// Where KESS tells the merchant's server what became of an order.
    #[must_use]
    pub fn notify_url(mut self, url: CallbackUrl) -> Self {
        self.addresses.notify = Some(url);
        self
    }

    /// Where the payer's browser goes afterwards.
    #[must_use]
    pub fn redirect_url(mut self, url: CallbackUrl) -> Self {
        self.addresses.redirect = Some(url);
        self
    }

    /// How the page looks.
    #[must_use]
    pub fn setting(self, setting: Setting) -> Self {
        Self { setting: Some(setting), ..self }
    }

    async fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, OpenError> {
        let transaction = self.addresses.transaction(order).map_err(unsent)?;
        let create = CreateOrder::new(transaction).login_type(LoginType::Anonymous);
        let create = match &self.setting {
            Some(setting) => create.setting(setting.clone()),
            None => create,
        };
        let answer = self.kess.call(&create).await?;
        let link = shown(answer.payment_link, pay_http::is_web_link, NothingToShow::Link)?;
        Ok(opened(order, Presentation::Redirect(link), now))
    }
}

impl NativeQr {
    /// By [`ServiceCode::khqr`] or another method with a QR.
    pub fn new(kess: Arc<Kess>, service_code: ServiceCode) -> Self {
        Self { kess, addresses: Addresses::default(), service_code }
    }

    /// Where KESS tells the merchant's server what became of an order.
    #[must_use]
    pub fn notify_url(mut self, url: CallbackUrl) -> Self {
        self.addresses.notify = Some(url);
        self
    }

    async fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, OpenError> {
        let transaction = self.addresses.transaction(order).map_err(unsent)?;
        let native = NativePay::new(transaction, self.service_code.clone());
        let answer = self.kess.call(&native).await?;
        // A QR is shown as it is, so it holds no more than a QR's alphabet.
        let is_qr = |text: &str| !text.is_empty() && !text.chars().any(Untrusted::is_unprintable);
        let text = shown(answer.qrcode, is_qr, NothingToShow::Qr)?;
        Ok(opened(order, Presentation::Qr(text), now))
    }
}

impl Checkout for PaymentLink {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(self.order(order, now))
    }
}

impl Checkout for NativeQr {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(self.order(order, now))
    }
}

impl Addresses {
    fn transaction(&self, order: &NewOrder) -> Result<Transaction, InvalidOrder> {
        let Ok(seconds @ 1..) = u32::try_from(order.lifetime.as_secs()) else {
            return Err(InvalidOrder::Lifetime(order.lifetime));
        };
        let out_trade_no = OutTradeNo::try_from(&order.id).map_err(InvalidOrder::Id)?;
        let amount = Amount::new(order.amount).map_err(InvalidOrder::Amount)?;
        let body = Text::new(order.description.as_str()).map_err(InvalidOrder::Description)?;
        let mut transaction = Transaction::new(out_trade_no, amount, body).expires_in(seconds);
        if let Some(url) = &self.notify {
            transaction = transaction.notify_url(url.clone());
        }
        if let Some(url) = &self.redirect {
            transaction = transaction.redirect_url(url.clone());
        }
        Ok(transaction)
    }
}

fn opened(order: &NewOrder, presentation: Presentation, now: Timestamp) -> Opened {
    // The gateway answers for the merchant's own orders; another seller's is refused where the answer names it.
    order.opened(now, OrderKey::from(&order.id), Receiver::BoundToOrder, presentation)
}

/// The order is open by now, so what cannot be shown is no reason to call it refused.
fn shown(
    text: Option<Untrusted>,
    is_good: impl FnOnce(&str) -> bool,
    wrong: NothingToShow,
) -> Result<String, OpenError> {
    match text {
        Some(text) if is_good(text.as_raw()) => Ok(text.as_raw().to_owned()),
        _ => Err(OpenError::new(Outcome::Unknown, wrong)),
    }
}

fn unsent(invalid: InvalidOrder) -> OpenError {
    OpenError::new(Outcome::NotSent, invalid)
}

/// An order breaks a rule of KESS's. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidOrder {
    /// The id is not 1 to 32 letters, digits and dashes.
    Id(InvalidValue),
    /// The amount is not above zero, or has too many digits.
    Amount(InvalidValue),
    /// The description is empty, over 255 characters or not plain.
    Description(InvalidValue),
    /// The payer would have less than a second, or more than fits.
    Lifetime(Duration),
}

impl fmt::Display for InvalidOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(invalid) => write!(f, "order id: {invalid}"),
            Self::Amount(invalid) => write!(f, "amount: {invalid}"),
            Self::Description(invalid) => write!(f, "description: {invalid}"),
            Self::Lifetime(lifetime) => {
                write!(f, "expected a lifetime of at least a second, found {lifetime:?}")
            }
        }
    }
}

impl std::error::Error for InvalidOrder {}

/// The gateway opened the order and gave nothing that can be shown to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NothingToShow {
    Link,
    Qr,
}

impl fmt::Display for NothingToShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "order was opened without an https payment link",
            Self::Qr => "order was opened without a QR",
        })
    }
}

impl std::error::Error for NothingToShow {}
