//! A wire in memory: answers by rule, remembers what was sent.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

use pay_core::{BoxFuture, Outcome};
use pay_http::http::{Request, Response, header};
use pay_http::{Bytes, Transport, TransportError, TransportErrorKind, Unreachable};

/// A request as it went over the wire.
pub type Sent = Request<Bytes>;

/// What came back.
pub type Answer = Result<Response<Bytes>, TransportError>;

/// What comes back for a request.
pub type Rule = Box<dyn Fn(&Sent) -> Answer + Send + Sync>;

/// Answers each request by a rule. It lets other tasks go first, as a network does.
pub struct Wire {
    rule: Rule,
    sent: Mutex<Vec<Sent>>,
}

impl Wire {
    /// A wire with this rule.
    pub fn new(rule: impl Fn(&Sent) -> Answer + Send + Sync + 'static) -> Arc<Self> {
        Arc::new(Self { rule: Box::new(rule), sent: Mutex::default() })
    }

    /// Answers in this order, and fails the test when it is asked for more.
    pub fn script(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        Self::new(in_order(answers))
    }

    /// Every request so far, the oldest first.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wire").finish_non_exhaustive()
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

/// The rule that gives these answers in order, and fails the test when it is asked for more.
pub fn in_order(answers: impl IntoIterator<Item = Answer>) -> Rule {
    let answers = Mutex::new(answers.into_iter().collect::<VecDeque<_>>());
    Box::new(move |sent| {
        let next = answers.lock().unwrap().pop_front();
        next.unwrap_or_else(|| panic!("one request too many: {} {}", sent.uri(), body(sent)))
    })
}

/// A response of this status and body, said to be JSON.
pub fn http(status: u16, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    Ok(response.body(body.into()).expect("a status of three digits"))
}

/// No response.
pub fn broken(kind: TransportErrorKind, outcome: Outcome) -> Answer {
    Err(TransportError::new(kind, outcome))
}

/// The body of a request, which is text.
pub fn body(sent: &Sent) -> &str {
    str::from_utf8(sent.body()).expect("a body of text")
}

/// The token that a request carries.
pub fn bearer(sent: &Sent) -> Option<&str> {
    sent.headers().get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

/// What a page of HTML in the place of an answer means, by its status.
pub const PAGES: [(u16, Unreachable); 5] = [
    (403, Unreachable::Forbidden),
    (404, Unreachable::NoSuchPath),
    (500, Unreachable::Server),
    (413, Unreachable::Page),
    (200, Unreachable::Page),
];
