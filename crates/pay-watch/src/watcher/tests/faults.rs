use std::time::Duration;

use super::*;
use crate::Limits;

#[tokio::test]
async fn f12_a_late_payment_is_found_by_the_sweep_and_reported() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(610)).await;
    world.source.tell("coffee", paid("transaction", at(598)));
    world.run_to(at(1_300)).await;
    assert_eq!(world.heard.lines(), ["coffee: timed out", "coffee: late paid"]);
    assert_eq!(world.state("coffee").await.as_str(), "review");
}

#[tokio::test]
async fn f13_a_payment_after_cancelling_is_found_and_reported() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.watcher.cancel(&order_id("coffee")).await.unwrap();
    world.source.tell("coffee", paid("transaction", at(100)));
    world.watcher.run_until_idle(&world.heard).await.unwrap();
    assert_eq!(world.heard.lines(), ["coffee: cancelled", "coffee: late paid"]);
    assert_eq!(world.source.asked_at(), [1_200]);
}

#[tokio::test]
async fn f16_after_a_suspension_no_order_expires_before_it_was_asked_about() {
    let world = World::unlimited();
    for nth in 0..60 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world.source.tell("order-7", paid("transaction", at(300)));
    world.run_to(at(60)).await;
    // Twenty minutes asleep, past every expiry.
    world.clock.set(at(60 + 1_200));
    world.run_to(at(60 + 1_201)).await;
    assert!(matches!(world.state("order-7").await, State::Paid(_)));
    assert_eq!(world.heard.lines().iter().filter(|line| line.ends_with("timed out")).count(), 59);
    let asked = world.source.requests.lock().unwrap();
    let after: usize = asked.iter().filter(|(when, _)| *when >= at(1_260)).map(|(_, keys)| keys.len()).sum();
    assert_eq!(after, 59, "each order was asked about once, but the one that is paid");
}

#[tokio::test]
async fn f16_a_clock_set_back_by_an_hour_does_not_stop_the_questions() {
    let world = World::new();
    // The clock was an hour fast when the order was opened, and is corrected after the first question.
    world.clock.set(at(3_600));
    world.watcher.watch(&opened_at("coffee", at(3_600))).await.unwrap();
    world.run_to(at(3_625)).await;
    world.clock.set(at(25));
    world.source.tell("coffee", paid("transaction", at(3_600)));
    world.run_to(at(100)).await;
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
}

#[tokio::test]
async fn f16_a_pause_made_by_a_clock_that_was_ahead_ends_when_the_clock_is_set_back() {
    let world = World::new();
    world.clock.set(at(3_600));
    world.watcher.watch(&opened_at("coffee", at(3_600))).await.unwrap();
    world
        .source
        .tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Burst(Some(Duration::from_mins(30))))));
    world.run_to(at(3_630)).await;
    world.clock.set(at(30));
    world.source.tell("coffee", paid("transaction", at(3_600)));
    world.run_to(at(60)).await;
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
}

#[tokio::test]
async fn f18_lost_credentials_stop_the_questions_and_leave_ten_thousand_orders_alone() {
    let world = World::unlimited();
    for nth in 0..10_000 {
        world.watcher.watch(&opened(&format!("order-{nth}"))).await.unwrap();
    }
    world.source.tell_all(no_answer(NoAnswerReason::Unauthorized));
    world.run_to(at(3_600)).await;
    assert_eq!(world.source.asked_at(), [20]);
    assert_eq!(world.heard.lines().len(), 0);
    let alerts: Vec<String> = world.heard.alerts.lock().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(alerts, ["source coffee-test is not asked: credentials not accepted, until it is resumed"]);

    world.source.tell_all(Ok(Observation::NotFound));
    world.watcher.resume().await.unwrap();
    world.run_to(at(3_700)).await;
    assert_eq!(world.heard.lines().len(), 10_000);
}

