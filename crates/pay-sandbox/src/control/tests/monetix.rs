//! `/_sandbox/monetix/..`.

use super::*;
use crate::monetix::tests::Bench;
use crate::{Monetix, MonetixPay};

#[tokio::test]
async fn a_client_is_told_what_it_is_configured_with() {
    let (_, router) = bench();
    let project = json!({
        "base_url": "http://127.0.0.1:4000", "project_id": 1234, "secret_key": Monetix::SECRET_KEY,
        "encryption_key": Monetix::ENCRYPTION_KEY,
    });
    assert_eq!(ask(&router, "GET", "/monetix/project", "").await, (200, project));
    let configured = json!({ "callback_url": "http://127.0.0.1:1/", "errors": "by_body" }).to_string();
    assert_eq!(ask(&router, "POST", "/monetix/project", &configured).await.0, 204);
    let request = Request::post(Monetix::SALE).header("content-type", "application/json");
    let refused = router.clone().oneshot(request.body(Body::from("{}")).unwrap()).await.unwrap();
    assert_eq!(refused.status().as_u16(), 200);
}

#[tokio::test]
async fn a_payment_is_made_with_every_option() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    let declined = json!({ "payment": "payment_47", "declines": "20105", "settles_in_ms": 0 }).to_string();
    let (status, payment) = ask(&bench.router, "POST", "/monetix/pay", &declined).await;
    assert_eq!((status, &payment["status"], &payment["code"]), (200, &json!("decline"), &json!("20105")));
    let asked = json!({
        "payment": "payment_47", "amount": "4000", "currency": "KHR", "bank": 62411, "settles_in_ms": 60_000,
        "late": true, "again": true, "silent": true,
    });
    let (status, payment) = ask(&bench.router, "POST", "/monetix/pay", &asked.to_string()).await;
    let own = bench.parts.monetix.payment("payment_47").unwrap();
    assert_eq!(
        (status, &payment),
        (
            200,
            &json!({
                "payment_id": "payment_47", "token": own.token, "status": "processing", "amount": "100.00",
                "currency": "USD", "paid": "4000", "paid_currency": "KHR", "paid_ms": 1_750_000_060_000_i64,
                "operation_id": own.operation_id, "code": "9999", "operations": 2,
                "redirect": "https://shop.example/paid",
            })
        )
    );
    assert_eq!(ask(&bench.router, "GET", "/monetix/payments", "").await, (200, json!([payment])));
    let again = ask(&bench.router, "POST", "/monetix/pay", r#"{"payment": "payment_47"}"#).await;
    assert_eq!(again.0, 422, "{}", again.1);
}

#[tokio::test]
async fn a_payment_is_told_to_be_something_else_and_its_refund_is_declined() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    let tell = |status: Value| json!({ "payment_id": "payment_47", "status": status }).to_string();
    assert_eq!(ask(&bench.router, "POST", "/monetix/payments", &tell(json!("invented"))).await.0, 204);
    assert_eq!(bench.parts.monetix.payment("payment_47").unwrap().status, "invented");
    assert_eq!(ask(&bench.router, "POST", "/monetix/payments", &tell(Value::Null)).await.0, 204);
    assert_eq!(bench.parts.monetix.payment("payment_47").unwrap().status, "success");
    let nobody = json!({ "payment_id": "payment_48", "status": null }).to_string();
    assert_eq!(ask(&bench.router, "POST", "/monetix/payments", &nobody).await.0, 404);
    assert_eq!(ask(&bench.router, "POST", "/monetix/refunds", r#"{"decline": "20000"}"#).await.0, 204);
    assert_eq!(ask(&bench.router, "POST", "/monetix/refunds", "{}").await.0, 400);
}

#[tokio::test]
async fn callbacks_are_listed_sent_again_and_given_another_form() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    let (_, listed) = ask(&bench.router, "GET", "/monetix/notifications", "").await;
    assert_eq!(
        (&listed[0]["about"], &listed[0]["method"], &listed[0]["content_type"]),
        (&json!("payment_47"), &json!("POST"), &json!("application/json"))
    );
    let (_, again) = ask(&bench.router, "POST", "/monetix/notifications", r#"{"again": 1}"#).await;
    assert_eq!((&again[0]["number"], &again[0]["body"]), (&json!(2), &listed[0]["body"]));
    assert_eq!(ask(&bench.router, "POST", "/monetix/notifications", r#"{"again": 9}"#).await.0, 404);

    let form = r#"{"general": true, "by_post": true, "order": "item_bytes"}"#;
    assert_eq!(ask(&bench.router, "POST", "/monetix/form", form).await.0, 204);
    let options = r#"{"copies": 2, "late_ms": 1000, "signature": "absent"}"#;
    assert_eq!(ask(&bench.router, "POST", "/monetix/notifications", options).await.0, 200);
    bench.parts.monetix.pay("payment_47", MonetixPay::new().settles_in(Duration::ZERO)).unwrap();
    let sent = bench.parts.monetix.notifications();
    assert_eq!((sent.len(), sent[3].next), (4, Some(START.after(Duration::from_secs(1)))));
    assert!(sent[3].body.starts_with(r#"{"general":{"project_id":1234,"payment_id":"payment_47"}"#));
}
