mod airpay;
mod kess;
mod monetix;
mod vexora;

use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::Request;
use pay_core::Timestamp;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::sandbox::{Builder, Parts};
use crate::{Bakong, Fault, PayOptions};

const QR: &str = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH5910Jonh Smith6010PHNOM PENH\
                  62210117INV-2021-07-65822993400131750000000000011317500000600006304E6E6";
const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);
const MD5: &str = "/v1/check_transaction_by_md5";

fn bench() -> (Parts, Router) {
    let parts = Builder::default().start_at(START).parts("http://127.0.0.1:4000");
    let router = parts.router();
    (parts, router)
}

/// Sends a control request as `curl -d` does, with a content type that is not JSON.
async fn ask(router: &Router, method: &str, path: &str, body: &str) -> (u16, Value) {
    let request = Request::builder()
        .method(method)
        .uri(format!("/_sandbox{path}"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    (status, if body.is_empty() { Value::Null } else { serde_json::from_slice(&body).unwrap() })
}

#[tokio::test]
async fn a_code_is_paid_over_http() {
    let (parts, router) = bench();
    let (status, paid) = ask(&router, "POST", "/bakong/pay", &json!({ "qr": QR }).to_string()).await;
    let transaction = &parts.bakong.transactions()[0];
    assert_eq!(status, 200);
    assert_eq!(
        paid,
        json!({
            "hash": transaction.hash, "short_hash": transaction.short_hash(), "md5": transaction.md5,
            "from_account": "abaakhppxxx@abaa", "to_account": "jonhsmith@nbcq", "amount": "1.00",
            "currency": "USD", "created_ms": 1_750_000_000_000_i64, "settled_ms": 1_750_000_001_500_i64,
            "failed": false, "description": null, "tracking_status": null, "instruction_ref": null,
            "external_ref": transaction.external_ref,
        })
    );
    assert_eq!(ask(&router, "GET", "/bakong/payments", "").await, (200, json!([paid])));
    let again = ask(&router, "POST", "/bakong/pay", &json!({ "qr": QR }).to_string()).await;
    let error = format!("the KHQR was paid before, by transaction {}", transaction.hash);
    assert_eq!(again, (422, json!({ "error": error })));
}

#[tokio::test]
async fn every_option_of_the_payer_is_there() {
    let (parts, router) = bench();
    parts.clock.advance(Duration::from_secs(61));
    let asked = json!({
        "qr": QR, "amount": "4400", "currency": "KHR", "receiver": "thief@devb", "payer": "someone@devb",
        "settles_in_ms": 60_000, "fails": "code_1", "late": true, "again": true, "description": "d",
        "tracking_status": "REFUNDED_BY_RECEIVER", "instruction_ref": "i",
    });
    let (status, paid) = ask(&router, "POST", "/bakong/pay", &asked.to_string()).await;
    assert_eq!(status, 200, "{paid}");
    for (member, value) in [
        ("amount", json!("4400")),
        ("currency", json!("KHR")),
        ("to_account", json!("thief@devb")),
        ("from_account", json!("someone@devb")),
        ("settled_ms", json!(1_750_000_121_000_i64)),
        ("failed", json!(true)),
        ("tracking_status", json!("REFUNDED_BY_RECEIVER")),
    ] {
        assert_eq!(paid[member], value, "{member}");
    }
}

/// D-29 at this door: an amount is exact or an error, as text and as a number.
#[tokio::test]
async fn d29_an_amount_is_exact_or_an_error() {
    let (parts, router) = bench();
    for (amount, cents) in [(r#""0.29""#, 29), ("0.29", 29), ("1.50", 150), ("1E1", 1_000)] {
        let asked = format!(r#"{{"qr":"{QR}","again":true,"amount":{amount}}}"#);
        assert_eq!(ask(&router, "POST", "/bakong/pay", &asked).await.0, 200, "{amount}");
        assert_eq!(parts.bakong.transactions().last().unwrap().amount.minor(), cents);
    }
    for text in ["1e309", "5.", ".5", "-1", "1,000", "٥", "99999999999999999999.99", "1.001", "", " 1", "1e1"]
    {
        let asked = format!(r#"{{"qr":"{QR}","again":true,"amount":"{text}"}}"#);
        assert_eq!(ask(&router, "POST", "/bakong/pay", &asked).await.0, 400, "{text:?}");
    }
    for number in ["1e309", "-1", "1.001", "true", "[]"] {
        let asked = format!(r#"{{"qr":"{QR}","again":true,"amount":{number}}}"#);
        assert_eq!(ask(&router, "POST", "/bakong/pay", &asked).await.0, 400, "{number}");
    }
    let riel = format!(r#"{{"qr":"{QR}","again":true,"amount":"4400.5","currency":"KHR"}}"#);
    assert_eq!(ask(&router, "POST", "/bakong/pay", &riel).await.0, 400);
    let nothing = format!(r#"{{"qr":"{QR}","again":true,"amount":"0"}}"#);
    assert_eq!(ask(&router, "POST", "/bakong/pay", &nothing).await.0, 422);
}

#[tokio::test]
async fn the_clock_is_read_and_moved() {
    let (_, router) = bench();
    let at = |ms: i64, now: &str| (200, json!({ "now_ms": ms, "now": now, "running": false }));
    assert_eq!(ask(&router, "GET", "/clock", "").await, at(1_750_000_000_000, "2025-06-15T15:06:40Z"));
    let moved = ask(&router, "POST", "/clock", r#"{"advance_ms": 2000}"#).await;
    assert_eq!(moved, at(1_750_000_002_000, "2025-06-15T15:06:42Z"));
    let moved = ask(&router, "POST", "/clock", r#"{"to_ms": 1750000060000}"#).await;
    assert_eq!(moved, at(1_750_000_060_000, "2025-06-15T15:07:40Z"));
    assert_eq!(ask(&router, "POST", "/clock", r#"{"running": true}"#).await.1["running"], json!(true));
    assert_eq!(ask(&router, "POST", "/clock", r#"{"running": false}"#).await.1["running"], json!(false));
    assert_eq!(ask(&router, "POST", "/clock", "{}").await.0, 400);
}

#[tokio::test]
async fn every_fault_has_its_name_and_members() {
    let (parts, router) = bench();
    let kinds = [
        json!({"kind": "forbidden"}),
        json!({"kind": "gateway_timeout"}),
        json!({"kind": "too_many_requests", "retry_after": "soon"}),
        json!({"kind": "answer", "status": 500, "headers": {"X-A": "b"}, "body": "{}"}),
        json!({"kind": "cut_before"}),
        json!({"kind": "cut_after"}),
        json!({"kind": "truncate", "keep": 3}),
        json!({"kind": "drip", "chunk": 1, "pause_ms": 100}),
        json!({"kind": "delay", "ms": 100}),
        json!({"kind": "hang"}),
        json!({"kind": "late", "ms": 3000}),
        json!({"kind": "upstream", "keys": ["a"]}),
    ];
    for fault in &kinds {
        let (status, planned) =
            ask(&router, "POST", "/faults", &json!({ "path": MD5, "fault": fault }).to_string()).await;
        assert_eq!(status, 200, "{planned}");
        assert_eq!(planned[0], json!({ "path": MD5, "times": 1, "kind": fault["kind"] }));
        assert_eq!(parts.faults.take(MD5, None).unwrap().name(), fault["kind"]);
    }
}

#[tokio::test]
async fn a_fault_is_planned_for_once_some_times_or_always() {
    let (_, router) = bench();
    for plan in [
        r#"{"fault": {"kind": "hang"}}"#,
        r#"{"fault": {"kind": "hang"}, "times": 3}"#,
        r#"{"fault": {"kind": "hang"}, "always": true}"#,
    ] {
        ask(&router, "POST", "/faults", plan).await;
    }
    let row = |times: Value| json!({ "path": "*", "times": times, "kind": "hang" });
    let planned = json!([row(json!(1)), row(json!(3)), row(Value::Null)]);
    assert_eq!(ask(&router, "GET", "/faults", "").await, (200, planned));
    assert_eq!(ask(&router, "DELETE", "/faults", "").await, (204, Value::Null));
    assert_eq!(ask(&router, "GET", "/faults", "").await, (200, json!([])));
}

#[tokio::test]
async fn what_a_control_request_gets_wrong_is_said() {
    let (_, router) = bench();
    for (path, body, said) in [
        ("/bakong/pay", "", "missing field `qr`"),
        ("/bakong/pay", "{", "EOF while parsing"),
        ("/bakong/pay", r#"{"qr": "x", "amout": 1}"#, "unknown field `amout`"),
        ("/bakong/pay", r#"{"qr": "x", "amount": 1}"#, "expected a currency beside the amount"),
        ("/bakong/pay", r#"{"qr": "x", "amount": 1, "currency": "EUR"}"#, "expected currency KHR or USD"),
        ("/bakong/quota", "{}", "missing field `limit`"),
        ("/clock", r#"{"advance_ms": -1}"#, "invalid value: integer `-1`"),
        ("/faults", r#"{"fault": {"kind": "fire"}}"#, "unknown variant `fire`"),
        ("/faults", r#"{"fault": {"kind": "hang", "ms": 1}}"#, "unknown field `ms`"),
        ("/faults", r#"{"fault": {"kind": "hang"}, "times": 1, "always": true}"#, "not both"),
        ("/faults", r#"{"fault": {"kind": "answer", "status": 99}}"#, "expected a status"),
        ("/faults", r#"{"fault": {"kind": "answer", "status": 101}}"#, "expected a status"),
        ("/faults", r#"{"fault": {"kind": "answer", "status": 200, "headers": {"a b": "c"}}}"#, "no name"),
        ("/faults", r#"{"fault": {"kind": "too_many_requests", "retry_after": "a\nb"}}"#, "no value"),
    ] {
        let (status, answer) = ask(&router, "POST", path, body).await;
        let error = answer["error"].as_str().unwrap();
        assert!(status == 400 && error.contains(said), "{path} {body}: {status} {error}");
    }
    assert_eq!(ask(&router, "GET", "/nothing", "").await.0, 404);
    assert_eq!(ask(&router, "DELETE", "/clock", "").await.0, 405);
}

#[tokio::test]
async fn the_journal_holds_the_wire_and_not_the_control() {
    let (parts, router) = bench();
    let request = Request::post(MD5)
        .header("authorization", format!("Bearer {}", parts.bakong.token()))
        .header("content-type", "application/json")
        .body(Body::from(r#"{"md5":"a"}"#))
        .unwrap();
    router.clone().oneshot(request).await.unwrap();
    let (_, issued) = ask(&router, "POST", "/bakong/tokens", "").await;
    let entry = json!({
        "number": 1, "at_ms": 1_750_000_000_000_i64, "method": "POST", "path": MD5, "query": null,
        "header_names": ["authorization", "content-type"], "token": issued["fingerprint"], "service": null,
        "body": r#"{"md5":"a"}"#, "status": 200, "fault": null,
    });
    let journal = json!({ "count": 1, "requests": [entry] });
    assert_eq!(ask(&router, "GET", "/journal", "").await, (200, journal.clone()));
    assert_eq!(ask(&router, "GET", &format!("/journal?path={MD5}"), "").await, (200, journal));
    assert_eq!(ask(&router, "GET", "/journal?path=/v1/other", "").await.1["count"], json!(0));
    assert_eq!(ask(&router, "DELETE", "/journal", "").await.0, 204);
    assert_eq!(ask(&router, "GET", "/journal", "").await.1["count"], json!(0));
}

#[tokio::test]
async fn tokens_accounts_and_quota() {
    let (parts, router) = bench();
    let asked = r#"{"email": "a@example.com", "lifetime_s": 60}"#;
    let (_, issued) = ask(&router, "POST", "/bakong/tokens", asked).await;
    assert_eq!(issued["email"], json!("a@example.com"));
    assert_eq!(issued["token"], json!(parts.bakong.issue("a@example.com", Duration::from_secs(60))));

    let (_, accounts) = ask(&router, "POST", "/bakong/accounts", r#"{"account_id": "new@aclb"}"#).await;
    assert!(accounts["accounts"].as_array().unwrap().contains(&json!("new@aclb")));
    assert_eq!(ask(&router, "GET", "/bakong/accounts", "").await.1, accounts);

    let quota = |limit: Value| {
        (200, json!({ "limit": limit, "charged_today": { "a@example.com": 0, "shop@example.com": 0 } }))
    };
    assert_eq!(ask(&router, "GET", "/bakong/quota", "").await, quota(json!(100)));
    assert_eq!(ask(&router, "POST", "/bakong/quota", r#"{"limit": 5}"#).await, quota(json!(5)));
    assert_eq!(ask(&router, "POST", "/bakong/quota", r#"{"limit": null}"#).await, quota(Value::Null));
}

#[tokio::test]
async fn the_interface_itself_leads_to_the_page_that_explains_it() {
    let (parts, router) = bench();
    assert_eq!(ask(&router, "GET", "", "").await.0, 303);
    assert_eq!(ask(&router, "GET", "/", "").await.0, 303);
    assert!(parts.journal.is_empty());
}

#[tokio::test]
async fn a_reset_leaves_the_clock_alone() {
    let (parts, router) = bench();
    let first = parts.bakong.pay(QR, PayOptions::new()).unwrap();
    parts.bakong.issue("a@example.com", Duration::from_secs(60));
    parts.bakong.set_daily_quota(None);
    parts.faults.always(Bakong::MD5_LIST, Fault::Forbidden);
    let now = parts.clock.advance(Duration::from_secs(1));
    assert_eq!(ask(&router, "POST", "/reset", "").await.0, 204);
    assert!(parts.bakong.transactions().is_empty() && parts.faults.planned().is_empty());
    assert!(parts.journal.is_empty());
    assert_eq!(parts.bakong.registrations(), [Bakong::EMAIL]);
    assert_eq!(parts.bakong.daily_quota(), Some(100));
    assert_eq!(parts.clock.now(), now);
    // The seed draws from the start again.
    assert_eq!(parts.bakong.pay(QR, PayOptions::new()).unwrap().hash, first.hash);
}
