mod plan;

use pay_core::{Expected, OrderId, OrderKey, Payment, Timestamp, TransactionId, Untrusted};

pub use self::plan::{Plan, Urgency};
use crate::{ExpiryTooLong, Policy, Reason, SourceId, State};

/// An order that is followed: what has to be paid, where it stands, and what is to be done next.
///
/// It changes by [`step`](crate::step) alone, and each change has the next [`version`](Order::version).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    pub(crate) source: SourceId,
    pub(crate) id: OrderId,
    pub(crate) expected: Expected,
    pub(crate) state: State,
    pub(crate) version: u64,
    pub(crate) touched_at: Timestamp,
    pub(crate) plan: Option<Plan>,
    pub(crate) wake: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) suspected_at: Option<Timestamp>,
    /// The last hint that no question has followed yet.
    pub(crate) hinted_at: Option<Timestamp>,
    pub(crate) suggestion: Suggestion,
    pub(crate) tally: Tally,
    pub(crate) last_unrecognized: Option<Untrusted>,
}

/// What was counted about an order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tally {
    /// Questions that were spent on it.
    pub checks: u32,
    /// The slot of the schedule that comes next.
    pub slot: u32,
    /// Questions since the expiry that left the order open.
    pub grace_checks: u32,
    /// Questions that hints have cost.
    pub hint_checks: u32,
    /// Refused or unreadable answers in a row.
    pub strikes: u32,
    /// Answers with a status that is not in the provider's document.
    pub unrecognized: u32,
}

/// The manual check that follows a payer's hint without a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Suggestion {
    /// No hint came.
    None,
    /// To be made at this moment.
    At(Timestamp),
    /// Made: once an order is enough.
    Made,
}

impl Order {
    /// An order as it is registered at `now`.
    pub fn new(
        source: SourceId,
        id: OrderId,
        expected: Expected,
        now: Timestamp,
        policy: &Policy,
    ) -> Result<Self, ExpiryTooLong> {
        let open = expected.expires_at().since(expected.opened_at());
        if open > policy.longest_expiry {
            return Err(ExpiryTooLong { longest: policy.longest_expiry, found: open });
        }
        let state = if now < expected.expires_at() { State::Watching } else { State::Grace };
        let mut order = Self {
            source,
            id,
            expected,
            state,
            version: 0,
            touched_at: now,
            plan: None,
            wake: None,
            ended_at: None,
            suspected_at: None,
            hinted_at: None,
            suggestion: Suggestion::None,
            tally: Tally::default(),
            last_unrecognized: None,
        };
        order.replan(now, policy);
        order.set_wake(now, policy);
        Ok(order)
    }

    /// Where it is watched.
    pub const fn source(&self) -> &SourceId {
        &self.source
    }

    /// The merchant's id.
    pub const fn id(&self) -> &OrderId {
        &self.id
    }

    /// The word by which the provider is asked.
    pub const fn key(&self) -> &OrderKey {
        self.expected.key()
    }

    /// What a payment must be to settle it.
    pub const fn expected(&self) -> &Expected {
        &self.expected
    }

    /// Where it stands.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// How often it has changed since it was registered.
    pub const fn version(&self) -> u64 {
        self.version
    }

    /// When the provider is asked next, if it is.
    pub const fn plan(&self) -> Option<Plan> {
        self.plan
    }

    /// When time alone changes it next: its expiry, a suggestion, a review.
    pub const fn wake(&self) -> Option<Timestamp> {
        self.wake
    }

    /// When it last changed, by our clock. Much later than now means that the clock was set back, and that the
    /// plan was made by a clock that nobody believes any more.
    pub const fn touched_at(&self) -> Timestamp {
        self.touched_at
    }

    /// What was counted about it.
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// The last status of it that is not in the provider's document.
    pub const fn last_unrecognized(&self) -> Option<&Untrusted> {
        self.last_unrecognized.as_ref()
    }

    /// The payment that is spent on this order: it settled it, or came late and is right but for that.
    pub fn payment(&self) -> Option<&Payment> {
        match &self.state {
            State::Paid(settled) => Some(settled.payment()),
            State::LatePaid(payment) => Some(payment),
            State::Review(review) => match (&review.settled, &review.reason) {
                (Some(settled), _) => Some(settled.payment()),
                (None, Reason::PaidAfterEnd { payment, .. } | Reason::PaidTwice { first: payment, .. }) => {
                    Some(payment)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The transaction of that payment, which can settle no other order.
    ///
    /// A store binds it with the commit that brings it, and never lets go of it, not even when a later version
    /// of the order names none.
    pub fn transaction(&self) -> Option<&TransactionId> {
        self.payment().map(|payment| &payment.transaction)
    }
}
