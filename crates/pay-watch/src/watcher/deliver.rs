use std::sync::atomic::Ordering;

use pay_core::Timestamp;

use super::Watcher;
use crate::store::{Mark, StoreError, Undelivered};
use crate::{Alert, Handler};

/// How many events are read at once.
const EVENTS: usize = 32;

impl Watcher {
    /// Hands the handler every event whose time has come, one after the other, and says when the next attempt
    /// is due, if one is.
    pub async fn deliver(&self, handler: &dyn Handler) -> Result<Option<Timestamp>, StoreError> {
        let now = self.timer.now();
        loop {
            let events = self.store.undelivered(&self.id, now, EVENTS).await?;
            if events.is_empty() {
                break;
            }
            for event in &events {
                if self.stopping.load(Ordering::Relaxed) {
                    return Ok(None);
                }
                let mark = self.attempt(handler, event).await;
                self.store.mark(&event.event.id, mark).await?;
            }
        }
        Ok(self.store.horizon(&self.id).await?.delivery)
    }

    /// Events that handlers have failed on too often, the oldest first.
    pub async fn dead_letters(&self, limit: usize) -> Result<Vec<Undelivered>, StoreError> {
        self.store.dead_letters(&self.id, limit).await
    }

    async fn attempt(&self, handler: &dyn Handler, undelivered: &Undelivered) -> Mark {
        let Undelivered { event, failures } = undelivered;
        let error = match tokio::time::timeout(self.redelivery.handler_within, handler.event(event)).await {
            Ok(Ok(())) => return Mark::Delivered,
            Ok(Err(error)) => error,
            Err(elapsed) => elapsed.into(),
        };
        let mark = self.redelivery.after(failures.saturating_add(1), self.timer.now());
        if mark == Mark::Dead {
            tracing::error!(event = %event.id, error, "handler failed too often; event put aside");
        } else {
            tracing::warn!(event = %event.id, error, "handler failed; event will come again");
        }
        mark
    }

    pub(super) async fn alert(&self, handler: &dyn Handler, alert: &Alert) {
        tracing::error!(source = %alert.source, "{alert}");
        // An operator's pager that hangs must not stop the polling.
        if tokio::time::timeout(self.redelivery.handler_within, handler.alert(alert)).await.is_err() {
            tracing::warn!(source = %alert.source, "handler did not take the alert in time");
        }
    }
}
