mod histories;
mod table;

use pay_core::{
    AccountId, Check, Currency, Money, NoAnswer, NoAnswerReason, Observation, Payment, Throttle, Timestamp,
    Untrusted,
};

use super::{Step, step};
use crate::testing::{OPENED, at, expected, no_answer, order_id, paid, payment};
use crate::{
    Ended, EventKind, ExpiryTooLong, Failure, Input, Order, Plan, Policy, Reason, SourceId, State, Urgency,
};

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
fn not_found_counts_only_from_a_question_sent_after_the_expiry() {
    // Sent in time and answered late: it says nothing of the last second.
    let early = take(&order(), observed(Ok(Observation::NotFound), at(599)), at(606)).order;
    assert_eq!(early.state(), &State::Grace);
    let settling = take(&early, observed(Ok(Observation::NotFound), at(604)), at(607)).order;
    assert_eq!(settling.state(), &State::Grace);
    assert_eq!(settling.plan().unwrap().at, at(607), "the final question is sent at once");
    let late = take(&settling, observed(Ok(Observation::NotFound), at(605)), at(607));
    assert_eq!(late.order.state(), &State::TimedOut);
    assert_eq!(late.event.unwrap().id.as_str(), format!("order/{}", late.order.version()));
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
fn f20_an_outage_never_times_an_order_out_and_the_first_answer_after_it_does() {
    let mut during = order();
    for seconds in (10..86_000).step_by(600) {
        during = answered(&during, no_answer(NoAnswerReason::Unreachable), seconds);
        assert!(during.state().is_live());
    }
    assert_eq!(answered(&during, Ok(Observation::NotFound), 86_001).state(), &State::TimedOut);
}

#[test]
fn without_any_answer_for_a_day_a_person_has_to_look() {
    for reason_of_silence in [
        NoAnswerReason::Unauthorized,
        NoAnswerReason::Throttled(Throttle::Daily),
        NoAnswerReason::Throttled(Throttle::Burst(None)),
        NoAnswerReason::Unreachable,
        NoAnswerReason::Unreadable,
    ] {
        let day = 600 + 86_400;
        let silent = answered(&order(), no_answer(reason_of_silence), day - 1);
        assert_eq!(silent.state(), &State::Grace);
        assert_eq!(reason(&answered(&silent, no_answer(reason_of_silence), day)), &Reason::Unverified);
    }
}

#[test]
fn f16_waking_from_a_long_sleep_asks_before_it_gives_up() {
    // Two days asleep: time alone, or an outage that has just begun, moves the order no further than grace.
    let days = at(2 * 86_400);
    let woken = take(&order(), Input::Tick, days);
    assert_eq!((woken.order.state(), woken.event), (&State::Grace, None));
    assert_eq!(woken.order.plan().unwrap().at, days, "and it is asked about at once");
    let blocked = take(&woken.order, Input::Blocked { since: days }, days).order;
    assert_eq!(blocked.state(), &State::Grace);
    let hour = days.after(std::time::Duration::from_hours(1));
    assert_eq!(reason(&take(&blocked, Input::Blocked { since: days }, hour).order), &Reason::Unverified);
}

#[test]
fn f16_a_clock_that_jumps_an_hour_and_back_loses_nothing() {
    let ahead = take(&order(), Input::Tick, at(3_630)).order;
    assert_eq!(ahead.state(), &State::Grace);
    let back = take(&ahead, Input::Tick, at(31)).order;
    assert_eq!((back.state(), back.plan().unwrap().at), (&State::Watching, at(45)));

    // An hour slow from the start: the slots are used up by their gaps, and not over and over.
    let mut slow = order();
    let mut gaps = Vec::new();
    let mut now = OPENED.before(std::time::Duration::from_hours(1));
    slow.replan(now, &Policy::default());
    while slow.plan().unwrap().at < OPENED {
        let due = slow.plan().unwrap().at;
        gaps.push(due.since(now).as_secs());
        now = due;
        slow = take(&slow, observed(Ok(Observation::NotFound), now), now).order;
    }
    assert_eq!(gaps, [20, 25, 45, 90, 180]);
    assert_eq!(slow.plan().unwrap().at, at(605));
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
fn a_hint_costs_at_most_three_questions_and_suggests_one_manual_check() {
    let mut hinted = order();
    for seconds in [1, 2, 3, 4, 5] {
        hinted = take(&hinted, Input::Hint, at(seconds)).order;
        if hinted.plan().unwrap().at <= at(seconds) {
            hinted = answered(&hinted, Ok(Observation::NotFound), seconds);
        }
    }
    assert_eq!((hinted.tally().hint_checks, hinted.tally().checks), (3, 3));
    assert_eq!(hinted.plan().unwrap().at, at(20), "the slots of the schedule are still there");

    assert_eq!(hinted.wake(), Some(at(11)));
    assert_eq!(take(&hinted, Input::Tick, at(10)).event, None);
    let suggested = take(&hinted, Input::Tick, at(11));
    assert_eq!(suggested.event.unwrap().kind, EventKind::ManualCheckSuggested);
    let again = take(&suggested.order, Input::Hint, at(100)).order;
    assert_eq!(take(&again, Input::Tick, at(200)).event, None, "once an order");
    assert_eq!(again, take(&again, Input::Hint, at(100)).order, "a flood of hints writes nothing");
}

#[test]
fn a_hint_that_comes_while_a_question_is_under_way_is_still_followed() {
    let hinted = take(&order(), Input::Hint, at(21)).order;
    let after = take(&hinted, observed(Ok(Observation::NotFound), at(20)), at(22)).order;
    assert_eq!(after.plan(), Some(Plan { at: at(22), urgency: Urgency::Hinted }));
    let followed = answered(&after, Ok(Observation::NotFound), 23);
    assert_eq!(followed.plan().unwrap().at, at(45));
}

#[test]
fn an_order_that_ended_is_swept_twice_and_then_left() {
    let timed_out = answered(&order(), Ok(Observation::NotFound), 605);
    assert_eq!(timed_out.plan().unwrap().at, at(605 + 600));
    let once = answered(&timed_out, Ok(Observation::NotFound), 1_205);
    assert_eq!(once.plan().unwrap().at, at(605 + 86_400));
    let twice = answered(&once, Ok(Observation::NotFound), 605 + 86_400);
    assert_eq!((twice.plan(), twice.wake()), (None, None));

    // A cancelled order can be paid until it expires.
    assert_eq!(take(&order(), Input::Cancel, at(5)).order.plan().unwrap().at, at(1_200));
    // No room in the budget for two days.
    let waiting = take(&timed_out, Input::Blocked { since: at(605) }, at(605 + 2 * 86_400)).order;
    assert_eq!((waiting.plan(), waiting.wake()), (None, None));
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
