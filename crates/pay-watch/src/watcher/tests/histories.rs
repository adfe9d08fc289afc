//! Random histories of a shop: many orders, a provider in trouble, payers who pay anything, a clock that jumps.

use std::collections::HashMap;
use std::time::Duration;

use pay_core::{Currency, Money, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::{EventKind, Limits, Order};

#[derive(Clone, Debug)]
enum Step {
    Open(usize),
    Pay { order: usize, transaction: usize, amount: i64, late: bool },
    Say { order: usize, what: usize },
    LeaveOut(usize),
    Trouble(usize),
    Well,
    Poison(usize),
    Hint(usize),
    Cancel(usize),
    Pass(u64),
    Jump(i64),
    Resume,
}

const ORDERS: usize = 6;

fn steps() -> impl Strategy<Value = Step> {
    let order = 0..ORDERS;
    prop_oneof![
        3 => order.clone().prop_map(Step::Open),
        3 => (order.clone(), 0..4_usize, prop_oneof![3 => Just(1_050_i64), 1 => Just(1_i64)], prop::bool::weighted(0.2))
            .prop_map(|(order, transaction, amount, late)| Step::Pay { order, transaction, amount, late }),
        2 => (order.clone(), 0..6_usize).prop_map(|(order, what)| Step::Say { order, what }),
        1 => order.clone().prop_map(Step::LeaveOut),
        2 => (0..6_usize).prop_map(Step::Trouble),
        3 => Just(Step::Well),
        1 => order.clone().prop_map(Step::Poison),
        2 => order.clone().prop_map(Step::Hint),
        1 => order.prop_map(Step::Cancel),
        8 => (0..240_u64).prop_map(Step::Pass),
        1 => prop::sample::select(vec![-3_600_i64, 3_600]).prop_map(Step::Jump),
        1 => Just(Step::Resume),
    ]
}

fn name(order: usize) -> String {
    format!("order-{order}")
}

async fn take(world: &World, step: Step, now: &mut Timestamp) {
    let poison = |name: &str| world.source.poison.lock().unwrap().push(crate::testing::key(name));
    match step {
        Step::Open(order) => {
            // Refused when it is open already.
            let _ = world.watcher.watch(&opened_at(&name(order), *now)).await;
        }
        Step::Pay { order, transaction, amount, late } => {
            let paid_at = if late { now.after(Duration::from_hours(2)) } else { *now };
            let mut payment = payment(&format!("transaction-{transaction}"), paid_at);
            payment.amount = Money::from_minor(amount, Currency::Usd);
            world.source.tell(&name(order), Ok(Observation::Paid(payment)));
        }
        Step::Say { order, what } => world.source.tell(
            &name(order),
            Ok(match what {
                0 => Observation::NotFound,
                1 => Observation::Pending,
                2 => Observation::Failed("failed".into()),
                3 => Observation::Closed,
                4 => Observation::Unrecognized("?".into()),
                _ => Observation::Untraceable("static".into()),
            }),
        ),
        Step::LeaveOut(order) => world.source.tell(&name(order), None),
        Step::Trouble(nth) => {
            let reasons = [
                NoAnswerReason::Unauthorized,
                NoAnswerReason::Throttled(Throttle::Daily),
                NoAnswerReason::Throttled(Throttle::Burst(Some(Duration::from_secs(90)))),
                NoAnswerReason::Unreachable,
                NoAnswerReason::Rejected,
                NoAnswerReason::Unreadable,
            ];
            world.source.tell_all(no_answer(reasons[nth]));
        }
        Step::Well => world.source.tell_all(Ok(Observation::NotFound)),
        Step::Poison(order) => poison(&name(order)),
        Step::Hint(order) => drop(world.watcher.hint(&order_id(&name(order))).await),
        Step::Cancel(order) => drop(world.watcher.cancel(&order_id(&name(order))).await),
        Step::Pass(seconds) => {
            *now = now.after(Duration::from_secs(seconds));
            world.run_to(*now).await;
        }
        Step::Jump(seconds) => {
            *now = Timestamp::from_millis(now.as_millis() + seconds * 1_000);
            world.clock.set(*now);
        }
        Step::Resume => world.watcher.resume().await.unwrap(),
    }
}

async fn orders(world: &World) -> HashMap<usize, Order> {
    let mut found = HashMap::new();
    for order in 0..ORDERS {
        if let Some(kept) = world.watcher.order(&order_id(&name(order))).await.unwrap() {
            found.insert(order, kept);
        }
    }
    found
}

fn check(before: &HashMap<usize, Order>, after: &HashMap<usize, Order>) -> Result<(), TestCaseError> {
    let mut settled_by = HashMap::new();
    for (nth, order) in after {
        // I-1.
        if let Some(transaction) = order.transaction() {
            let other = settled_by.insert(transaction.clone(), *nth);
            prop_assert_eq!(other, None, "{} settled two orders", transaction);
        }
        // I-2.
        if let State::Paid(settled) = order.state() {
            prop_assert_eq!(settled.payment().amount, crate::testing::PRICE);
        }
        // I-3.
        if let Some(State::Paid(settled)) = before.get(nth).map(Order::state) {
            prop_assert_eq!(order.payment(), Some(settled.payment()));
        }
    }
    Ok(())
}

/// The budget of every day was kept.
fn check_budget(world: &World) -> Result<(), TestCaseError> {
    let mut days = HashMap::new();
    for (asked_at, _) in &*world.source.requests.lock().unwrap() {
        *days.entry(Limits::default().day(*asked_at)).or_insert(0) += 1;
    }
    prop_assert!(days.values().all(|requests| *requests <= 90), "{days:?}");
    Ok(())
}

async fn history(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let world = World::new();
    let mut now = OPENED;
    for step in steps {
        let before = orders(&world).await;
        take(&world, step, &mut now).await;
        check(&before, &orders(&world).await)?;
    }
    check_budget(&world)?;

    // I-6: the faults stop, and after the day that a spent quota may cost and the day that a clock may have
    // gained every order has come to an end.
    let before = orders(&world).await;
    world.source.poison.lock().unwrap().clear();
    world.source.tell_all(Ok(Observation::NotFound));
    world.source.told.lock().unwrap().clear();
    world.watcher.resume().await.unwrap();
    world.run_to(now.after(Duration::from_hours(2 * 24 + 1))).await;
    let after = orders(&world).await;
    check(&before, &after)?;
    for order in after.values() {
        prop_assert!(!order.state().is_live(), "{} is still {}", order.id(), order.state());
    }
    check_events(&world, &after)
}

/// Every end was reported, each event under a name of its own.
fn check_events(world: &World, orders: &HashMap<usize, Order>) -> Result<(), TestCaseError> {
    let events = world.heard.events.lock().unwrap();
    let mut ids: Vec<_> = events.iter().map(|event| &event.id).collect();
    ids.sort_unstable();
    ids.dedup();
    prop_assert_eq!(ids.len(), events.len(), "two events share a name, or one came twice");
    for order in orders.values() {
        let kinds = || events.iter().filter(|event| event.order == *order.id()).map(|event| &event.kind);
        let last = kinds().rfind(|kind| **kind != EventKind::ManualCheckSuggested);
        let fits = match order.state() {
            State::Paid(_) => matches!(last, Some(EventKind::Paid(_))),
            State::LatePaid(_) => matches!(last, Some(EventKind::LatePaid { .. })),
            State::Failed(_) => matches!(last, Some(EventKind::Failed(_))),
            State::TimedOut => matches!(last, Some(EventKind::TimedOut)),
            State::Cancelled => matches!(last, Some(EventKind::Cancelled)),
            State::Review(_) => matches!(last, Some(EventKind::NeedsReview(_) | EventKind::LatePaid { .. })),
            State::Watching | State::Grace => false,
        };
        prop_assert!(fits, "{} is {} after {:?}", order.id(), order.state(), kinds().collect::<Vec<_>>());
        prop_assert!(kinds().filter(|kind| matches!(kind, EventKind::Paid(_))).count() <= 1);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn i1_i2_i3_i6_hold_for_every_history_of_a_shop(steps in prop::collection::vec(steps(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(history(steps))?;
    }
}
