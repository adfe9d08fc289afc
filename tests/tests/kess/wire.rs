//! A wire in memory: grants tokens, answers by rule, remembers what was sent.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) use conformance::clock::HandClock;
use conformance::wire::in_order;
pub(crate) use conformance::wire::{Answer, Sent, bearer, body, broken, http};
use kess_client::{
    Amount, Credentials, Customer, EncryptionKey, Kess, OutTradeNo, SealedCustomer, Settings, Text,
};
use pay_core::{BoxFuture, Currency, Money, Secret, Timestamp};
use pay_http::Transport;

/// 1 January 2026, 00:00 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
pub(crate) const SELLER: &str = "CU12-34567890";
/// The secret of the signature vectors.
pub(crate) const API_SECRET: &str = "api-secret-canary";

/// The gateway's wire, on which tokens are granted as well.
pub(crate) struct Wire(Arc<conformance::wire::Wire>);

impl Wire {
    pub(crate) fn new(rule: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self(conformance::wire::Wire::new(rule)))
    }

    /// Grants tokens `token-1`, `token-2` and so on, and answers the gateway's requests by a rule.
    pub(crate) fn gateway(rule: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        let granted = AtomicI64::new(0);
        Self::new(move |sent| {
            if is_grant(sent) {
                granted_token(granted.fetch_add(1, Ordering::SeqCst) + 1)
            } else {
                rule(sent)
            }
        })
    }

    /// The same with answers in this order; fails the test when it is asked for more.
    pub(crate) fn script(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Self::gateway(in_order(answers))
    }

    /// What went to the gateway.
    pub(crate) fn calls(&self) -> Vec<Sent> {
        self.sent(false)
    }

    /// What went to `oauth/token`.
    pub(crate) fn grants(&self) -> Vec<Sent> {
        self.sent(true)
    }

    fn sent(&self, grants: bool) -> Vec<Sent> {
        self.0.sent().into_iter().filter(|sent| is_grant(sent) == grants).collect()
    }
}

impl Transport for Wire {
    fn send(&self, request: Sent) -> BoxFuture<'_, Answer> {
        self.0.send(request)
    }
}

pub(crate) fn is_grant(sent: &Sent) -> bool {
    sent.uri().path() == "/oauth/token"
}

pub(crate) fn granted_token(nth: i64) -> Answer {
    http(
        200,
        format!(
            r#"{{"token_type":"Bearer","expires_in":"1800","access_token":"token-{nth}","refresh_token":"refresh-{nth}"}}"#
        ),
    )
}

/// A success over this `data`.
pub(crate) fn success(data: &str) -> Answer {
    http(200, format!(r#"{{"success":true,"data":{data},"sign":"{}","sign_type":"MD5"}}"#, "0".repeat(32)))
}

/// A fixture of `fixtures/kess/` as a success.
pub(crate) fn sample(name: &str) -> String {
    conformance::fixture(&format!("kess/{name}.json"))
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret that is not blank")
}

pub(crate) fn settings() -> Settings {
    let credentials = Credentials::new(
        secret("client"),
        secret("client-secret-canary"),
        secret("user"),
        secret("password-canary"),
    );
    let base = "https://devwebpayment.kesspay.io".parse().unwrap();
    Settings::new(base, credentials, SELLER, secret(API_SECRET)).unwrap()
}

pub(crate) fn kess(wire: &Arc<Wire>) -> Kess {
    Kess::new(settings(), Arc::clone(wire) as Arc<dyn Transport>, HandClock::at(NOW))
}

/// A client that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Kess {
    kess(&Wire::script([answer]))
}

pub(crate) fn number(text: &str) -> OutTradeNo {
    OutTradeNo::new(text).unwrap()
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).unwrap()
}

pub(crate) fn usd(cents: i64) -> Amount {
    Amount::new(Money::from_minor(cents, Currency::Usd)).unwrap()
}

pub(crate) fn key() -> EncryptionKey {
    EncryptionKey::from_pem(&conformance::fixture("kess/test-public-key.pem")).unwrap()
}

pub(crate) fn customer() -> SealedCustomer {
    Customer::new("012345678", "sample@sample.com", "Sok", "Dara").unwrap().seal(&key()).unwrap()
}
