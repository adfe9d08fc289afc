//! A request that was taken, and what became of it. There is no query for it: only the payer's page and a postback
//! tell.

use std::time::Duration;

use pay_core::{Money, Timestamp};

/// How long a page can be paid. In no document.
const LIFETIME: Duration = Duration::from_secs(900);

/// What Airpay knows of an order.
#[derive(Clone, Debug)]
pub(super) struct Order {
    /// Airpay's own number, which a postback names.
    pub(super) trx_id: String,
    /// The merchant's, which no postback names.
    pub(super) trxid: Option<String>,
    /// Of its page.
    pub(super) token: String,
    pub(super) qr: String,
    /// The payer's.
    pub(super) name: String,
    pub(super) description: String,
    pub(super) amount: Money,
    pub(super) return_url: String,
    pub(super) created: Timestamp,
    pub(super) payments: Vec<Payment>,
}

/// An attempt to pay, and when it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payment {
    pub(super) outcome: AirpayOutcome,
    pub(super) amount: Money,
    pub(super) at: Timestamp,
}

/// How an attempt to pay ends: `status` of a postback (specification, section 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AirpayOutcome {
    /// 0.
    Failed,
    /// 1.
    #[default]
    Success,
    /// 2. Whether money moved is not known.
    Unknown,
}

impl AirpayOutcome {
    /// `0`, `1` or `2`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Failed => "0",
            Self::Success => "1",
            Self::Unknown => "2",
        }
    }

    /// What stands beside it.
    pub(super) const fn description(self) -> &'static str {
        match self {
            Self::Failed => "Failed",
            Self::Success => "Success",
            Self::Unknown => "Unknown reason",
        }
    }
}

impl Order {
    pub(super) fn expires(&self) -> Timestamp {
        self.created.after(LIFETIME)
    }

    /// What became of it at a moment: a success once there is one, else the newest end. `None`: nothing yet.
    pub(super) fn outcome(&self, now: Timestamp) -> Option<AirpayOutcome> {
        let ended = || self.payments.iter().filter(|payment| payment.at <= now);
        ended()
            .find(|payment| payment.outcome == AirpayOutcome::Success)
            .or_else(|| ended().max_by_key(|payment| payment.at))
            .map(|payment| payment.outcome)
    }

    /// Whether a payment succeeded or will.
    pub(super) fn is_paid(&self) -> bool {
        self.payments.iter().any(|payment| payment.outcome == AirpayOutcome::Success)
    }
}
