mod histories;
mod table;
mod time;

use pay_core::{
    AccountId, Check, Currency, Money, NoAnswer, NoAnswerReason, Observation, Payment, Throttle, Timestamp,
    Untrusted,
};

use super::{Step, step};
use crate::testing::{OPENED, at, expected, no_answer, order_id, paid, payment};
use crate::{Ended, EventKind, ExpiryTooLong, Failure, Input, Order, Policy, Reason, SourceId, State};

fn order() -> Order {
    let (source, expected) = (SourceId::new("test"), expected("order", OPENED));
    Order::new(source, order_id("order"), expected, OPENED, &Policy::default()).unwrap()
}

fn observed(answer: Result<Observation, NoAnswer>, started_at: Timestamp) -> Input {
    Input::Observed { answer, started_at }
}

fn take(order: &Order, input: Input, now: Timestamp) -> Step {
    step(order, input, now, &Policy::default())
}

/// The order after an answer to a question that took no time.
fn answered(order: &Order, answer: Result<Observation, NoAnswer>, seconds: u64) -> Order {
    take(order, observed(answer, at(seconds)), at(seconds)).order
}

fn reason(order: &Order) -> &Reason {
    match order.state() {
        State::Review(review) => &review.reason,
        other => panic!("expected review, found {other}"),
    }
}

#[test]
fn an_order_that_is_open_for_too_long_is_refused() {
    let ten = expected("order", OPENED);
    let long = pay_core::Expected::new(
        ten.key().clone(),
        ten.amount(),
        ten.receiver().clone(),
        OPENED,
        OPENED.after(std::time::Duration::from_millis(600_001)),
    );
    let error = Order::new(SourceId::new("test"), order_id("order"), long, OPENED, &Policy::default());
    let error: ExpiryTooLong = error.unwrap_err();
    assert_eq!(error.to_string(), "expected an order that is open for at most 600 s, found 600001 ms");
}

#[test]
fn d20_an_amount_of_one_cent_another_currency_or_another_receiver_is_never_paid() {
    let wrong = |change: fn(&mut Payment)| {
        let mut payment = payment("transaction", at(30));
        change(&mut payment);
        let after = take(&order(), observed(Ok(Observation::Paid(payment)), at(30)), at(30));
        let reason = reason(&after.order).clone();
        assert_eq!(after.event.unwrap().kind, EventKind::NeedsReview(Box::new(reason.clone())));
        assert_eq!(after.order.payment(), None, "a payment that does not agree settles nothing");
        reason
    };
    let cent = wrong(|payment| payment.amount = Money::from_minor(1, Currency::Usd));
    assert_eq!(cent.to_string(), "amount: expected 10.50 USD, found 0.01 USD");
    let riel = wrong(|payment| payment.amount = Money::from_minor(1_050, Currency::Khr));
    assert!(
        matches!(&riel, Reason::Mismatch(both) if both.failed().eq([Check::Currency, Check::Amount]) || both.failed().eq([Check::Currency]))
    );
    let thief = wrong(|payment| payment.receiver = AccountId::new("thief@devb").ok());
    assert_eq!(thief.to_string(), "receiver: expected coffee@devb, found thief@devb");
}

#[test]
fn f15_more_than_the_price_is_a_mismatch_too() {
    let mut more = payment("transaction", at(30));
    more.amount = Money::from_minor(1_051, Currency::Usd);
    let after = answered(&order(), Ok(Observation::Paid(more)), 30);
    assert!(matches!(reason(&after), Reason::Mismatch(_)));
}

#[test]
fn f11_a_decline_after_success_leaves_the_order_paid_and_is_noted() {
    let paid = answered(&order(), paid("transaction", at(30)), 30);
    for contradiction in [
        Observation::Failed(Untrusted::new("old news")),
        Observation::NotFound,
        Observation::Pending,
        Observation::Closed,
        Observation::Untraceable(Untrusted::new("static")),
        Observation::Unrecognized(Untrusted::new("?")),
    ] {
        let status = contradiction.status();
        let after = take(&paid, observed(Ok(contradiction), at(60)), at(60));
        assert_eq!((after.order, after.event, after.contradiction), (paid.clone(), None, Some(status)));
    }
}

#[test]
fn f12_a_payment_after_the_expiry_is_late_and_not_paid() {
    let after = take(&order(), observed(paid("transaction", at(700)), at(701)), at(701));
    assert_eq!(after.order.state(), &State::LatePaid(Box::new(payment("transaction", at(700)))));
    assert!(matches!(after.event.unwrap().kind, EventKind::LatePaid { after: None, .. }));
    // Within the skew it is in time, whenever it is found.
    let in_time = answered(&order(), paid("transaction", at(660)), 701);
    assert!(matches!(in_time.state(), State::Paid(_)));
}

#[test]
fn f13_a_payment_after_the_end_goes_to_a_person_and_is_reported_as_late() {
    let timed_out = answered(&order(), Ok(Observation::NotFound), 605);
    let cancelled = take(&order(), Input::Cancel, at(5)).order;
    let closed = answered(&answered(&order(), Ok(Observation::Closed), 20), Ok(Observation::Closed), 45);
    for (before, ended) in
        [(timed_out, Ended::TimedOut), (cancelled, Ended::Cancelled), (closed, Ended::Failed)]
    {
        let after = take(&before, observed(paid("transaction", at(599)), at(1_200)), at(1_200));
        assert!(matches!(reason(&after.order), Reason::PaidAfterEnd { ended: found, .. } if *found == ended));
        assert!(
            matches!(after.event.unwrap().kind, EventKind::LatePaid { after: Some(found), .. } if found == ended)
        );
        assert_eq!(after.order.transaction().unwrap().as_str(), "transaction");
    }
}

