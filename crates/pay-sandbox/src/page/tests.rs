mod airpay;
mod kess;
mod vexora;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::Request;
use pay_core::Timestamp;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::PayOptions;
use crate::sandbox::{Builder, Parts};

const QR: &str = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH5910Jonh Smith6010PHNOM PENH\
                  62210117INV-2021-07-65822993400131750000000000011317500000600006304E6E6";

fn bench() -> (Parts, Router) {
    let start = Timestamp::from_millis(1_750_000_000_000);
    let parts = Builder::default().start_at(start).parts("http://127.0.0.1:4000");
    let router = parts.router();
    (parts, router)
}

async fn send(router: &Router, request: Request<Body>) -> (u16, String) {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    assert!(response.headers().contains_key("content-security-policy"));
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

async fn get(router: &Router, path: &str) -> (u16, String) {
    send(router, Request::get(path).body(Body::empty()).unwrap()).await
}

/// The path of a link of the sandbox.
fn path(link: &Value) -> String {
    link.as_str().unwrap().strip_prefix("http://127.0.0.1:4000").unwrap().to_owned()
}

/// Where the first form of a page that is posted goes.
fn action(page: &str) -> String {
    let form = page.split("<form").find(|form| form.contains("method=\"post\"")).unwrap();
    form.split_once("action=\"").unwrap().1.split_once('"').unwrap().0.to_owned()
}

/// Submits a form.
async fn post(router: &Router, path: &str, form: &str) -> String {
    let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    send(router, request.body(Body::from(form.to_owned())).unwrap()).await.1
}

/// Submits the payer's form.
async fn pay(router: &Router, fields: &[(&str, &str)]) -> String {
    let form = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
    let request = Request::post("/pay").header("content-type", "application/x-www-form-urlencoded");
    let body = form.collect::<Vec<_>>().join("&");
    send(router, request.body(Body::from(body)).unwrap()).await.1
}

/// Every byte as `%XX`.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// The payload with its CRC, bit by bit (KHQR specification, section 2.3).
fn with_crc(body: &str) -> String {
    let mut crc = 0xFFFF_u16;
    for byte in format!("{body}6304").bytes() {
        crc ^= u16::from(byte) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 };
        }
    }
    format!("{body}6304{crc:04X}")
}

#[tokio::test]
async fn a_person_reads_a_code_and_pays_it() {
    let (parts, router) = bench();
    // With the line end that a clipboard brings along.
    let (status, page) = get(&router, &format!("/pay?qr={}", encoded(&format!("{QR}\r\n")))).await;
    assert_eq!(status, 200);
    for shown in [
        "Jonh Smith",
        "PHNOM PENH",
        "jonhsmith@nbcq",
        "1.00 USD",
        "INV-2021-07-65822",
        "2025-06-15T15:07:40Z",
    ] {
        assert!(page.contains(shown), "{shown}");
    }
    let page = pay(&router, &[("qr", QR), ("amount", "")]).await;
    let paid = &parts.bakong.transactions()[0];
    assert!(
        page.contains(&format!("Paid 1.00 USD to jonhsmith@nbcq, transaction <code>{}</code>", paid.hash))
    );
    let page = pay(&router, &[("qr", QR), ("amount", "")]).await;
    assert!(page.contains("Not paid: the KHQR was paid before"));
    let page = pay(&router, &[("qr", QR), ("amount", "0.01"), ("again", "on"), ("fails", "on")]).await;
    assert!(page.contains("Failed on purpose: 0.01 USD"));
    assert_eq!(parts.bakong.transactions().len(), 2);
    assert!(get(&router, "/").await.1.contains("0.01 USD (failed)"));
}

#[tokio::test]
async fn an_expired_code_is_shown_and_paid_only_late() {
    let (parts, router) = bench();
    parts.clock.advance(Duration::from_secs(61));
    let (_, page) = get(&router, &format!("/pay?qr={}", encoded(QR))).await;
    assert!(page.contains("2025-06-15T15:07:40Z, over"));
    assert!(
        pay(&router, &[("qr", QR)])
            .await
            .contains("Not paid: the KHQR expired at 2025-06-15T15:07:40Z, and it is 2025-06-15T15:07:41Z.")
    );
    assert!(pay(&router, &[("qr", QR), ("late", "on")]).await.contains("Paid 1.00 USD"));
}

#[tokio::test]
async fn d30_a_name_is_text_on_every_page() {
    let (parts, router) = bench();
    let body = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH\
                5925<script>alert('1')</scrip6010PHNOM\u{202e}PENH\
                99340013175000000000001131750000060000";
    let qr = with_crc(body);
    let (_, page) = get(&router, &format!("/pay?qr={}", encoded(&qr))).await;
    assert!(page.contains("<td>&lt;script&gt;alert(&#39;1&#39;)&lt;/scrip</td>"), "{page}");
    assert!(page.contains("<td>PHNOM\u{fffd}PENH</td>"), "{page}");
    assert!(!page.contains("<script"));
    // The text that is paid is the one that was read.
    assert!(page.contains("PHNOM\u{202e}PENH"));
    let receiver = PayOptions::new().receiver("<script>@devb");
    parts.bakong.pay(&qr, receiver).unwrap();
    let (_, home) = get(&router, "/").await;
    assert!(home.contains("&lt;script&gt;@devb") && !home.contains("<script"));
}

#[tokio::test]
async fn what_is_no_code_is_said_and_escaped() {
    let (_, router) = bench();
    let (status, page) = get(&router, &format!("/pay?qr={}", encoded("\"><script>"))).await;
    assert_eq!(status, 200);
    assert!(page.contains("the text is no KHQR") && !page.contains("<script"));
    let page = pay(&router, &[("qr", "</textarea><script>"), ("amount", "<b>")]).await;
    assert!(page.contains("Not paid: the text is no KHQR") && !page.contains("<script"));
    assert!(pay(&router, &[("qr", QR), ("amount", "<b>")]).await.contains("Not paid: amount: "));
}

#[tokio::test]
async fn a_link_opens_the_payer_with_its_code() {
    let (_, router) = bench();
    let request = Request::post("/v1/generate_deeplink_by_qr")
        .header("content-type", "application/json")
        .body(Body::from(serde_json::json!({ "qr": QR }).to_string()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let envelope: Value = serde_json::from_slice(&body).unwrap();
    let link = envelope["data"]["shortLink"].as_str().unwrap();
    let (status, page) = get(&router, link.strip_prefix("http://127.0.0.1:4000").unwrap()).await;
    assert!(status == 200 && page.contains("Jonh Smith"));
    assert_eq!(get(&router, "/l/nothing").await.0, 404);
}

#[tokio::test]
async fn the_first_page_names_every_control_path() {
    let (_, router) = bench();
    let (status, page) = get(&router, "/").await;
    assert_eq!(status, 200);
    let paths = ["clock", "faults", "journal", "reset"];
    let of_bakong = ["bakong/pay", "bakong/payments", "bakong/tokens", "bakong/accounts", "bakong/quota"];
    for path in paths.into_iter().chain(of_bakong) {
        assert!(page.contains(&format!("/_sandbox/{path}")), "{path}");
    }
}
