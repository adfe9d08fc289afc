use pay_core::{NoAnswer, Observation, OrderId, Payment, Timestamp};

/// What happens to an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Input {
    /// The provider was asked, and this came of it.
    ///
    /// An observation must come from the provider itself: from a [`StatusSource`](pay_core::StatusSource), or
    /// from a notification whose signature covers what is claimed. What anybody could have sent is a
    /// [`Hint`](Input::Hint).
    Observed {
        /// The answer, or why there is none.
        answer: Result<Observation, NoAnswer>,
        /// When the question was sent: "not found" says nothing of the time after it.
        started_at: Timestamp,
    },
    /// The provider was asked and answered, but not about this order.
    Unanswered {
        /// When the question was sent.
        started_at: Timestamp,
    },
    /// The store refused a payment for this order, because it has settled another one.
    TransactionTaken {
        /// The payment.
        payment: Payment,
        /// The order that it settled.
        by: OrderId,
    },
    /// Somebody says that the payer has paid: a button, a return from the bank's app, a notification that
    /// proves nothing. It moves the order up the queue, and is never evidence.
    Hint,
    /// The merchant gives the order up.
    Cancel,
    /// Time passed.
    Tick,
    /// Time passed, and the source of this order cannot be asked.
    Blocked {
        /// Since when.
        since: Timestamp,
    },
}
