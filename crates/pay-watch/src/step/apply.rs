use pay_core::{OrderStatus, Timestamp};

use super::decide::{Decision, Spent};
use crate::order::Suggestion;
use crate::{EventKind, Order, Plan, Policy, Reason, State, Urgency};

impl Order {
    /// Whether an open order is in grace is the clock's to say, also when the clock was set back.
    pub(super) fn read_clock(&mut self, now: Timestamp, policy: &Policy) {
        let state = if now < self.expected.expires_at() { State::Watching } else { State::Grace };
        if self.state.is_live() && self.state != state {
            self.state = state;
            self.tally.grace_checks = 0;
            // A slot that was missed would be asked too early to decide anything, and one that comes again is
            // to be used.
            if self.plan.is_none_or(|plan| plan.urgency != Urgency::Hinted) {
                self.replan(now, policy);
            }
        }
    }

    /// Carries a decision out. The version and the wake are the caller's.
    pub(super) fn apply(
        &mut self,
        decision: Decision,
        now: Timestamp,
        policy: &Policy,
    ) -> (Option<EventKind>, Option<OrderStatus>) {
        match decision {
            Decision::Unmoved => {}
            Decision::Contradicted(status) => return (None, Some(status)),
            Decision::Spent { spent, started_at } => self.spend(spent, started_at, now, policy),
            Decision::Enter(state) => return (self.enter(state, now, policy), None),
            Decision::Hinted => self.hint(now, policy),
            Decision::Tick { blocked } => return (self.tick(blocked, now), None),
        }
        (None, None)
    }

    fn spend(&mut self, spent: Spent, started_at: Timestamp, now: Timestamp, policy: &Policy) {
        let count = |counter: &mut u32| *counter = counter.saturating_add(1);
        count(&mut self.tally.checks);
        match spent {
            Spent::Nothing => {}
            Spent::Strike => count(&mut self.tally.strikes),
            Spent::Suspected => {
                self.tally.strikes = 0;
                // The earlier of the two, for a clock that was set back in between.
                self.suspected_at = Some(self.suspected_at.map_or(now, |before| before.min(now)));
            }
            Spent::Answered => {
                self.tally.strikes = 0;
                self.suspected_at = None;
            }
            Spent::Unrecognized(text) => {
                self.tally.strikes = 0;
                self.suspected_at = None;
                count(&mut self.tally.unrecognized);
                self.last_unrecognized = Some(text);
            }
        }
        match self.plan.map(|plan| plan.urgency) {
            Some(Urgency::Regular) => count(&mut self.tally.slot),
            Some(Urgency::Hinted) => count(&mut self.tally.hint_checks),
            _ => {}
        }
        if self.state == State::Grace && started_at >= self.final_at(policy) {
            count(&mut self.tally.grace_checks);
        }
        self.replan(now, policy);
        // A hint that came while the question was under way is still to be followed.
        self.hinted_at = self.hinted_at.filter(|hinted_at| started_at < *hinted_at && *hinted_at <= now);
        if self.hinted_at.is_some() {
            self.follow_hint(now, policy);
        }
    }

    fn enter(&mut self, state: State, now: Timestamp, policy: &Policy) -> Option<EventKind> {
        self.state = state;
        self.ended_at.get_or_insert(now);
        self.suspected_at = None;
        self.replan(now, policy);
        Some(match &self.state {
            State::Paid(settled) => EventKind::Paid(settled.clone()),
            State::LatePaid(payment) => EventKind::LatePaid { payment: payment.clone(), after: None },
            State::Failed(failure) => EventKind::Failed(failure.clone()),
            State::TimedOut => EventKind::TimedOut,
            State::Cancelled => EventKind::Cancelled,
            State::Review(review) => match &review.reason {
                Reason::PaidAfterEnd { ended, payment } => {
                    EventKind::LatePaid { payment: Box::new(payment.clone()), after: Some(*ended) }
                }
                reason => EventKind::NeedsReview(Box::new(reason.clone())),
            },
            State::Watching | State::Grace => return None,
        })
    }

    /// A hint moves the order up, and may cost an extra question. Anybody can hint as often as he likes: once the
    /// questions for it are used up, it changes nothing.
    fn hint(&mut self, now: Timestamp, policy: &Policy) {
        if self.state.is_live() && self.suggestion == Suggestion::None {
            self.suggestion = Suggestion::At(now.after(policy.manual_check_after));
        }
        if self.tally.hint_checks < policy.hint_checks {
            self.hinted_at = Some(now);
        }
        self.follow_hint(now, policy);
    }

    fn follow_hint(&mut self, now: Timestamp, policy: &Policy) {
        match &mut self.plan {
            Some(plan) if plan.at <= now => plan.urgency = plan.urgency.min(Urgency::Hinted),
            plan if self.tally.hint_checks < policy.hint_checks => {
                *plan = Some(Plan { at: now, urgency: Urgency::Hinted });
            }
            _ => {}
        }
    }

    fn tick(&mut self, blocked: bool, now: Timestamp) -> Option<EventKind> {
        if self.state.is_live() {
            if let Suggestion::At(at) = self.suggestion
                && at <= now
            {
                self.suggestion = Suggestion::Made;
                return Some(EventKind::ManualCheckSuggested);
            }
        } else if blocked && self.wake.is_some_and(|wake| wake <= now) {
            self.plan = None;
        }
        None
    }
}
