//! An order, from its opening to its last refund. Its status is not stored but told for a moment, so that time
//! alone can change it.

use pay_core::{Money, Timestamp};

use super::refund::Refund;

/// What the gateway knows of an order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// 24 hex digits; the last part of its link.
    pub(super) token: String,
    pub(super) out_trade_no: String,
    pub(super) body: String,
    /// Above zero, also for a withdrawal.
    pub(super) amount: Money,
    pub(super) notify_url: Option<String>,
    pub(super) redirect_url: Option<String>,
    pub(super) created: Timestamp,
    pub(super) expires: Timestamp,
    pub(super) closed: Option<Timestamp>,
    /// The count of the day, from 1.
    pub(super) queue: u32,
    pub(super) kind: Kind,
    pub(super) payment: Option<Payment>,
    /// Attempts that came to nothing.
    pub(super) errors: Vec<Attempt>,
    pub(super) refunds: Vec<Refund>,
    /// Told instead of the status, word for word.
    pub(super) told_status: Option<String>,
}

/// How an order is to be paid, where that is more than a link.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A hosted page, and whatever the payer chooses there.
    Link,
    /// A code of one bank's application.
    Native { service_code: String, qr: Option<String> },
    /// A code that the payer showed: WECHAT or ALIPAY.
    Quick { service_code: String },
    /// A card tapped on a telephone.
    Kiosk,
    /// Money that goes out.
    Withdrawal(Withdrawal),
}

/// Where a withdrawal goes, and what still stands before it.
#[derive(Clone, Debug)]
pub(super) struct Withdrawal {
    pub(super) bic: String,
    pub(super) receiver_name: String,
    pub(super) account_number: String,
    /// Six digits that are asked for on a page; none: it goes at once.
    pub(super) otp: Option<String>,
}

/// A payment that was made or will have been.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    pub(super) transaction_id: String,
    pub(super) method: String,
    /// What was paid, which may be another amount than the order's.
    pub(super) amount: Money,
    pub(super) at: Timestamp,
}

/// An attempt to pay that failed.
#[derive(Clone, Debug)]
pub(super) struct Attempt {
    pub(super) code: String,
    pub(super) at: Timestamp,
}

impl Order {
    /// The status at a moment (specification, section 3.3).
    pub(super) fn status(&self, now: Timestamp) -> &str {
        if let Some(told) = &self.told_status {
            return told;
        }
        let Some(payment) = self.paid(now) else {
            return if self.is_over(now) { "CLOSED" } else { "WAITING" };
        };
        let (done, pending) = self.refunded(now);
        match (done, pending) {
            (0, 0) => "SUCCESS",
            (_, 1..) if done + pending >= payment.amount.minor() => "PENDING_REFUNDED",
            (_, 1..) => "PENDING_PARTIAL_REFUND",
            (done, _) if done >= payment.amount.minor() => "REFUNDED",
            _ => "PARTIAL_REFUNDED",
        }
    }

    /// The payment, where it has arrived.
    pub(super) fn paid(&self, now: Timestamp) -> Option<&Payment> {
        self.payment.as_ref().filter(|payment| payment.at <= now)
    }

    /// Whether it was closed or has expired.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.closed.is_some() || self.expires <= now
    }

    /// What can still be refunded.
    pub(super) fn refundable(&self, now: Timestamp) -> Option<Money> {
        let payment = self.paid(now)?;
        let (done, pending) = self.refunded(now);
        Some(Money::from_minor(payment.amount.minor() - done - pending, payment.amount.currency()))
    }

    /// Minor units refunded, and on their way.
    fn refunded(&self, now: Timestamp) -> (i64, i64) {
        let mut sums = (0, 0);
        for refund in self.refunds.iter().filter(|refund| refund.rejected.is_none()) {
            let sum = if refund.is_settled(now) { &mut sums.0 } else { &mut sums.1 };
            *sum += refund.amount.minor();
        }
        sums
    }
}
