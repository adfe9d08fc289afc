//! What holds for every history of one order, however absurd.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::EventKind;

#[derive(Clone, Debug)]
struct Moment {
    /// Milliseconds since the moment before; negative when the clock was set back.
    passed: i64,
    /// How long the question took.
    took: u64,
    input: Happening,
}

#[derive(Clone, Debug)]
enum Happening {
    Answer(Box<Result<Observation, NoAnswer>>),
    Unanswered,
    Taken,
    Hint,
    Cancel,
    Tick,
    Blocked,
}

fn payments() -> impl Strategy<Value = Payment> {
    let amounts = prop_oneof![
        4 => Just(crate::testing::PRICE),
        1 => Just(Money::from_minor(1, Currency::Usd)),
        1 => Just(Money::from_minor(1_050, Currency::Khr)),
    ];
    let receivers =
        prop_oneof![4 => Just(Some("Coffee@DEVB")), 1 => Just(Some("thief@devb")), 1 => Just(None)];
    let times = prop::option::of(
        (-100_i64..1_000).prop_map(|seconds| Timestamp::from_millis(OPENED.as_millis() + seconds * 1_000)),
    );
    (prop::sample::select(vec!["a", "b"]), amounts, receivers, times, prop::bool::weighted(0.1)).prop_map(
        |(transaction, amount, receiver, paid_at, reversed)| {
            let mut payment = payment(transaction, OPENED);
            payment.amount = amount;
            payment.receiver = receiver.map(|receiver| AccountId::new(receiver).unwrap());
            payment.paid_at = paid_at;
            payment.reversal = reversed.then(|| Untrusted::new("reversed"));
            payment
        },
    )
}

fn answers() -> impl Strategy<Value = Result<Observation, NoAnswer>> {
    let text = || Untrusted::new("text");
    prop_oneof![
        3 => payments().prop_map(|payment| Ok(Observation::Paid(payment))),
        1 => payments().prop_map(|payment| Ok(Observation::Refunded(payment))),
        4 => prop::sample::select(vec![
            Observation::NotFound,
            Observation::Pending,
            Observation::PaidUnreadable(text()),
            Observation::Failed(text()),
            Observation::Closed,
            Observation::Untraceable(text()),
            Observation::Unrecognized(text()),
        ]).prop_map(Ok),
        4 => prop::sample::select(vec![
            NoAnswerReason::Unauthorized,
            NoAnswerReason::Throttled(Throttle::Daily),
            NoAnswerReason::Throttled(Throttle::Burst(Some(Duration::MAX))),
            NoAnswerReason::Unreachable,
            NoAnswerReason::Rejected,
            NoAnswerReason::Unreadable,
        ]).prop_map(no_answer),
    ]
}

fn moments() -> impl Strategy<Value = Moment> {
    let passed = prop_oneof![
        6 => 0_i64..120_000,
        1 => Just(3_600_000_i64),
        1 => Just(-3_600_000_i64),
        1 => Just(86_400_000_i64),
    ];
    let input = prop_oneof![
        8 => answers().prop_map(|answer| Happening::Answer(Box::new(answer))),
        1 => Just(Happening::Unanswered),
        1 => Just(Happening::Taken),
        2 => Just(Happening::Hint),
        1 => Just(Happening::Cancel),
        2 => Just(Happening::Tick),
        1 => Just(Happening::Blocked),
    ];
    (passed, 0_u64..20_000, input).prop_map(|(passed, took, input)| Moment { passed, took, input })
}

