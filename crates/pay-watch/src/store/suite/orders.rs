use std::sync::Arc;

use pay_core::{OrderId, Timestamp};
use tokio::task::JoinSet;

use super::fixture::{OPENED, apply, at, commit, id, kept, order, order_at, paid, register, source};
use crate::store::{CommitError, Horizon, RegisterError, Store};
use crate::{Input, State};

/// An order is registered once, and no second live order has its key.
pub async fn registration(store: &dyn Store) {
    let first = order("first", "key");
    assert_eq!(store.order(first.id()).await.expect("the store answers"), None);
    register(store, &first).await;
    assert_eq!(kept(store, &first).await, first);

    register(store, &first).await;
    let other = order("first", "other-key");
    assert!(matches!(store.register(&other).await, Err(RegisterError::DuplicateId)));

    // D-22: one payment would settle both.
    let second = order("second", "key");
    match store.register(&second).await {
        Err(RegisterError::DuplicateKey { live }) => assert_eq!(live, id("first")),
        other => assert!(other.is_err(), "a second live order with the key was registered"),
    }
    assert_eq!(store.order(second.id()).await.expect("the store answers"), None);

    register(store, &order_at("b", "elsewhere", "key")).await;
    commit(store, &apply(&first, Input::Cancel, at(1))).await;
    register(store, &second).await;

    // A repeat after the order moved on does not set it back.
    register(store, &first).await;
    assert_eq!(kept(store, &first).await.state(), &State::Cancelled);
}

/// A step is committed on the version that it was made from, and on no other.
pub async fn commits(store: &dyn Store) {
    let before = order("order", "key");
    let unknown = apply(&before, Input::Hint, at(1));
    assert!(matches!(store.commit(&unknown).await, Err(CommitError::Conflict)), "order was not registered");

    register(store, &before).await;
    let hinted = apply(&before, Input::Hint, at(1));
    let cancelled = apply(&before, Input::Cancel, at(1));
    let later = apply(&hinted.order, Input::Cancel, at(2));
    assert!(matches!(store.commit(&later).await, Err(CommitError::Conflict)), "a version was left out");
    commit(store, &hinted).await;
    assert!(
        matches!(store.commit(&hinted).await, Err(CommitError::Conflict)),
        "the step was committed twice"
    );
    assert!(matches!(store.commit(&cancelled).await, Err(CommitError::Conflict)), "a change was lost");
    assert_eq!(kept(store, &before).await, hinted.order);
    assert!(events(store).await.is_empty(), "a refused step left its event behind");

    commit(store, &later).await;
    assert_eq!(kept(store, &before).await.state(), &State::Cancelled);
    assert_eq!(events(store).await, ["order/2"]);
}

/// Of rivals with the same version one wins, and one event is kept.
pub async fn rivals(store: &Arc<dyn Store>) {
    let before = order("order", "key");
    register(&**store, &before).await;
    let mut tasks = JoinSet::new();
    for _ in 0..16 {
        let (store, step) = (Arc::clone(store), paid(&before, "transaction"));
        tasks.spawn(async move { store.commit(&step).await });
    }
    let results = tasks.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
    assert!(results.into_iter().all(|result| matches!(result, Ok(()) | Err(CommitError::Conflict))));
    assert_eq!(events(&**store).await, ["order/1"]);
}

/// A transaction settles one order of a source, for ever.
pub async fn transactions(store: &dyn Store) {
    let (first, second) = (order("first", "key-1"), order("second", "key-2"));
    let elsewhere = order_at("b", "third", "key-1");
    for order in [&first, &second, &elsewhere] {
        register(store, order).await;
    }
    let settled = paid(&first, "transaction");
    commit(store, &settled).await;
    match store.commit(&paid(&second, "transaction")).await {
        Err(CommitError::TransactionTaken { by }) => assert_eq!(by, id("first")),
        other => assert!(other.is_err(), "one transaction settled two orders"),
    }
    assert_eq!(kept(store, &second).await, second, "a refused step moved the order");
    assert_eq!(events(store).await, ["first/1"], "a refused step left its event behind");
    commit(store, &paid(&second, "another")).await;
    commit(store, &paid(&elsewhere, "transaction")).await;

    // The order that has it may change further.
    commit(store, &paid(&settled.order, "a-second-one")).await;
}

/// What is due comes by urgency, then by age; each source by itself.
pub async fn agenda(store: &dyn Store) {
    for name in ["two", "one", "swept", "done"] {
        register(store, &order(name, name)).await;
    }
    register(store, &order_at("b", "elsewhere", "elsewhere")).await;
    let a = source("a");
    assert_eq!(due(store, OPENED, 10).await, [""; 0]);

    let swept = apply(&order("swept", "swept"), Input::Cancel, at(1));
    commit(store, &swept).await;
    commit(store, &paid(&order("done", "done"), "transaction")).await;
    assert_eq!(due(store, at(19), 10).await, [""; 0]);
    let mut equals = due(store, at(20), 10).await;
    equals.sort_unstable();
    assert_eq!(equals, ["one", "two"]);
    commit(store, &apply(&order("two", "two"), Input::Hint, at(19))).await;

    let horizon = store.horizon(&a).await.expect("the store answers");
    assert_eq!((horizon.check, horizon.wake), (Some(at(19)), Some(at(29))));
    assert!(horizon.delivery.is_some_and(|delivery| delivery <= at(1)));
    assert_eq!(due(store, at(20), 10).await, ["two", "one"], "a hint moves an order up");
    assert!(store.waking(&a, at(28), 10).await.expect("the store answers").is_empty());
    let waking = store.waking(&a, at(600), 10).await.expect("the store answers");
    let waking: Vec<&OrderId> = waking.iter().map(crate::Order::id).collect();
    assert_eq!(waking, [&id("two"), &id("one")], "a suggestion at 29 s comes before the expiry");

    // Cancelled at 1 s, open until 600 s, swept ten minutes later.
    commit(store, &apply(&order("one", "one"), Input::Tick, at(600))).await;
    assert_eq!(due(store, at(1_200), 10).await, ["one", "two", "swept"]);
    assert_eq!(due(store, at(1_200), 2).await, ["one", "two"]);
    assert_eq!(store.horizon(&source("c")).await.expect("the store answers"), Horizon::default());
}

/// A plan made by a clock that was set back since does not wait for that clock (F-16).
pub async fn clock_set_back(store: &dyn Store) {
    let ahead = order("order", "key");
    register(store, &ahead).await;
    let hinted = apply(&ahead, Input::Hint, at(3_000));
    commit(store, &hinted).await;
    assert_eq!(due(store, at(2_950), 10).await, [""; 0]);
    assert_eq!(due(store, at(10), 10).await, ["order"]);
    assert_eq!(due(store, at(3_000), 10).await, ["order"], "an order comes once, for whatever reason");
}

async fn due(store: &dyn Store, now: Timestamp, limit: usize) -> Vec<String> {
    let due = store.due(&source("a"), now, limit).await.expect("the store answers");
    due.iter().map(|order| order.id().to_string()).collect()
}

async fn events(store: &dyn Store) -> Vec<String> {
    let events = store.undelivered(&source("a"), at(1_000_000), 100).await.expect("the store answers");
    events.iter().map(|undelivered| undelivered.event.id.to_string()).collect()
}
