use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use pay_core::BoxFuture;

use super::*;
use crate::{Alert, Event, Handler, HandlerError, SystemClock};

/// A handler that fails or hangs on some of its calls.
struct Faulty<'a> {
    calls: AtomicU32,
    heard: Mutex<Vec<String>>,
    fault: &'a (dyn Fn(u32, &Event) -> Fault + Sync),
}

enum Fault {
    None,
    Fails,
    Hangs,
}

impl<'f> Faulty<'f> {
    fn new(fault: &'f (dyn Fn(u32, &Event) -> Fault + Sync)) -> Self {
        Self { calls: AtomicU32::new(0), heard: Mutex::default(), fault }
    }
}

impl Handler for Faulty<'_> {
    fn event<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), HandlerError>> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        match (self.fault)(call, event) {
            Fault::None => {
                self.heard.lock().unwrap().push(event.id.to_string());
                Box::pin(std::future::ready(Ok(())))
            }
            Fault::Fails => Box::pin(std::future::ready(Err("database is locked".into()))),
            Fault::Hangs => Box::pin(std::future::pending()),
        }
    }

    fn alert<'a>(&'a self, _: &'a Alert) -> BoxFuture<'a, ()> {
        Box::pin(std::future::pending())
    }
}

async fn cancelled(names: &[&str]) -> World {
    let world = World::new();
    for name in names {
        world.watcher.watch(&opened(name)).await.unwrap();
        world.watcher.cancel(&order_id(name)).await.unwrap();
    }
    world
}

#[tokio::test]
async fn f06_an_event_that_was_not_acknowledged_comes_again_with_the_same_id() {
    let world = cancelled(&["coffee"]).await;
    let handler = Faulty::new(&|call, _| if call == 0 { Fault::Fails } else { Fault::None });
    assert_eq!(world.watcher.deliver(&handler).await.unwrap(), Some(at(1)));
    assert!(handler.heard.lock().unwrap().is_empty());
    world.clock.set(at(1));
    assert_eq!(world.watcher.deliver(&handler).await.unwrap(), None);
    assert_eq!(*handler.heard.lock().unwrap(), ["coffee/1"]);
    world.watcher.deliver(&handler).await.unwrap();
    assert_eq!(handler.calls.load(Ordering::Relaxed), 2, "what was acknowledged does not come again");
}

#[tokio::test]
async fn f39_a_handler_that_always_fails_is_tried_later_and_later_and_then_put_aside() {
    let world = cancelled(&["bad", "good"]).await;
    let handler =
        Faulty::new(&|_, event| if event.order.as_str() == "bad" { Fault::Fails } else { Fault::None });
    let mut waits = Vec::new();
    let mut now = OPENED;
    while let Some(next) = world.watcher.deliver(&handler).await.unwrap() {
        waits.push(next.since(now).as_secs());
        now = next;
        world.clock.set(now);
    }
    assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    assert_eq!(*handler.heard.lock().unwrap(), ["good/1"], "one bad event holds up no other");
    let dead = world.watcher.dead_letters(10).await.unwrap();
    assert_eq!((dead.len(), dead[0].event.id.as_str(), dead[0].failures), (1, "bad/1", 12));
}

#[tokio::test(start_paused = true)]
async fn f39_a_handler_that_hangs_is_given_up_and_tried_again() {
    let world = cancelled(&["coffee"]).await;
    let handler = Faulty::new(&|call, _| if call == 0 { Fault::Hangs } else { Fault::None });
    assert_eq!(world.watcher.deliver(&handler).await.unwrap(), Some(at(1)));
    world.clock.set(at(1));
    world.watcher.deliver(&handler).await.unwrap();
    assert_eq!(*handler.heard.lock().unwrap(), ["coffee/1"]);
}

/// A watcher by the real clock's trait, on tokio's paused time.
struct TokioTime(tokio::time::Instant);

impl pay_core::Clock for TokioTime {
    fn now(&self) -> pay_core::Timestamp {
        OPENED.after(self.0.elapsed())
    }
}

impl pay_core::Timer for TokioTime {
    fn sleep_until(&self, at: pay_core::Timestamp) -> BoxFuture<'_, ()> {
        use pay_core::Clock as _;
        Box::pin(tokio::time::sleep(at.since(self.now())))
    }
}

fn running(world: &World) -> crate::Watcher {
    crate::Watcher::new(
        world.id.clone(),
        world.source.clone(),
        std::sync::Arc::new(world.store.clone()),
        std::sync::Arc::new(TokioTime(tokio::time::Instant::now())),
    )
}

#[tokio::test(start_paused = true)]
async fn f39_a_handler_that_hangs_does_not_stop_the_polling() {
    let world = World::new();
    let watcher = running(&world);
    for name in ["coffee", "tea"] {
        watcher.watch(&opened(name)).await.unwrap();
    }
    watcher.cancel(&order_id("tea")).await.unwrap();
    let handler = Faulty::new(&|_, _| Fault::Hangs);
    watcher.run(&handler, tokio::time::sleep(Duration::from_secs(100))).await;
    assert_eq!(world.source.requests.lock().unwrap().len(), 3, "at 20, 45 and 90 seconds");
    assert!(handler.calls.load(Ordering::Relaxed) >= 2);
}

