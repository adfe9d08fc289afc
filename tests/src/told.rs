//! The shop's back-end.

use std::sync::{Arc, Mutex};

use pay_core::{BoxFuture, Timestamp};
use pay_watch::{Alert, Event, Handler, HandlerError, Watcher};

/// What the shop's back-end was told.
#[derive(Clone, Debug, Default)]
pub struct Told {
    events: Arc<Mutex<Vec<Event>>>,
    alerts: Arc<Mutex<Vec<Alert>>>,
}

impl Told {
    /// The kinds of the events, the oldest first.
    pub fn words(&self) -> Vec<&'static str> {
        self.events.lock().unwrap().iter().map(|event| event.kind.as_str()).collect()
    }

    /// What an operator was told.
    pub fn alerts(&self) -> Vec<Alert> {
        self.alerts.lock().unwrap().clone()
    }

    /// Lets the watcher do what is due and hears of it. When something is due again.
    pub async fn step(&self, watcher: &Watcher) -> Option<Timestamp> {
        let progress = watcher.step_due().await.unwrap();
        for alert in &progress.alerts {
            self.alert(alert).await;
        }
        let delivery = watcher.deliver(self).await.unwrap();
        progress.wake.into_iter().chain(delivery).min()
    }
}

impl Handler for Told {
    fn event<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), HandlerError>> {
        self.events.lock().unwrap().push(event.clone());
        Box::pin(std::future::ready(Ok(())))
    }

    fn alert<'a>(&'a self, alert: &'a Alert) -> BoxFuture<'a, ()> {
        self.alerts.lock().unwrap().push(alert.clone());
        Box::pin(std::future::ready(()))
    }
}
