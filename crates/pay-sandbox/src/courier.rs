//! What providers tell a shop by themselves: planned, sent when it is due by the sandbox's clock, and repeated
//! by each provider's own schedule until it is taken.

mod options;
mod outbox;
mod send;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pay_core::Timestamp;
use tokio::sync::watch;

pub use self::options::NotifyOptions;
pub(crate) use self::options::Signature;
pub use self::outbox::{Attempt, SentNotification};
use self::outbox::{Outbox, Ticket};
use crate::SandboxClock;
use crate::outbound::{Answer, Parcel, Reach};

/// The notifications of one provider. Clones are the same courier.
#[derive(Clone, Debug)]
pub(crate) struct Courier(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: SandboxClock,
    terms: Terms,
    reach: Reach,
    outbox: Mutex<Outbox>,
    /// Moved on by every change that could make a notification due.
    changes: watch::Sender<()>,
    /// Whether somebody sends: a sandbox that runs.
    sending: AtomicBool,
}

/// When a provider repeats a notification, and what it takes for an acknowledgement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terms {
    /// The wait after so many attempts, at least one, counted from the last; `None`: it is given up.
    pub(crate) wait: fn(usize) -> Option<Duration>,
    pub(crate) taken: Acknowledgement,
}

/// What a shop has to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Acknowledgement {
    /// HTTP 200, whatever the body.
    Status,
    /// HTTP 200, and this body exactly.
    Body(&'static str),
}

impl Courier {
    pub(crate) fn new(clock: SandboxClock, terms: Terms, reach: Reach) -> Self {
        Self(Arc::new(Inner {
            clock,
            terms,
            reach,
            outbox: Mutex::default(),
            changes: watch::Sender::new(()),
            sending: AtomicBool::new(false),
        }))
    }

    /// Plans what is to be told of `at`, `about` an order of the shop's own name. What is told is written now,
    /// so that it is the state of now; the provider is told which signature it is to have.
    pub(crate) fn plan(&self, about: &str, at: Timestamp, write: impl FnOnce(Signature) -> Parcel) {
        self.change(|outbox| outbox.plan(about, at, write));
    }

    /// How notifications are planned from now on.
    pub(crate) fn notify_as(&self, options: NotifyOptions) {
        self.with(|outbox| outbox.options = options);
    }

    /// Every notification, in the order in which they were planned.
    pub(crate) fn sent(&self) -> Vec<SentNotification> {
        self.with(|outbox| outbox.all().to_vec())
    }

    /// Sends one once more, now, whatever became of it.
    pub(crate) fn again(&self, number: u64) -> Option<SentNotification> {
        let now = self.0.clock.now();
        self.change(|outbox| outbox.again(number, now).cloned())
    }

    /// Returns when nothing is due or under way, or when nobody sends.
    pub(crate) async fn notified(&self) {
        let mut changes = self.0.changes.subscribe();
        let mut ticks = self.0.clock.changes();
        loop {
            let now = self.0.clock.now();
            if self.with(|outbox| outbox.is_idle(now)) || !self.0.sending.load(Ordering::SeqCst) {
                return;
            }
            tokio::select! {
                _ = changes.changed() => {}
                _ = ticks.changed() => {}
            }
        }
    }

    /// Forgets everything; what is under way arrives, and is not written down.
    pub(crate) fn reset(&self) {
        self.change(Outbox::reset);
    }

    /// Sends until it is dropped. Who waits for notifications waits from this call on, and no longer than that.
    pub(crate) fn run(self) -> impl Future<Output = ()> + Send {
        send::run(self)
    }

    fn take(&self, now: Timestamp) -> Option<(Ticket, SentNotification)> {
        self.with(|outbox| outbox.take(now))
    }

    fn answered(&self, ticket: Ticket, answer: Result<Answer, String>) {
        let now = self.0.clock.now();
        self.change(|outbox| outbox.answered(ticket, now, answer, self.0.terms));
    }

    /// Says whether notifications are sent from now on.
    fn set_sending(&self, sends: bool) {
        self.0.sending.store(sends, Ordering::SeqCst);
        self.0.changes.send_replace(());
    }

    /// Changes something that could make a notification due.
    fn change<T>(&self, act: impl FnOnce(&mut Outbox) -> T) -> T {
        let answer = self.with(act);
        self.0.changes.send_replace(());
        answer
    }

    fn with<T>(&self, act: impl FnOnce(&mut Outbox) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.outbox.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Acknowledgement {
    fn is(self, answer: &Answer) -> bool {
        answer.status == 200
            && match self {
                Self::Status => true,
                Self::Body(body) => answer.body == body.as_bytes(),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_is_200_and_where_it_matters_the_very_text() {
        let answer = |status, body: &str| Answer { status, body: body.as_bytes().to_vec() };
        assert!(Acknowledgement::Status.is(&answer(200, "whatever")));
        assert!(Acknowledgement::Body("OK").is(&answer(200, "OK")));
        for (status, body) in
            [(200, "ok"), (200, "OK\n"), (200, "\"OK\""), (200, ""), (201, "OK"), (500, "OK")]
        {
            assert!(!Acknowledgement::Body("OK").is(&answer(status, body)), "{status} {body:?}");
        }
        assert!(!Acknowledgement::Status.is(&answer(204, "")));
    }
}
