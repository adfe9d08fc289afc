use std::collections::HashMap;
use std::time::Duration;

use pay_core::{OrderKey, Timestamp};

use super::*;

#[tokio::test]
async fn what_is_due_together_is_asked_together_in_batches_that_the_source_takes() {
    let world = World::unlimited();
    for nth in 0..120 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world.clock.set(at(20));
    let progress = world.watcher.step_due().await.unwrap();
    assert_eq!((progress.requests, progress.checked.len()), (3, 120));
    let sizes: Vec<usize> =
        world.source.requests.lock().unwrap().iter().map(|(_, keys)| keys.len()).collect();
    assert_eq!(sizes, [50, 50, 20]);
    assert_eq!(progress.wake, Some(at(45)));
}

#[tokio::test]
async fn a_key_that_two_orders_share_is_asked_once() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.watcher.cancel(&order_id("coffee")).await.unwrap();
    world.clock.set(at(700));
    let mut tea = opened_at("tea", at(700));
    tea.expected = expected("coffee", at(700));
    world.watcher.watch(&tea).await.unwrap();
    world.clock.set(at(1_200));
    let progress = world.watcher.step_due().await.unwrap();
    assert_eq!(progress.checked.len(), 2);
    assert_eq!(world.source.requests.lock().unwrap()[0].1.len(), 1);
}

#[tokio::test]
async fn f23_only_the_orders_that_are_answered_move() {
    let world = World::new();
    for name in ["answered", "waiting", "left-out", "broken"] {
        world.watcher.watch(&opened(name)).await.unwrap();
    }
    world.source.tell("answered", paid("transaction", at(5)));
    world.source.tell("left-out", None);
    world.source.tell("broken", no_answer(NoAnswerReason::Unreachable));
    for until in [30, 60, 100, 200, 400, 620] {
        world.run_to(at(until)).await;
        assert!(matches!(world.state("answered").await, State::Paid(_)));
        assert!(world.state("left-out").await.is_live(), "that it was left out says nothing");
        assert!(world.state("broken").await.is_live());
    }
    assert_eq!(world.order("left-out").await.tally().strikes, 0);
    assert_eq!(world.heard.lines(), ["answered: paid", "waiting: timed out"]);
    // The slots are spent, so that what is left out is not asked about over and over.
    assert_eq!(world.source.asked_at(), [20, 45, 90, 180, 360, 605]);
}

#[tokio::test]
async fn f24_one_poisoned_order_is_found_and_does_not_silence_the_others() {
    for poisoned in [0, 33, 49] {
        let world = fifty().await;
        poison(&world, poisoned);
        world.clock.set(at(20));
        let progress = world.watcher.step_due().await.unwrap();
        assert!(progress.requests <= 15, "{} requests to find one order in fifty", progress.requests);
        for nth in 0..50 {
            let order = world.order(&format!("order-{nth}")).await;
            let tally = (order.tally().checks, order.tally().strikes);
            assert_eq!(tally, (1, u32::from(nth == poisoned)), "order-{nth}");
        }
        // From then on it is asked about alone, until a person has to look.
        for seconds in [45, 90] {
            world.clock.set(at(seconds));
            assert_eq!(world.watcher.step_due().await.unwrap().requests, 2);
        }
        assert!(matches!(world.state(&format!("order-{poisoned}")).await, State::Review(_)));
    }
}

#[tokio::test]
async fn f24_of_many_poisoned_orders_those_that_are_found_are_blamed_and_no_other() {
    let world = fifty().await;
    let poisoned = [3, 14, 21, 28, 35, 42, 49];
    for nth in poisoned {
        poison(&world, nth);
    }
    let mut reviewed = Vec::new();
    for seconds in (20..600).step_by(20) {
        world.clock.set(at(seconds));
        let progress = world.watcher.step_due().await.unwrap();
        assert!(progress.requests <= 15 + 7, "{} requests at once", progress.requests);
    }
    for nth in 0..50 {
        match world.state(&format!("order-{nth}")).await {
            State::Review(_) => reviewed.push(nth),
            state => assert_eq!(state, State::Watching),
        }
    }
    assert!(!reviewed.is_empty() && reviewed.iter().all(|nth| poisoned.contains(nth)), "{reviewed:?}");
}

async fn fifty() -> World {
    let world = World::unlimited();
    for nth in 0..50 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world
}

fn poison(world: &World, nth: u32) {
    world.source.poison.lock().unwrap().push(crate::testing::key(&format!("order-{nth}")));
}

#[tokio::test]
async fn f24_a_source_that_refuses_everything_costs_few_requests_and_nobody_is_singled_out() {
    let world = fifty().await;
    world.source.tell_all(no_answer(NoAnswerReason::Rejected));
    let mut requests = Vec::new();
    for seconds in [20, 45, 90] {
        world.clock.set(at(seconds));
        requests.push(world.watcher.step_due().await.unwrap().requests);
    }
    assert_eq!(requests, [15, 1, 1]);
    for nth in 0..50 {
        assert!(matches!(world.state(&format!("order-{nth}")).await, State::Review(_)), "order-{nth}");
    }
}

#[tokio::test]
async fn f30_more_orders_than_the_source_can_answer_in_time_all_get_their_turn() {
    // 10 000 orders at once, 50 a request, 200 ms a request: one pass over all of them takes 40 seconds, as long
    // as the two first slots are apart.
    let world = World::unlimited();
    *world.source.latency.lock().unwrap() = Duration::from_millis(200);
    for nth in 0..10_000 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world.run_to(at(1_000)).await;
    assert_eq!(world.heard.lines().len(), 10_000);
    let mut asked: HashMap<&OrderKey, Vec<Timestamp>> = HashMap::new();
    let requests = world.source.requests.lock().unwrap();
    for (asked_at, keys) in requests.iter() {
        for key in keys {
            asked.entry(key).or_default().push(*asked_at);
        }
    }
    for (key, times) in asked {
        let gap = times.windows(2).map(|pair| pair[1].since(pair[0])).max().unwrap();
        assert!(times[0] <= at(20 + 41), "{key} waited for its first question");
        assert!(gap <= Duration::from_secs(245 + 41), "{key} waited {gap:?} between two questions");
        assert!(*times.last().unwrap() <= at(605 + 41), "{key} waited for its last question");
    }
}
