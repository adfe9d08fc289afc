mod apply;
mod ask;
mod deliver;
mod round;
mod run;

use std::collections::HashSet;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use pay_core::{Expected, NoAnswer, Observation, Opened, OrderId, StatusSource, Timer, Timestamp};
use tokio::sync::Notify;

pub use self::apply::ApplyError;
use crate::store::{RegisterError, Store, StoreError};
use crate::{Alert, Limits, Order, Pause, Policy, Redelivery, SourceId};

/// Follows the orders of one source: asks about what is due, commits what comes of it, tells the shop.
///
/// [`run`](Watcher::run) does it for good. [`step_due`](Watcher::step_due) and [`deliver`](Watcher::deliver) are
/// its two halves, for whoever drives the time: a test, a demonstration, a job that runs every minute.
///
/// Two watchers on one store do not harm each other, because every change is compared with the version it was
/// made from; but both spend requests.
pub struct Watcher {
    id: SourceId,
    source: Arc<dyn StatusSource>,
    store: Arc<dyn Store>,
    timer: Arc<dyn Timer>,
    policy: Policy,
    limits: Limits,
    redelivery: Redelivery,
    /// Orders that make a provider refuse a whole batch, and are asked about alone. Forgotten with the process:
    /// finding them again costs a few requests.
    alone: Mutex<HashSet<OrderId>>,
    /// Rung when an order is registered or hinted, so that a sleeping watcher looks again.
    news: Notify,
    /// Rung when an event was committed.
    events: Notify,
    stopping: AtomicBool,
}

/// What one round of a watcher did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The questions that were asked, in order.
    pub checked: Vec<Checked>,
    /// The requests that they cost.
    pub requests: u32,
    /// Pauses that the operator should know of.
    pub alerts: Vec<Alert>,
    /// When there is something to do again. `None` when nothing is left, or nothing can be done until the source
    /// is [resumed](Watcher::resume).
    pub wake: Option<Timestamp>,
}

/// One question about one order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Checked {
    /// The order.
    pub order: OrderId,
    /// When the question was sent.
    pub started_at: Timestamp,
    /// What came back; `None` when the answer left this order out.
    pub answer: Option<Result<Observation, NoAnswer>>,
}

impl Watcher {
    /// A watcher of `source`, known as `id` in `store`, with the default [`Policy`] and [`Limits`].
    pub fn new(
        id: SourceId,
        source: Arc<dyn StatusSource>,
        store: Arc<dyn Store>,
        timer: Arc<dyn Timer>,
    ) -> Self {
        Self {
            id,
            source,
            store,
            timer,
            policy: Policy::default(),
            limits: Limits::default(),
            redelivery: Redelivery::default(),
            alone: Mutex::default(),
            news: Notify::new(),
            events: Notify::new(),
            stopping: AtomicBool::new(false),
        }
    }

    /// Follows orders by this policy.
    #[must_use]
    pub fn policy(self, policy: Policy) -> Self {
        Self { policy, ..self }
    }

    /// Asks the source within these limits.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Delivers events like this.
    #[must_use]
    pub fn redelivery(self, redelivery: Redelivery) -> Self {
        Self { redelivery, ..self }
    }

    /// Follows an order from now on. Repeating it for the same order changes nothing, so that a back-end that
    /// crashed in between may do so.
    pub async fn watch(&self, opened: &Opened) -> Result<Order, RegisterError> {
        self.follow(opened.id.clone(), opened.expected.clone()).await
    }

    /// The same for what nobody is shown anything of: money that leaves the merchant ([`Policy::outgoing`]), or an order
    /// that was opened elsewhere. Before a withdrawal is sent this is where it is written down, so that a crash on the
    /// way leaves a question, and no reason to send it again.
    pub async fn follow(&self, id: OrderId, expected: Expected) -> Result<Order, RegisterError> {
        let order = Order::new(self.id.clone(), id, expected, self.timer.now(), &self.policy)?;
        self.store.register(&order).await?;
        self.news.notify_one();
        Ok(self.store.order(order.id()).await?.unwrap_or(order))
    }

    /// An order by its id.
    pub async fn order(&self, id: &OrderId) -> Result<Option<Order>, StoreError> {
        self.store.order(id).await
    }

    /// The pause of the source, if it is in trouble.
    pub async fn pause(&self) -> Result<Option<Pause>, StoreError> {
        self.store.pause(&self.id).await
    }

    /// Ends the pause of the source: its credentials were seen to, or its quota was raised.
    pub async fn resume(&self) -> Result<(), StoreError> {
        self.store.set_pause(&self.id, None).await?;
        self.news.notify_one();
        Ok(())
    }
}

#[cfg(test)]
mod tests;
