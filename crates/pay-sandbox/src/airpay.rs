//! Airpay, from the vendor document and the specification made of it.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;

use crate::courier::{Acknowledgement, Courier, Terms};
use crate::sandbox::Premises;
use crate::seed::Draws;
use crate::{NotifyOptions, SentNotification};

/// What is sent when, and what ends it.
const TERMS: Terms = Terms { wait: |_| None, taken: Acknowledgement::Body("OK") };

/// The Airpay of a sandbox. Clones are the same Airpay.
#[derive(Clone)]
pub struct Airpay(Arc<Inner>);

struct Inner {
    premises: Premises,
    courier: Courier,
    state: Mutex<State>,
}

/// What Airpay knows, and a reset forgets.
struct State {
    /// Something new to name.
    draws: Draws,
}

impl Airpay {
    pub(crate) fn new(premises: Premises) -> Self {
        let courier = Courier::new(premises.clock.clone(), TERMS, premises.reach);
        let state = Mutex::new(State::new(&premises));
        Self(Arc::new(Inner { premises, courier, state }))
    }

    /// How notifications are planned from now on.
    pub fn notify_as(&self, options: NotifyOptions) {
        self.0.courier.notify_as(options);
    }

    /// Every notification, sent or planned, in the order in which they were planned.
    pub fn notifications(&self) -> Vec<SentNotification> {
        self.0.courier.sent()
    }

    /// Sends a notification once more, now: after newer ones, or after it was taken. `None`: there is none of
    /// this number.
    pub fn notify_again(&self, number: u64) -> Option<SentNotification> {
        self.0.courier.again(number)
    }

    /// Returns when no notification is due or under way, or when the sandbox has stopped and none is sent. With
    /// a held clock nothing becomes due by itself.
    pub async fn notified(&self) {
        self.0.courier.notified().await;
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(&self.0.premises));
        self.0.courier.reset();
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.0.courier
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn new(premises: &Premises) -> Self {
        Self { draws: Draws::new(premises.seed) }
    }
}

impl std::fmt::Debug for Airpay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Airpay").field("premises", &self.0.premises).finish_non_exhaustive()
    }
}
