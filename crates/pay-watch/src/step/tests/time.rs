//! When an order is asked about, and what time alone does to it.

use std::time::Duration;

use super::*;
use crate::{Plan, Urgency};

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
    assert_eq!(
        woken.order.wake(),
        Some(days.after(Duration::from_hours(1))),
        "it does not wake over and over"
    );
    let blocked = take(&woken.order, Input::Blocked { since: days }, days).order;
    assert_eq!(blocked.state(), &State::Grace);
    let hour = days.after(Duration::from_hours(1));
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
    let mut now = OPENED.before(Duration::from_hours(1));
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
fn f16_questions_of_an_hour_that_never_was_do_not_change_the_schedule() {
    let ahead = answered(&order(), Ok(Observation::Pending), 3_600);
    let mut back = take(&ahead, Input::Tick, at(0)).order;
    let mut questions = Vec::new();
    while back.state() == &State::Watching {
        let due = back.plan().unwrap().at;
        questions.push(due.since(OPENED).as_secs());
        back = take(&back, observed(Ok(Observation::NotFound), due), due).order;
    }
    assert_eq!(questions, [20, 45, 90, 180, 360, 605]);
    assert_eq!(back.state(), &State::TimedOut);
}

#[test]
fn f16_a_failure_seen_by_a_clock_that_was_ahead_is_confirmed_by_the_next_two_questions() {
    let failed = || Ok(Observation::Failed(Untrusted::new("Transaction failed.")));
    let ahead = answered(&order(), failed(), 3_600);
    let back = answered(&ahead, failed(), 20);
    assert_eq!(back.state(), &State::Watching);
    assert!(matches!(answered(&back, failed(), 45).state(), State::Failed(_)));
}

#[test]
fn f16_a_hint_given_by_a_clock_that_was_ahead_is_followed_once() {
    let ahead = take(&order(), Input::Hint, at(300)).order;
    let back = answered(&ahead, Ok(Observation::NotFound), 5);
    assert_eq!((back.tally().hint_checks, back.plan().unwrap().at), (1, at(20)));
}

#[test]
fn a_slot_at_the_expiry_gives_way_to_the_final_question() {
    let ten = expected("order", OPENED);
    let six =
        pay_core::Expected::new(ten.key().clone(), ten.amount(), ten.receiver().clone(), OPENED, at(360));
    let order =
        Order::new(SourceId::new("test"), order_id("order"), six, OPENED, &Policy::default()).unwrap();
    let after = answered(&order, Ok(Observation::NotFound), 180);
    assert_eq!(after.plan(), Some(Plan { at: at(365), urgency: Urgency::Final }));
}

#[test]
fn an_expired_order_that_stays_open_is_asked_about_less_and_less_until_the_review() {
    let mut pending = order();
    let mut minutes = Vec::new();
    while pending.state().is_live() {
        let due = pending.plan().unwrap().at;
        minutes.push(due.since(at(600)).as_secs() / 60);
        pending = take(&pending, observed(Ok(Observation::Pending), due), due).order;
    }
    assert_eq!(minutes[5..13], [0, 1, 3, 7, 15, 31, 63, 123]);
    assert_eq!(minutes[minutes.len() - 2..], [23 * 60 + 3, 24 * 60], "the last question is the review's");
    assert_eq!(reason(&pending), &Reason::Unverified);
}
