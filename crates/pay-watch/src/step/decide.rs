use pay_core::{NoAnswer, NoAnswerReason, Observation, OrderStatus, Payment, Settled, Timestamp, Untrusted};

use crate::{Ended, Failure, Input, Order, Policy, Reason, Review, State};

/// What an input means for an order; `apply` keeps the books.
#[derive(Debug)]
pub(super) enum Decision {
    /// Nothing, not even for the plan.
    Unmoved,
    /// The provider takes back a payment in a way that is not to be believed.
    Contradicted(OrderStatus),
    /// A question was spent, and the order is where it was.
    Spent {
        /// What it brought.
        spent: Spent,
        /// When it was sent.
        started_at: Timestamp,
    },
    /// The order enters this state, and the shop hears of it.
    Enter(State),
    /// A payer's hint is to be followed.
    Hinted,
    /// Time passed.
    Tick {
        /// And the source cannot be asked.
        blocked: bool,
    },
}

/// What a question brought that did not decide the order.
#[derive(Debug)]
pub(super) enum Spent {
    /// A status that we know.
    Answered,
    /// A status that we do not know.
    Unrecognized(Untrusted),
    /// A failure that is to be confirmed.
    Suspected,
    /// A refused question or an unreadable answer.
    Strike,
    /// No word about this order.
    Nothing,
}

pub(super) fn decide(order: &Order, input: Input, now: Timestamp, policy: &Policy) -> Decision {
    match input {
        Input::Observed { answer: Ok(observation), started_at } => match &order.state {
            State::Watching | State::Grace => live(order, observation, started_at, policy),
            State::Paid(settled) => paid(order, settled.payment(), Some(settled), &observation),
            State::LatePaid(payment) => paid(order, payment, None, &observation),
            State::TimedOut | State::Failed(_) | State::Cancelled | State::Review(_) => {
                match order.state.ended() {
                    Some(ended) => after_end(order, ended, observation, started_at),
                    None => Decision::Unmoved,
                }
            }
        },
        Input::Observed { answer: Err(no_answer), started_at } => {
            unanswered(order, no_answer, started_at, policy)
        }
        Input::Unanswered { started_at } => spent(order, Spent::Nothing, started_at, policy),
        Input::TransactionTaken { payment, by } if order.state.is_live() => {
            review(Reason::TransactionTaken { payment, by })
        }
        // The payment of the order that was opened under the same key after this one had ended.
        Input::TransactionTaken { .. } => spent(order, Spent::Answered, now, policy),
        Input::Hint => {
            let may_be_asked = !matches!(order.state, State::Paid(_) | State::LatePaid(_) | State::Review(_));
            if may_be_asked { Decision::Hinted } else { Decision::Unmoved }
        }
        Input::Cancel if order.state.is_live() => Decision::Enter(State::Cancelled),
        Input::Cancel => Decision::Unmoved,
        Input::Tick => tick(order, None, now, policy),
        Input::Blocked { since } => tick(order, Some(since), now, policy),
    }
}

/// An answer about an open order.
fn live(order: &Order, observation: Observation, started_at: Timestamp, policy: &Policy) -> Decision {
    // The expiry of our own clock is not enough: a payment of the last second needs a moment to show.
    let late_enough = order.state == State::Grace && started_at >= order.final_at(policy);
    match observation {
        Observation::Paid(_) => match order.expected.verify(&observation) {
            Ok(settled) => Decision::Enter(State::Paid(Box::new(settled))),
            Err(mismatch) if mismatch.is_only_late() => match observation {
                Observation::Paid(payment) => Decision::Enter(State::LatePaid(Box::new(payment))),
                _ => review(Reason::Mismatch(mismatch)),
            },
            Err(mismatch) => review(Reason::Mismatch(mismatch)),
        },
        Observation::PaidUnreadable(text) => review(Reason::PaidUnreadable(text)),
        Observation::Refunded(payment) => review(Reason::Refunded(payment)),
        Observation::Untraceable(text) => review(Reason::Untraceable(text)),
        Observation::NotFound | Observation::Closed if late_enough => Decision::Enter(State::TimedOut),
        Observation::Failed(text) => failed(order, Failure::Declined(text), started_at, policy),
        Observation::Closed => failed(order, Failure::Closed, started_at, policy),
        Observation::Unrecognized(text) => spent(order, Spent::Unrecognized(text), started_at, policy),
        // `Pending`, and whatever a later version of the vocabulary adds: not final and not paid.
        _ => spent(order, Spent::Answered, started_at, policy),
    }
}

