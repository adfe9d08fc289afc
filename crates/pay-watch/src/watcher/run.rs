use std::future::Future;
use std::pin::pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use pay_core::Timestamp;
use tokio::sync::Notify;

use super::Watcher;
use crate::store::StoreError;
use crate::{Alert, Handler, PauseReason};

/// How long what is under way may take once a stop was asked for.
const STOP_WITHIN: Duration = Duration::from_secs(5);
/// How long a store that failed is left alone.
const STORE_PAUSE: Duration = Duration::from_secs(5);
/// The shortest wait after a round that found nothing it could do.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

impl Watcher {
    /// Follows orders and delivers events until `stop` is ready.
    ///
    /// Starting is taken as the sign that somebody has seen to lost credentials: the source is asked again. A
    /// failure of the store is logged, and what failed is tried again.
    ///
    /// After `stop` no new question is sent. One that is under way has five seconds to be answered and committed;
    /// what is dropped then has been counted against the budget, and its orders are due at the next start.
    /// Dropping the future instead is safe too.
    pub async fn run(&self, handler: &dyn Handler, stop: impl Future<Output = ()>) {
        self.stopping.store(false, Ordering::Relaxed);
        let mut work = pin!(async { tokio::join!(self.poll(handler), self.keep_delivering(handler)) });
        tokio::select! {
            _ = &mut work => {}
            () = stop => {
                self.stopping.store(true, Ordering::Relaxed);
                self.news.notify_one();
                self.events.notify_one();
                if tokio::time::timeout(STOP_WITHIN, work).await.is_err() {
                    tracing::warn!(source = %self.id, "stopped with a question under way");
                }
            }
        }
        self.stopping.store(false, Ordering::Relaxed);
    }

    /// Follows orders and delivers events until nothing is left to do: no order is open, none is to be swept, and
    /// each event is delivered or put aside. With a virtual [`Timer`](pay_core::Timer) that takes no time.
    pub async fn run_until_idle(&self, handler: &dyn Handler) -> Result<(), StoreError> {
        loop {
            let progress = self.step_due().await?;
            for alert in &progress.alerts {
                self.alert(handler, alert).await;
            }
            let delivery = self.deliver(handler).await?;
            let Some(at) = progress.wake.into_iter().chain(delivery).min() else { return Ok(()) };
            self.timer.sleep_until(at).await;
        }
    }

    async fn poll(&self, handler: &dyn Handler) {
        if let Err(error) = self.take_up(handler).await {
            tracing::error!(source = %self.id, %error, "pause could not be read");
        }
        while !self.stopping.load(Ordering::Relaxed) {
            let wake = match self.step_due().await {
                Ok(progress) => {
                    for alert in &progress.alerts {
                        self.alert(handler, alert).await;
                    }
                    let idle = progress.checked.is_empty();
                    let soonest = self.timer.now().after(if idle { SHORTEST_WAIT } else { Duration::ZERO });
                    progress.wake.map(|wake| wake.max(soonest))
                }
                Err(error) => {
                    tracing::error!(source = %self.id, %error, "round failed");
                    Some(self.timer.now().after(STORE_PAUSE))
                }
            };
            self.wait(wake, &self.news).await;
        }
    }

    async fn keep_delivering(&self, handler: &dyn Handler) {
        while !self.stopping.load(Ordering::Relaxed) {
            let next = self.deliver(handler).await.unwrap_or_else(|error| {
                tracing::error!(source = %self.id, %error, "events could not be read or marked");
                Some(self.timer.now().after(STORE_PAUSE))
            });
            self.wait(next, &self.events).await;
        }
    }

    /// Starts with the pause that the last run left behind.
    async fn take_up(&self, handler: &dyn Handler) -> Result<(), StoreError> {
        match self.store.pause(&self.id).await? {
            Some(pause) if pause.reason == PauseReason::AuthLost => {
                self.store.set_pause(&self.id, None).await
            }
            Some(pause) if pause.blocks(self.timer.now()) => {
                self.alert(handler, &Alert { source: self.id.clone(), pause }).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn wait(&self, until: Option<Timestamp>, bell: &Notify) {
        let sleep = async {
            match until {
                Some(at) => self.timer.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = sleep => {}
            () = bell.notified() => {}
        }
    }
}
