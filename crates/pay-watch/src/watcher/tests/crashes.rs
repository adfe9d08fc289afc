//! A process that dies at any of its writes, and is started again on the same store.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use pay_core::{BoxFuture, OrderId, Timestamp};

use super::*;
use crate::store::{CommitError, Horizon, Mark, RegisterError, StoreError, Undelivered};
use crate::{Day, EventId, Limits, MemoryStore, Order, Pause, SourceId, Step, Store, Watcher};

/// A store in front of the one that survives: from its nth write on nothing gets through any more.
struct DyingStore {
    inner: MemoryStore,
    writes_left: AtomicU32,
    /// Whether the last write reaches the disk before the process dies.
    last_one_lands: bool,
}

impl DyingStore {
    /// Does the write, unless the process has died.
    fn write<'a, T, E: From<StoreError> + Send + 'a>(
        &self,
        write: impl FnOnce() -> BoxFuture<'a, Result<T, E>>,
    ) -> BoxFuture<'a, Result<T, E>>
    where
        T: Send + 'a,
    {
        let left = self.writes_left.load(Ordering::Relaxed);
        self.writes_left.store(left.saturating_sub(1), Ordering::Relaxed);
        if left > 1 {
            return write();
        }
        let landing = (left == 1 && self.last_one_lands).then(write);
        Box::pin(async move {
            if let Some(landing) = landing {
                let _ = landing.await;
            }
            Err(StoreError::new("killed").into())
        })
    }

    fn read<'a, T: Send + 'a>(
        &self,
        read: impl FnOnce() -> BoxFuture<'a, Result<T, StoreError>>,
    ) -> BoxFuture<'a, Result<T, StoreError>> {
        match self.writes_left.load(Ordering::Relaxed) {
            0 => Box::pin(std::future::ready(Err(StoreError::new("killed")))),
            _ => read(),
        }
    }
}

impl Store for DyingStore {
    fn register<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Result<(), RegisterError>> {
        self.write(|| self.inner.register(order))
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> BoxFuture<'a, Result<Option<Order>, StoreError>> {
        self.read(|| self.inner.order(id))
    }

    fn commit<'a>(&'a self, step: &'a Step) -> BoxFuture<'a, Result<(), CommitError>> {
        self.write(|| self.inner.commit(step))
    }

    fn due<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>> {
        self.read(|| self.inner.due(source, now, limit))
    }

    fn waking<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>> {
        self.read(|| self.inner.waking(source, now, limit))
    }

    fn horizon<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Horizon, StoreError>> {
        self.read(|| self.inner.horizon(source))
    }

    fn undelivered<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>> {
        self.read(|| self.inner.undelivered(source, now, limit))
    }

    fn mark<'a>(&'a self, event: &'a EventId, mark: Mark) -> BoxFuture<'a, Result<(), StoreError>> {
        self.write(|| self.inner.mark(event, mark))
    }

    fn dead_letters<'a>(
        &'a self,
        source: &'a SourceId,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>> {
        self.read(|| self.inner.dead_letters(source, limit))
    }

    fn reserve<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        requests: u32,
        limit: u32,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        self.write(|| self.inner.reserve(source, day, requests, limit))
    }

    fn account<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        reserved: u32,
        used: u32,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.write(|| self.inner.account(source, day, reserved, used))
    }

    fn pause<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Option<Pause>, StoreError>> {
        self.read(|| self.inner.pause(source))
    }

    fn set_pause<'a>(
        &'a self,
        source: &'a SourceId,
        pause: Option<&'a Pause>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        self.write(|| self.inner.set_pause(source, pause))
    }
}

fn watch_with(world: &World, store: Arc<dyn Store>) -> Watcher {
    Watcher::new(world.id.clone(), world.source.clone(), store, Arc::new(world.clock.clone()))
}

/// A shop opens three orders: one is paid, one hits an outage first, one is never paid.
async fn until_death(world: &World, watcher: &Watcher) -> Result<(), Box<dyn std::error::Error>> {
    for name in ["paid", "troubled", "unpaid"] {
        watcher.watch(&opened(name)).await?;
    }
    world.source.tell("paid", paid("transaction", at(10)));
    world.source.tell_all(no_answer(NoAnswerReason::Unreachable));
    world.clock.set(at(20));
    watcher.step_due().await?;
    watcher.deliver(&world.heard).await?;
    world.source.tell_all(no_answer(NoAnswerReason::Throttled(Throttle::Burst(None))));
    world.clock.set(at(50));
    watcher.step_due().await?;
    world.source.tell("troubled", paid("another", at(30)));
    world.source.tell_all(Ok(Observation::NotFound));
    world.clock.set(at(605));
    watcher.step_due().await?;
    watcher.deliver(&world.heard).await?;
    Ok(())
}

#[tokio::test]
async fn f05_f06_f07_a_process_that_dies_at_any_write_loses_nothing_and_settles_nothing_twice() {
    let mut deaths = 0;
    for (nth, last_one_lands) in (1..200).flat_map(|nth| [(nth, false), (nth, true)]) {
        let world = World::new();
        let dying =
            DyingStore { inner: world.store.clone(), writes_left: AtomicU32::new(nth), last_one_lands };
        let died = until_death(&world, &watch_with(&world, Arc::new(dying))).await.is_err();
        deaths += u32::from(died);

        let restarted = watch_with(&world, Arc::new(world.store.clone()));
        for name in ["paid", "troubled", "unpaid"] {
            // The shop does not know how far it came, and opens its orders again.
            restarted.watch(&opened(name)).await.unwrap();
        }
        world.source.tell("paid", paid("transaction", at(10)));
        world.source.tell("troubled", paid("another", at(30)));
        world.source.tell_all(Ok(Observation::NotFound));
        restarted.run_until_idle(&world.heard).await.unwrap();

        let context = format!("write {nth}, which {}", if last_one_lands { "landed" } else { "was lost" });
        let mut heard: Vec<_> = world.heard.events.lock().unwrap().clone();
        heard.sort_by(|a, b| a.id.cmp(&b.id));
        heard.dedup_by(|a, b| a.id == b.id && a == b);
        let lines: Vec<String> =
            heard.iter().map(|event| format!("{}: {}", event.order, event.kind)).collect();
        assert_eq!(lines, ["paid: paid", "troubled: paid", "unpaid: timed out"], "{context}");
        let counted = world.store.spent(&world.id, Limits::default().day(OPENED));
        let sent = world.source.requests.lock().unwrap();
        let today = sent.iter().filter(|(at, _)| Limits::default().day(*at) == Limits::default().day(OPENED));
        assert!(counted as usize >= today.count(), "more requests were sent than counted, {context}");
    }
    assert!(deaths > 20, "only {deaths} of the deaths came before the end");
}
