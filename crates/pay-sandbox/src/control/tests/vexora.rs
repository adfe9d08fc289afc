//! `/_sandbox/vexora/..`.

use super::*;
use crate::Vexora;
use crate::vexora::tests::{checkout, disbursement, open, send_out};

#[tokio::test]
async fn a_client_is_told_what_it_is_configured_with() {
    let (_, router) = bench();
    let (_, merchants) = ask(&router, "GET", "/vexora/merchants", "").await;
    let expected = json!([
        {
            "base_url": "http://127.0.0.1:4000", "merchant_no": Vexora::MERCHANT_NO,
            "app_secret": Vexora::APP_SECRET, "currency": "USD", "available": "1000.00", "frozen": "0.00",
            "unsettled": "0.00",
        },
        {
            "base_url": "http://127.0.0.1:4000", "merchant_no": Vexora::KHR_MERCHANT_NO,
            "app_secret": Vexora::KHR_APP_SECRET, "currency": "KHR", "available": "4000000", "frozen": "0",
            "unsettled": "0",
        },
    ]);
    assert_eq!(merchants, expected);
}

#[tokio::test]
async fn a_deposit_is_paid_with_every_option() {
    let (parts, router) = bench();
    open(&parts, &router, checkout("VX1")).await;
    let asked = json!({
        "order": "VX1", "amount": "100.5", "settles_in_ms": 60_000, "late": true, "again": true, "silent": true,
    });
    let (status, order) = ask(&router, "POST", "/vexora/pay", &asked.to_string()).await;
    assert_eq!((status, &order["paid"], &order["currency"]), (200, &json!("100.50"), &json!("USD")));
    assert_eq!(order["paid_ms"], json!(1_750_000_060_000_i64));
    assert!(parts.vexora.notifications().is_empty());
    let failed = json!({ "order": "VX1", "fails": "00032", "settles_in_ms": 0 }).to_string();
    assert_eq!(ask(&router, "POST", "/vexora/pay", &failed).await.1["status"], json!("00032"));
    assert_eq!(ask(&router, "GET", "/vexora/orders", "").await.1[0]["status"], json!("00032"));
    let (status, over) = ask(&router, "POST", "/vexora/pay", r#"{"order": "VX1"}"#).await;
    assert!(status == 422 && over["error"].as_str().unwrap().starts_with("the deposit has failed"), "{over}");
    assert_eq!(ask(&router, "POST", "/vexora/pay", r#"{"order": "VX9"}"#).await.0, 404);
    assert_eq!(ask(&router, "POST", "/vexora/pay", r#"{"order": "VX1", "amout": 1}"#).await.0, 400);

    let told = r#"{"trade_no": "VX1", "status": "0777"}"#;
    assert_eq!(ask(&router, "POST", "/vexora/orders", told).await.0, 204);
    assert_eq!(parts.vexora.order("VX1").unwrap().status, "0777");
    let (status, _) = ask(&router, "POST", "/vexora/orders", r#"{"trade_no": "VX9", "status": null}"#).await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn disbursements_are_held_and_ended() {
    let (parts, router) = bench();
    let hold = r#"{"hold": true}"#;
    assert_eq!(ask(&router, "POST", "/vexora/disbursements", hold).await, (200, json!([])));
    send_out(&parts, &router, disbursement("VX1", "100")).await;
    send_out(&parts, &router, disbursement("VX2", "100")).await;
    let (_, listed) = ask(&router, "GET", "/vexora/disbursements", "").await;
    assert_eq!((&listed[0]["status"], &listed[0]["ends_ms"]), (&json!("0015"), &json!(null)));
    let settle = r#"{"trade_no": "VX1"}"#;
    let (_, ended) = ask(&router, "POST", "/vexora/disbursements", settle).await;
    assert_eq!((&ended[0]["status"], &ended[0]["amount"]), (&json!("0000"), &json!("100.00")));
    let reject = r#"{"trade_no": "VX2", "rejected": true}"#;
    let (_, ended) = ask(&router, "POST", "/vexora/disbursements", reject).await;
    assert_eq!(ended[0]["status"], json!("00029"));
    assert_eq!(ask(&router, "POST", "/vexora/disbursements", settle).await.0, 404);
    assert_eq!(ask(&router, "POST", "/vexora/disbursements", "{}").await.0, 400);
}

#[tokio::test]
async fn notifications_are_listed_and_spelled_as_asked() {
    let (parts, router) = bench();
    let spelling = r#"{"answers": "sample", "amounts": "number"}"#;
    assert_eq!(ask(&router, "POST", "/vexora/spelling", spelling).await.0, 204);
    assert_eq!(ask(&router, "POST", "/vexora/spelling", "{}").await.0, 400);
    assert_eq!(ask(&router, "POST", "/vexora/notifications", r#"{"copies": 2}"#).await, (200, json!([])));
    open(&parts, &router, checkout("VX1")).await;
    ask(&router, "POST", "/vexora/pay", r#"{"order": "VX1"}"#).await;
    let (_, told) = ask(&router, "GET", "/vexora/notifications", "").await;
    assert_eq!((&told[0]["about"], &told[1]["body"]), (&json!("VX1"), &told[0]["body"]));
    assert!(told[0]["body"].as_str().unwrap().contains(r#""amount":300.0000,"#), "{told}");
    let (_, again) = ask(&router, "POST", "/vexora/notifications", r#"{"again": 1}"#).await;
    assert_eq!(again[0]["number"], json!(3));
}