#[tokio::test(start_paused = true)]
async fn a_running_watcher_hears_of_orders_and_hints_at_once() {
    let world = World::new();
    let watcher = running(&world);
    let shop = async {
        tokio::time::sleep(Duration::from_secs(3)).await;
        watcher.watch(&opened("coffee")).await.unwrap();
        world.source.tell("coffee", paid("transaction", at(4)));
        tokio::time::sleep(Duration::from_secs(4)).await;
        watcher.hint(&order_id("coffee")).await.unwrap();
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    watcher.run(&world.heard, shop).await;
    assert_eq!(world.heard.lines(), ["coffee: paid"]);
}

#[tokio::test(start_paused = true)]
async fn f40_a_stop_during_a_question_waits_for_it_and_records_it() {
    let world = World::new();
    let started = tokio::time::Instant::now();
    let slow = Slow(Duration::from_secs(3));
    let watcher = crate::Watcher::new(
        world.id.clone(),
        std::sync::Arc::new(slow),
        std::sync::Arc::new(world.store.clone()),
        std::sync::Arc::new(TokioTime(started)),
    );
    watcher.watch(&opened("coffee")).await.unwrap();
    watcher.run(&world.heard, tokio::time::sleep(Duration::from_secs(21))).await;
    assert_eq!(started.elapsed().as_secs(), 23);
    assert!(matches!(world.state("coffee").await, State::Paid(_)));
}

#[tokio::test(start_paused = true)]
async fn f40_a_stop_during_a_question_that_takes_long_ends_within_five_seconds() {
    let world = World::new();
    let started = tokio::time::Instant::now();
    let watcher = crate::Watcher::new(
        world.id.clone(),
        std::sync::Arc::new(Slow(Duration::from_secs(50))),
        std::sync::Arc::new(world.store.clone()),
        std::sync::Arc::new(TokioTime(started)),
    );
    watcher.watch(&opened("coffee")).await.unwrap();
    watcher.run(&world.heard, tokio::time::sleep(Duration::from_secs(21))).await;
    assert_eq!(started.elapsed().as_secs(), 26);
    let order = world.order("coffee").await;
    assert_eq!(
        (order.state(), order.plan().unwrap().at),
        (&State::Watching, at(20)),
        "due at the next start"
    );
    assert_eq!(
        world.store.spent(&world.id, crate::Limits::default().day(OPENED)),
        1,
        "the request is on record"
    );

    // An immediate stop with nothing under way takes no time.
    let before = tokio::time::Instant::now();
    running(&World::new()).run(&world.heard, std::future::ready(())).await;
    assert_eq!(before.elapsed(), Duration::ZERO);
}

/// A source that takes its time and then says paid.
struct Slow(Duration);

impl pay_core::StatusSource for Slow {
    fn batch_limit(&self) -> std::num::NonZeroUsize {
        std::num::NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [pay_core::OrderKey]) -> BoxFuture<'a, pay_core::Observed> {
        Box::pin(async move {
            tokio::time::sleep(self.0).await;
            let answers = keys.iter().map(|key| (key.clone(), paid("transaction", at(5)))).collect();
            pay_core::Observed { answers, requests: 1, ..Default::default() }
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_takes_lost_credentials_as_seen_to_and_repeats_other_alerts() {
    let world = World::new();
    let watcher = running(&world);
    watcher.watch(&opened("coffee")).await.unwrap();
    world.source.tell_all(no_answer(NoAnswerReason::Unauthorized));
    watcher.run(&world.heard, tokio::time::sleep(Duration::from_secs(30))).await;
    assert_eq!(world.heard.alerts.lock().unwrap().len(), 1);
    world.source.tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Daily)));
    watcher.run(&world.heard, tokio::time::sleep(Duration::from_secs(30))).await;
    watcher.run(&world.heard, tokio::time::sleep(Duration::from_secs(30))).await;
    let reasons: Vec<PauseReason> =
        world.heard.alerts.lock().unwrap().iter().map(|alert| alert.pause.reason).collect();
    assert_eq!(reasons, [PauseReason::AuthLost, PauseReason::QuotaSpent, PauseReason::QuotaSpent]);
    assert_eq!(world.source.requests.lock().unwrap().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_machine_clock_naps_so_that_a_clock_that_is_set_is_seen() {
    use pay_core::Timer as _;
    let before = tokio::time::Instant::now();
    SystemClock.sleep_until(pay_core::Timestamp::from_millis(i64::MAX)).await;
    assert_eq!(before.elapsed(), Duration::from_secs(15));
    SystemClock.sleep_until(OPENED).await;
    assert_eq!(before.elapsed(), Duration::from_secs(15));
}
