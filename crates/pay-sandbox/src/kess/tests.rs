//! Each service against the samples of the document, through the whole router.

mod access;
mod gates;
mod money;
mod notifications;
mod orders;
mod refunds;
mod samples;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use pay_core::{Currency, Money, Secret, Timestamp};
use pay_sign::{Fields, Scheme, Signer};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::sandbox::{Builder, Parts};
use crate::{Kess, KessPay};

const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);
const SETTLED: Duration = Duration::from_secs(2);

/// A sandbox without sockets: nothing is sent by itself.
struct Bench {
    parts: Parts,
    router: Router,
    token: String,
}

impl Bench {
    fn new() -> Self {
        Self::with(|builder| builder)
    }

    fn with(build: impl FnOnce(Builder) -> Builder) -> Self {
        let parts = build(Builder::default().start_at(START)).parts("http://127.0.0.1:4000");
        Self { router: parts.router(), token: parts.kess.token(), parts }
    }

    /// Calls a service with a new token, signed with MD5, and answers the body.
    async fn call(&self, service: &str, members: Value) -> (StatusCode, Value) {
        let body = signed(&Scheme::KESS_MD5, &with_service(service, members));
        self.send(Kess::GATEWAY, Some(&self.parts.kess.token()), &body).await
    }

    /// `data` of a service that has to succeed.
    async fn data(&self, service: &str, members: Value) -> Value {
        let (status, body) = self.call(service, members).await;
        assert_eq!((status, &body["success"]), (StatusCode::OK, &json!(true)), "{body}");
        body["data"].clone()
    }

    /// Number and name of the error of a service that has to fail.
    async fn refused(&self, service: &str, members: Value) -> (u64, String) {
        let (status, body) = self.call(service, members).await;
        let code = body["code"].as_u64().unwrap();
        assert_eq!((status.as_u16().into(), &body["success"]), (code, &json!(false)), "{body}");
        (code, body["status_code"].as_str().unwrap().to_owned())
    }

    async fn send(&self, path: &str, token: Option<&str>, body: &str) -> (StatusCode, Value) {
        let mut request = Request::post(path).header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    fn advance(&self, span: Duration) {
        self.parts.clock.advance(span);
    }

    /// An order of 10 USD that is paid and settled.
    async fn paid(&self, out_trade_no: &str) {
        self.data("createorder", order(out_trade_no)).await;
        self.parts.kess.pay(out_trade_no, KessPay::new()).unwrap();
        self.advance(SETTLED);
    }

    async fn status(&self, out_trade_no: &str) -> String {
        let data = self.data("queryOrder", json!({ "out_trade_no": out_trade_no })).await;
        data["status"].as_str().unwrap().to_owned()
    }
}

/// Calls a service that has to succeed, and answers `data`. `service` is among the members.
pub(crate) async fn call(parts: &Parts, router: &Router, members: Value) -> Value {
    let bench = Bench { parts: parts.clone(), router: router.clone(), token: parts.kess.token() };
    let (status, body) =
        bench.send(Kess::GATEWAY, Some(&bench.token), &signed(&Scheme::KESS, &members)).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    body["data"].clone()
}

fn with_service(service: &str, mut members: Value) -> Value {
    members["service"] = json!(format!("webpay.acquire.{service}"));
    members
}

/// The body that a client sends.
fn signed(scheme: &Scheme, members: &Value) -> String {
    let signer = Signer::new(*scheme, Secret::new(Kess::API_SECRET_KEY).unwrap());
    let fields = Fields::from_json(members.to_string()).unwrap();
    signer.sign_request(fields).unwrap().to_json()
}

/// The vendor's sample of createorder, under another name.
fn order(out_trade_no: &str) -> Value {
    json!({
        "seller_code": Kess::SELLER_CODE, "out_trade_no": out_trade_no, "body": "iPhone 13 pro Case",
        "total_amount": 10, "currency": "USD", "notify_url": "http://127.0.0.1:1/notifyme",
        "login_type": "ANONYMOUS",
    })
}

/// One RSA block of hex digits.
fn block() -> String {
    "0f".repeat(256)
}

const fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}