#[test]
fn f14_a_second_payment_goes_to_a_person_and_the_order_stays_settled() {
    let once = answered(&order(), paid("first", at(30)), 30);
    assert_eq!(answered(&once, paid("first", at(30)), 40), once, "the same payment again is nothing new");
    let twice = answered(&once, paid("second", at(35)), 40);
    assert_eq!(reason(&twice).to_string(), "paid a second time, by second");
    assert_eq!(twice.payment(), once.payment());
    assert!(matches!(twice.state(), State::Review(review) if review.settled.is_some()));
}

#[test]
fn money_that_went_back_goes_to_a_person() {
    let once = answered(&order(), paid("first", at(30)), 30);
    let mut reversed = payment("first", at(30));
    reversed.reversal = Some(Untrusted::new("REFUNDED_BY_RECEIVER"));
    let after = answered(&once, Ok(Observation::Paid(reversed.clone())), 40);
    assert!(matches!(reason(&after), Reason::Mismatch(both) if both.failed().eq([Check::Reversal])));
    let after = answered(&once, Ok(Observation::Refunded(reversed.clone())), 40);
    assert!(matches!(after.state(), State::Review(review) if review.settled.is_some()));
    let before_it_was_seen = answered(&order(), Ok(Observation::Refunded(reversed)), 40);
    assert!(matches!(reason(&before_it_was_seen), Reason::Refunded(_)));
}

#[test]
fn a_failure_counts_when_a_later_question_confirms_it() {
    let failed = || Ok(Observation::Failed(Untrusted::new("Transaction failed.")));
    let once = answered(&order(), failed(), 20);
    assert_eq!(once.state(), &State::Watching);
    assert_eq!(once.plan().unwrap().at, at(45), "confirmed by the next slot");
    // A second answer to a question that was under way at the first one is no second check.
    assert_eq!(take(&once, observed(failed(), at(20)), at(21)).order.state(), &State::Watching);
    let twice = answered(&once, failed(), 45);
    assert_eq!(twice.state(), &State::Failed(Failure::Declined(Untrusted::new("Transaction failed."))));
    // Anything else in between begins anew.
    let denied = answered(&once, Ok(Observation::NotFound), 45);
    assert_eq!(answered(&denied, failed(), 90).state(), &State::Watching);

    let trusting = Policy { confirm_failed: false, ..Policy::default() };
    let at_once = step(&order(), observed(failed(), at(20)), at(20), &trusting).order;
    assert!(matches!(at_once.state(), State::Failed(_)));
}

#[test]
fn three_refused_or_unreadable_answers_in_a_row_go_to_a_person() {
    let refused = || no_answer(NoAnswerReason::Rejected);
    let unreadable = || no_answer(NoAnswerReason::Unreadable);
    let two = answered(&answered(&order(), refused(), 20), unreadable(), 45);
    assert_eq!((two.state(), two.tally().strikes), (&State::Watching, 2));
    assert!(matches!(reason(&answered(&two, refused(), 90)), Reason::NoReadableAnswer(_)));
    let interrupted = answered(&two, Ok(Observation::Pending), 90);
    assert_eq!(answered(&interrupted, refused(), 180).state(), &State::Watching);
}

#[test]
fn f34_a_status_that_we_do_not_know_is_kept_and_counted_and_ends_nothing() {
    let unknown = |text: &str| Ok(Observation::Unrecognized(Untrusted::new(text)));
    let mut after = order();
    for (nth, seconds) in [20, 45, 90, 605, 700].into_iter().enumerate() {
        after = answered(&after, unknown("PARTIALLY_SETTLED"), seconds);
        assert!(after.state().is_live());
        assert_eq!(after.tally().unrecognized as usize, nth + 1);
    }
    assert_eq!(after.last_unrecognized().unwrap().as_raw(), "PARTIALLY_SETTLED");
}

#[test]
fn a_payment_that_settled_another_order_leaves_one_that_ended_as_it_is() {
    // Cancelled, and opened again under the same key: the sweep finds the payment of the second order.
    let cancelled = take(&order(), Input::Cancel, at(5)).order;
    let taken = Input::TransactionTaken { payment: payment("transaction", at(30)), by: order_id("second") };
    let after = take(&cancelled, taken.clone(), at(1_200));
    assert_eq!((after.order.state(), after.event), (&State::Cancelled, None));
    assert_eq!(after.order.plan().unwrap().at, at(600 + 86_400));
    assert!(matches!(reason(&take(&order(), taken, at(40)).order), Reason::TransactionTaken { .. }));
}

#[test]
fn a_payment_that_turns_up_after_nobody_answered_is_reported() {
    let day = 600 + 86_400;
    let unverified = answered(&order(), no_answer(NoAnswerReason::Unreachable), day);
    let found = take(&unverified, observed(paid("transaction", at(30)), at(day)), at(day));
    assert!(matches!(found.event.unwrap().kind, EventKind::LatePaid { after: Some(Ended::Unanswered), .. }));
    assert_eq!(take(&unverified, observed(Ok(Observation::NotFound), at(day)), at(day)).order, unverified);
}
