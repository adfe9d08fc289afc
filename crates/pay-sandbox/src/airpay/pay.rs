//! The payer: what becomes of an order on its page, or in a bank's application.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::Airpay;
use super::order::{AirpayOutcome, Order, Payment};
use crate::{Transaction, clock};

/// How an order is paid. By default its amount, successful after the sandbox's settlement delay, and told to the
/// postback address.
///
/// ```
/// use pay_core::{Currency, Money};
/// use pay_sandbox::AirpayPay;
///
/// let declined = AirpayPay::new().fails();
/// let nobody_knows = AirpayPay::new().unknown();
/// // No postback says an amount.
/// let too_little = AirpayPay::new().amount(Money::from_minor(1, Currency::Usd));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct AirpayPay {
    pub(crate) outcome: AirpayOutcome,
    pub(crate) amount: Option<Money>,
    pub(crate) settles_in: Option<Duration>,
    pub(crate) late: bool,
    pub(crate) again: bool,
    pub(crate) silent: bool,
}

impl AirpayPay {
    /// As the order says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Fails, status 0. The order can be paid after that.
    #[must_use]
    pub fn fails(self) -> Self {
        Self { outcome: AirpayOutcome::Failed, ..self }
    }

    /// Ends for an unknown reason, status 2. The order can be paid after that.
    #[must_use]
    pub fn unknown(self) -> Self {
        Self { outcome: AirpayOutcome::Unknown, ..self }
    }

    /// Pays this amount, of this currency, whatever the order says.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// Ends after this much of the sandbox's time.
    #[must_use]
    pub fn settles_in(self, delay: Duration) -> Self {
        Self { settles_in: Some(delay), ..self }
    }

    /// Pays an order that may have expired.
    #[must_use]
    pub fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// Pays an order that may have been paid before.
    #[must_use]
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// Sends no postback.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }
}

/// An order, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct AirpayOrder {
    /// Airpay's own number, which a postback names.
    pub trx_id: String,
    /// The merchant's, where it gave one.
    pub trxid: Option<String>,
    /// Its page.
    pub payment_link: String,
    /// The text of its KHQR.
    pub qr: String,
    /// What was asked for.
    pub amount: Money,
    /// What became of it; `None`: nothing yet.
    pub outcome: Option<AirpayOutcome>,
    /// Every payment that succeeded or will have.
    pub paid: Vec<Money>,
    /// Where the payer's browser is sent back to.
    pub return_url: String,
}

/// Why an order cannot be paid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AirpayPayError {
    /// No order has this number, link or code.
    #[error("there is no such order")]
    NoOrder,
    /// It was paid before.
    #[error("the order was paid before")]
    AlreadyPaid,
    /// It has expired.
    #[error("the order expired at {}", clock::print(*expired_at))]
    Over {
        /// When it did.
        expired_at: Timestamp,
    },
}

impl Airpay {
    /// Pays an order, named by its `trxid`, Airpay's number, the link, or the text of its KHQR.
    pub fn pay(&self, order: &str, options: AirpayPay) -> Result<AirpayOrder, AirpayPayError> {
        let now = self.now();
        let when = now.after(options.settles_in.unwrap_or_else(|| self.settlement()));
        self.with(|state| {
            let at = state.order_at(order).ok_or(AirpayPayError::NoOrder)?;
            let order = &mut state.orders[at];
            if order.is_paid() && !options.again {
                return Err(AirpayPayError::AlreadyPaid);
            }
            if order.expires() <= now && !options.late {
                return Err(AirpayPayError::Over { expired_at: order.expires() });
            }
            let amount = options.amount.unwrap_or(order.amount);
            let payment = Payment { outcome: options.outcome, amount, at: when };
            order.payments.push(payment);
            if !options.silent {
                state.tell(at, payment);
            }
            Ok(self.summary(&state.orders[at], now))
        })
    }

    /// An order, by any name that [`pay`](Self::pay) takes.
    pub fn order(&self, name: &str) -> Option<AirpayOrder> {
        let now = self.now();
        self.with(|state| state.order_at(name).map(|at| self.summary(&state.orders[at], now)))
    }

    /// Every order, in the order in which they were made.
    pub fn orders(&self) -> Vec<AirpayOrder> {
        let now = self.now();
        self.with(|state| state.orders.iter().map(|order| self.summary(order, now)).collect())
    }

    /// A KHQR was paid at Bakong: if it is one of Airpay's own, its order has the money.
    pub(crate) fn khqr_paid(&self, paid: &Transaction) {
        if paid.failure.is_some() {
            return;
        }
        self.with(|state| {
            let is_code = |order: &Order| khqr_emv::md5(&order.qr).as_str() == paid.md5;
            let Some(at) = state.orders.iter().position(is_code) else { return };
            let payment = Payment { outcome: AirpayOutcome::Success, amount: paid.amount, at: paid.settled };
            state.orders[at].payments.push(payment);
            state.tell(at, payment);
        });
    }

    pub(super) fn summary(&self, order: &Order, now: Timestamp) -> AirpayOrder {
        let succeeded = order.payments.iter().filter(|payment| payment.outcome == AirpayOutcome::Success);
        AirpayOrder {
            trx_id: order.trx_id.clone(),
            trxid: order.trxid.clone(),
            payment_link: self.payment_link(&order.token),
            qr: order.qr.clone(),
            amount: order.amount,
            outcome: order.outcome(now),
            paid: succeeded.map(|payment| payment.amount).collect(),
            return_url: order.return_url.clone(),
        }
    }
}
