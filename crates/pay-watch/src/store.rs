mod error;
mod memory;
#[cfg(any(test, feature = "suite"))]
pub mod suite;

use std::time::Duration;

use pay_core::{BoxFuture, OrderId, Timestamp};

pub use self::error::{CommitError, RegisterError, StoreError};
pub use self::memory::MemoryStore;
use crate::{Day, Event, EventId, Order, Pause, SourceId, Step};

/// Where orders, events, budgets and pauses are kept.
///
/// Each method is atomic, and what it has answered `Ok` to survives the store's own failures: a crash of the
/// process for a durable store. Several watchers may use one store at once. `store::suite` (feature `suite`)
/// is what every implementation has to pass.
///
/// A [`Settled`](pay_core::Settled) cannot be read back from a disk, because a stored proof is proved again: keep
/// its payment, and on reading [verify](pay_core::Expected::verify) it.
pub trait Store: Send + Sync {
    /// Keeps a new order.
    ///
    /// Refuses a second order with the id, unless it is the same order again, and a second live order with the
    /// key at the same source: one payment would settle both.
    fn register<'a>(&'a self, order: &'a Order) -> BoxFuture<'a, Result<(), RegisterError>>;

    /// An order by its id.
    fn order<'a>(&'a self, id: &'a OrderId) -> BoxFuture<'a, Result<Option<Order>, StoreError>>;

    /// Replaces an order by its next version, binds the transaction that it names, and writes its event down:
    /// all of it or nothing.
    ///
    /// Refuses a step whose order is not the version after the one that is kept, and a transaction that is bound
    /// to another order of the source, now or earlier.
    fn commit<'a>(&'a self, step: &'a Step) -> BoxFuture<'a, Result<(), CommitError>>;

    /// At most `limit` orders of the source that the provider is to be asked about at `now`: by urgency, then the
    /// longest due first. Last come orders with a plan that were touched more than [`CLOCK_SLACK`] after `now`,
    /// because the clock was set back since.
    fn due<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>>;

    /// At most `limit` orders of the source whose wake has come at `now`, the longest waiting first.
    fn waking<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Order>, StoreError>>;

    /// What comes next at the source.
    fn horizon<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Horizon, StoreError>>;

    /// At most `limit` events of the source that are neither delivered nor put aside and whose next attempt is
    /// not after `now`, in the order in which they were committed. The first attempt is due at once, even when
    /// the event was written down by a clock that was ahead of `now`.
    fn undelivered<'a>(
        &'a self,
        source: &'a SourceId,
        now: Timestamp,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>>;

    /// Notes what became of an attempt to deliver an event. An event that is not kept is no error.
    fn mark<'a>(&'a self, event: &'a EventId, mark: Mark) -> BoxFuture<'a, Result<(), StoreError>>;

    /// At most `limit` events of the source that were put aside, the oldest first.
    fn dead_letters<'a>(
        &'a self,
        source: &'a SourceId,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<Undelivered>, StoreError>>;

    /// Adds `requests` to what the source has spent on `day`, unless that would exceed `limit`. Says whether it
    /// did.
    fn reserve<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        requests: u32,
        limit: u32,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Corrects a reservation on `day` by what was used of it, which may be more.
    fn account<'a>(
        &'a self,
        source: &'a SourceId,
        day: Day,
        reserved: u32,
        used: u32,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// The pause of the source.
    fn pause<'a>(&'a self, source: &'a SourceId) -> BoxFuture<'a, Result<Option<Pause>, StoreError>>;

    /// Sets or ends the pause of the source.
    fn set_pause<'a>(
        &'a self,
        source: &'a SourceId,
        pause: Option<&'a Pause>,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// How far the clock may step back without a plan made before it losing its meaning.
pub const CLOCK_SLACK: Duration = Duration::from_mins(1);

/// What comes next at a source.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Horizon {
    /// The earliest plan of an order.
    pub check: Option<Timestamp>,
    /// The earliest wake of an order.
    pub wake: Option<Timestamp>,
    /// The earliest attempt to deliver an event; in the past, at any moment, when it is the first.
    pub delivery: Option<Timestamp>,
}

/// An event on its way to the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// The event.
    pub event: Event,
    /// How often a handler has failed on it.
    pub failures: u32,
}

/// What became of an attempt to deliver an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The handler has it.
    Delivered,
    /// The handler failed: try again then.
    Retry(Timestamp),
    /// The handler failed for the last time: put it aside for a person. [`Mark::Retry`] takes it up again.
    Dead,
}
