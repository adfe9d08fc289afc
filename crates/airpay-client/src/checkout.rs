use std::fmt;
use std::sync::Arc;

use pay_core::{
    BoxFuture, Checkout, NewOrder, OpenError, Opened, OrderKey, Outcome, Presentation, Receiver, Timestamp,
};

use crate::Airpay;
use crate::answer::Answer;
use crate::notification::PlatformId;
use crate::request::{Payer, PaymentRequest, Tracking};
use crate::value::{InvalidMember, PaymentMethod, ReturnUrl};

/// Opens orders for one payer: the document requires a name, an e-mail address and a number of whoever pays.
///
/// The order's id is sent as `trxid`. The key of what is expected is the platform's id where the answer names it, because
/// postbacks have no other; else it is the `trxid`, under which nothing will ever be said of the order. Keep both:
/// [`StoredOrder::of`](crate::StoredOrder::of) takes them out.
///
/// The request has no member for a lifetime: the order's is kept by the merchant alone.
///
/// The source of an [`OpenError`] is an [`Error`](crate::Error), a [`NothingToShow`], or, where nothing was sent because
/// the id or the description has over 50 characters or the amount is not above zero, an [`InvalidMember`].
#[derive(Clone, Debug)]
pub struct Ewallet {
    airpay: Arc<Airpay>,
    payer: Payer,
    tracking: Tracking,
    return_url: ReturnUrl,
    payment_method: PaymentMethod,
}

impl Ewallet {
    /// For this payer, who comes back to `return_url`.
    pub fn new(airpay: Arc<Airpay>, payer: Payer, tracking: Tracking, return_url: ReturnUrl) -> Self {
        Self { airpay, payer, tracking, return_url, payment_method: PaymentMethod::default() }
    }

    /// Another method than `INVOICE`.
    #[must_use]
    pub fn payment_method(self, payment_method: PaymentMethod) -> Self {
        Self { payment_method, ..self }
    }

    async fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, OpenError> {
        let request = self.request(order).map_err(|invalid| OpenError::new(Outcome::NotSent, invalid))?;
        let answer = self.airpay.call(&request).await?;
        let key = answer.platform_id().as_ref().map_or_else(|| OrderKey::from(&order.id), PlatformId::to_key);
        let presentation = match (answer.data.link(), answer.data.qr()) {
            (Some(link), _) => Presentation::Redirect(link),
            (None, Some(qr)) => Presentation::Qr(qr),
            // The order is open by now, so this is no refusal.
            (None, None) => return Err(OpenError::new(Outcome::Unknown, NothingToShow { answer })),
        };
        Ok(order.opened(now, key, Receiver::BoundToOrder, presentation))
    }

    fn request(&self, order: &NewOrder) -> Result<PaymentRequest, InvalidMember> {
        let request = PaymentRequest::new(
            self.payer.clone(),
            order.amount,
            order.description.as_str(),
            self.tracking.clone(),
            self.return_url.clone(),
        );
        Ok(request?.trxid(order.id.as_str())?.payment_method(self.payment_method.clone()))
    }
}

impl Checkout for Ewallet {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(self.order(order, now))
    }
}

/// Airpay opened the order, and in its `data` there is nothing under a known name that can be shown to the payer.
///
/// It prints the names that are there. The answer is kept, so that nothing is lost: read its JSON.
#[derive(Clone, Debug)]
pub struct NothingToShow {
    answer: Answer,
}

impl NothingToShow {
    /// The answer.
    pub const fn answer(&self) -> &Answer {
        &self.answer
    }
}

impl fmt::Display for NothingToShow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("order was opened without an https link or a QR; its data has ")?;
        let names = self.answer.data.names();
        let Some((first, others)) = names.split_first() else { return f.write_str("no members") };
        write!(f, "{first}")?;
        for name in others.iter().take(SHOWN - 1) {
            write!(f, ", {name}")?;
        }
        f.write_str(if others.len() < SHOWN { "" } else { ", .." })
    }
}

/// How many names are printed.
const SHOWN: usize = 8;

impl std::error::Error for NothingToShow {}
