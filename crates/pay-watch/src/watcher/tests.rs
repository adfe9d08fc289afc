mod batches;
mod crashes;
mod delivery;
mod faults;
mod histories;
mod limits;

use pay_core::{NoAnswerReason, Observation, Throttle};

use crate::store::RegisterError;
use crate::testing::{OPENED, World, at, expected, no_answer, opened, opened_at, order_id, paid, payment};
use crate::{Input, PauseReason, Policy, Reason, Schedule, State};

#[tokio::test]
async fn an_order_that_is_paid_is_reported_once() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(30)).await;
    world.source.tell("coffee", paid("transaction", at(31)));
    world.watcher.run_until_idle(&world.heard).await.unwrap();
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
    assert_eq!(world.source.asked_at(), [20, 45], "and it is not asked about again");
    assert!(matches!(world.state("coffee").await, State::Paid(_)));
}

#[tokio::test]
async fn an_order_that_is_not_paid_times_out_and_is_swept_twice() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.watcher.run_until_idle(&world.heard).await.unwrap();
    assert_eq!(world.heard.lines(), ["coffee: timed out"]);
    assert_eq!(world.source.asked_at(), [20, 45, 90, 180, 360, 605, 1_205, 87_005]);
}

#[tokio::test]
async fn the_profiles_ask_as_often_as_they_say() {
    for (schedule, until_the_end) in [(Schedule::Relaxed, 15), (Schedule::Scarce, 6), (Schedule::Manual, 1)] {
        let world = World::with(|watcher| watcher.policy(Policy::new(schedule)));
        world.watcher.watch(&opened("coffee")).await.unwrap();
        world.run_to(at(610)).await;
        assert_eq!(world.source.asked_at().len(), until_the_end, "{schedule:?}");
        assert_eq!(world.heard.lines(), ["coffee: timed out"]);
    }
}

#[tokio::test]
async fn a_hint_asks_at_once_and_then_suggests_a_manual_check() {
    let world = World::with(|watcher| watcher.policy(Policy::new(Schedule::Manual)));
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(100)).await;
    world.watcher.hint(&order_id("coffee")).await.unwrap();
    world.run_to(at(109)).await;
    assert_eq!((world.source.asked_at(), world.heard.lines().len()), (vec![100], 0));
    world.run_to(at(111)).await;
    assert_eq!(world.heard.lines(), ["coffee: manual check suggested"]);

    // The result came within ten seconds: nothing is suggested.
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell("coffee", paid("transaction", at(1)));
    world.watcher.hint(&order_id("coffee")).await.unwrap();
    world.run_to(at(60)).await;
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
}

#[tokio::test]
async fn registering_an_order_again_changes_nothing() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.run_to(at(50)).await;
    let again = world.watcher.watch(&opened("coffee")).await.unwrap();
    assert_eq!(again, world.order("coffee").await);
    assert_eq!(again.tally().checks, 2);
}

#[tokio::test]
async fn d21_a_transaction_that_settled_one_order_settles_no_other() {
    let world = World::new();
    for name in ["first", "second"] {
        world.watcher.watch(&opened(name)).await.unwrap();
    }
    world.source.tell("first", paid("transaction", at(5)));
    world.run_to(at(30)).await;
    world.source.tell("second", paid("transaction", at(5)));
    world.run_to(at(100)).await;
    assert_eq!(world.heard.lines(), ["first: paid", "second: needs review"]);
    match world.state("second").await {
        State::Review(review) => {
            assert_eq!(review.reason.to_string(), "transaction transaction has already settled order first");
        }
        other => panic!("expected review, found {other}"),
    }
}

#[tokio::test]
async fn d21_of_two_orders_answered_together_one_is_settled() {
    let world = World::new();
    for name in ["first", "second"] {
        world.watcher.watch(&opened(name)).await.unwrap();
    }
    world.source.tell_all(paid("transaction", at(5)));
    world.run_to(at(30)).await;
    assert_eq!(world.source.asked_at(), [20]);
    assert_eq!(world.heard.lines(), ["first: paid", "second: needs review"]);
}

#[tokio::test]
async fn d22_a_second_live_order_with_the_same_key_is_refused() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    let mut twin = opened("tea");
    twin.expected = expected("coffee", OPENED);
    let error = world.watcher.watch(&twin).await.unwrap_err();
    assert!(matches!(&error, RegisterError::DuplicateKey { live } if live.as_str() == "coffee"));
    assert_eq!(error.to_string(), "order coffee is live with the same key");
    assert!(world.watcher.order(&order_id("tea")).await.unwrap().is_none());
}

