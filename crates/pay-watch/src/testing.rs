//! What the tests here share: a clock that is told, a provider that is told, a handler that remembers.

mod store;

use std::collections::HashMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use pay_core::{
    AccountId, BoxFuture, Clock, Currency, Expected, Money, NoAnswer, NoAnswerReason, Observation, Observed,
    Opened, OrderId, OrderKey, Payment, Presentation, Receiver, StatusSource, Timer, Timestamp,
    TransactionId,
};

pub(crate) use self::store::TestStore;
use crate::{Alert, Event, Handler, HandlerError, Limits, MemoryStore, SourceId, Watcher};

pub(crate) const OPENED: Timestamp = Timestamp::from_millis(1_750_000_000_000);
pub(crate) const PRICE: Money = Money::from_minor(1_050, Currency::Usd);
pub(crate) const RECEIVER: &str = "coffee@devb";

pub(crate) fn at(seconds: u64) -> Timestamp {
    OPENED.after(Duration::from_secs(seconds))
}

pub(crate) fn order_id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}

pub(crate) fn key(text: &str) -> OrderKey {
    OrderKey::new(text).unwrap()
}

/// 10.50 USD, open from `opened` for ten minutes, with its name as its key.
pub(crate) fn expected(name: &str, opened: Timestamp) -> Expected {
    let receiver = Receiver::account(AccountId::new(RECEIVER).unwrap());
    Expected::new(key(name), PRICE, receiver, opened, opened.after(Duration::from_mins(10)))
}

pub(crate) fn opened_at(name: &str, opened: Timestamp) -> Opened {
    Opened::new(order_id(name), Presentation::Qr(String::new()), expected(name, opened))
}

pub(crate) fn opened(name: &str) -> Opened {
    opened_at(name, OPENED)
}

/// A payment as it was asked for, made at `paid_at`.
pub(crate) fn payment(transaction: &str, paid_at: Timestamp) -> Payment {
    let mut payment = Payment::new(TransactionId::new(transaction).unwrap(), PRICE);
    payment.receiver = Some(AccountId::new(RECEIVER).unwrap());
    payment.paid_at = Some(paid_at);
    payment
}

#[expect(clippy::unnecessary_wraps, reason = "an answer, as a source gives it")]
pub(crate) fn paid(transaction: &str, paid_at: Timestamp) -> Result<Observation, NoAnswer> {
    Ok(Observation::Paid(payment(transaction, paid_at)))
}

pub(crate) fn no_answer(reason: NoAnswerReason) -> Result<Observation, NoAnswer> {
    Err(NoAnswer::new(reason, "as told"))
}

/// A clock that stands still until it is told, or waited for.
#[derive(Clone)]
pub(crate) struct TestClock(Arc<Mutex<Timestamp>>);

impl TestClock {
    pub(crate) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

impl Timer for TestClock {
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let mut now = self.0.lock().unwrap();
            *now = at.max(*now);
        })
    }
}

type Answer = Result<Observation, NoAnswer>;

/// A provider that answers as it is told: by key, or alike for all keys.
pub(crate) struct TestSource {
    clock: TestClock,
    pub(crate) limit: NonZeroUsize,
    /// How long each request takes.
    pub(crate) latency: Mutex<Duration>,
    pub(crate) told: Mutex<HashMap<OrderKey, Option<Answer>>>,
    pub(crate) otherwise: Mutex<Answer>,
    /// A key whose presence makes the whole batch be refused.
    pub(crate) poison: Mutex<Vec<OrderKey>>,
    pub(crate) requests: Mutex<Vec<(Timestamp, Vec<OrderKey>)>>,
}

impl TestSource {
    /// From now on this is the answer about that order. `None` leaves it out.
    pub(crate) fn tell(&self, name: &str, answer: impl Into<Option<Answer>>) {
        self.told.lock().unwrap().insert(key(name), answer.into());
    }

    /// From now on this is the answer about every order that nothing else was told of.
    pub(crate) fn tell_all(&self, answer: Answer) {
        *self.otherwise.lock().unwrap() = answer;
    }

    /// When it was asked, in seconds after the opening.
    pub(crate) fn asked_at(&self) -> Vec<u64> {
        self.requests.lock().unwrap().iter().map(|(at, _)| at.since(OPENED).as_secs()).collect()
    }

