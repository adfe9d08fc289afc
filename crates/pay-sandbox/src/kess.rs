//! KESS PAY, from the vendor document and the specification made of it.

mod access;
mod asked;
mod bank;
mod card;
mod gateway;
mod hosted;
mod method;
mod notify;
mod oauth;
mod order;
mod order_info;
mod pay;
mod refund;
mod refusal;
mod service;
mod state;
mod time;
mod wallet;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::post;
use pay_core::{Money, Timestamp};

use self::access::Grant;
pub use self::card::VirtualCardError;
pub(crate) use self::gateway::service_in;
pub use self::hosted::KessOtpError;
pub(crate) use self::method::METHODS;
pub use self::notify::KessForm;
pub(crate) use self::oauth::kept as kept_of_grant;
pub use self::pay::{KessOrder, KessPay, KessPayError};
pub use self::refund::KessRefund;
pub use self::refusal::KessErrors;
use self::state::State;
use crate::courier::Courier;
use crate::outbound::Reach;
use crate::seed::Seed;
use crate::{Bakong, NotifyOptions, SandboxClock, SentNotification};

/// The hex digits of one block of [`Kess::PUBLIC_KEY`].
const RSA_HEX_DIGITS: usize = 512;

/// The KESS PAY of a sandbox: its merchant, its payers, its notifications. Clones are the same KESS PAY.
///
/// One merchant exists; its credentials are the constants below.
#[derive(Clone)]
pub struct Kess(Arc<Inner>);

struct Inner {
    clock: SandboxClock,
    /// Where a code is paid that is not KESS's own.
    bakong: Bakong,
    settings: Settings,
    courier: Courier,
    state: Mutex<State>,
}

/// What a start decides.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: Seed,
    pub(crate) started: Timestamp,
    /// From a payment to its success.
    pub(crate) settlement: Duration,
    pub(crate) token_lifetime: Duration,
    pub(crate) errors: KessErrors,
    pub(crate) reach: Reach,
    /// Where the sandbox is reached, for links.
    pub(crate) base_url: String,
}

impl Kess {
    /// The path of every service.
    pub const GATEWAY: &str = "/api/mch/v2/gateway";
    /// The path of the tokens.
    pub const TOKEN: &str = "/oauth/token";
    /// `client_id` of the merchant.
    pub const CLIENT_ID: &str = "sandbox-client";
    /// `client_secret` of the merchant.
    pub const CLIENT_SECRET: &str = "sandbox-client-secret";
    /// `username` of the merchant.
    pub const USERNAME: &str = "sandbox-user";
    /// `password` of the merchant.
    pub const PASSWORD: &str = "sandbox-password";
    /// `seller_code` of the merchant, as the document's own sample.
    pub const SELLER_CODE: &str = "CU2501-101139033689723677";
    /// What requests, answers and notifications are signed with.
    pub const API_SECRET_KEY: &str = "sandbox-api-secret-key";
    /// The merchant's name.
    pub const MERCHANT_NAME: &str = "Sandbox Shop";
    /// The key that `card` and `customer` are encrypted to, of 2048 bits. Its private half was thrown away:
    /// nobody can read what is sent.
    pub const PUBLIC_KEY: &str = "-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7Oe73zGLvvO+at4IK6YG
mktREYKi9xQPNQA9CgbKehvCraBty/xVE3EAueVqz+VcqoMRVjpdX8skvdo3o5gw
plFoXAZqrNsaf/o1Mp1s5pmP+G5vsHs0Yd5B8AfIyKsDNLmpUnsHugRSwjY0Rw8I
CheouocR7v+1rEjcYpcBPx6a46PCiuScKcVaRyIN4H8V4QgWMaE68Aan5tmy7KWk
jrjGzOWwt4QPSwRno97XmoeBSoH/ORmeoxJubExngj2aRnuZUgFQUj908LSKPl2c
wHgFyGSNl2PDmvdNi1DuxTs9hfXLRhtlL9eunKMXoqNT8KLMoAdkBtMtTerRnoy1
uwIDAQAB
-----END PUBLIC KEY-----
";
    /// How long an access token is good unless told otherwise; the refresh token is good for 15 minutes more.
    pub const TOKEN_LIFETIME: Duration = Duration::from_secs(1_800);

    pub(crate) fn new(clock: SandboxClock, bakong: Bakong, settings: Settings) -> Self {
        let courier = Courier::new(clock.clone(), notify::TERMS, settings.reach);
        let state = Mutex::new(State::new(&settings, courier.clone()));
        Self(Arc::new(Inner { clock, bakong, settings, courier, state }))
    }

    /// An access token, good as long as one from [`Kess::TOKEN`].
    pub fn token(&self) -> String {
        self.issue().access
    }

    /// Ends every token that was given out, as a restart of the gateway might. Refresh tokens, too.
    pub fn revoke_tokens(&self) {
        self.with(|state| state.access.revoke());
    }

    /// How notifications are planned from now on.
    pub fn notify_as(&self, options: NotifyOptions) {
        self.0.courier.notify_as(options);
    }

    /// What notifications look like from now on.
    pub fn notify_in(&self, form: KessForm) {
        self.with(|state| state.form = form);
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

    /// Tells this status of an order, word for word, instead of its own: one that no document names, one with a
    /// blank behind it. `None`: its own again. Whether there is such an order.
    pub fn tell_status(&self, out_trade_no: &str, status: Option<&str>) -> bool {
        let told = status.map(str::to_owned);
        self.with(|state| state.order_mut(out_trade_no).map(|order| order.told_status = told).is_ok())
    }

    /// Answers queries for one order with another one, as the vendor's own sample does (E18).
    pub fn mix_up(&self, asked: impl Into<String>, answered: impl Into<String>) {
        self.with(|state| state.mixed_up.insert(asked.into(), answered.into()));
    }

    /// What is in a wallet of the merchant or of a user of its.
    pub fn balance(&self, wallet_id: &str) -> Option<Money> {
        self.with(|state| state.wallets.balance(wallet_id))
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(&self.0.settings, self.0.courier.clone()));
        self.0.courier.reset();
    }

    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route(Self::TOKEN, post(oauth::token))
            .route(Self::GATEWAY, post(gateway::handle))
            .with_state(self.clone())
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.0.courier
    }

    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn issue(&self) -> Grant {
        let (now, Settings { seed, token_lifetime, .. }) = (self.now(), self.settings());
        self.with(|state| state.access.issue(*seed, *token_lifetime, now))
    }

    fn refresh(&self, token: &str) -> Option<Grant> {
        let (now, Settings { seed, token_lifetime, .. }) = (self.now(), self.settings());
        self.with(|state| state.access.refresh(token, *seed, *token_lifetime, now))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Kess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kess").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}
