//! A deposit, from its checkout on. Its status is not stored but told for a moment, so that time alone can change it.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::merchant::Merchant;
use super::status;

/// How long a checkout can be paid. In no document.
const LIFETIME: Duration = Duration::from_secs(900);

/// What Vexora knows of a deposit.
#[derive(Clone, Debug)]
pub(super) struct Deposit {
    pub(super) merchant: &'static Merchant,
    /// The merchant's name for it.
    pub(super) trade_no: String,
    pub(super) platform_trade_no: String,
    /// Of its page.
    pub(super) token: String,
    /// The KHQR of its page; none for another channel.
    pub(super) qr: Option<String>,
    pub(super) amount: Money,
    /// First and last name.
    pub(super) payer: String,
    pub(super) channel_code: String,
    pub(super) way_code: String,
    pub(super) notify_url: String,
    pub(super) return_url: String,
    pub(super) remark: String,
    pub(super) created: Timestamp,
    pub(super) payments: Vec<Payment>,
    pub(super) failure: Option<Failure>,
    /// Told instead of the status, word for word.
    pub(super) told_status: Option<String>,
}

/// A payment that was made or will have been, in the currency of the deposit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) amount: Money,
    pub(super) at: Timestamp,
}

/// The end of a deposit that nobody paid.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) status: String,
    pub(super) at: Timestamp,
}

impl Deposit {
    pub(super) fn expires(&self) -> Timestamp {
        self.created.after(LIFETIME)
    }

    /// The status at a moment. Money that arrived outweighs a failure, and a time-out is one.
    pub(super) fn status(&self, now: Timestamp) -> &str {
        if let Some(told) = &self.told_status {
            return told;
        }
        let received = self.received(now).minor();
        match &self.failure {
            _ if received >= self.amount.minor() => status::PAID,
            _ if received > 0 => status::PARTLY_PAID,
            Some(failure) if failure.at <= now => &failure.status,
            _ if self.is_timed_out(now) => status::FAILED,
            _ => status::PROCESSING,
        }
    }

    /// Whether it has failed or timed out, and takes no payment.
    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.failure.is_some() || self.is_timed_out(now)
    }

    /// A payment that is under way at the end comes through.
    fn is_timed_out(&self, now: Timestamp) -> bool {
        self.expires() <= now && !self.payments.iter().any(|payment| payment.at > now)
    }

    /// What has arrived at a moment.
    pub(super) fn received(&self, now: Timestamp) -> Money {
        self.sum(|payment| payment.at <= now)
    }

    /// What has arrived or is on its way.
    pub(super) fn paid(&self) -> Money {
        self.sum(|_| true)
    }

    /// What is still to be paid.
    pub(super) fn open(&self) -> Money {
        self.merchant.money(self.amount.minor().saturating_sub(self.paid().minor()).max(0))
    }

    /// When the newest payment arrived.
    pub(super) fn received_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.payments.iter().map(|payment| payment.at).filter(|at| *at <= now).max()
    }

    /// The amount that is told: what was paid, and before that what was asked for.
    pub(super) fn told_amount(&self, now: Timestamp) -> Money {
        let received = self.received(now);
        if received.is_positive() { received } else { self.amount }
    }

    fn sum(&self, counts: impl Fn(&Payment) -> bool) -> Money {
        let payments = self.payments.iter().filter(|payment| counts(payment));
        let sum = payments.fold(0_i64, |sum, payment| sum.saturating_add(payment.amount.minor()));
        self.merchant.money(sum)
    }
}
