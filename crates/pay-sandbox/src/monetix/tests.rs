//! The Payment Page and Gate against the samples of the document, through the whole router.

mod callbacks;
mod gate;
mod page;
mod payers;
mod refunds;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::Request;
use pay_core::{Currency, Money, Timestamp};
use pay_sign::{Fields, Scheme, Signer, Verifier};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use url::form_urlencoded;

use super::{Monetix, MonetixForm, MonetixPay, secret};
use crate::sandbox::{Builder, Parts};

const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);
const SETTLED: Duration = Duration::from_secs(2);
/// Nobody listens there; the sandbox of these tests has no sockets either.
const SHOP: &str = "http://127.0.0.1:1/callback";

/// A sandbox without sockets: nothing is sent by itself.
pub(crate) struct Bench {
    pub(crate) parts: Parts,
    pub(crate) router: Router,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let parts = Builder::default().start_at(START).parts("http://127.0.0.1:4000");
        parts.monetix.callback_to(Some(SHOP));
        Self { router: parts.router(), parts }
    }

    fn monetix(&self) -> &Monetix {
        &self.parts.monetix
    }

    fn pass(&self, span: Duration) {
        self.parts.clock.advance(span);
    }

    /// Sends a signed request of Gate; the HTTP status and the body.
    async fn call(&self, path: &str, members: &Value) -> (u16, Value) {
        self.send(path, &signed(members)).await
    }

    async fn send(&self, path: &str, body: &str) -> (u16, Value) {
        let request = Request::post(path).header("content-type", "application/json");
        let (status, text) = self.ask(request.body(Body::from(body.to_owned())).unwrap()).await;
        (status, serde_json::from_str(&text).unwrap())
    }

    async fn get(&self, path: &str) -> (u16, String) {
        self.ask(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn ask(&self, request: Request<Body>) -> (u16, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// A purchase that Gate accepted; its `request_id`.
    pub(crate) async fn sale(&self, payment_id: &str) -> String {
        let (status, body) = self.call(Monetix::SALE, &sale(payment_id)).await;
        assert_eq!((status, &body["status"]), (200, &json!("success")), "{body}");
        body["request_id"].as_str().unwrap().to_owned()
    }

    /// A purchase that was paid and has settled.
    pub(crate) async fn paid(&self, payment_id: &str) {
        self.sale(payment_id).await;
        self.monetix().pay(payment_id, MonetixPay::new()).unwrap();
        self.pass(SETTLED);
    }

    /// The verified answer about a payment.
    async fn status(&self, payment_id: &str) -> Value {
        let asked = json!({ "general": general(payment_id) });
        let (status, body) = self.call(Monetix::STATUS, &asked).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The code of a request that is rejected.
    async fn refused(&self, path: &str, members: &Value) -> String {
        let (status, body) = self.call(path, members).await;
        assert_eq!((status, &body["status"]), (400, &json!("error")), "{body}");
        body["code"].as_str().unwrap().to_owned()
    }

    /// Every callback so far, verified.
    fn callbacks(&self) -> Vec<Value> {
        self.monetix().notifications().iter().map(|sent| verified(&sent.body)).collect()
    }
}

fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}

fn general(payment_id: &str) -> Value {
    json!({ "project_id": Monetix::PROJECT_ID, "payment_id": payment_id })
}

/// The members of a purchase, as the vendor document lists them.
fn sale(payment_id: &str) -> Value {
    json!({
        "general": general(payment_id),
        "customer": { "id": "customer_123", "ip_address": "198.51.100.47", "email": "johndoe@example.com" },
        "account": { "bank_id": 62401, "customer_name": "John Doe" },
        "payment": { "currency": "USD", "amount": 10000 },
        "return_url": {
            "success": "https://shop.example/paid", "decline": "https://shop.example/declined",
            "return": "https://shop.example/back",
        },
    })
}

fn signed(members: &Value) -> String {
    let fields = Fields::from_json(members.to_string()).unwrap();
    Signer::new(Scheme::MONETIX, secret()).sign(fields).unwrap().to_json()
}

/// The parameters of the vendor document's sample of a page, and those given.
fn link(more: &[(&str, &str)]) -> String {
    let mut parameters = vec![
        ("project_id", "1234"),
        ("payment_id", "payment_47"),
        ("customer_id", "customer_123"),
        ("customer_email", "johndoe@example.com"),
        ("account_customer_name", "John Doe"),
        ("payment_currency", "USD"),
        ("payment_amount", "10000"),
        ("force_payment_method", "banks-cambodia"),
    ];
    for (name, text) in more {
        parameters.retain(|(known, _)| known != name);
        parameters.push((name, text));
    }
    parameters.retain(|(_, text)| !text.is_empty());
    let fields = Fields::from_pairs(parameters).unwrap();
    let signed = Signer::new(Scheme::MONETIX, secret()).sign(fields).unwrap();
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(signed.to_pairs().unwrap());
    format!("{}?{}", Monetix::PAYMENT_PAGE, query.finish())
}

fn verified(body: &str) -> Value {
    let verifier = Verifier::new(Scheme::MONETIX.exact(), secret());
    verifier.verify(&Fields::from_json(body).unwrap()).unwrap();
    serde_json::from_str(body).unwrap()
}