fn input(happening: &Happening, started_at: Timestamp) -> Input {
    match happening {
        Happening::Answer(answer) => observed((**answer).clone(), started_at),
        Happening::Unanswered => Input::Unanswered { started_at },
        Happening::Taken => {
            Input::TransactionTaken { payment: payment("a", OPENED), by: order_id("another") }
        }
        Happening::Hint => Input::Hint,
        Happening::Cancel => Input::Cancel,
        Happening::Tick => Input::Tick,
        Happening::Blocked => Input::Blocked { since: started_at },
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn every_history_keeps_the_invariants(moments in prop::collection::vec(moments(), 1..40)) {
        let mut order = order();
        let mut now = OPENED;
        let mut ends = Vec::new();
        for Moment { passed, took, input: happening } in moments {
            now = Timestamp::from_millis(now.as_millis() + passed);
            let started_at = now.before(Duration::from_millis(took));
            let step = take(&order, input(&happening, started_at), now);
            check(&order, &step, &happening, started_at)?;
            ends.extend(step.event.map(|event| event.kind));
            order = step.order;
        }
        check_events(&ends)?;
    }

    /// I-6: whatever happened before, once the provider answers every order ends, within the questions that it
    /// plans by itself and a day.
    #[test]
    fn i6_once_the_provider_answers_every_order_ends(
        moments in prop::collection::vec(moments(), 0..20),
        last in prop::sample::select(vec![Observation::NotFound, Observation::Failed(Untrusted::new("no")), Observation::Pending]),
    ) {
        let mut order = order();
        let mut now = OPENED;
        for Moment { passed, took, input: happening } in moments {
            now = Timestamp::from_millis(now.as_millis() + passed);
            order = take(&order, input(&happening, now.before(Duration::from_millis(took))), now).order;
        }
        let bound = now.max(at(600 + 86_400)).after(Duration::from_hours(1));
        let mut questions = 0;
        while order.state().is_live() {
            now = now.max(order.plan().expect("an open order is always asked about").at);
            order = take(&order, observed(Ok(last.clone()), now), now).order;
            questions += 1;
            prop_assert!(questions <= 50, "still open after {questions} questions");
        }
        prop_assert!(now <= bound, "open until {now}");
    }
}

fn check(
    before: &Order,
    step: &Step,
    happening: &Happening,
    started_at: Timestamp,
) -> Result<(), TestCaseError> {
    let after = &step.order;
    // I-2, compared here by hand and not by `verify`.
    if let State::Paid(settled) = after.state() {
        let payment = settled.payment();
        prop_assert_eq!(payment.amount, crate::testing::PRICE);
        prop_assert!(payment.receiver.as_ref().is_some_and(|found| found.as_str() == "Coffee@DEVB"));
        prop_assert!(payment.reversal.is_none());
        prop_assert!(
            payment
                .paid_at
                .is_none_or(|paid_at| OPENED.before(Duration::from_mins(1)) <= paid_at && paid_at <= at(660))
        );
    }
    // I-3.
    if let State::Paid(settled) = before.state() {
        let stays = match after.state() {
            State::Paid(still) => still == settled,
            State::Review(review) => review.settled.as_ref() == Some(&**settled),
            _ => false,
        };
        prop_assert!(stays, "paid became {}", after.state());
    }
    // I-1, as far as one order can tell: the transaction that was spent on it stays the same.
    if let Some(transaction) = before.transaction()
        && let Some(still) = after.transaction()
    {
        prop_assert_eq!(transaction, still);
    }
    if after.state() == &State::TimedOut && before.state() != &State::TimedOut {
        let said_so = matches!(happening, Happening::Answer(answer) if matches!(**answer, Ok(Observation::NotFound | Observation::Closed)));
        prop_assert!(said_so && started_at >= at(605), "timed out by {happening:?}");
    }
    // Nothing is lost: an open order is asked about again, and woken.
    prop_assert_eq!(after.state().is_live() && after.plan().is_none(), false);
    prop_assert_eq!(after.state().is_live() && after.wake().is_none(), false);
    prop_assert!(before.state().is_live() || !after.state().is_live(), "an order was opened again");

    prop_assert_eq!(after.version(), before.version() + u64::from(step.changes(before)));
    prop_assert_eq!(after == before, !step.changes(before));
    let entered = !after.state().is_live() && after.state() != before.state();
    let suggested = step.event.as_ref().is_some_and(|event| event.kind == EventKind::ManualCheckSuggested);
    prop_assert_eq!(step.event.is_some(), entered || suggested);
    Ok(())
}

/// What the documentation of each event promises about the others.
fn check_events(kinds: &[EventKind]) -> Result<(), TestCaseError> {
    let nth = |test: fn(&EventKind) -> bool| kinds.iter().filter(|kind| test(kind)).count();
    prop_assert!(nth(|kind| matches!(kind, EventKind::Paid(_))) <= 1);
    let late = nth(|kind| matches!(kind, EventKind::LatePaid { .. }));
    prop_assert!(late <= 1);
    prop_assert!(
        nth(|kind| matches!(kind, EventKind::TimedOut | EventKind::Failed(_) | EventKind::Cancelled)) <= 1
    );
    prop_assert!(nth(|kind| matches!(kind, EventKind::ManualCheckSuggested)) <= 1);
    prop_assert!(nth(|kind| matches!(kind, EventKind::NeedsReview(_))) <= 2);
    if let Some(paid) = kinds.iter().position(|kind| matches!(kind, EventKind::Paid(_))) {
        prop_assert!(kinds[paid + 1..].iter().all(|kind| matches!(kind, EventKind::NeedsReview(_))));
        prop_assert!(kinds[..paid].iter().all(|kind| *kind == EventKind::ManualCheckSuggested));
    }
    Ok(())
}
