use pay_core::{OrderStatus, Timestamp};

use super::decide::{Decision, Spent};
use crate::order::Suggestion;
use crate::{EventKind, Order, Plan, Policy, Reason, State, Urgency};

impl Order {
    /// An order past its expiry is in grace, whatever happens next.
    pub(super) fn expire(&mut self, now: Timestamp, policy: &Policy) {
        if self.state == State::Watching && now >= self.expected.expires_at() {
            self.state = State::Grace;
            // A slot that was missed would be asked too early to decide anything.
            if self.plan.is_none_or(|plan| plan.urgency == Urgency::Regular) {
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
            Decision::Tick => return (self.tick(now), None),
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
                self.suspected_at.get_or_insert(now);
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
        if self.plan.is_some_and(|plan| plan.urgency == Urgency::Regular) {
            count(&mut self.tally.slot);
        }
        if self.state == State::Grace && started_at >= self.final_at(policy) {
            count(&mut self.tally.grace_checks);
        }
        // A hint that came while the question was under way is still to be followed.
        let hinted_since = |plan: Plan| plan.urgency == Urgency::Hinted && plan.at > started_at;
        if !self.plan.is_some_and(hinted_since) {
            self.replan(now, policy);
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

    /// A hint moves the order up, and may cost an extra question.
    fn hint(&mut self, now: Timestamp, policy: &Policy) {
        self.tally.hints = self.tally.hints.saturating_add(1);
        if self.state.is_live() && self.suggestion == Suggestion::None {
            self.suggestion = Suggestion::At(now.after(policy.manual_check_after));
        }
        match &mut self.plan {
            Some(plan) if plan.at <= now => plan.urgency = plan.urgency.min(Urgency::Hinted),
            plan if self.tally.hint_checks < policy.hint_checks => {
                self.tally.hint_checks += 1;
                *plan = Some(Plan { at: now, urgency: Urgency::Hinted });
            }
            _ => {}
        }
    }

    fn tick(&mut self, now: Timestamp) -> Option<EventKind> {
        if self.state.is_live() {
            if let Suggestion::At(at) = self.suggestion
                && at <= now
            {
                self.suggestion = Suggestion::Made;
                return Some(EventKind::ManualCheckSuggested);
            }
        } else if self.wake.is_some_and(|wake| wake <= now) {
            self.plan = None;
        }
        None
    }
}
