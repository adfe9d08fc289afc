use std::time::Duration;

use pay_core::Timestamp;

use super::{Order, Suggestion};
use crate::{Policy, State};

/// When the provider is asked about an order, and how much that matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Not before this moment.
    pub at: Timestamp,
    /// What comes first when questions are short.
    pub urgency: Urgency,
}

/// What comes first when questions are short: in this order, and within one urgency the longest due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Urgency {
    /// The order has expired, and the answer decides it.
    Final,
    /// The payer is said to have paid.
    Hinted,
    /// A slot of the schedule.
    Regular,
    /// The order has ended, and this looks for a payment that came after all.
    Sweep,
}

impl Urgency {
    /// All of them, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Final, Self::Hinted, Self::Regular, Self::Sweep];
}

/// The first gap between questions about an expired order that nobody has decided; it doubles up to
/// [`LONGEST_GRACE_GAP`].
const FIRST_GRACE_GAP: Duration = Duration::from_mins(1);
const LONGEST_GRACE_GAP: Duration = Duration::from_hours(1);

impl Order {
    /// The first moment at which "not found" ends the order.
    pub(crate) fn final_at(&self, policy: &Policy) -> Timestamp {
        self.expected.expires_at().after(policy.settle_delay)
    }

    /// When an order without an answer goes to a person.
    pub(crate) fn review_at(&self, policy: &Policy) -> Timestamp {
        self.expected.expires_at().after(policy.review_after)
    }

    /// Plans the next question from `now` on, after one was answered or the state changed.
    pub(crate) fn replan(&mut self, now: Timestamp, policy: &Policy) {
        self.plan = match self.state {
            State::Watching | State::Grace => Some(self.next_question(now, policy)),
            State::TimedOut | State::Failed(_) | State::Cancelled => {
                let base = self.sweeps_from(now);
                let sweep = policy.sweeps.into_iter().map(|offset| base.after(offset)).find(|at| *at > now);
                sweep.map(|at| Plan { at, urgency: Urgency::Sweep })
            }
            State::Paid(_) | State::LatePaid(_) | State::Review(_) => None,
        };
    }

    /// Sets the moment at which time alone changes the order.
    pub(crate) fn set_wake(&mut self, now: Timestamp, policy: &Policy) {
        let ends = match self.state {
            State::Watching => Some(self.expected.expires_at()),
            State::Grace => Some(self.review_at(policy)),
            // A sweep that found no room in the budget is given up a day after the last one was due.
            _ => self.plan.map(|plan| {
                let last = self.sweeps_from(now).after(policy.sweeps[1]);
                last.max(plan.at).after(Duration::from_hours(24))
            }),
        };
        // What could not be ended yet, because the source was not out of reach for long enough, is looked at again.
        let ends = ends.map(|at| if at <= now { now.after(policy.last_chance) } else { at });
        let suggestion = match self.suggestion {
            Suggestion::At(at) if self.state.is_live() => Some(at),
            _ => None,
        };
        self.wake = ends.into_iter().chain(suggestion).min();
    }

    fn next_question(&mut self, now: Timestamp, policy: &Policy) -> Plan {
        let expires_at = self.expected.expires_at();
        let opened_at = self.expected.opened_at();
        if self.state == State::Watching
            && let Some(slot) = policy.schedule.slot_after(now.since(opened_at), self.tally.slot)
            && opened_at.after(slot.offset) < expires_at
        {
            self.tally.slot = slot.index;
            // A clock that was set back would put the slot far away: never wait longer than its gap.
            let at = opened_at.after(slot.offset).min(now.after(slot.gap));
            return Plan { at, urgency: Urgency::Regular };
        }
        let at = if self.tally.grace_checks == 0 {
            self.final_at(policy).max(now)
        } else {
            let doublings = (self.tally.grace_checks - 1).min(16);
            let gap = (FIRST_GRACE_GAP * (1 << doublings)).min(LONGEST_GRACE_GAP);
            let review_at = self.review_at(policy);
            let at = now.after(gap);
            if now < review_at { at.min(review_at) } else { at }
        };
        Plan { at, urgency: Urgency::Final }
    }

    /// What the sweeps are counted from: a cancelled order can still be paid until it expires.
    fn sweeps_from(&self, now: Timestamp) -> Timestamp {
        self.ended_at.unwrap_or(now).max(self.expected.expires_at())
    }
}
