//! Vexora, from the vendor document and the specification made of it.

mod answer;
mod asked;
mod checkout;
mod deposit;
mod disbursement;
mod gateway;
mod merchant;
mod notify;
mod page;
mod pay;
mod payout;
mod query;
mod refusal;
mod state;
mod status;

#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::routing::{MethodRouter, post};
use pay_core::Timestamp;

pub use self::answer::VexoraAnswers;
pub use self::disbursement::VexoraBalance;
use self::gateway::Operation;
pub(crate) use self::merchant::MERCHANTS;
use self::merchant::Merchant;
pub use self::notify::VexoraForm;
pub use self::pay::{VexoraOrder, VexoraPay, VexoraPayError};
pub use self::payout::VexoraDisbursement;
use self::state::State;
use crate::courier::Courier;
use crate::sandbox::Premises;
use crate::seed::Draws;
use crate::{NotifyOptions, SentNotification};

/// The Vexora of a sandbox: its merchants, its payers, its webhooks. Clones are the same Vexora.
///
/// Two merchants exist, since no request says a currency; their credentials are the constants below.
#[derive(Clone)]
pub struct Vexora(Arc<Inner>);

struct Inner {
    premises: Premises,
    courier: Courier,
    state: Mutex<State>,
}

impl Vexora {
    /// The path of the hosted checkout.
    pub const CHECKOUT: &str = "/v1/vexora/checkout";
    /// The path of the query of a deposit.
    pub const DEPOSIT_QUERY: &str = "/v1/vexora/queryPayInResult";
    /// The path of a disbursement.
    pub const DISBURSEMENT: &str = "/v1/vexora/disbursements";
    /// The path of the query of a disbursement.
    pub const DISBURSEMENT_QUERY: &str = "/v1/vexora/queryPayOutResult";
    /// The path of the balance.
    pub const BALANCE: &str = "/v1/vexora/queryBalance";
    /// `merchantNo` of the merchant whose account is in dollars.
    pub const MERCHANT_NO: &str = "1000000840";
    /// What its requests and notifications are signed with.
    pub const APP_SECRET: &str = "sandbox-app-secret";
    /// `merchantNo` of the merchant whose account is in riel.
    pub const KHR_MERCHANT_NO: &str = "1000000116";
    /// What its requests and notifications are signed with.
    pub const KHR_APP_SECRET: &str = "sandbox-app-secret-khr";
    /// The name of both.
    pub const MERCHANT_NAME: &str = "Sandbox Shop";

    pub(crate) fn new(premises: Premises) -> Self {
        let courier = Courier::new(premises.clock.clone(), notify::TERMS, premises.reach);
        let state = Mutex::new(State::new(Draws::new(premises.seed), courier.clone()));
        Self(Arc::new(Inner { premises, courier, state }))
    }

    /// How notifications are planned from now on.
    pub fn notify_as(&self, options: NotifyOptions) {
        self.0.courier.notify_as(options);
    }

    /// What notifications look like from now on.
    pub fn notify_in(&self, form: VexoraForm) {
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

    /// How answers are spelled from now on.
    pub fn answer_in(&self, answers: VexoraAnswers) {
        self.with(|state| state.answers = answers);
    }

    /// Tells this status of an order, word for word, instead of its own, in queries and in notifications that are
    /// planned from now on. `None`: its own again. Whether there is such an order.
    pub fn tell_status(&self, name: &str, status: Option<&str>) -> bool {
        let told = status.map(str::to_owned);
        self.with(|state| {
            if let Some(at) = state.deposit_at(name) {
                state.deposits[at].told_status = told;
            } else if let Some(at) = state.disbursement_at(name) {
                state.disbursements[at].told_status = told;
            } else {
                return false;
            }
            true
        })
    }

    /// Answers queries for one `tradeNo` with the order of another one.
    pub fn mix_up(&self, asked: impl Into<String>, answered: impl Into<String>) {
        self.with(|state| state.mixed_up.insert(asked.into(), answered.into()));
    }

    /// What a merchant has. `None`: there is no such `merchantNo`.
    pub fn balance(&self, merchant_no: &str) -> Option<VexoraBalance> {
        let (now, merchant) = (self.now(), Merchant::named(merchant_no)?);
        Some(self.with(|state| state.balance(merchant, now)))
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(Draws::new(self.0.premises.seed), self.0.courier.clone()));
        self.0.courier.reset();
    }

    pub(crate) fn router(&self) -> Router {
        let operation = |run: Operation| -> MethodRouter<Self> {
            post(move |vexora, request| gateway::handle(vexora, request, run))
        };
        Router::new()
            .route(Self::CHECKOUT, operation(checkout::checkout))
            .route(Self::DEPOSIT_QUERY, operation(query::deposit))
            .route(Self::DISBURSEMENT, operation(payout::disburse))
            .route(Self::DISBURSEMENT_QUERY, operation(query::disbursement))
            .route(Self::BALANCE, operation(query::balance))
            .with_state(self.clone())
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.0.courier
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.0.premises.base_url
    }

    fn answers(&self) -> VexoraAnswers {
        self.with(|state| state.answers)
    }

    fn payment_link(&self, token: &str) -> String {
        format!("{}/vexora/pay?token={token}", self.base_url())
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

impl std::fmt::Debug for Vexora {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vexora").field("premises", &self.0.premises).finish_non_exhaustive()
    }
}
