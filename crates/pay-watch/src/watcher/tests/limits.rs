use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::{Limits, Watcher};

fn limits(daily: u32, reserve: u32) -> Limits {
    Limits { daily: Some(daily), reserve, ..Limits::default() }
}

fn daily(requests: u32, reserve: u32) -> World {
    World::with(|watcher| watcher.limits(limits(requests, reserve)))
}

#[tokio::test]
async fn the_budget_is_kept_and_the_reserve_is_left() {
    let world = daily(5, 2);
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(600)).await;
    assert_eq!(world.source.asked_at(), [20, 45, 90], "three of five, and two in reserve");
    let pause = world.watcher.pause().await.unwrap().unwrap();
    assert_eq!((pause.reason, pause.since), (PauseReason::BudgetSpent, at(180)));
    assert_eq!(world.heard.alerts.lock().unwrap().len(), 1);
    assert_eq!(world.state("coffee").await, State::Grace, "a spent budget says nothing about an order");

    // The next day the last question is asked, and decides.
    world.run_to(pause.until.unwrap().after(Duration::from_secs(1))).await;
    assert_eq!(world.state("coffee").await, State::TimedOut);
    assert_eq!(world.watcher.pause().await.unwrap(), None);
}

#[tokio::test]
async fn the_budget_is_of_the_registration_and_survives_the_process() {
    let world = daily(3, 0);
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(100)).await;
    let day = Limits::default().day(OPENED);
    assert_eq!(world.store.spent(&world.id, day), 3);
    let (store, clock) = (Arc::new(world.store.clone()), Arc::new(world.clock.clone()));
    let restarted = Watcher::new(world.id.clone(), world.source.clone(), store, clock).limits(limits(3, 0));
    restarted.hint(&order_id("coffee")).await.unwrap();
    let progress = restarted.step_due().await.unwrap();
    assert_eq!((progress.requests, progress.alerts.len()), (0, 1));
    assert_eq!(world.store.spent(&world.id, day), 3);
}

#[tokio::test]
async fn when_requests_are_short_final_questions_come_first_then_hinted_then_the_longest_due() {
    let world = daily(4, 0);
    let singles = Arc::new(Singles(world.source.clone()));
    let (store, clock) = (Arc::new(world.store.clone()), Arc::new(world.clock.clone()));
    let watcher = Watcher::new(world.id.clone(), singles, store, clock).limits(limits(4, 0));

    watcher.watch(&opened("swept")).await.unwrap();
    watcher.cancel(&order_id("swept")).await.unwrap();
    for (name, opened) in [("final", 0), ("older", 1_200), ("newer", 1_201), ("hinted", 1_210)] {
        world.clock.set(at(opened));
        watcher.watch(&opened_at(name, at(opened))).await.unwrap();
    }
    world.clock.set(at(1_250));
    watcher.hint(&order_id("hinted")).await.unwrap();
    let progress = watcher.step_due().await.unwrap();
    let asked: Vec<&str> = progress.checked.iter().map(|checked| checked.order.as_str()).collect();
    assert_eq!(asked, ["final", "hinted", "older", "newer"]);
    assert_eq!(watcher.pause().await.unwrap().unwrap().reason, PauseReason::BudgetSpent);
}

/// A source without lists.
struct Singles(Arc<crate::testing::TestSource>);

impl pay_core::StatusSource for Singles {
    fn batch_limit(&self) -> std::num::NonZeroUsize {
        std::num::NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [pay_core::OrderKey]) -> pay_core::BoxFuture<'a, pay_core::Observed> {
        self.0.observe(keys)
    }
}

#[tokio::test]
async fn a_quota_that_the_provider_counts_differently_is_believed_until_its_midnight() {
    let world = World::new();
    for nth in 0..10 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world.source.tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Daily)));
    world.run_to(at(3_600)).await;
    assert_eq!(world.source.asked_at(), [20], "one refusal is enough for all orders of the source");
    let pause = world.watcher.pause().await.unwrap().unwrap();
    let midnight = Limits::default().next_day(at(20));
    assert!(
        pause.until.unwrap() >= midnight && pause.until.unwrap() <= midnight.after(Duration::from_mins(1))
    );
    assert_eq!(world.heard.alerts.lock().unwrap().len(), 1);
    assert_eq!(world.heard.lines().len(), 0);
}

#[tokio::test]
async fn f21_a_request_for_fewer_questions_is_honoured_within_a_cap() {
    let paused_for = async |wait: Option<Duration>| {
        let world = World::new();
        world.watcher.watch(&opened("coffee")).await.unwrap();
        world.source.tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Burst(wait))));
        world.run_to(at(21)).await;
        world.watcher.pause().await.unwrap().unwrap().until.unwrap().since(at(20))
    };
    assert_eq!(paused_for(Some(Duration::from_secs(30))).await, Duration::from_secs(30));
    assert_eq!(paused_for(Some(Duration::from_secs(1_000_000_000))).await, Duration::from_hours(1));
    assert_eq!(paused_for(Some(Duration::ZERO)).await, Duration::from_secs(5));
    let unsaid = paused_for(None).await;
    assert!(unsaid >= Duration::from_secs(5) && unsaid <= Duration::from_secs(10), "{unsaid:?}");
}
