//! Refunds, which the document does not have.

use super::*;
use crate::Fault;

fn refund(payment_id: &str, payment: &Value) -> Value {
    json!({ "general": general(payment_id), "payment": payment })
}

#[tokio::test]
async fn a_part_and_the_rest_go_back() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    let part = json!({ "amount": 2500, "currency": "USD", "description": "one coffee" });
    let (status, body) = bench.call(Monetix::REFUND, &refund("payment_47", &part)).await;
    assert_eq!((status, &body["status"]), (200, &json!("success")), "{body}");
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("success"));
    bench.pass(SETTLED);
    let told = bench.status("payment_47").await;
    assert_eq!(told["payment"]["status"], json!("partially refunded"));
    assert_eq!(told["operations"][1]["type"], json!("refund"));
    bench.call(Monetix::REFUND, &refund("payment_47", &json!({}))).await;
    bench.pass(SETTLED);
    let told = bench.callbacks().pop().unwrap();
    assert_eq!(
        (&told["payment"]["status"], &told["operation"]["sum_initial"]["amount"]),
        (&json!("refunded"), &json!(7500))
    );
}

#[tokio::test]
async fn f32_a_refund_is_made_once_and_never_above_what_was_paid() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    let part = json!({ "amount": 6000, "currency": "USD", "merchant_refund_id": "R-1" });
    let other = json!({ "amount": 6000, "currency": "USD", "merchant_refund_id": "R-2" });
    assert_eq!(bench.refused(Monetix::REFUND, &refund("payment_47", &part)).await, "3061");
    assert_eq!(bench.refused(Monetix::REFUND, &refund("payment_48", &part)).await, "3061");
    bench.monetix().pay("payment_47", MonetixPay::new()).unwrap();
    bench.pass(SETTLED);
    assert_eq!(bench.call(Monetix::REFUND, &refund("payment_47", &part)).await.0, 200);
    assert_eq!(bench.refused(Monetix::REFUND, &refund("payment_47", &part)).await, "3230");
    assert_eq!(bench.refused(Monetix::REFUND, &refund("payment_47", &other)).await, "3283");
    let khr = json!({ "amount": 100, "currency": "KHR" });
    assert_eq!(bench.refused(Monetix::REFUND, &refund("payment_47", &khr)).await, "3284");
}

#[tokio::test]
async fn d42_a_declined_refund_is_told_beside_a_payment_that_succeeded() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    bench.monetix().decline_refunds(Some("20000"));
    bench.call(Monetix::REFUND, &refund("payment_47", &json!({}))).await;
    bench.pass(SETTLED);
    let told = bench.callbacks().pop().unwrap();
    assert_eq!(
        (&told["payment"]["status"], &told["operation"]["type"], &told["operation"]["status"]),
        (&json!("success"), &json!("refund"), &json!("decline"))
    );
    // What did not go back can be tried again.
    bench.monetix().decline_refunds(None);
    assert_eq!(bench.call(Monetix::REFUND, &refund("payment_47", &json!({}))).await.0, 200);
}

#[tokio::test]
async fn f01_a_refund_whose_answer_is_lost_was_made_once() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    bench.parts.faults.next(Monetix::REFUND, Fault::CutAfter);
    let asked = signed(&refund("payment_47", &json!({ "merchant_refund_id": "R-1" })));
    let request = Request::post(Monetix::REFUND).header("content-type", "application/json");
    bench.ask(request.body(Body::from(asked.clone())).unwrap()).await;
    assert_eq!(bench.send(Monetix::REFUND, &asked).await.1["code"], json!("3230"));
    bench.pass(SETTLED);
    let told = bench.status("payment_47").await;
    assert_eq!(
        (&told["payment"]["status"], told["operations"].as_array().unwrap().len()),
        (&json!("refunded"), 2)
    );
    assert_eq!(bench.parts.journal.count(Monetix::REFUND), 2);
}
