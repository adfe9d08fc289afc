//! Sends notifications when they are due by the sandbox's clock.

use bytes::Bytes;
use tokio::task::JoinSet;

use super::Kess;
use super::notify::KessNotification;
use crate::outbound;

/// Notifications that are under way at once.
const AT_ONCE: usize = 64;

/// Sends until it is dropped. Who waits for notifications waits from this call on, and no longer than that.
pub(crate) fn run(kess: Kess) -> impl Future<Output = ()> + Send {
    kess.set_sending(true);
    let sender = Sender(kess);
    async move { sender.send_all().await }
}

/// Says so when it ends, also when it is aborted.
struct Sender(Kess);

impl Drop for Sender {
    fn drop(&mut self) {
        self.0.set_sending(false);
    }
}

impl Sender {
    async fn send_all(&self) {
        let kess = &self.0;
        let mut changes = kess.changes();
        let mut ticks = kess.clock().changes();
        let mut sending = JoinSet::new();
        loop {
            changes.mark_unchanged();
            ticks.mark_unchanged();
            let now = kess.now();
            while sending.len() < AT_ONCE
                && let Some(due) = kess.with(|state| state.outbox.take(now))
            {
                sending.spawn(send(kess.clone(), due));
            }
            let running = kess.clock().is_running();
            let next = kess.with(|state| state.outbox.next()).filter(|_| running && sending.len() < AT_ONCE);
            let wait = next.map(|next| next.since(now));
            tokio::select! {
                _ = changes.changed() => {}
                _ = ticks.changed() => {}
                () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
                Some(_) = sending.join_next(), if !sending.is_empty() => {}
            }
        }
    }
}

async fn send(kess: Kess, due: KessNotification) {
    let reach = kess.settings().reach;
    let answer = outbound::post(&due.url, due.content_type, Bytes::from(due.body), reach).await;
    let answer = answer.map_err(|error| error.to_string());
    let now = kess.now();
    kess.change(|state| state.outbox.answered(due.number, now, answer));
}
