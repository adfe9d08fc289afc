//! Bakong, from the vendor document and the two later documents that the specification names.

mod account;
mod amount;
mod answer;
mod check;
mod deeplink;
mod gate;
mod jwt;
mod ledger;
mod list;
mod pay;
mod quota;
mod renew;
mod state;
mod transaction;

#[cfg(test)]
mod tests;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::post;
use pay_core::Timestamp;

pub use self::amount::AmountSpelling;
use self::jwt::{Issuer, Reading};
pub(crate) use self::pay::Scan;
pub use self::pay::{PayError, PayOptions};
use self::state::{State, registration_id};
pub use self::transaction::{Failure, Transaction};
use crate::SandboxClock;
use crate::seed::Seed;

/// The Bakong of a sandbox: its payer, its accounts, its registrations and their tokens. Clones are the same
/// Bakong.
#[derive(Clone)]
pub struct Bakong(Arc<Inner>);

struct Inner {
    clock: SandboxClock,
    issuer: Issuer,
    settings: Settings,
    state: Mutex<State>,
}

/// What a start decides.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) seed: Seed,
    pub(crate) settlement: Duration,
    pub(crate) daily_quota: Option<u32>,
    pub(crate) amounts: AmountSpelling,
    /// Where the sandbox is reached, for links.
    pub(crate) base_url: String,
}

impl Bakong {
    /// The email that is registered from the start.
    pub const EMAIL: &str = "shop@example.com";
    /// The account that the payer pays from, in the form of a bank's settlement account.
    pub const PAYER: &str = "abaakhppxxx@abaa";
    /// The path of the list by md5, which was found closed in production while the list by hash works: 403 and
    /// HTML with a good token, as `faults().always(Bakong::MD5_LIST, Fault::Forbidden)` has it.
    pub const MD5_LIST: &str = "/v1/check_transaction_by_md5_list";
    /// The accounts that exist from the start, beside the payer's.
    pub const ACCOUNTS: [&str; 2] = ["merchant@devb", "customer@devb"];
    /// How long a token is good unless told otherwise: 90 days.
    pub const TOKEN_LIFETIME: Duration = Duration::from_secs(90 * 24 * 60 * 60);

    pub(crate) fn new(clock: SandboxClock, settings: Settings) -> Self {
        let state = Mutex::new(State::new(&settings));
        Self(Arc::new(Inner { clock, issuer: Issuer::new(settings.seed), settings, state }))
    }

    /// Pays a code, as a bank's application would after a scan. The payment is found once it is settled.
    ///
    /// The code is read by `khqr-emv` and must hold: structure, CRC, the rules of KHQR, expiry by the sandbox's
    /// clock. A code is paid once unless [`PayOptions::again`] says otherwise, and a failed payment does not
    /// count. A static code needs [`PayOptions::amount`]; its payment is found by hash only.
    pub fn pay(&self, qr: &str, options: PayOptions) -> Result<Transaction, PayError> {
        let now = self.now();
        let scan = Scan::read(qr, now, options.late)?;
        let md5 = scan.khqr.md5();
        self.with(|state| {
            if !scan.khqr.is_dynamic() {
                state.ledger.add_static(&md5);
            }
            let amount = options.amount.or(scan.amount).ok_or(PayError::Static)?;
            if !amount.is_positive() {
                return Err(PayError::NotPositive(amount));
            }
            if let Some(paid) = state.ledger.payment_of(&md5)
                && scan.khqr.is_dynamic()
                && !options.again
            {
                return Err(PayError::AlreadyPaid { hash: paid.hash.clone() });
            }
            let drawn = state.draw();
            let seed = self.0.settings.seed;
            let transaction = Transaction {
                hash: seed.hex("transaction", drawn),
                md5: md5.to_string(),
                from_account: options.payer.unwrap_or_else(|| Self::PAYER.to_owned()),
                to_account: options.receiver.unwrap_or_else(|| scan.account.to_owned()),
                amount,
                description: options.description,
                created: now,
                settled: now.after(options.settles_in.unwrap_or(self.0.settings.settlement)),
                failure: options.failure,
                tracking_status: options.tracking_status,
                instruction_ref: options.instruction_ref,
                external_ref: Some(format!("100FT{}", seed.digits("reference", drawn, 11))),
            };
            state.ledger.add(transaction.clone());
            Ok(transaction)
        })
    }

    /// Every payment so far, settled or not, in the order in which they were made.
    pub fn transactions(&self) -> Vec<Transaction> {
        self.with(|state| state.ledger.transactions().to_vec())
    }

    /// A token of the registration of [`Bakong::EMAIL`], good for 90 days.
    pub fn token(&self) -> String {
        self.issue(Self::EMAIL, Self::TOKEN_LIFETIME)
    }

