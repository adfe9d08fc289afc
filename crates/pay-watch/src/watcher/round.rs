use std::collections::HashSet;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use pay_core::OrderId;

use super::{ApplyError, Progress, Watcher};
use crate::store::StoreError;
use crate::{Input, Order, Pause};

/// How many batches one round takes before it looks after time again.
const BATCHES: usize = 20;
/// How many orders are woken at once.
const WAKING: usize = 256;

impl Watcher {
    /// Does what is due now, and says when there is something to do again. It does not wait for anything but
    /// the source and the store.
    ///
    /// First the passing of time is applied, which makes questions urgent. Then the source is asked, the most
    /// urgent orders first, for as long as the budget and the source allow.
    pub async fn step_due(&self) -> Result<Progress, StoreError> {
        let mut progress = Progress::default();
        let mut pause = self.blocking_pause().await?;
        self.wake_due(pause.as_ref()).await?;
        if pause.is_none() {
            pause = self.ask_due(&mut progress).await?;
        }
        let horizon = self.store.horizon(&self.id).await?;
        let next_check = pause.map_or(horizon.check, |pause| pause.until);
        progress.wake = next_check.into_iter().chain(horizon.wake).min();
        Ok(progress)
    }

    /// Asks about what is due. The pause that ended it, if one did.
    async fn ask_due(&self, progress: &mut Progress) -> Result<Option<Pause>, StoreError> {
        let mut asked = HashSet::new();
        for _ in 0..BATCHES {
            if self.stopping.load(Ordering::Relaxed) {
                break;
            }
            if let Some(pause) = self.blocking_pause().await? {
                return Ok(Some(pause));
            }
            let limit = self.source.batch_limit().get();
            let now = self.timer.now();
            let mut due = self.store.due(&self.id, now, limit.saturating_add(asked.len())).await?;
            due.retain(|order| !asked.contains(order.id()));
            due.truncate(limit);
            let batch = self.batch(due);
            if batch.is_empty() {
                break;
            }
            asked.extend(batch.iter().map(|order| order.id().clone()));
            self.ask(batch, progress).await?;
        }
        self.blocking_pause().await
    }

    /// Takes out of a batch what would make the provider refuse the rest; that goes alone.
    fn batch(&self, mut due: Vec<Order>) -> Vec<Order> {
        let alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        match due.first() {
            Some(first) if alone.contains(first.id()) => due.truncate(1),
            _ => due.retain(|order| !alone.contains(order.id())),
        }
        due
    }

    async fn blocking_pause(&self) -> Result<Option<Pause>, StoreError> {
        let now = self.timer.now();
        Ok(self.store.pause(&self.id).await?.filter(|pause| pause.blocks(now)))
    }

    /// Applies the passing of time to the orders whose wake has come.
    async fn wake_due(&self, pause: Option<&Pause>) -> Result<(), StoreError> {
        let now = self.timer.now();
        for _ in 0..BATCHES {
            let waking = self.store.waking(&self.id, now, WAKING).await?;
            if waking.is_empty() {
                break;
            }
            for order in waking {
                let input = pause.map_or(Input::Tick, |pause| Input::Blocked { since: pause.since });
                self.apply_or_leave(order.id(), input).await?;
            }
        }
        Ok(())
    }

    /// Applies an input. What cannot be applied now leaves the order as it is, due again in the next round.
    pub(super) async fn apply_or_leave(&self, id: &OrderId, input: Input) -> Result<(), StoreError> {
        match self.apply_at(id, input, self.timer.now()).await {
            Ok(_) => Ok(()),
            Err(ApplyError::Store(error)) => Err(error),
            Err(error @ (ApplyError::Unknown | ApplyError::Contended)) => {
                tracing::warn!(order = %id, %error, "order left as it is");
                Ok(())
            }
        }
    }
}
