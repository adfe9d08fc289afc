//! `/_sandbox/kess/..`.

use super::*;
use crate::Kess;
use crate::kess::tests::call;

async fn open(parts: &Parts, router: &Router) {
    let members = json!({
        "service": "webpay.acquire.createorder", "seller_code": Kess::SELLER_CODE, "out_trade_no": "T-1",
        "body": "Two coffees", "total_amount": 10.5, "currency": "USD",
        "notify_url": "http://127.0.0.1:1/notify", "redirect_url": "http://shop.example/",
    });
    call(parts, router, members).await;
}

#[tokio::test]
async fn a_client_is_told_what_it_is_configured_with() {
    let (_, router) = bench();
    let (_, merchant) = ask(&router, "GET", "/kess/merchant", "").await;
    assert_eq!(
        (&merchant["base_url"], &merchant["seller_code"]),
        (&json!("http://127.0.0.1:4000"), &json!(Kess::SELLER_CODE))
    );
    assert!(merchant["public_key"].as_str().unwrap().starts_with("-----BEGIN PUBLIC KEY-----\n"));
}

#[tokio::test]
async fn an_order_is_paid_with_every_option_and_refunded() {
    let (parts, router) = bench();
    open(&parts, &router).await;
    let failed = json!({ "order": "T-1", "fails": "DECLINED" }).to_string();
    let (status, order) = ask(&router, "POST", "/kess/pay", &failed).await;
    assert_eq!((status, &order["status"]), (200, &json!("WAITING")));
    assert!(order["redirect"].as_str().unwrap().contains("success=0"), "{order}");
    let asked = json!({
        "order": "T-1", "amount": "4000", "currency": "KHR", "method": "ALIPAY", "settles_in_ms": 60_000,
        "waits": true, "late": true, "silent": true,
    });
    let (status, order) = ask(&router, "POST", "/kess/pay", &asked.to_string()).await;
    assert_eq!((status, &order["paid"], &order["paid_currency"]), (200, &json!("4000"), &json!("KHR")));
    assert_eq!((&order["amount"], &order["paid_ms"]), (&json!("10.50"), &json!(1_750_000_060_000_i64)));
    let (status, again) = ask(&router, "POST", "/kess/pay", r#"{"order": "T-1"}"#).await;
    assert!(status == 422 && again["error"].as_str().unwrap().starts_with("the order was paid before"));
    assert_eq!(ask(&router, "POST", "/kess/pay", r#"{"order": "T-9"}"#).await.0, 422);
    assert_eq!(ask(&router, "POST", "/kess/pay", r#"{"order": "T-1", "amout": 1}"#).await.0, 400);

    parts.clock.advance(Duration::from_secs(60));
    assert_eq!(ask(&router, "POST", "/kess/refunds", r#"{"hold": true}"#).await, (200, json!([])));
    let refund = json!({ "service": "webpay.acquire.v2Refund", "out_trade_no": "T-1", "reason": "test" });
    call(&parts, &router, refund).await;
    let (_, refunds) = ask(&router, "GET", "/kess/refunds", "").await;
    assert_eq!(refunds[0]["status"], json!("PENDING_REFUNDED"));
    let settle = json!({ "transaction_id": refunds[0]["transaction_id"] }).to_string();
    let (_, settled) = ask(&router, "POST", "/kess/refunds", &settle).await;
    assert_eq!((&settled[0]["status"], &settled[0]["amount"]), (&json!("REFUNDED"), &json!("4000")));
    assert_eq!(ask(&router, "POST", "/kess/refunds", &settle).await.0, 404);
    assert_eq!(ask(&router, "POST", "/kess/refunds", "{}").await.0, 400);
}

#[tokio::test]
async fn a_status_is_told_and_notifications_are_planned_and_repeated() {
    let (parts, router) = bench();
    open(&parts, &router).await;
    let tell = r#"{"out_trade_no": "T-1", "status": "SUCCESS "}"#;
    assert_eq!(ask(&router, "POST", "/kess/orders", tell).await.0, 204);
    assert_eq!(ask(&router, "GET", "/kess/orders", "").await.1[0]["status"], json!("SUCCESS "));
    let own = r#"{"out_trade_no": "T-1", "status": null}"#;
    assert_eq!(ask(&router, "POST", "/kess/orders", own).await.0, 204);
    assert_eq!(ask(&router, "POST", "/kess/orders", &own.replace("T-1", "T-2")).await.0, 404);

    let options = r#"{"copies": 2, "late_ms": 90000, "form": true, "signature": "hmac_sha256"}"#;
    assert_eq!(ask(&router, "POST", "/kess/notifications", options).await, (200, json!([])));
    ask(&router, "POST", "/kess/pay", r#"{"order": "T-1"}"#).await;
    let (_, told) = ask(&router, "GET", "/kess/notifications", "").await;
    assert_eq!(told.as_array().unwrap().len(), 2);
    assert_eq!((&told[1]["number"], &told[1]["next_ms"]), (&json!(2), &json!(1_750_000_091_500_i64)));
    assert!(told[0]["body"].as_str().unwrap().contains("sign_type=HMAC-SHA256"), "{told}");
    let (_, again) = ask(&router, "POST", "/kess/notifications", r#"{"again": 1}"#).await;
    assert_eq!((&again[0]["number"], &again[0]["body"]), (&json!(3), &told[0]["body"]));
    assert_eq!(ask(&router, "POST", "/kess/notifications", r#"{"again": 9}"#).await.0, 404);
    assert_eq!(ask(&router, "POST", "/kess/otp", r#"{"order": "T-1", "code": "1"}"#).await.0, 422);
}

#[tokio::test]
async fn the_merchants_side_is_arranged_over_http() {
    let (parts, router) = bench();
    let account = r#"{"bic": "WING", "number": "00000001", "owner": "Sok Dara", "currency": "KHR"}"#;
    assert_eq!(ask(&router, "POST", "/kess/accounts", account).await.0, 204);
    let verify = json!({
        "service": "webpay.acquire.verifybankaccount", "seller_code": Kess::SELLER_CODE, "bic": "WING",
        "bank_account_number": "00000001",
    });
    assert_eq!(call(&parts, &router, verify).await["owner_name"], json!("Sok Dara"));
    let buy = r#"{"purchase_request_id": "1", "amount": "1.00", "currency": "USD"}"#;
    let absent = json!({ "error": "there is no such card" });
    assert_eq!(ask(&router, "POST", "/kess/cards", buy).await, (422, absent));
    assert_eq!(ask(&router, "POST", "/kess/otp", r#"{"ask": false}"#).await, (200, Value::Null));
    assert_eq!(ask(&router, "POST", "/kess/otp", "{}").await.0, 400);
    assert_eq!(ask(&router, "DELETE", "/kess/tokens", "").await.0, 204);
    assert_eq!(ask(&router, "GET", "/kess/nothing", "").await.0, 404);
}
