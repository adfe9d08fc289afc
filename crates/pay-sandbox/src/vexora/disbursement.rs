//! A disbursement to a Lanton wallet, and the balance that it comes out of.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::merchant::Merchant;
use super::state::State;
use super::status;

/// From a deposit's payment until the money can be paid out. In no document.
const UNSETTLED: Duration = Duration::from_secs(86_400);

/// What Vexora knows of a disbursement.
#[derive(Clone, Debug)]
pub(super) struct Disbursement {
    pub(super) merchant: &'static Merchant,
    /// The merchant's name for it.
    pub(super) trade_no: String,
    pub(super) platform_trade_no: String,
    pub(super) amount: Money,
    pub(super) receiver: String,
    pub(super) bank_number: String,
    pub(super) notify_url: Option<String>,
    pub(super) remark: Option<String>,
    /// None while it is held.
    pub(super) end: Option<End>,
    /// Told instead of the status, word for word.
    pub(super) told_status: Option<String>,
}

/// How a disbursement ends, and when.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) at: Timestamp,
    pub(super) arrived: bool,
}

/// The money of a merchant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VexoraBalance {
    /// What can be paid out.
    pub available: Money,
    /// What is on its way out.
    pub frozen: Money,
    /// What was paid in and cannot be paid out yet.
    pub unsettled: Money,
}

impl Disbursement {
    pub(super) fn status(&self, now: Timestamp) -> &str {
        if let Some(told) = &self.told_status {
            return told;
        }
        match self.ended(now) {
            Some(End { arrived: true, .. }) => status::PAID,
            Some(End { arrived: false, .. }) => status::FAILED,
            None => status::PROCESSING,
        }
    }

    /// When the money arrived.
    pub(super) fn arrived_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.ended(now).filter(|end| end.arrived).map(|end| end.at)
    }

    /// The end, where it has come.
    pub(super) fn ended(&self, now: Timestamp) -> Option<End> {
        self.end.filter(|end| end.at <= now)
    }
}

impl State {
    /// What a merchant has at a moment.
    pub(super) fn balance(&self, merchant: &'static Merchant, now: Timestamp) -> VexoraBalance {
        let [mut available, mut frozen, mut unsettled] = [merchant.start().minor(), 0, 0_i64];
        let deposits = self.deposits.iter().filter(|deposit| deposit.merchant.number == merchant.number);
        for payment in deposits.flat_map(|deposit| &deposit.payments).filter(|payment| payment.at <= now) {
            let part = if payment.at.after(UNSETTLED) <= now { &mut available } else { &mut unsettled };
            *part = part.saturating_add(payment.amount.minor());
        }
        for out in self.disbursements.iter().filter(|out| out.merchant.number == merchant.number) {
            match out.ended(now) {
                Some(End { arrived: false, .. }) => continue,
                Some(End { arrived: true, .. }) => {}
                None => frozen += out.amount.minor(),
            }
            available -= out.amount.minor();
        }
        VexoraBalance {
            available: merchant.money(available),
            frozen: merchant.money(frozen),
            unsettled: merchant.money(unsettled),
        }
    }
}