    /// A token of a registration, good for `lifetime` from now by the sandbox's clock. Registers the email,
    /// unless it is.
    pub fn issue(&self, email: &str, lifetime: Duration) -> String {
        let id = registration_id(self.0.settings.seed, email);
        self.with(|state| state.registrations.insert(email.to_owned(), id.clone()));
        self.0.issuer.issue(&id, self.now(), lifetime)
    }

    /// The emails that are registered.
    pub fn registrations(&self) -> Vec<String> {
        self.with(|state| state.registrations.keys().cloned().collect())
    }

    /// Makes an account exist, for endpoint 8. Payments go to any account.
    pub fn add_account(&self, account: impl Into<String>) {
        self.with(|state| state.accounts.insert(account.into()));
    }

    /// The accounts that exist.
    pub fn accounts(&self) -> Vec<String> {
        self.with(|state| state.accounts.iter().cloned().collect())
    }

    /// Requests charged to a registration today, by the calendar of Phnom Penh. All tokens of a registration
    /// share one count.
    pub fn charged_today(&self, email: &str) -> u32 {
        let now = self.now();
        self.with(|state| state.registrations.get(email).map_or(0, |id| state.quota.charged(id, now)))
    }

    /// Changes the daily quota of every registration; `None`: no quota. What was charged stays charged.
    pub fn set_daily_quota(&self, limit: Option<u32>) {
        self.with(|state| state.quota.set_limit(limit));
    }

    /// The daily quota of every registration.
    pub fn daily_quota(&self) -> Option<u32> {
        self.with(|state| state.quota.limit())
    }

    /// Everything as it was at the start, but for the clock.
    pub(crate) fn reset(&self) {
        self.with(|state| *state = State::new(&self.0.settings));
    }

    /// The code that a link stands for.
    pub(crate) fn code_of_link(&self, link: &str) -> Option<String> {
        self.with(|state| state.links.get(link).cloned())
    }

    /// Endpoints 1 to 10. The two of registration, 11 and 12, were removed from the documents.
    pub(crate) fn router(&self) -> Router {
        let with_token = Router::new()
            .route("/v1/check_transaction_by_md5", post(check::by_md5))
            .route("/v1/check_transaction_by_hash", post(check::by_hash))
            .route("/v1/check_transaction_by_short_hash", post(check::by_short_hash))
            .route("/v1/check_transaction_by_instruction_ref", post(check::by_instruction_ref))
            .route("/v1/check_transaction_by_external_ref", post(check::by_external_ref))
            .route(Self::MD5_LIST, post(list::by_md5))
            .route("/v1/check_transaction_by_hash_list", post(list::by_hash))
            .route_layer(from_fn_with_state(self.clone(), gate::token_required));
        let with_or_without = Router::new()
            .route("/v1/check_bakong_account", post(account::check))
            .route("/v1/generate_deeplink_by_qr", post(deeplink::generate))
            .route_layer(from_fn_with_state(self.clone(), gate::token_optional));
        with_token
            .merge(with_or_without)
            .route("/v1/renew_token", post(renew::renew))
            .with_state(self.clone())
    }

    fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    fn spelling(&self) -> AmountSpelling {
        self.0.settings.amounts
    }

    fn has_account(&self, account: &str) -> bool {
        self.with(|state| state.accounts.contains(account))
    }

    /// A new link to a code, another one at every call. It leads to the sandbox's own payer.
    fn link_to(&self, qr: String) -> String {
        self.with(|state| {
            let link = self.0.settings.seed.letters("link", state.draw(), 17);
            let url = format!("{}/l/{link}", self.0.settings.base_url);
            state.links.insert(link, qr);
            url
        })
    }

    /// Another token for a registered email. The old one stays good until it expires.
    fn renew(&self, email: &str) -> Option<String> {
        let id = self.with(|state| state.registrations.get(email).cloned())?;
        Some(self.0.issuer.issue(&id, self.now(), Self::TOKEN_LIFETIME))
    }

    /// What a token says. One of a registration that a reset forgot is unknown.
    fn read_token(&self, token: &str) -> Reading {
        let reading = self.0.issuer.read(token, self.now());
        match &reading {
            Reading::Good { registration } | Reading::Expired { registration }
                if !self.with(|state| state.registrations.values().any(|id| id == registration)) =>
            {
                Reading::Unknown
            }
            _ => reading,
        }
    }

    /// Charges one request; the limit, when it is now above it.
    fn charge(&self, registration: &str) -> Result<(), u32> {
        let now = self.now();
        self.with(|state| state.quota.charge(registration, now))
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Nothing below panics half way through a change; a poisoned lock is that of a test that failed.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Bakong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bakong").field("settings", &self.0.settings).finish_non_exhaustive()
    }
}