#[tokio::test]
async fn f18_lost_credentials_that_nobody_sees_to_send_the_orders_to_a_person_after_a_day() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell_all(no_answer(NoAnswerReason::Unauthorized));
    world.run_to(at(600 + 86_400 - 1)).await;
    assert_eq!(world.state("coffee").await, State::Grace);
    world.run_to(at(600 + 86_400 + 1)).await;
    assert_eq!(world.heard.lines(), ["coffee: needs review"]);
    assert_eq!(world.source.asked_at(), [20]);
}

#[tokio::test]
async fn f20_an_outage_is_waited_out_with_growing_pauses_and_ends_with_one_last_question() {
    let world = World::unlimited();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell_all(no_answer(NoAnswerReason::Unreachable));
    world.run_to(at(900)).await;
    let asked = world.source.asked_at();
    assert_eq!(asked[0], 20);
    let gaps: Vec<u64> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps[0] >= 5 && gaps.iter().all(|gap| *gap <= 300), "{gaps:?}");
    assert!(asked.len() <= 10, "{asked:?}");
    assert_eq!(world.state("coffee").await, State::Grace, "the expiry went on");
    assert_eq!(world.heard.alerts.lock().unwrap().len(), 1);

    world.source.tell_all(Ok(Observation::NotFound));
    world.run_to(at(1_300)).await;
    assert_eq!(world.heard.lines(), ["coffee: timed out"]);
    assert_eq!(world.watcher.pause().await.unwrap(), None);
}

#[tokio::test]
async fn pauses_are_spread_by_the_seed_and_equal_for_equal_seeds() {
    let pause = async |seed| {
        let limits = Limits { seed, ..Limits::default() };
        let world = World::with(|watcher| watcher.limits(limits));
        world.watcher.watch(&opened("coffee")).await.unwrap();
        world.source.tell_all(no_answer(NoAnswerReason::Unreachable));
        world.run_to(at(21)).await;
        world.watcher.pause().await.unwrap().unwrap().until.unwrap().since(at(20))
    };
    let mut pauses = Vec::new();
    for seed in 0..8 {
        pauses.push(pause(seed).await);
        assert_eq!(pauses.last(), Some(&pause(seed).await));
    }
    pauses.sort_unstable();
    pauses.dedup();
    assert!(pauses.len() >= 4, "{pauses:?}");
    assert!(pauses.iter().all(|pause| (Duration::from_secs(5)..=Duration::from_secs(10)).contains(pause)));
}

#[tokio::test]
async fn f22_an_outage_of_the_list_alone_stops_nothing_that_was_answered() {
    let world = World::new();
    for name in ["paid", "silent"] {
        world.watcher.watch(&opened(name)).await.unwrap();
    }
    world.source.tell("paid", paid("transaction", at(5)));
    world.source.tell("silent", no_answer(NoAnswerReason::Unreachable));
    world.run_to(at(30)).await;
    assert_eq!(world.heard.lines(), ["paid: paid"]);
    assert_eq!(world.watcher.pause().await.unwrap(), None, "a source that answers is not out of reach");
}

#[tokio::test(start_paused = true)]
async fn a_source_that_hangs_counts_as_out_of_reach() {
    struct Hanging;
    impl pay_core::StatusSource for Hanging {
        fn batch_limit(&self) -> std::num::NonZeroUsize {
            std::num::NonZeroUsize::MIN
        }

        fn observe<'a>(&'a self, _: &'a [pay_core::OrderKey]) -> pay_core::BoxFuture<'a, pay_core::Observed> {
            Box::pin(std::future::pending())
        }
    }
    let world = World::new();
    let watcher = crate::Watcher::new(
        world.id.clone(),
        std::sync::Arc::new(Hanging),
        std::sync::Arc::new(world.store.clone()),
        std::sync::Arc::new(world.clock.clone()),
    );
    watcher.watch(&opened("coffee")).await.unwrap();
    world.clock.set(at(20));
    let progress = watcher.step_due().await.unwrap();
    assert_eq!(progress.requests, 1);
    assert_eq!(watcher.pause().await.unwrap().unwrap().reason, PauseReason::Unreachable);
    assert_eq!(
        world.store.spent(&world.id, Limits::default().day(OPENED)),
        1,
        "the request may have been sent"
    );
}
