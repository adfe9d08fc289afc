//! Section 7.3 as a table: what each answer makes of an order in each state.

use std::fmt::Write as _;

use super::*;

/// Every answer a provider can give, and every way to give none.
fn answers() -> Vec<(&'static str, Result<Observation, NoAnswer>)> {
    let text = || Untrusted::new("text");
    let mut wrong = payment("transaction", at(30));
    wrong.amount = Money::from_minor(1, Currency::Usd);
    vec![
        ("paid", paid("transaction", at(30))),
        ("paid late", paid("transaction", at(700))),
        ("paid again", paid("second", at(30))),
        ("paid wrong amount", Ok(Observation::Paid(wrong))),
        ("paid, unreadable", Ok(Observation::PaidUnreadable(text()))),
        ("not found", Ok(Observation::NotFound)),
        ("pending", Ok(Observation::Pending)),
        ("failed", Ok(Observation::Failed(text()))),
        ("closed", Ok(Observation::Closed)),
        ("refunded", Ok(Observation::Refunded(payment("transaction", at(30))))),
        ("untraceable", Ok(Observation::Untraceable(text()))),
        ("unrecognized", Ok(Observation::Unrecognized(text()))),
        ("unauthorized", no_answer(NoAnswerReason::Unauthorized)),
        ("quota spent", no_answer(NoAnswerReason::Throttled(Throttle::Daily))),
        ("burst", no_answer(NoAnswerReason::Throttled(Throttle::Burst(None)))),
        ("unreachable", no_answer(NoAnswerReason::Unreachable)),
        ("rejected", no_answer(NoAnswerReason::Rejected)),
        ("unreadable", no_answer(NoAnswerReason::Unreadable)),
    ]
}

/// An order in each state, and the second at which it is answered about.
fn orders() -> Vec<(&'static str, Order, u64)> {
    let failed = || Ok(Observation::Failed(Untrusted::new("text")));
    let rejected = || no_answer(NoAnswerReason::Rejected);
    let suspected = answered(&order(), failed(), 20);
    vec![
        ("Watching", order(), 45),
        ("Watching, failed once", suspected.clone(), 45),
        ("Watching, two strikes", answered(&answered(&order(), rejected(), 20), rejected(), 45), 90),
        ("Grace, before the settle delay", take(&order(), Input::Tick, at(600)).order, 604),
        ("Grace, after the settle delay", take(&order(), Input::Tick, at(600)).order, 605),
        ("Grace, at the end of the review time", take(&order(), Input::Tick, at(600)).order, 600 + 86_400),
        ("Paid", answered(&order(), paid("transaction", at(30)), 30), 45),
        ("LatePaid", answered(&order(), paid("transaction", at(700)), 705), 710),
        ("Failed", answered(&suspected, failed(), 45), 1_200),
        ("TimedOut", answered(&order(), Ok(Observation::NotFound), 605), 1_205),
        ("Cancelled", take(&order(), Input::Cancel, at(30)).order, 1_200),
        ("Review, mismatch", answered(&order(), paid("transaction", at(0).before(WEEK)), 30), 45),
        ("Review, unverified", answered(&order(), no_answer(NoAnswerReason::Unreachable), 90_000), 90_001),
    ]
}

const WEEK: std::time::Duration = std::time::Duration::from_hours(7 * 24);

#[test]
fn what_each_answer_makes_of_each_state() {
    let mut table = String::new();
    for (name, order, seconds) in orders() {
        writeln!(table, "{name}, answered at {seconds} s").unwrap();
        for (answer_name, answer) in answers() {
            let step = take(&order, observed(answer, at(seconds)), at(seconds));
            write!(table, "  {answer_name:18}").unwrap();
            writeln!(table, " {}", outcome(&order, &step).trim_end()).unwrap();
        }
    }
    insta::assert_snapshot!("step@states", table);
}

fn outcome(before: &Order, Step { order, event, contradiction }: &Step) -> String {
    let mut line = match order.state() {
        state if order == before => format!("{state}, unmoved"),
        State::Review(review) => {
            let settled = if review.settled.is_some() { ", still settled" } else { "" };
            format!("review: {}{settled}", review.reason.as_str())
        }
        state => format!("{state}"),
    };
    if order != before
        && let Some(plan) = order.plan()
    {
        write!(line, ", asked at {} s", plan.at.since(OPENED).as_secs()).unwrap();
    }
    if order.tally().strikes > 0 && order != before {
        write!(line, ", strike {}", order.tally().strikes).unwrap();
    }
    if let Some(event) = event {
        write!(line, " -> {}", event.kind).unwrap();
    }
    if contradiction.is_some() {
        line.push_str(" (logged)");
    }
    line
}
