use std::time::Duration;

use pay_core::Timestamp;

use super::fixture::{OPENED, apply, at, commit, order, order_at, register, source};
use crate::store::{Mark, Store};
use crate::{EventId, Input, SourceId};

/// Events come in the order of their commits until they are delivered or put aside.
pub async fn outbox(store: &dyn Store) {
    let source = source("a");
    for name in ["second", "first"] {
        let order = order(name, name);
        register(store, &order).await;
        commit(store, &apply(&order, Input::Cancel, at(1))).await;
    }
    let elsewhere = order_at("b", "elsewhere", "elsewhere");
    register(store, &elsewhere).await;
    commit(store, &apply(&elsewhere, Input::Cancel, at(1))).await;

    assert_eq!(events(store, &source, at(1), 10).await, ["second/1 after 0", "first/1 after 0"]);
    assert_eq!(events(store, &source, at(1), 1).await, ["second/1 after 0"]);
    let set_back = events(store, &source, OPENED.before(Duration::from_hours(1)), 1).await;
    assert_eq!(set_back, ["second/1 after 0"], "a first attempt waits for no clock");

    // An event that waits for its next attempt does not hold the others up.
    let (first, second) = (event("first"), event("second"));
    mark(store, &second, Mark::Retry(at(60))).await;
    assert_eq!(events(store, &source, at(59), 10).await, ["first/1 after 0"]);
    assert_eq!(events(store, &source, at(60), 10).await, ["second/1 after 1", "first/1 after 0"]);

    mark(store, &first, Mark::Delivered).await;
    mark(store, &first, Mark::Delivered).await;
    mark(store, &event("unknown"), Mark::Dead).await;
    assert_eq!(store.horizon(&source).await.expect("the store answers").delivery, Some(at(60)));

    mark(store, &second, Mark::Dead).await;
    assert!(events(store, &source, at(10_000), 10).await.is_empty());
    assert_eq!(store.horizon(&source).await.expect("the store answers").delivery, None);
    let dead = store.dead_letters(&source, 10).await.expect("the store answers");
    assert_eq!(dead.iter().map(|dead| (&dead.event.id, dead.failures)).collect::<Vec<_>>(), [(&second, 2)]);

    mark(store, &second, Mark::Retry(at(70))).await;
    assert_eq!(events(store, &source, at(70), 10).await, ["second/1 after 3"]);
    assert!(store.dead_letters(&source, 10).await.expect("the store answers").is_empty());
}

fn event(name: &str) -> EventId {
    EventId::new(order(name, name).id(), 1)
}

async fn mark(store: &dyn Store, event: &EventId, mark: Mark) {
    store.mark(event, mark).await.expect("the store takes a mark");
}

async fn events(store: &dyn Store, source: &SourceId, now: Timestamp, limit: usize) -> Vec<String> {
    let events = store.undelivered(source, now, limit).await.expect("the store answers");
    events.iter().map(|entry| format!("{} after {}", entry.event.id, entry.failures)).collect()
}
