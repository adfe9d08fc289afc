mod index;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pay_core::{BoxFuture, OrderId, OrderKey, Timestamp, TransactionId};

use self::index::Index;
use super::{CommitError, Horizon, Mark, RegisterError, Store, StoreError, Undelivered};
use crate::{Day, Event, EventId, Order, Pause, SourceId, Step};

/// A store that forgets everything with the process: for tests and demonstrations.
///
/// Clones share what they keep.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    orders: HashMap<OrderId, Order>,
    live: HashMap<(SourceId, OrderKey), OrderId>,
    transactions: HashMap<(SourceId, TransactionId), OrderId>,
    index: Index,
    outbox: BTreeMap<u64, Entry>,
    next_entry: u64,
    spent: HashMap<(SourceId, Day), u32>,
    pauses: HashMap<SourceId, Pause>,
}

#[derive(Debug)]
struct Entry {
    event: Event,
    failures: u32,
    /// `None` when it was put aside.
    next: Option<Timestamp>,
}

/// The first attempt does not wait for a clock that was ahead when the event was written down.
const AT_ONCE: Timestamp = Timestamp::from_millis(i64::MIN);

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many requests the source has spent on that day.
    pub fn spent(&self, source: &SourceId, day: Day) -> u32 {
        self.tables().spent.get(&(source.clone(), day)).copied().unwrap_or(0)
    }

    /// A change below is made after the last check that can fail, so that a panic leaves whole tables.
    fn tables(&self) -> MutexGuard<'_, Tables> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn register(&mut self, order: &Order) -> Result<(), RegisterError> {
        if let Some(kept) = self.orders.get(&order.id) {
            let same = kept.source == order.source && kept.expected == order.expected;
            return if same { Ok(()) } else { Err(RegisterError::DuplicateId) };
        }
        let key = (order.source.clone(), order.key().clone());
        if let Some(live) = self.live.get(&key) {
            return Err(RegisterError::DuplicateKey { live: live.clone() });
        }
        self.live.insert(key, order.id.clone());
        self.index.insert(order);
        self.orders.insert(order.id.clone(), order.clone());
        Ok(())
    }

    fn commit(&mut self, Step { order, event, .. }: &Step) -> Result<(), CommitError> {
        let before = self.orders.get(&order.id).filter(|kept| kept.version + 1 == order.version);
        let before = before.ok_or(CommitError::Conflict)?;
        if let Some(transaction) = order.transaction() {
            let key = (order.source.clone(), transaction.clone());
            let by = self.transactions.entry(key).or_insert_with(|| order.id.clone());
            if *by != order.id {
                return Err(CommitError::TransactionTaken { by: by.clone() });
            }
        }
        self.index.remove(before);
        self.index.insert(order);
        if before.state.is_live() && !order.state.is_live() {
            self.live.remove(&(order.source.clone(), order.key().clone()));
        }
        self.orders.insert(order.id.clone(), order.clone());
        if let Some(event) = event {
            let entry = Entry { event: event.clone(), failures: 0, next: Some(AT_ONCE) };
            self.outbox.insert(self.next_entry, entry);
            self.next_entry += 1;
        }
        Ok(())
    }

    fn named<'a>(&'a self, ids: impl Iterator<Item = &'a OrderId>) -> Vec<Order> {
        ids.filter_map(|id| self.orders.get(id)).cloned().collect()
    }

    fn entries(&self, source: &SourceId) -> impl Iterator<Item = &Entry> {
        self.outbox.values().filter(move |entry| entry.event.source == *source)
    }

    fn mark(&mut self, event: &EventId, mark: Mark) {
        let Some((nth, entry)) = self.outbox.iter_mut().find(|(_, entry)| entry.event.id == *event) else {
            return;
        };
        entry.failures = entry.failures.saturating_add(1);
        match mark {
            Mark::Delivered => {
                let nth = *nth;
                self.outbox.remove(&nth);
            }
            Mark::Retry(at) => entry.next = Some(at),
            Mark::Dead => entry.next = None,
        }
    }
}

impl Entry {
    fn to_undelivered(&self) -> Undelivered {
        Undelivered { event: self.event.clone(), failures: self.failures }
    }
}

/// Nothing here waits: the answer is there before the future is polled.
fn ready<'a, T: Send + 'a>(value: T) -> BoxFuture<'a, T> {
    Box::pin(std::future::ready(value))
}

impl Store for MemoryStore {
    fn register<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Result<(), RegisterError>> {
        ready(self.tables().register(order))
    }

    fn order<'a>(&'a self, id: &'a OrderId) -> BoxFuture<'a, Result<Option<Order>, StoreError>> {
        ready(Ok(self.tables().orders.get(id).cloned()))
    }

    fn commit<'a>(&'a self, step: &'a Step) -> BoxFuture<'a, Result<(), CommitError>> {
        ready(self.tables().commit(step))
    }

    fn due<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>> {
        let tables = self.tables();
        ready(Ok(tables.named(tables.index.due(source, now, limit))))
    }

    fn waking<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>> {
        let tables = self.tables();
        ready(Ok(tables.named(tables.index.waking(source, now).take(limit))))
    }

    fn horizon<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Horizon, StoreError>> {
        let tables = self.tables();
        let delivery = tables.entries(source).filter_map(|entry| entry.next).min();
        ready(Ok(Horizon {
            check: tables.index.next_check(source),
            wake: tables.index.next_wake(source),
            delivery,
        }))
    }

    fn undelivered<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>> {
        let tables = self.tables();
        let due = tables.entries(source).filter(|entry| entry.next.is_some_and(|next| next <= now));
        ready(Ok(due.take(limit).map(Entry::to_undelivered).collect()))
    }

    fn mark<'a>(&'a self, event: &'a EventId, mark: Mark) -> BoxFuture<'a, Result<(), StoreError>> {
        self.tables().mark(event, mark);
        ready(Ok(()))
    }

    fn dead_letters<'a>(
        &'a self,
        source: &'a SourceId,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>> {
        let tables = self.tables();
        let dead = tables.entries(source).filter(|entry| entry.next.is_none());
        ready(Ok(dead.take(limit).map(Entry::to_undelivered).collect()))
    }

    fn reserve<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        requests: u32,
        limit: u32,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let mut tables = self.tables();
        let spent = tables.spent.entry((source.clone(), day)).or_default();
        let after = spent.checked_add(requests).filter(|after| *after <= limit);
        *spent = after.unwrap_or(*spent);
        ready(Ok(after.is_some()))
    }

    fn account<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        reserved: u32,
        used: u32,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut tables = self.tables();
        let spent = tables.spent.entry((source.clone(), day)).or_default();
        *spent = spent.saturating_sub(reserved).saturating_add(used);
        ready(Ok(()))
    }

    fn pause<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Option<Pause>, StoreError>> {
        ready(Ok(self.tables().pauses.get(source).cloned()))
    }

    fn set_pause<'a>(
        &'a self,
        source: &'a SourceId,
        pause: Option<&'a Pause>,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut tables = self.tables();
        match pause {
            Some(pause) => tables.pauses.insert(source.clone(), pause.clone()),
            None => tables.pauses.remove(source),
        };
        ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::suite;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn passes_the_suite() {
        suite::all(async || Arc::new(MemoryStore::new()) as Arc<dyn Store>).await;
    }
}
