//! The request and the postbacks, as the bytes on the wire.

mod postbacks;
mod requests;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use pay_core::{Currency, Money, Timestamp};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::Airpay;
use crate::sandbox::{Builder, Parts};

const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);
const SETTLED: Duration = Duration::from_secs(2);

/// A sandbox without sockets: nothing is sent by itself.
struct Bench {
    parts: Parts,
    router: Router,
}

impl Bench {
    fn new() -> Self {
        let parts = Builder::default().start_at(START).parts("http://127.0.0.1:4000");
        Self { router: parts.router(), parts }
    }

    fn airpay(&self) -> &Airpay {
        &self.parts.airpay
    }

    /// `data` of a request that has to be taken.
    async fn data(&self, members: Value) -> Value {
        let (status, body) = self.send(Airpay::REQUEST, Some(Airpay::API_KEY), &members.to_string()).await;
        assert_eq!(
            (status, &body["code"], &body["message"]),
            (StatusCode::OK, &json!(200), &json!("success"))
        );
        body["data"].clone()
    }

    /// Code, message and reason of a request that has to be refused.
    async fn refused(&self, members: Value) -> (u64, String, String) {
        let (status, body) = self.send(Airpay::REQUEST, Some(Airpay::API_KEY), &members.to_string()).await;
        assert_eq!(status, StatusCode::OK);
        refusal(&body)
    }

    async fn send(&self, path: &str, apikey: Option<&str>, body: &str) -> (StatusCode, Value) {
        let mut request = Request::post(path).header("content-type", "application/json");
        if let Some(key) = apikey {
            request = request.header("apikey", key);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
    }

    fn settle(&self) {
        self.parts.clock.advance(SETTLED);
    }
}

/// `data` of a request that has to be taken.
pub(crate) async fn open(parts: &Parts, router: &Router, members: Value) -> Value {
    Bench { parts: parts.clone(), router: router.clone() }.data(members).await
}

fn refusal(body: &Value) -> (u64, String, String) {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    (body["code"].as_u64().unwrap(), text(&body["message"]), text(&body["data"]["reason"]))
}

/// The vendor's sample with what its table requires beside it (A2), in riel.
pub(crate) fn request(trxid: &str) -> Value {
    json!({
        "name": "John Doe", "email": "john.doe@example.com", "msisdn": "628123456789", "number": "ORD123456789",
        "amount": "10000", "description": "Payment for service", "currency": "KHR", "payment_method": "INVOICE",
        "trxid": trxid, "clickid": "CLICK123456", "pubid": "PUB123456", "return_url": "https://shop.example/back",
    })
}

const fn riel(riel: i64) -> Money {
    Money::from_minor(riel, Currency::Khr)
}
