//! Each endpoint against the samples of the documents, through the whole router.

mod checks;
mod gates;
mod lists;
mod others;
mod payer;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Request, StatusCode};
use pay_core::Timestamp;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::sandbox::{Builder, Parts};

/// Vector 3 of the KHQR vectors that has an expiry: 1 USD, one minute from [`START`].
const QR: &str = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH5910Jonh Smith6010PHNOM PENH\
                  62210117INV-2021-07-65822993400131750000000000011317500000600006304E6E6";
/// A static code: the second vector of the Bakong specification, section 2.2.
const STATIC_QR: &str = "00020101021130400014jonhsmith@nbcq01061234560208Dev Bank5204599953031165802KH\
                         5910Jonh Smith6009Siem Reap621502118551234567863048C75";
const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);
const SETTLED: Duration = Duration::from_secs(2);
const MD5: &str = "/v1/check_transaction_by_md5";
const NOT_FOUND: &str = r#"{"responseCode":1,"responseMessage":"Transaction could not be found. Please check and try again.","errorCode":1,"data":null}"#;

/// A sandbox without sockets.
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
        Self { router: parts.router(), token: parts.bakong.token(), parts }
    }

    /// Posts JSON with a good token.
    async fn post(&self, path: &str, body: &str) -> (StatusCode, String) {
        self.post_as(Some(&self.token), path, body).await
    }

    async fn post_as(&self, token: Option<&str>, path: &str, body: &str) -> (StatusCode, String) {
        let mut request = Request::post(path).header("content-type", "application/json");
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    /// The error code and the HTTP status of an answer.
    async fn refused(&self, path: &str, body: &str) -> (u16, u64) {
        let (status, body) = self.post(path, body).await;
        (status.as_u16(), error_code(&body))
    }
}

fn error_code(body: &str) -> u64 {
    let envelope: Value = serde_json::from_str(body).unwrap();
    assert_eq!((&envelope["responseCode"], &envelope["data"]), (&Value::from(1), &Value::Null), "{body}");
    envelope["errorCode"].as_u64().unwrap()
}
