use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use pay_core::{BoxFuture, OrderId, Timestamp};

use crate::store::{CommitError, Horizon, Mark, RegisterError, StoreError, Undelivered};
use crate::{Day, EventId, MemoryStore, Order, Pause, SourceId, Step, Store};

/// A store in front of the one that survives, for what can go wrong in between.
pub(crate) struct TestStore {
    inner: MemoryStore,
    /// From this write on nothing gets through any more: the process has died.
    writes_left: AtomicU32,
    /// Whether the last write reaches the disk before the process dies.
    last_one_lands: bool,
    /// What somebody else commits just before the next commit.
    rival: Mutex<Option<Step>>,
    /// Whether somebody else is always faster.
    contended: bool,
}

impl TestStore {
    pub(crate) fn dying(inner: MemoryStore, writes: u32, last_one_lands: bool) -> Self {
        Self { writes_left: AtomicU32::new(writes), last_one_lands, ..Self::well(inner) }
    }

    pub(crate) fn with_rival(inner: MemoryStore, rival: Step) -> Self {
        Self { rival: Mutex::new(Some(rival)), ..Self::well(inner) }
    }

    pub(crate) fn contended(inner: MemoryStore) -> Self {
        Self { contended: true, ..Self::well(inner) }
    }

    fn well(inner: MemoryStore) -> Self {
        let writes_left = AtomicU32::new(u32::MAX);
        Self { inner, writes_left, last_one_lands: true, rival: Mutex::default(), contended: false }
    }

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

impl Store for TestStore {
    fn register<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Result<(), RegisterError>> {
        self.write(|| self.inner.register(order))
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> BoxFuture<'a, Result<Option<Order>, StoreError>> {
        self.read(|| self.inner.order(id))
    }

    fn commit<'a>(&'a self, step: &'a Step) -> BoxFuture<'a, Result<(), CommitError>> {
        let rival = self.rival.lock().unwrap().take();
        self.write(|| {
            Box::pin(async move {
                if let Some(rival) = rival {
                    self.inner.commit(&rival).await?;
                }
                if self.contended { Err(CommitError::Conflict) } else { self.inner.commit(step).await }
            })
        })
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
