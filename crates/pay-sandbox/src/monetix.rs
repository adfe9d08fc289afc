//! Monetix: Payment Page, Gate and callbacks of the method "Banks of Cambodia", from the vendor document and the
//! specification made of it.

mod asked;
mod bank;
mod callback;
mod gate;
mod link;
mod operation;
mod page;
mod pay;
mod payment;
mod refund;
mod refusal;
mod sale;
mod state;
mod status;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::routing::{get, post};
use pay_core::{Secret, Timestamp};

pub(crate) use self::bank::{BANKS, Bank};
pub use self::callback::MonetixForm;
pub(crate) use self::page::Hosted;
pub use self::pay::{MonetixPay, MonetixPayError, MonetixPayment};
pub use self::refusal::MonetixErrors;
use self::state::State;
use crate::courier::Courier;
use crate::sandbox::Premises;
use crate::{NotifyOptions, SentNotification};

/// The Monetix of a sandbox: its project, its payers, its callbacks. Clones are the same Monetix.
///
/// One project exists; its credentials are the constants below.
#[derive(Clone)]
pub struct Monetix(Arc<Inner>);

struct Inner {
    premises: Premises,
    courier: Courier,
    state: Mutex<State>,
}

impl Monetix {
    /// `project_id` of the project, as the document's own sample.
    pub const PROJECT_ID: u64 = 1234;
    /// What requests and callbacks are signed with.
    pub const SECRET_KEY: &str = "sandbox-project-secret";
    /// What Payment Page links may be encrypted with.
    pub const ENCRYPTION_KEY: &str = "sandbox-encryption-key";
    /// The path of the Payment Page.
    pub const PAYMENT_PAGE: &str = "/payment";
    /// The path of a purchase.
    pub const SALE: &str = "/v2/payment/banks/cambodia/sale";
    /// The path of the list of banks.
    pub const BANK_LIST: &str = "/v2/info/banks/banks/cambodia/sale/list";
    /// The path of a payment's status.
    pub const STATUS: &str = "/v2/payment/status";
    /// The path of the status by `request_id`.
    pub const STATUS_BY_REQUEST: &str = "/v2/payment/status/request";
    /// The path of a refund. The document has none: this is the platform's pattern (specification, section 4.5).
    pub const REFUND: &str = "/v2/payment/banks/cambodia/refund";

    pub(crate) fn new(premises: Premises) -> Self {
        let courier = Courier::new(premises.clock.clone(), callback::TERMS, premises.reach);
        let state = Mutex::new(State::new(&premises, courier.clone()));
        Self(Arc::new(Inner { premises, courier, state }))
    }

    /// Where callbacks go that name no address of their own; the project has none at the start.
    pub fn callback_to(&self, url: Option<&str>) {
        self.with(|state| state.callback_url = url.map(str::to_owned));
    }

    /// How Gate says no from now on.
    pub fn refuse_as(&self, errors: MonetixErrors) {
        self.with(|state| state.errors = errors);
    }

    /// How callbacks are planned from now on.
    pub fn notify_as(&self, options: NotifyOptions) {
        self.0.courier.notify_as(options);
    }

    /// What callbacks and status answers look like from now on.
    pub fn notify_in(&self, form: MonetixForm) {
        self.with(|state| state.form = form);
    }

    /// Every callback, sent or planned, in the order in which they were planned.
    pub fn notifications(&self) -> Vec<SentNotification> {
        self.0.courier.sent()
    }

    /// Sends a callback once more, now: after newer ones, or after it was taken. `None`: there is none of this
    /// number.
    pub fn notify_again(&self, number: u64) -> Option<SentNotification> {
        self.0.courier.again(number)
    }

    /// Returns when no callback is due or under way, or when the sandbox has stopped and none is sent. With a
    /// held clock nothing becomes due by itself.
    pub async fn notified(&self) {
        self.0.courier.notified().await;
    }

    /// Tells this status of a payment, word for word, instead of its own. `None`: its own again. Whether there
    /// is such a payment.
    pub fn tell_status(&self, payment_id: &str, status: Option<&str>) -> bool {
        let told = status.map(str::to_owned);
        self.with(|state| state.payment_mut(payment_id).map(|payment| payment.told_status = told).is_some())
    }

    /// Answers questions about one payment with another one.
    pub fn mix_up(&self, asked: impl Into<String>, answered: impl Into<String>) {
        self.with(|state| state.mixed_up.insert(asked.into(), answered.into()));
    }

    /// Declines every refund from now on with this code; `None`: they succeed again.
    pub fn decline_refunds(&self, code: Option<&str>) {
        self.with(|state| state.refunds_decline = code.map(str::to_owned));
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(&self.0.premises, self.0.courier.clone()));
        self.0.courier.reset();
    }

    pub(crate) fn router(&self) -> Router {
        let encrypted = format!("/{}/{{token}}", Self::PROJECT_ID);
        Router::new()
            .route(Self::PAYMENT_PAGE, get(page::open))
            .route(&encrypted, get(page::open_encrypted))
            .route(Self::SALE, post(gate::sale))
            .route(Self::BANK_LIST, post(gate::banks))
            .route(Self::STATUS, post(gate::status))
            .route(Self::STATUS_BY_REQUEST, post(gate::status_by_request))
            .route(Self::REFUND, post(gate::refund))
            .route("/v2/payment/banks/{method}/{operation}", post(gate::unknown_method))
            .route("/v2/info/banks/{parent}/{method}/{operation}/list", post(gate::unknown_method))
            .with_state(self.clone())
    }

    pub(crate) fn courier(&self) -> &Courier {
        &self.0.courier
    }

    pub(crate) fn premises(&self) -> &Premises {
        &self.0.premises
    }

    fn now(&self) -> Timestamp {
        self.0.premises.clock.now()
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn secret() -> Secret {
    Secret::new(Monetix::SECRET_KEY).expect("the secret is not blank")
}

impl std::fmt::Debug for Monetix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Monetix").field("premises", &self.0.premises).finish_non_exhaustive()
    }
}
