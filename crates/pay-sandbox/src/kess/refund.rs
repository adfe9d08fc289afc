use pay_core::{Money, Timestamp};
use serde::Serialize;

use super::Kess;
use super::state::State;
use crate::number::Number;

/// A refund of an order, or of a part of it.
#[derive(Clone, Debug)]
pub(super) struct Refund {
    pub(super) transaction_id: String,
    pub(super) out_trade_no: String,
    pub(super) amount: Money,
    /// Of all that was paid.
    pub(super) whole: bool,
    pub(super) reason: String,
    pub(super) merchant_reference: Option<String>,
    pub(super) callback_url: Option<String>,
    /// From then on it is done; `None`: until somebody settles it.
    pub(super) settles: Option<Timestamp>,
    pub(super) rejected: Option<String>,
}

impl Refund {
    pub(super) fn is_settled(&self, now: Timestamp) -> bool {
        self.rejected.is_none() && self.settles.is_some_and(|settles| settles <= now)
    }

    /// One of the last four of the statuses. One that was rejected stays pending, with its reason beside it: no
    /// status for it is documented.
    pub(super) fn status(&self, now: Timestamp) -> &'static str {
        match (self.is_settled(now), self.whole) {
            (true, true) => "REFUNDED",
            (true, false) => "PARTIAL_REFUNDED",
            (false, true) => "PENDING_REFUNDED",
            (false, false) => "PENDING_PARTIAL_REFUND",
        }
    }

    pub(super) fn item(&self, now: Timestamp) -> RefundItem<'_> {
        RefundItem {
            amount: Number(self.amount),
            currency: self.amount.currency().code(),
            status: self.status(now),
            reason: &self.reason,
            transaction_id: &self.transaction_id,
            rejected_reason: self.rejected.as_deref(),
            out_trade_no: &self.out_trade_no,
            merchant_reference: self.merchant_reference.as_deref(),
        }
    }
}

/// An item of `refund_histories` (specification, section 3.2).
#[derive(Debug, Serialize)]
pub(super) struct RefundItem<'a> {
    amount: Number,
    currency: &'static str,
    status: &'static str,
    reason: &'a str,
    transaction_id: &'a str,
    rejected_reason: Option<&'a str>,
    out_trade_no: &'a str,
    merchant_reference: Option<&'a str>,
}

/// A refund, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KessRefund {
    /// Its own `transaction_id`, by which a query finds it.
    pub transaction_id: String,
    /// The order that it is of.
    pub out_trade_no: String,
    /// What goes back.
    pub amount: Money,
    /// `REFUNDED`, `PARTIAL_REFUNDED`, `PENDING_REFUNDED` or `PENDING_PARTIAL_REFUND`.
    pub status: &'static str,
    /// The merchant's name for it.
    pub merchant_reference: Option<String>,
    /// Why it was rejected, if it was.
    pub rejected_reason: Option<String>,
}

impl Kess {
    /// Whether refunds wait from now on until [`settle_refund`](Self::settle_refund) or
    /// [`reject_refund`](Self::reject_refund). From the start they do not: those of `WECHAT` and `ALIPAY` are done at
    /// once, those by card, Wing and ACLEDA after 15 days.
    pub fn hold_refunds(&self, hold: bool) {
        self.with(|state| state.refunds_wait = hold);
    }

    /// Every refund, in the order of the orders.
    pub fn refunds(&self) -> Vec<KessRefund> {
        let now = self.now();
        self.with(|state| {
            let refunds = state.orders.iter().flat_map(|order| &order.refunds);
            refunds.map(|refund| refund.summary(now)).collect()
        })
    }

    /// Ends a refund that is pending, well: now. `None`: none pending has this `transaction_id`.
    pub fn settle_refund(&self, transaction_id: &str) -> Option<KessRefund> {
        let now = self.now();
        self.end_refund(transaction_id, |refund| refund.settles = Some(now))
    }

    /// Ends a refund that is pending, badly. `None`: none pending has this `transaction_id`.
    pub fn reject_refund(&self, transaction_id: &str, reason: impl Into<String>) -> Option<KessRefund> {
        let reason = reason.into();
        self.end_refund(transaction_id, |refund| refund.rejected = Some(reason))
    }

    fn end_refund(&self, transaction_id: &str, end: impl FnOnce(&mut Refund)) -> Option<KessRefund> {
        let now = self.now();
        self.with(|state| {
            let mut refunds = state.orders.iter_mut().flat_map(|order| &mut order.refunds);
            let refund = refunds.find(|refund| {
                refund.transaction_id == transaction_id
                    && refund.rejected.is_none()
                    && !refund.is_settled(now)
            })?;
            end(refund);
            let refund = refund.clone();
            state.tell_of_end(&refund, now);
            Some(refund.summary(now))
        })
    }
}

impl State {
    /// Plans what the merchant is told of a new refund: its end, once that is known.
    pub(super) fn tell_of_refund(&self, refund: &Refund) {
        if let Some(settles) = refund.settles {
            self.tell_of_end(refund, settles);
        }
    }

    fn tell_of_end(&self, refund: &Refund, at: Timestamp) {
        if let Some(url) = &refund.callback_url {
            let item = serde_json::value::to_raw_value(&refund.item(at));
            let item = item.expect("names and plain values are JSON");
            self.tell(&refund.out_trade_no, url, &item, at);
        }
    }
}

impl Refund {
    fn summary(&self, now: Timestamp) -> KessRefund {
        KessRefund {
            transaction_id: self.transaction_id.clone(),
            out_trade_no: self.out_trade_no.clone(),
            amount: self.amount,
            status: self.status(now),
            merchant_reference: self.merchant_reference.clone(),
            rejected_reason: self.rejected.clone(),
        }
    }
}
