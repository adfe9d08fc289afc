//! Airpay, from the vendor document and the specification made of it.

mod answer;
mod asked;
mod code;
mod notify;
mod order;
mod page;
mod pay;
mod request;
mod state;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use pay_core::Timestamp;

pub use self::answer::AirpayAnswers;
pub use self::notify::AirpayForm;
pub use self::order::AirpayOutcome;
pub use self::pay::{AirpayOrder, AirpayPay, AirpayPayError};
use self::state::State;
use crate::courier::Courier;
use crate::sandbox::Premises;
use crate::seed::Draws;
use crate::{NotifyOptions, SentNotification};

/// The Airpay of a sandbox: its merchant, its payers, its postbacks. Clones are the same Airpay.
///
/// One merchant exists; its key is the constant below. Its postback address is none until
/// [`postback_to`](Self::postback_to) says one.
#[derive(Clone)]
pub struct Airpay(Arc<Inner>);

struct Inner {
    premises: Premises,
    courier: Courier,
    state: Mutex<State>,
}

impl Airpay {
    /// The header `apikey` of the merchant.
    pub const API_KEY: &str = "5f0c2e7a-1b6d-4c3e-9a48-7d2b1f60e953";
    /// The only `country`.
    pub const COUNTRY: &str = "KH";
    /// The only `channel` that is active.
    pub const CHANNEL: &str = "KHQR";
    /// The only `service_ewallet`.
    pub const SERVICE: &str = "ewallet";
    /// The path of the three above.
    pub const REQUEST: &str = "/api/v1/ext/KH/KHQR/games/ewallet/request";
    /// The merchant's name.
    pub const MERCHANT_NAME: &str = "Sandbox Shop";

    pub(crate) fn new(premises: Premises) -> Self {
        let courier = Courier::new(premises.clock.clone(), notify::TERMS, premises.reach);
        let state = Mutex::new(State::new(Draws::new(premises.seed), courier.clone()));
        Self(Arc::new(Inner { premises, courier, state }))
    }

    /// Sends every postback of payments to come to this address: the one that a merchant agrees on with Airpay. A
    /// reset forgets it.
    pub fn postback_to(&self, url: impl Into<String>) {
        let url = url.into();
        self.with(|state| state.postback_url = Some(url));
    }

    /// The address that postbacks go to.
    pub fn postback_url(&self) -> Option<String> {
        self.with(|state| state.postback_url.clone())
    }

    /// How postbacks are planned from now on. They are never signed, so that they can be neither unsigned nor forged.
    pub fn notify_as(&self, options: NotifyOptions) {
        self.0.courier.notify_as(options);
    }

    /// What postbacks look like from now on.
    pub fn notify_in(&self, form: AirpayForm) {
        self.with(|state| state.form = form);
    }

    /// Every postback, sent or planned, in the order in which they were planned.
    pub fn notifications(&self) -> Vec<SentNotification> {
        self.0.courier.sent()
    }

    /// Sends a postback once more, now: after newer ones, or after it was taken. `None`: there is none of this
    /// number.
    pub fn notify_again(&self, number: u64) -> Option<SentNotification> {
        self.0.courier.again(number)
    }

    /// Returns when no postback is due or under way, or when the sandbox has stopped and none is sent. With a held
    /// clock nothing becomes due by itself.
    pub async fn notified(&self) {
        self.0.courier.notified().await;
    }

    /// How requests are answered from now on.
    pub fn answer_in(&self, answers: AirpayAnswers) {
        self.with(|state| state.answers = answers);
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(Draws::new(self.0.premises.seed), self.0.courier.clone()));
        self.0.courier.reset();
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/api/v1/ext/{country}/{channel}/games/{service_ewallet}/request", post(request::handle))
            .with_state(self.clone())
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.0.courier
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.0.premises.base_url
    }

    fn answers(&self) -> AirpayAnswers {
        self.with(|state| state.answers)
    }

    fn payment_link(&self, token: &str) -> String {
        format!("{}/airpay/pay/{token}", self.base_url())
    }

    fn settlement(&self) -> Duration {
        self.0.premises.settlement
    }

    fn now(&self) -> Timestamp {
        self.0.premises.clock.now()
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Airpay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Airpay").field("premises", &self.0.premises).finish_non_exhaustive()
    }
}
