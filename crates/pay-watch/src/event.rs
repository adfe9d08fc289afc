use std::fmt;

use pay_core::{OrderId, Payment, Settled, Timestamp};

use crate::{Ended, EventId, Failure, Order, Reason, SourceId};

/// Something that the shop has to know of an order.
///
/// It is written down in the same commit as the change that it tells of, and delivered at least once: again
/// after a crash, after a failing handler, and in rare cases for no visible reason. [`id`](Event::id) is equal
/// each time. Events of one order arrive in their order, unless a handler failed in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The name of the event: write it down with your own work to recognise a repeat.
    pub id: EventId,
    /// Where the order is watched.
    pub source: SourceId,
    /// The order.
    pub order: OrderId,
    /// When it happened, by our clock.
    pub at: Timestamp,
    /// What happened.
    pub kind: EventKind,
}

impl Event {
    pub(crate) fn of(order: &Order, at: Timestamp, kind: EventKind) -> Self {
        let id = EventId::new(&order.id, order.version);
        Self { id, source: order.source.clone(), order: order.id.clone(), at, kind }
    }
}

/// What happened to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The order was paid as asked for. Hand out the goods.
    ///
    /// Once an order. Only [`NeedsReview`](EventKind::NeedsReview) may follow, when money goes back or comes
    /// twice.
    Paid(Box<Settled>),
    /// A payment came after the order had expired, or turned up after the order was reported as unpaid. It is
    /// right but for that. Hand out the goods or give the money back; nothing happens by itself.
    ///
    /// Once an order; after [`TimedOut`](EventKind::TimedOut), [`Failed`](EventKind::Failed),
    /// [`Cancelled`](EventKind::Cancelled) or an unanswered review it is the second event, and `after` says so.
    LatePaid {
        /// The payment.
        payment: Box<Payment>,
        /// What had been reported before.
        after: Option<Ended>,
    },
    /// The payment failed, or the provider closed the order. The payer needs a new one.
    ///
    /// Once an order. [`LatePaid`](EventKind::LatePaid) or [`NeedsReview`](EventKind::NeedsReview) may follow.
    Failed(Failure),
    /// The order expired, and the provider knows of no payment. The payer needs a new one.
    ///
    /// Once an order. [`LatePaid`](EventKind::LatePaid) or [`NeedsReview`](EventKind::NeedsReview) may follow.
    TimedOut,
    /// The order was given up.
    ///
    /// Once an order. [`LatePaid`](EventKind::LatePaid) or [`NeedsReview`](EventKind::NeedsReview) may follow.
    Cancelled,
    /// A person has to look. The order is not followed any more.
    ///
    /// Once an order, as its last event. Only when nobody had answered and a payment is reported after all does
    /// another one follow: this again, or [`LatePaid`](EventKind::LatePaid).
    NeedsReview(Box<Reason>),
    /// The payer is said to have paid, and there is no result yet: look at the payer's receipt.
    ///
    /// Once an order at most, before the event that ends it. The order goes on.
    ManualCheckSuggested,
}

impl EventKind {
    /// The word for people and for JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Paid(_) => "paid",
            Self::LatePaid { .. } => "late paid",
            Self::Failed(_) => "failed",
            Self::TimedOut => "timed out",
            Self::Cancelled => "cancelled",
            Self::NeedsReview(_) => "needs review",
            Self::ManualCheckSuggested => "manual check suggested",
        }
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
