//! A typed, signed call beside the same bytes through bare reqwest, over loopback without TLS.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::routing::post;
use bytes::Bytes;
use kess_client::service::QueryOrder;
use kess_client::{Credentials, Kess, OutTradeNo, Settings};
use pay_core::{BoxFuture, Clock, Timestamp};
use pay_http::{Transport, TransportError};

use super::loopback::{Latencies, rounds, runtime, serve};
use crate::input::{CREATED, secret};
use crate::measure::{Rounds, Task};
use crate::table::{Bound, Row, time};

const ANSWER: &str = include_str!("../../../fixtures/kess/queryOrder.json");
const TOKEN: &str =
    r#"{"token_type":"Bearer","expires_in":"1800","access_token":"token-1","refresh_token":"refresh-1"}"#;
const LIMIT: Duration = Duration::from_secs(6);

/// What was last sent to the gateway.
type Sent = Arc<Mutex<(HeaderMap, Bytes)>>;

struct Still;

impl Clock for Still {
    fn now(&self) -> Timestamp {
        CREATED
    }
}

/// The row of the call.
pub fn row() -> Row {
    let sent = Sent::default();
    let gateway = Arc::clone(&sent);
    let address = serve(move || router(gateway));
    let kess = client(&address);
    let order = order();
    let bare = reqwest::Client::builder().no_proxy().build().expect("a client without TLS");
    let latencies = runtime().block_on(async {
        kess.call(&order).await.expect("the order is answered");
        let (headers, body) = sent.lock().expect("the gateway does not panic").clone();
        let url = format!("{address}/api/mch/v2/gateway");
        let again = || bare.post(&url).headers(headers.clone()).body(body.clone()).send();
        let mut latencies = Latencies::of(3);
        for _ in rounds(LIMIT) {
            let start = Instant::now();
            let answer = again().await.expect("the gateway answers").bytes().await;
            latencies.add(0, start);
            assert!(answer.is_ok_and(|answer| answer.len() == ANSWER.len()), "the whole body is read");
            let start = Instant::now();
            kess.call(&order).await.expect("the order is answered");
            latencies.add(1, start);
            let start = Instant::now();
            again().await.expect("the gateway answers").bytes().await.expect("the body is read");
            latencies.add(2, start);
        }
        latencies
    });
    let [floor, ours] = [latencies.p50(0).midpoint(latencies.p50(2)), latencies.p50(1)];
    Row::new("KESS queryOrder over loopback: signed, typed", time(ours))
        .floor(format!("the same bytes through reqwest, {}", time(floor)))
        .goal("times the floor at p50", ours / floor, Bound::AtMost(1.1))
        .told("µs at p99", latencies.p99(1) / 1e3)
        .told("µs at p99 of the floor", latencies.p99(0) / 1e3)
        .told("µs without the wire", without_wire(&order) / 1e3)
        .noise(latencies.noise(0, 2))
}

/// Nanoseconds of a call whose answer is there at once: what of the time is ours.
fn without_wire(order: &QueryOrder) -> f64 {
    let kess = answered_at_once();
    let runtime = runtime();
    Rounds::run(100, vec![Task::new(|| runtime.block_on(kess.call(order)).is_ok())]).nanos(0)
}

/// A client whose every call is answered at once, in memory.
pub fn answered_at_once() -> Kess {
    struct AtOnce;

    impl Transport for AtOnce {
        fn send(
            &self,
            request: http::Request<Bytes>,
        ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            let body = if request.uri().path() == "/oauth/token" { TOKEN } else { ANSWER };
            let response = http::Response::builder().header(header::CONTENT_TYPE, "application/json");
            let response = response.body(Bytes::from_static(body.as_bytes())).expect("a plain header");
            Box::pin(std::future::ready(Ok(response)))
        }
    }

    Kess::new(settings("http://127.0.0.1:1"), Arc::new(AtOnce), Arc::new(Still))
}

/// The order that is asked about.
pub fn order() -> QueryOrder {
    QueryOrder::new(OutTradeNo::new("TEST-1234567891").expect("the order of the sample"))
}

fn router(sent: Sent) -> Router {
    let json = |body: &'static str| ([(header::CONTENT_TYPE, "application/json")], body);
    let order = async move |State(sent): State<Sent>, headers: HeaderMap, body: Bytes| {
        *sent.lock().expect("the gateway does not panic") = (headers, body);
        json(ANSWER)
    };
    Router::new()
        .route("/oauth/token", post(async move || json(TOKEN)))
        .fallback(post(order))
        .with_state(sent)
}

fn client(address: &str) -> Kess {
    Kess::connect(settings(address), Arc::new(Still)).expect("a client without TLS")
}

fn settings(address: &str) -> Settings {
    let credentials = Credentials::new(secret("id"), secret("secret"), secret("user"), secret("password"));
    let base = address.parse().expect("loopback is an address");
    Settings::new(base, credentials, "CU12-34567890", secret("api-secret")).expect("the seller of the sample")
}
