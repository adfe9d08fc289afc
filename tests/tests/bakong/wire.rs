//! A wire in memory: answers by rule, remembers what was sent.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bakong_client::{AccessToken, Bakong, Environment};
use pay_core::{BoxFuture, Clock, Outcome, Timestamp};
use pay_http::http::{Request, Response, header};
use pay_http::{Bytes, Transport, TransportError, TransportErrorKind};

/// 1 January 2026, 00:00 UTC: the `iat` of the fixture's token.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// A token that is no JWT, so that nobody knows when it ends.
pub(crate) const TOKEN: &str = "pasted-token-canary-7731";

pub(crate) type Answer = Result<Response<Bytes>, TransportError>;

/// A request as it went over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) request: Request<Bytes>,
}

impl Sent {
    /// The path behind `/v1/`.
    pub(crate) fn operation(&self) -> &str {
        self.request.uri().path().strip_prefix("/v1/").unwrap_or_default()
    }

    /// The token it carries.
    pub(crate) fn bearer(&self) -> Option<&str> {
        let value = self.request.headers().get(header::AUTHORIZATION)?;
        value.to_str().expect("a header of text").strip_prefix("Bearer ")
    }

    pub(crate) fn body(&self) -> &str {
        str::from_utf8(self.request.body()).expect("a body of text")
    }
}

/// Answers each request by a rule. It lets other tasks go first, as a network does.
pub(crate) struct Wire {
    rule: Box<dyn Fn(&Sent) -> Answer + Send + Sync>,
    sent: Mutex<Vec<Sent>>,
}

impl Wire {
    pub(crate) fn new(rule: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { rule: Box::new(rule), sent: Mutex::default() })
    }

    /// Answers in this order, and fails the test when it is asked for more.
    pub(crate) fn script(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
        Self::new(move |sent| {
            let next = answers.lock().unwrap().pop_front();
            next.unwrap_or_else(|| panic!("one request too many: {}", sent.operation()))
        })
    }

    pub(crate) fn sent(&self) -> MutexGuard<'_, Vec<Sent>> {
        self.sent.lock().unwrap()
    }

    /// The operations that were asked for, in order.
    pub(crate) fn operations(&self) -> Vec<String> {
        self.sent().iter().map(|sent| sent.operation().to_owned()).collect()
    }
}

impl Transport for Wire {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Answer> {
        Box::pin(async move {
            let sent = Sent { request };
            self.sent().push(sent.clone());
            tokio::task::yield_now().await;
            (self.rule)(&sent)
        })
    }
}

/// A response of this status and body.
#[expect(clippy::unnecessary_wraps, reason = "one answer of several, and others are errors")]
pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    Ok(response.body(body.into()).expect("a status of three digits"))
}

/// A response with a fixture of `fixtures/bakong/` as its body.
pub(crate) fn fixture(status: u16, name: &str) -> Answer {
    http(status, conformance::fixture(&format!("bakong/{name}")))
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
        let now = self.now().after(span);
        self.0.store(now.as_millis(), Ordering::SeqCst);
    }
}

impl Clock for HandClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A client of the test system with a pasted token.
pub(crate) fn bakong(wire: &Arc<Wire>) -> Bakong {
    let token = AccessToken::new(TOKEN).expect("visible ASCII");
    Bakong::new(&Environment::Sit, Arc::new(token), Arc::clone(wire) as Arc<dyn Transport>, HandClock::new())
}

/// A client of the test system that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Bakong {
    bakong(&Wire::script([answer]))
}
