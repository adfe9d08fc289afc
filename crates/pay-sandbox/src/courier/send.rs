//! Sends notifications when they are due by the sandbox's clock.

use tokio::task::JoinSet;

use super::Courier;
use super::outbox::{SentNotification, Ticket};
use crate::outbound::{self, Parcel};

/// Notifications that are under way at once.
const AT_ONCE: usize = 64;

pub(super) fn run(courier: Courier) -> impl Future<Output = ()> + Send {
    courier.set_sending(true);
    let sender = Sender(courier);
    async move { sender.send_all().await }
}

/// Says so when it ends, also when it is aborted.
struct Sender(Courier);

impl Drop for Sender {
    fn drop(&mut self) {
        self.0.set_sending(false);
    }
}

impl Sender {
    async fn send_all(&self) {
        let courier = &self.0;
        let clock = &courier.0.clock;
        let mut changes = courier.0.changes.subscribe();
        let mut ticks = clock.changes();
        let mut sending = JoinSet::new();
        loop {
            changes.mark_unchanged();
            ticks.mark_unchanged();
            let now = clock.now();
            while sending.len() < AT_ONCE
                && let Some((ticket, due)) = courier.take(now)
            {
                sending.spawn(send(courier.clone(), ticket, due));
            }
            let waits = clock.is_running() && sending.len() < AT_ONCE;
            let wait = courier.with(|outbox| outbox.next()).filter(|_| waits).map(|next| next.since(now));
            tokio::select! {
                _ = changes.changed() => {}
                _ = ticks.changed() => {}
                () = tokio::time::sleep(wait.unwrap_or_default()), if wait.is_some() => {}
                Some(_) = sending.join_next(), if !sending.is_empty() => {}
            }
        }
    }
}

async fn send(courier: Courier, ticket: Ticket, due: SentNotification) {
    let SentNotification { method, url, content_type, body, .. } = due;
    let answer = outbound::send(Parcel { method, url, content_type, body }, courier.0.reach).await;
    courier.answered(ticket, answer.map_err(|error| error.to_string()));
}
