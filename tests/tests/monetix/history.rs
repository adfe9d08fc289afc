//! Callbacks and answers in every order, carried through the watch engine: a paid order stays paid.

use std::time::Duration;

use pay_core::{
    AccountId, Expected, Observation, OrderId, OrderKey, OrderStatus, Receiver, Timestamp, Trust,
};
use pay_watch::{Input, Order, Policy, Reason, SourceId, State, Step, step};

use crate::wire::{NOW, callback, operation, read, signed, usd};

/// In the middle of the order's time, which the operations of `wire` were made in.
const AT: Timestamp = Timestamp::from_millis(NOW.as_millis() + 240_000);

fn order() -> Order {
    let key = OrderKey::new("payment_47").unwrap();
    let receiver = Receiver::account(AccountId::new("1234").unwrap());
    let expected = Expected::new(key, usd(10_000), receiver, NOW, NOW.after(Duration::from_mins(10)));
    Order::new(
        SourceId::new("monetix"),
        OrderId::new("payment_47").unwrap(),
        expected,
        NOW,
        &Policy::default(),
    )
    .unwrap()
}

/// What a shop does with a callback: a signed one is an observation, a hint is a hint.
fn deliver(order: &Order, status: &str, operation: &str) -> Step {
    let notice = read(&signed(&callback(status, operation))).unwrap();
    let input = match notice.trust {
        Trust::Signed { .. } => Input::Observed { answer: Ok(notice.claim), started_at: AT },
        _ => Input::Hint,
    };
    step(order, input, AT, &Policy::default())
}

fn paid() -> Order {
    let step = deliver(&order(), "success", &operation(47, "sale", "success"));
    assert!(matches!(step.order.state(), State::Paid(_)), "{:?}", step.order.state());
    step.order
}

#[test]
fn d42_a_decline_after_a_success_does_not_unpay() {
    for (status, operation) in [
        ("decline", operation(48, "sale", "decline")),
        ("decline", operation(46, "sale", "decline")),
        ("expired", operation(48, "sale", "expired")),
        ("processing", operation(48, "sale", "processing")),
        ("error", operation(48, "sale", "error")),
        ("something new", operation(48, "sale", "x")),
        ("success", operation(48, "sale", "decline")),
        ("success", operation(48, "refund", "decline")),
    ] {
        let step = deliver(&paid(), status, &operation);
        assert!(matches!(step.order.state(), State::Paid(_)), "{status}: {:?}", step.order.state());
        assert!(step.event.is_none(), "{status}");
    }
}

/// The shop hears of it; the order stays paid.
#[test]
fn f11_a_decline_after_a_success_is_told_as_a_contradiction() {
    let step = deliver(&paid(), "decline", &operation(46, "sale", "decline"));
    assert_eq!(step.contradiction, Some(OrderStatus::Failed));
}

/// The payer tries again, and succeeds: by callback while the order is open.
#[test]
fn d42_a_success_after_a_decline_pays() {
    let declined = deliver(&order(), "decline", &operation(46, "sale", "decline")).order;
    assert!(declined.state().is_live(), "a failure is to be said twice");
    let step = deliver(&declined, "success", &operation(47, "sale", "success"));
    assert!(matches!(step.order.state(), State::Paid(_)));
}

#[test]
fn d42_a_success_that_contradicts_itself_goes_to_a_person() {
    let step = deliver(&order(), "success", &operation(47, "sale", "decline"));
    let State::Review(review) = step.order.state() else { panic!("{:?}", step.order.state()) };
    assert!(matches!(review.reason, Reason::PaidUnreadable(_)));
    let differs = operation(47, "sale", "success").replace("10000", "1");
    let step = deliver(&order(), "success", &differs);
    assert!(matches!(step.order.state(), State::Review(_)));
}

#[test]
fn d43_a_year_old_callback_changes_nothing_when_it_comes_again() {
    let before = paid();
    let mut order = before.clone();
    for _ in 0..1_000 {
        let step = deliver(&order, "success", &operation(47, "sale", "success"));
        assert!(!step.changes(&order) && step.event.is_none());
        order = step.order;
    }
    assert_eq!(order, before);
}

#[test]
fn f08_duplicates_and_any_order_of_callbacks_end_alike() {
    let events = [
        ("processing", operation(47, "sale", "processing")),
        ("decline", operation(46, "sale", "decline")),
        ("success", operation(47, "sale", "success")),
        ("success", operation(47, "sale", "success")),
    ];
    for first in 0..events.len() {
        for second in 0..events.len() {
            let mut order = order();
            let rest = (0..events.len()).filter(|nth| ![first, second].contains(nth));
            for nth in [first, second].into_iter().chain(rest) {
                order = deliver(&order, events[nth].0, &events[nth].1).order;
            }
            assert!(matches!(order.state(), State::Paid(_)), "{first} {second}: {:?}", order.state());
        }
    }
}

/// A second sale of the same payment is a second payment: one of the two goes back.
#[test]
fn f14_a_payment_by_another_operation_goes_to_a_person() {
    let step = deliver(&paid(), "success", &operation(48, "sale", "success"));
    let State::Review(review) = step.order.state() else { panic!("{:?}", step.order.state()) };
    assert!(matches!(review.reason, Reason::PaidTwice { .. }) && review.settled.is_some());
}

/// What a callback does not prove is asked about, and changes nothing by itself.
#[test]
fn d34_an_ambiguous_callback_moves_the_order_up_and_nothing_else() {
    let body = callback("success", &operation(47, "sale", "success")).replace(
        "\"type\":\"purchase\"",
        "\"type\":\"purchase\",\"description\":\"d;payment:status:success\"",
    );
    let notice = read(&signed(&body)).unwrap();
    assert_eq!(notice.trust, Trust::Hint);
    let before = order();
    let after = step(&before, Input::Hint, AT, &Policy::default());
    assert!(after.order.state().is_live() && after.event.is_none());
    assert!(matches!(notice.claim, Observation::Paid(_)));
}
