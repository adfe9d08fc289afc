//! What the shop does at every provider that notifies: it listens, and takes a notification as a reason to ask.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use pay_core::{Check, Notice, OrderId, Trust};
use pay_sandbox::SandboxClock;
use pay_watch::Watcher;

use super::listener::Listener;
use super::story::Story;
use crate::exit::{Failure, chain};

/// Longer than the sandbox takes to settle a payment.
pub(super) const SETTLING: Duration = Duration::from_secs(2);

pub(super) struct Desk<'a> {
    clock: &'a SandboxClock,
    watcher: &'a Watcher,
    listener: &'a Listener,
    covered: Mutex<Option<String>>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(clock: &'a SandboxClock, watcher: &'a Watcher, listener: &'a Listener) -> Self {
        Self { clock, watcher, listener, covered: Mutex::default() }
    }

    /// After a payment: waits for the provider's notifications, and asks about the order of each.
    pub(super) async fn hear(
        &self,
        notified: impl Future<Output = ()> + Send,
        story: &mut Story,
    ) -> Result<(), Failure> {
        self.clock.advance(SETTLING);
        notified.await;
        for notice in self.listener.take() {
            tell(&notice, self.clock, story);
            let covered = coverage(&notice.trust);
            *self.covered.lock().unwrap_or_else(PoisonError::into_inner) = Some(covered);
            let id = OrderId::new(notice.key.as_str()).map_err(Failure::provider)?;
            self.watcher.hint(&id).await.map_err(|error| Failure::provider(chain(&error)))?;
        }
        Ok(())
    }

    /// What the signature of the last notification covered.
    pub(super) fn covered(&self) -> String {
        let covered = self.covered.lock().unwrap_or_else(PoisonError::into_inner);
        covered.clone().unwrap_or_else(|| "no notification came".to_owned())
    }
}

fn tell(notice: &Notice, clock: &SandboxClock, story: &mut Story) {
    let trust = match &notice.trust {
        Trust::Signed { .. } => format!("signed over {}", coverage(&notice.trust)),
        _ => "not to be trusted by itself".to_owned(),
    };
    let claim = notice.claim.status();
    let text = format!("a notification says {claim}; it is {trust}, so the provider is asked");
    story.step(clock.now(), "notification", &text);
}

/// What a signature covers, in words.
pub(super) fn coverage(trust: &Trust) -> String {
    match trust {
        Trust::Signed { covers } => {
            let covers: Vec<&str> = covers.iter().map(|check| Check::as_str(*check)).collect();
            covers.join(", ")
        }
        _ => "nothing".to_owned(),
    }
}
