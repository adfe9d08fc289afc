//! Vexora, from the vendor document and the specification made of it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;

use crate::courier::{Acknowledgement, Courier, Terms};
use crate::sandbox::Premises;
use crate::seed::Draws;
use crate::{NotifyOptions, SentNotification};

/// The waits before a delivery is repeated (specification, section 6).
const WAITS: [u64; 8] = [2, 5, 10, 30, 3_600, 10_800, 10_800, 10_800];

/// What is sent when, and what ends it.
const TERMS: Terms = Terms {
    wait: |attempts| WAITS.get(attempts.checked_sub(1)?).copied().map(Duration::from_secs),
    taken: Acknowledgement::Body("OK"),
};

/// The Vexora of a sandbox. Clones are the same Vexora.
#[derive(Clone)]
pub struct Vexora(Arc<Inner>);

struct Inner {
    premises: Premises,
    courier: Courier,
    state: Mutex<State>,
}

/// What Vexora knows, and a reset forgets.
struct State {
    /// Something new to name.
    draws: Draws,
}

impl Vexora {
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

impl std::fmt::Debug for Vexora {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vexora").field("premises", &self.0.premises).finish_non_exhaustive()
    }
}