#[tokio::test]
async fn d22_a_static_code_cannot_be_followed_and_goes_to_a_person() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell("coffee", Ok(Observation::Untraceable("Static QR".into())));
    world.run_to(at(30)).await;
    assert!(
        matches!(world.state("coffee").await, State::Review(review) if matches!(review.reason, Reason::Untraceable(_)))
    );
    assert_eq!(world.watcher.step_due().await.unwrap().wake, None, "no further request is spent on it");
}

#[tokio::test]
async fn d23_a_key_is_only_ever_the_registered_orders_own() {
    // A payer who pays a cheaper code of his own is answered for by that code's key; ours stays unpaid.
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell("cheaper", paid("transaction", at(5)));
    world.watcher.hint(&order_id("coffee")).await.unwrap();
    assert!(world.watcher.hint(&order_id("cheaper")).await.is_err());
    world.run_to(at(30)).await;
    assert_eq!(world.state("coffee").await, State::Watching);

    // Not even a source that answers about the payer's order under our key settles ours.
    let mut theirs = payment("transaction", at(5));
    theirs.order = Some(crate::testing::key("cheaper"));
    world.source.tell("coffee", Ok(Observation::Paid(theirs)));
    world.run_to(at(50)).await;
    assert_eq!(world.heard.lines().last().unwrap(), "coffee: needs review");
}

#[tokio::test]
async fn an_order_that_somebody_else_changed_meanwhile_is_read_again() {
    let world = World::new();
    let before = world.watcher.watch(&opened("coffee")).await.unwrap();
    let rival = crate::step(&before, Input::Cancel, at(1), &Policy::default());
    let store = std::sync::Arc::new(crate::testing::TestStore::with_rival(world.store.clone(), rival));
    let clock = std::sync::Arc::new(world.clock.clone());
    let watcher = crate::Watcher::new(world.id.clone(), world.source.clone(), store, clock);
    let input = Input::Observed { answer: paid("transaction", at(5)), started_at: at(6) };
    let after = watcher.apply(&order_id("coffee"), input).await.unwrap();
    assert_eq!(after.version(), 2);
    world.watcher.deliver(&world.heard).await.unwrap();
    assert_eq!(world.heard.lines(), ["coffee: cancelled", "coffee: late paid"], "neither change is lost");
}

#[tokio::test]
async fn an_order_that_somebody_else_keeps_changing_costs_one_question_a_round() {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    let store = std::sync::Arc::new(crate::testing::TestStore::contended(world.store.clone()));
    let clock = std::sync::Arc::new(world.clock.clone());
    let watcher = crate::Watcher::new(world.id.clone(), world.source.clone(), store, clock);
    world.clock.set(at(20));
    let progress = watcher.step_due().await.unwrap();
    assert_eq!((progress.requests, progress.wake), (1, Some(at(20))), "it is still due");
    assert!(watcher.hint(&order_id("coffee")).await.is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn d60_a_thousand_identical_answers_at_once_are_one_transition() {
    f08_repeated_in_parallel(1_000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn f08_a_duplicate_in_parallel_on_two_watchers_is_one_transition() {
    f08_repeated_in_parallel(2).await;
}

async fn f08_repeated_in_parallel(times: usize) {
    let world = World::new();
    world.watcher.watch(&opened("coffee")).await.unwrap();
    let second = crate::Watcher::new(
        world.id.clone(),
        world.source.clone(),
        std::sync::Arc::new(world.store.clone()),
        std::sync::Arc::new(world.clock.clone()),
    );
    let watchers = [std::sync::Arc::new(second), std::sync::Arc::new(world.watcher)];
    let mut tasks = tokio::task::JoinSet::new();
    for nth in 0..times {
        let watcher = std::sync::Arc::clone(&watchers[nth % 2]);
        tasks.spawn(async move {
            let input = Input::Observed { answer: paid("transaction", at(5)), started_at: at(6) };
            watcher.apply(&order_id("coffee"), input).await.unwrap().version()
        });
    }
    let versions = tasks.join_all().await;
    assert_eq!(versions, vec![1; times]);
    watchers[0].deliver(&world.heard).await.unwrap();
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
}
