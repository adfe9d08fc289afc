//! A wire in memory: answers in order, remembers what was sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use pay_core::{BoxFuture, Clock, Currency, Money, Outcome, Secret, Timestamp};
use pay_http::http::{Request, Response, header};
use pay_http::{Bytes, Transport, TransportError, TransportErrorKind};
use vexora_client::operation::{Disbursement, HostedCheckout};
use vexora_client::{Amount, CallbackUrl, Code, Mobile, Payer, Settings, Text, TradeNo, Vexora};

/// The timestamp of the vendor's sample request: 1 July 2024.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_719_876_543_210);
/// The secret of the signature vectors.
pub(crate) const APP_SECRET: &str = "test-app-secret-0123456789abcdef";
/// The order of the vendor's sample.
pub(crate) const ORDER: &str = "VX20260331000125";
/// The disbursement of vector v027.
pub(crate) const PAYOUT: &str = "20260331120000123";

pub(crate) type Answer = Result<Response<Bytes>, TransportError>;
pub(crate) type Sent = Request<Bytes>;

/// Gives its answers in order; fails the test when it is asked for more.
pub(crate) struct Wire {
    answers: Mutex<VecDeque<Answer>>,
    sent: Mutex<Vec<Sent>>,
}

impl Wire {
    pub(crate) fn script(answers: impl IntoIterator<Item = Answer>) -> Arc<Self> {
        let answers = Mutex::new(answers.into_iter().collect());
        Arc::new(Self { answers, sent: Mutex::default() })
    }

    pub(crate) fn calls(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }
}

impl Transport for Wire {
    fn send(&self, request: Sent) -> BoxFuture<'_, Answer> {
        self.sent.lock().unwrap().push(request);
        let answer = self.answers.lock().unwrap().pop_front();
        Box::pin(async { answer.expect("one request too many") })
    }
}

/// A clock that stands.
pub(crate) struct StillClock(pub(crate) Timestamp);

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}

pub(crate) fn body(sent: &Sent) -> &str {
    str::from_utf8(sent.body()).expect("a body of text")
}

/// A response of this status and body.
#[expect(clippy::unnecessary_wraps, reason = "one answer of several, and others are errors")]
pub(crate) fn http(status: u16, body: impl Into<Bytes>) -> Answer {
    let response = Response::builder().status(status).header(header::CONTENT_TYPE, "application/json");
    Ok(response.body(body.into()).expect("a status of three digits"))
}

/// A call that succeeded, with this `data`.
pub(crate) fn success(data: &str) -> Answer {
    http(
        200,
        format!(
            r#"{{"msg":"success","code":"0000","timestamp":1719876543210,"success":true,"data":{data}}}"#
        ),
    )
}

/// An answer with this `code` and no data.
pub(crate) fn code(code: &str) -> Answer {
    http(
        200,
        format!(
            r#"{{"msg":"error","code":"{code}","timestamp":"1719876543210","success":"false","data":null}}"#
        ),
    )
}

pub(crate) fn broken(kind: TransportErrorKind, outcome: Outcome) -> Answer {
    Err(TransportError::new(kind, outcome))
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret that is not blank")
}

/// An account in riel.
pub(crate) fn settings() -> Settings {
    let base = "https://sandbox-api.vexora.com/cambodia".parse().unwrap();
    Settings::new(base, "1234567890", secret(APP_SECRET), Currency::Khr).unwrap()
}

pub(crate) fn vexora(wire: &Arc<Wire>) -> Vexora {
    Vexora::new(settings(), Arc::clone(wire) as Arc<dyn Transport>, Arc::new(StillClock(NOW)))
}

/// A client that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Vexora {
    vexora(&Wire::script([answer]))
}

pub(crate) fn number(text: &str) -> TradeNo {
    TradeNo::new(text).unwrap()
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).unwrap()
}

pub(crate) fn riel(amount: i64) -> Amount {
    Amount::new(Money::from_minor(amount, Currency::Khr)).unwrap()
}

pub(crate) fn url(text: &str) -> CallbackUrl {
    CallbackUrl::new(text).unwrap()
}

/// The payer of the vendor's sample, whose number is none of Cambodia (V3).
pub(crate) fn payer() -> Payer {
    Payer::new("Rizky", "Pratama", Mobile::verbatim("09123456789").unwrap(), "123@gmail.com").unwrap()
}

/// The vendor's sample.
pub(crate) fn checkout() -> HostedCheckout {
    HostedCheckout::new(
        number(ORDER),
        riel(300),
        payer(),
        url("https://merchant-api.com/vexora/payment/notify"),
        url("https://merchant.com/payment/result"),
        text("order_vx_000125"),
    )
}

/// Vector v027.
pub(crate) fn disbursement() -> Disbursement {
    let payee = Payer::new("Sok", "Dara", Mobile::verbatim("012345678").unwrap(), "a@b.example").unwrap();
    Disbursement::new(number(PAYOUT), riel(41_000), payee, Code::lanton(), Code::new("012345678").unwrap())
        .notify_url(url("https://m.example/po"))
        .remark(text("r"))
}