/// A failure counts when it is said again, in answer to a question sent after the first time: reading an unpaid
/// order as failed gives up an order that the payer is about to pay.
fn failed(order: &Order, failure: Failure, started_at: Timestamp, policy: &Policy) -> Decision {
    let confirmed = order.suspected_at.is_some_and(|suspected_at| started_at > suspected_at);
    if confirmed || !policy.confirm_failed {
        Decision::Enter(State::Failed(failure))
    } else {
        Decision::Spent { spent: Spent::Suspected, started_at }
    }
}

/// An answer about an order that is paid. Only news of money leads to a person; that it was never paid is not
/// believed.
fn paid(order: &Order, first: &Payment, settled: Option<&Settled>, observation: &Observation) -> Decision {
    let reason = match observation {
        Observation::Paid(payment) if payment.transaction == first.transaction => {
            match order.expected.verify(observation) {
                Err(mismatch) if !mismatch.is_only_late() => Reason::Mismatch(mismatch),
                _ => return Decision::Unmoved,
            }
        }
        Observation::Paid(payment) => Reason::PaidTwice { first: first.clone(), second: payment.clone() },
        Observation::Refunded(payment) => Reason::Refunded(payment.clone()),
        Observation::PaidUnreadable(_) => return Decision::Unmoved,
        _ => return Decision::Contradicted(observation.status()),
    };
    Decision::Enter(State::Review(Box::new(Review { reason, settled: settled.cloned() })))
}

/// An answer about an order that was reported as unpaid.
fn after_end(order: &Order, ended: Ended, observation: Observation, started_at: Timestamp) -> Decision {
    match observation {
        Observation::Paid(_) => match (order.expected.verify(&observation), observation) {
            (Err(mismatch), _) if !mismatch.is_only_late() => review(Reason::Mismatch(mismatch)),
            (_, Observation::Paid(payment)) => review(Reason::PaidAfterEnd { ended, payment }),
            _ => Decision::Unmoved,
        },
        Observation::PaidUnreadable(text) => review(Reason::PaidUnreadable(text)),
        Observation::Refunded(payment) => review(Reason::Refunded(payment)),
        _ if ended == Ended::Unanswered => Decision::Unmoved,
        Observation::Unrecognized(text) => Decision::Spent { spent: Spent::Unrecognized(text), started_at },
        _ => Decision::Spent { spent: Spent::Answered, started_at },
    }
}

fn unanswered(order: &Order, no_answer: NoAnswer, started_at: Timestamp, policy: &Policy) -> Decision {
    match no_answer.reason {
        NoAnswerReason::Rejected | NoAnswerReason::Unreadable => {
            if order.state.is_live() && order.tally.strikes + 1 >= policy.strikes {
                review(Reason::NoReadableAnswer(no_answer))
            } else {
                spent(order, Spent::Strike, started_at, policy)
            }
        }
        // The trouble is the source's, and the question stays due until the source can be asked again.
        _ => match spent(order, Spent::Nothing, started_at, policy) {
            Decision::Spent { .. } => Decision::Unmoved,
            decided => decided,
        },
    }
}

/// A question that brought nothing, unless it was the last one before a person has to look.
fn spent(order: &Order, spent: Spent, started_at: Timestamp, policy: &Policy) -> Decision {
    match order.state {
        State::Grace if started_at >= order.review_at(policy) => review(Reason::Unverified),
        State::Paid(_) | State::LatePaid(_) | State::Review(_) => Decision::Unmoved,
        _ => Decision::Spent { spent, started_at },
    }
}

fn tick(order: &Order, blocked_since: Option<Timestamp>, now: Timestamp, policy: &Policy) -> Decision {
    let out_of_reach = blocked_since.is_some_and(|since| since.after(policy.last_chance) <= now);
    if order.state == State::Grace && now >= order.review_at(policy) && out_of_reach {
        review(Reason::Unverified)
    } else {
        Decision::Tick { blocked: blocked_since.is_some() }
    }
}

fn review(reason: Reason) -> Decision {
    Decision::Enter(State::Review(Box::new(Review { reason, settled: None })))
}