    fn answer(&self, keys: &[OrderKey]) -> Observed {
        self.requests.lock().unwrap().push((self.clock.now(), keys.to_vec()));
        self.clock.set(self.clock.now().after(*self.latency.lock().unwrap()));
        let poison = self.poison.lock().unwrap();
        let refused = keys.iter().any(|key| poison.contains(key));
        let (told, otherwise) = (self.told.lock().unwrap(), self.otherwise.lock().unwrap());
        let answer = |key: &OrderKey| match told.get(key) {
            _ if refused => Some(no_answer(NoAnswerReason::Rejected)),
            Some(answer) => answer.clone(),
            None => Some(otherwise.clone()),
        };
        // Backwards, so that nothing can be matched by position.
        let answers = keys.iter().rev().filter_map(|key| Some((key.clone(), answer(key)?))).collect();
        Observed { answers, requests: 1, ..Observed::default() }
    }
}

impl StatusSource for TestSource {
    fn batch_limit(&self) -> NonZeroUsize {
        self.limit
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        assert!(keys.len() <= self.limit.get(), "batch is larger than the source takes");
        Box::pin(async move { self.answer(keys) })
    }
}

/// A watcher with everything around it.
pub(crate) struct World {
    pub(crate) clock: TestClock,
    pub(crate) source: Arc<TestSource>,
    pub(crate) store: MemoryStore,
    pub(crate) id: SourceId,
    pub(crate) watcher: Watcher,
    pub(crate) heard: Recorder,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(|watcher| watcher)
    }

    pub(crate) fn with(settings: impl FnOnce(Watcher) -> Watcher) -> Self {
        let clock = TestClock(Arc::new(Mutex::new(OPENED)));
        let source = Arc::new(TestSource {
            clock: clock.clone(),
            limit: NonZeroUsize::new(50).unwrap(),
            latency: Mutex::default(),
            told: Mutex::default(),
            otherwise: Mutex::new(Ok(Observation::NotFound)),
            poison: Mutex::default(),
            requests: Mutex::default(),
        });
        let (store, id) = (MemoryStore::new(), SourceId::new("coffee-test"));
        let watcher =
            Watcher::new(id.clone(), source.clone(), Arc::new(store.clone()), Arc::new(clock.clone()));
        Self { clock, source, store, id, watcher: settings(watcher), heard: Recorder::default() }
    }

    /// Without a daily limit.
    pub(crate) fn unlimited() -> Self {
        Self::with(|watcher| watcher.limits(Limits::unlimited()))
    }

    /// Runs until `until`, jumping from wake to wake.
    pub(crate) async fn run_to(&self, until: Timestamp) {
        loop {
            let progress = self.watcher.step_due().await.unwrap();
            for alert in &progress.alerts {
                self.heard.alert(alert).await;
            }
            let delivery = self.watcher.deliver(&self.heard).await.unwrap();
            match progress.wake.into_iter().chain(delivery).min().filter(|wake| *wake < until) {
                Some(wake) => self.clock.sleep_until(wake).await,
                None => break self.clock.sleep_until(until).await,
            }
        }
        self.watcher.step_due().await.unwrap();
        self.watcher.deliver(&self.heard).await.unwrap();
    }

    pub(crate) async fn state(&self, name: &str) -> crate::State {
        self.order(name).await.state().clone()
    }

    pub(crate) async fn order(&self, name: &str) -> crate::Order {
        self.watcher.order(&order_id(name)).await.unwrap().unwrap()
    }
}

/// A handler that writes down what it hears: `order: event`.
#[derive(Default)]
pub(crate) struct Recorder {
    pub(crate) events: Mutex<Vec<Event>>,
    pub(crate) alerts: Mutex<Vec<Alert>>,
}

impl Recorder {
    pub(crate) fn lines(&self) -> Vec<String> {
        self.events.lock().unwrap().iter().map(|event| format!("{}: {}", event.order, event.kind)).collect()
    }
}

impl Handler for Recorder {
    fn event<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), HandlerError>> {
        self.events.lock().unwrap().push(event.clone());
        Box::pin(std::future::ready(Ok(())))
    }

    fn alert<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, ()> {
        self.alerts.lock().unwrap().push(alert.clone());
        Box::pin(std::future::ready(()))
    }
}
