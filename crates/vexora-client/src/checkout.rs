use std::fmt;
use std::sync::Arc;

use pay_core::{
    BoxFuture, Checkout, Currency, NewOrder, OpenError, Opened, OrderKey, Outcome, Presentation, Receiver,
    Timestamp,
};

use crate::Vexora;
use crate::model::CheckoutOrder;
use crate::operation::HostedCheckout;
use crate::status::Status;
use crate::value::{Amount, CallbackUrl, Code, InvalidValue, Payer, Text, TradeNo};

/// Opens orders by checkout: the payer follows a link.
///
/// One request an order. The order's description is sent as `remark`; its lifetime is not, because the wire has no member
/// for it: the page may take a payment after the order has expired here.
///
/// The source of an [`OpenError`] is an [`Error`](crate::Error), an [`InvalidOrder`] where nothing was sent, or words about an
/// answer that has no page to show.
#[derive(Clone, Debug)]
pub struct PaymentLink {
    vexora: Arc<Vexora>,
    payer: Payer,
    notify_url: CallbackUrl,
    return_url: CallbackUrl,
    channel: (Code, Code),
}

impl PaymentLink {
    /// For this payer, by KHQR. Vexora tells the merchant's server at `notify_url` what became of an order, and sends the
    /// payer's browser to `return_url` afterwards.
    pub fn new(vexora: Arc<Vexora>, payer: Payer, notify_url: CallbackUrl, return_url: CallbackUrl) -> Self {
        Self { vexora, payer, notify_url, return_url, channel: (Code::khqr(), Code::khqr()) }
    }

    /// The same for another payer.
    #[must_use]
    pub fn payer(&self, payer: Payer) -> Self {
        Self { payer, ..self.clone() }
    }

    /// Paid in another way.
    #[must_use]
    pub fn channel(self, channel_code: Code, way_code: Code) -> Self {
        Self { channel: (channel_code, way_code), ..self }
    }

    async fn order(&self, order: &NewOrder, now: Timestamp) -> Result<Opened, OpenError> {
        let request = self.request(order).map_err(|invalid| OpenError::new(Outcome::NotSent, invalid))?;
        let answer = self.vexora.call(&request).await?;
        let link = self.link(&answer.data)?;
        // Vexora answers for the merchant's own orders, and names no receiver.
        let key = OrderKey::from(&order.id);
        Ok(order.opened(now, key, Receiver::BoundToOrder, Presentation::Redirect(link)))
    }

    fn request(&self, order: &NewOrder) -> Result<HostedCheckout, InvalidOrder> {
        let account = self.vexora.settings.currency;
        let found = order.amount.currency();
        if found != account {
            return Err(InvalidOrder::Currency { account, found });
        }
        let trade_no = TradeNo::try_from(&order.id).map_err(InvalidOrder::Id)?;
        let amount = Amount::new(order.amount).map_err(InvalidOrder::Amount)?;
        let remark = Text::new(order.description.as_str()).map_err(InvalidOrder::Description)?;
        let (channel_code, way_code) = self.channel.clone();
        let (notify_url, return_url) = (self.notify_url.clone(), self.return_url.clone());
        let request =
            HostedCheckout::new(trade_no, amount, self.payer.clone(), notify_url, return_url, remark);
        Ok(request.channel(channel_code, way_code))
    }

    /// The order may be open by now, so what cannot be shown is no reason to call it refused.
    fn link(&self, order: &CheckoutOrder) -> Result<String, OpenError> {
        match order.state() {
            None | Some(Status::Processing) => {}
            Some(Status::Failed | Status::UnknownError | Status::DailyAmountReached) => {
                return Err(OpenError::new(Outcome::Refused, NotOpened::Failed));
            }
            Some(Status::Succeeded | Status::PartiallyPaid | Status::Other(_)) => {
                return Err(OpenError::new(Outcome::Unknown, NotOpened::Status));
            }
        }
        let link = self.vexora.payment_link(order).map(str::to_owned);
        link.ok_or_else(|| OpenError::new(Outcome::Unknown, NotOpened::NoLink))
    }
}

impl Checkout for PaymentLink {
    fn open<'a>(&'a self, order: &'a NewOrder, now: Timestamp) -> BoxFuture<'a, Result<Opened, OpenError>> {
        Box::pin(self.order(order, now))
    }
}

/// An order breaks a rule of Vexora's. Nothing was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidOrder {
    /// The id is not 1 to 32 letters, digits, `-` and `_`.
    Id(InvalidValue),
    /// The amount is not above zero.
    Amount(InvalidValue),
    /// The amount is not in the account's currency.
    Currency {
        /// The account's.
        account: Currency,
        /// The amount's.
        found: Currency,
    },
    /// The description is empty, over 255 characters or not plain.
    Description(InvalidValue),
}

impl fmt::Display for InvalidOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(invalid) => write!(f, "order id: {invalid}"),
            Self::Amount(invalid) => write!(f, "amount: {invalid}"),
            Self::Currency { account, found } => {
                write!(f, "amount: expected {account}, the account's currency, found {found}")
            }
            Self::Description(invalid) => write!(f, "description: {invalid}"),
        }
    }
}

impl std::error::Error for InvalidOrder {}

/// The call succeeded, and there is nothing to show to the payer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NotOpened {
    Failed,
    Status,
    NoLink,
}

impl fmt::Display for NotOpened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Failed => "order failed when it was opened",
            Self::Status => "order was opened with a status that is not processing",
            Self::NoLink => "order was opened without an https payment link to a known host",
        })
    }
}

impl std::error::Error for NotOpened {}
