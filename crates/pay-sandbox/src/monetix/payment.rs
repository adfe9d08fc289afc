use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::operation::{Kind, Operation, Stage};

/// What a shop asked for, and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    /// `payment_id`, unique in the project.
    pub(super) id: String,
    /// The last part of the address of its hosted page.
    pub(super) token: String,
    pub(super) amount: Money,
    pub(super) description: String,
    pub(super) customer: Customer,
    pub(super) callback: Callback,
    pub(super) returns: Returns,
    pub(super) origin: Origin,
    /// Given with the purchase; on the Payment Page the payer chooses.
    pub(super) bank: Option<u64>,
    /// From then on it is too late.
    pub(super) best_before: Option<Timestamp>,
    /// None yet: somebody looks at the Payment Page, and the platform knows of no payment.
    pub(super) operations: Vec<Operation>,
    pub(super) told_status: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    PaymentPage,
    Gate,
}

#[derive(Clone, Debug)]
pub(super) struct Customer {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) ip_address: Option<String>,
}

/// Where callbacks go, and whether.
#[derive(Clone, Debug, Default)]
pub(super) struct Callback {
    /// Instead of the project's own address.
    pub(super) url: Option<String>,
    /// `callback.delay`.
    pub(super) delay: Duration,
    /// `callback.force_disable`: all but those that need an action.
    pub(super) disabled: bool,
}

/// Where the browser goes back to.
#[derive(Clone, Debug, Default)]
pub(super) struct Returns {
    pub(super) success: Option<String>,
    pub(super) decline: Option<String>,
    pub(super) anyway: Option<String>,
}

impl Payment {
    /// Whether the platform knows of it: on the Payment Page not before the payer has confirmed.
    pub(super) fn is_registered(&self) -> bool {
        !self.operations.is_empty()
    }

    pub(super) fn is_over(&self, now: Timestamp) -> bool {
        self.best_before.is_some_and(|end| end <= now)
    }

    /// Successful or refused in the end, the purchases in their order.
    pub(super) fn sales(&self) -> impl DoubleEndedIterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.kind == Kind::Sale)
    }

    pub(super) fn refunds(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.kind != Kind::Sale)
    }

    /// The purchase that says what the payment is: the last one that came or will come to a good end, else the
    /// last one.
    pub(super) fn sale(&self) -> Option<&Operation> {
        self.sales().rfind(|sale| !sale.will_fail()).or_else(|| self.sales().next_back())
    }

    /// A purchase that waits for its payer or its bank.
    pub(super) fn open_sale(&mut self) -> Option<&mut Operation> {
        let open = |operation: &&mut Operation| {
            operation.kind == Kind::Sale && !matches!(operation.stage, Stage::Ends { .. })
        };
        self.operations.iter_mut().find(open)
    }

    /// `payment.sum`: what the purchase is over, which a payer may have made another amount.
    pub(super) fn sum(&self) -> Money {
        self.sale().map_or(self.amount, |sale| sale.amount)
    }

    /// `payment.status`.
    pub(super) fn status(&self, now: Timestamp) -> String {
        if let Some(told) = &self.told_status {
            return told.clone();
        }
        let paid = self.sales().any(|sale| sale.succeeded(now));
        let status = match (paid, self.refunded(now)) {
            (false, _) => self.sales().next_back().map_or("error", |sale| sale.status(now)),
            (true, 0) => "success",
            (true, refunded) if refunded < self.sum().minor() => "partially refunded",
            (true, _) => "refunded",
        };
        status.to_owned()
    }

    /// Minor units that went back.
    fn refunded(&self, now: Timestamp) -> i64 {
        self.refunds().filter(|refund| refund.succeeded(now)).map(|refund| refund.amount.minor()).sum()
    }

    /// Minor units that went back or are going to.
    pub(super) fn refunding(&self) -> i64 {
        self.refunds().filter(|refund| !refund.will_fail()).map(|refund| refund.amount.minor()).sum()
    }
}
