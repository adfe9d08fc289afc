//! A wire in memory: grants tokens, answers by rule, remembers what was sent.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kess_client::{
    Amount, Credentials, Customer, EncryptionKey, Kess, OutTradeNo, SealedCustomer, Settings, Text,
};
use pay_core::{BoxFuture, Clock, Currency, Money, Outcome, Secret, Timestamp};
use pay_http::http::{Request, Response, header};
use pay_http::{Bytes, Transport, TransportError, TransportErrorKind};

/// 1 January 2026, 00:00 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
pub(crate) const SELLER: &str = "CU12-34567890";
/// The secret of the signature vectors.
pub(crate) const API_SECRET: &str = "api-secret-canary";

pub(crate) type Answer = Result<Response<Bytes>, TransportError>;
pub(crate) type Sent = Request<Bytes>;

/// Answers each request by a rule. It lets other tasks go first, as a network does.
pub(crate) struct Wire {
    rule: Box<dyn Fn(&Sent) -> Answer + Send + Sync>,
    sent: Mutex<Vec<Sent>>,
}

impl Wire {
    pub(crate) fn new(rule: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { rule: Box::new(rule), sent: Mutex::default() })
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
        let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        Self::gateway(move |sent| {
            let next = answers.lock().unwrap().pop_front();
            next.unwrap_or_else(|| panic!("one request too many: {}", body(sent)))
        })
    }

    /// What went to the gateway.
    pub(crate) fn calls(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().iter().filter(|sent| !is_grant(sent)).cloned().collect()
    }

    /// What went to `oauth/token`.
    pub(crate) fn grants(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().iter().filter(|sent| is_grant(sent)).cloned().collect()
    }
}

impl Transport for Wire {
    fn send(&self, request: Sent) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            self.sent.lock().unwrap().push(request.clone());
            tokio::task::yield_now().await;
            (self.rule)(&request)
        })
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

pub(crate) fn body(sent: &Sent) -> &str {
    str::from_utf8(sent.body()).expect("a body of text")
}

pub(crate) fn bearer(sent: &Sent) -> Option<&str> {
    sent.headers().get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// A response of this status and body.
#[expect(clippy::unnecessary_wraps, reason = "one answer of several, and others are errors")]
pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    Ok(response.body(body.into()).expect("a status of three digits"))
}

/// A success over this `data`.
pub(crate) fn success(data: &str) -> Answer {
    http(200, format!(r#"{{"success":true,"data":{data},"sign":"{}","sign_type":"MD5"}}"#, "0".repeat(32)))
}

/// A fixture of `fixtures/kess/` as a success.
pub(crate) fn sample(name: &str) -> String {
    conformance::fixture(&format!("kess/{name}.json"))
}

pub(crate) fn broken(kind: TransportErrorKind, outcome: Outcome) -> Answer {
    Err(TransportError::new(kind, outcome))
}

/// A clock that is moved by hand.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(AtomicI64::new(NOW.as_millis())))
    }

    pub(crate) fn pass(&self, span: Duration) {
        self.0.store(self.now().after(span).as_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
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
    Kess::new(settings(), Arc::clone(wire) as Arc<dyn Transport>, HandClock::new())
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
