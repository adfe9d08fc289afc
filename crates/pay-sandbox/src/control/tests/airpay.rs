//! `/_sandbox/airpay/..`.

use super::*;
use crate::Airpay;
use crate::airpay::tests::{open, request};

#[tokio::test]
async fn a_client_is_told_what_it_is_configured_with_and_says_where_postbacks_go() {
    let (parts, router) = bench();
    let (_, merchant) = ask(&router, "GET", "/airpay/merchant", "").await;
    let expected = json!({
        "base_url": "http://127.0.0.1:4000", "apikey": Airpay::API_KEY, "country": "KH", "channel": "KHQR",
        "service_ewallet": "ewallet", "postback_url": null,
    });
    assert_eq!(merchant, expected);
    let agreed = r#"{"postback_url": "http://127.0.0.1:1/callback"}"#;
    let (_, merchant) = ask(&router, "POST", "/airpay/merchant", agreed).await;
    assert_eq!(merchant["postback_url"], json!("http://127.0.0.1:1/callback"));
    assert_eq!(parts.airpay.postback_url().as_deref(), Some("http://127.0.0.1:1/callback"));
    assert_eq!(ask(&router, "POST", "/airpay/merchant", "{}").await.0, 400);
}

#[tokio::test]
async fn an_order_is_paid_with_every_option_and_told() {
    let (parts, router) = bench();
    parts.airpay.postback_to("http://127.0.0.1:1/callback");
    open(&parts, &router, request("TRX1")).await;
    let asked = json!({ "order": "TRX1", "outcome": "unknown", "settles_in_ms": 0 }).to_string();
    let (status, order) = ask(&router, "POST", "/airpay/pay", &asked).await;
    assert_eq!((status, &order["status"], &order["paid"]), (200, &json!("2"), &json!([])));
    let spelling = r#"{"name": "both", "date": "encoded", "by_status": true, "empty_data": true}"#;
    assert_eq!(ask(&router, "POST", "/airpay/spelling", spelling).await.0, 204);
    let asked = json!({
        "order": "TRX1", "amount": 1.5, "currency": "USD", "late": true, "again": true, "settles_in_ms": 60_000,
    });
    let (_, order) = ask(&router, "POST", "/airpay/pay", &asked.to_string()).await;
    assert_eq!(order["paid"], json!([{ "amount": "1.50", "currency": "USD" }]));
    let silent = r#"{"order": "TRX1", "again": true, "silent": true}"#;
    ask(&router, "POST", "/airpay/pay", silent).await;
    let (status, again) = ask(&router, "POST", "/airpay/pay", r#"{"order": "TRX1"}"#).await;
    assert_eq!((status, &again["error"]), (422, &json!("the order was paid before")));
    assert_eq!(ask(&router, "POST", "/airpay/pay", r#"{"order": "TRX9"}"#).await.0, 404);
    assert_eq!(ask(&router, "POST", "/airpay/pay", r#"{"order": "TRX1", "fails": true}"#).await.0, 400);
    assert_eq!(ask(&router, "GET", "/airpay/orders", "").await.1[0]["trxid"], json!("TRX1"));

    let (_, told) = ask(&router, "GET", "/airpay/notifications", "").await;
    assert_eq!((told.as_array().unwrap().len(), &told[0]["method"]), (2, &json!("GET")));
    assert!(
        told[1]["url"].as_str().unwrap().contains("&trxid=LINKIT25061522229&trx_date=2025-06-15T22:07:40%2B")
    );
    let (_, again) = ask(&router, "POST", "/airpay/notifications", r#"{"again": 1}"#).await;
    assert_eq!((&again[0]["number"], &again[0]["url"]), (&json!(3), &told[0]["url"]));
}
