//! Every operation through the whole router, as the bytes on the wire.

mod deposits;
mod disbursements;
mod gates;
mod notifications;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use pay_core::{Currency, Money, Secret, Timestamp};
use pay_sign::{Fields, Scheme, Signer};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::Vexora;
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

    fn vexora(&self) -> &Vexora {
        &self.parts.vexora
    }

    /// Calls an operation as the merchant in dollars, signed, and answers the body.
    async fn call(&self, path: &str, members: Value) -> Value {
        self.send(path, Some(Vexora::MERCHANT_NO), &signed(Vexora::APP_SECRET, &members)).await
    }

    /// `data` of a call that has to succeed.
    async fn data(&self, path: &str, members: Value) -> Value {
        let body = self.call(path, members).await;
        assert_eq!((&body["code"], &body["success"]), (&json!("0000"), &json!(true)), "{body}");
        body["data"].clone()
    }

    /// `msg` of a call that has to fail as a request does.
    async fn refused(&self, path: &str, members: Value) -> String {
        let body = self.call(path, members).await;
        assert_eq!((&body["code"], &body["success"]), (&json!("8000"), &json!(false)), "{body}");
        assert_eq!(body["data"], Value::Null);
        body["msg"].as_str().unwrap().to_owned()
    }

    /// Sends a body as it is; the HTTP status has to be 200.
    async fn send(&self, path: &str, merchant: Option<&str>, body: &str) -> Value {
        let mut request = Request::post(path).header("content-type", "application/json");
        if let Some(number) = merchant {
            request = request.header("merchantNo", number);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// Opens a deposit of 300.00 USD, and answers `data`.
    async fn open(&self, trade_no: &str) -> Value {
        self.data(Vexora::CHECKOUT, checkout(trade_no)).await
    }

    /// What a query is told of a deposit.
    async fn query(&self, trade_no: &str) -> Value {
        self.data(Vexora::DEPOSIT_QUERY, asking(trade_no)).await
    }

    async fn status(&self, trade_no: &str) -> String {
        self.query(trade_no).await["status"].as_str().unwrap().to_owned()
    }

    fn settle(&self) {
        self.parts.clock.advance(SETTLED);
    }
}

/// `data` of a checkout that has to succeed.
pub(crate) async fn open(parts: &Parts, router: &Router, members: Value) -> Value {
    Bench { parts: parts.clone(), router: router.clone() }.data(Vexora::CHECKOUT, members).await
}

/// A disbursement that has to succeed.
pub(crate) async fn send_out(parts: &Parts, router: &Router, members: Value) {
    Bench { parts: parts.clone(), router: router.clone() }.data(Vexora::DISBURSEMENT, members).await;
}

/// The body that a client sends, whatever is wrong with it.
fn signed(secret: &str, members: &Value) -> String {
    let signer = Signer::new(Scheme::VEXORA, Secret::new(secret).unwrap());
    signer.sign(Fields::from_json(members.to_string()).unwrap()).unwrap().to_json()
}

/// The vendor's sample, under another name, with a number that fits the table (V3) and a shop on this machine.
pub(crate) fn checkout(trade_no: &str) -> Value {
    json!({
        "timestamp": "1719876543210", "tradeNo": trade_no, "amount": "300", "mobile": "912345678",
        "firstname": "Rizky", "lastname": "Pratama", "email": "123@gmail.com", "channelCode": "KHQR",
        "wayCode": "KHQR", "notifyUrl": "http://127.0.0.1:1/vexora/payment/notify",
        "returnUrl": "https://merchant.com/payment/result", "remark": "order_vx_000125",
    })
}

pub(crate) fn disbursement(trade_no: &str, amount: &str) -> Value {
    let mut members = checkout(trade_no);
    members["amount"] = json!(amount);
    members["channelCode"] = json!("EWALLET");
    members["wayCode"] = json!("LANTON");
    members["bankCode"] = json!("LANTON");
    members["bankNumber"] = json!("912345678");
    members.as_object_mut().unwrap().remove("returnUrl");
    members
}

fn asking(trade_no: &str) -> Value {
    json!({ "timestamp": "1719876543210", "tradeNo": trade_no })
}

const fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}
