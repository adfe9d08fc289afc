//! v2Refund and queryRefund.

use super::*;

fn part(out_trade_no: &str, amount: impl Into<Value>, reference: &str) -> Value {
    json!({
        "out_trade_no": out_trade_no, "reason": "test", "partial_refund_amount": amount.into(),
        "partial_refund_amount_ccy": "USD", "merchant_reference": reference,
    })
}

#[tokio::test]
async fn an_order_is_refunded_in_parts_and_then_wholly() {
    let bench = Bench::new();
    bench.paid("T-1").await;
    let first = bench.data("v2Refund", part("T-1", json!(2.5), "R-1")).await;
    assert_eq!((&first["status"], &first["amount"]), (&json!("PARTIAL_REFUNDED"), &json!(2.5)));
    assert_eq!(bench.status("T-1").await, "PARTIAL_REFUNDED");
    let rest = bench.data("v2Refund", json!({ "out_trade_no": "T-1", "reason": "test" })).await;
    assert_eq!((&rest["status"], &rest["amount"]), (&json!("PARTIAL_REFUNDED"), &json!(7.5)));
    assert_eq!(bench.status("T-1").await, "REFUNDED");
    let order = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!(order["refund_histories"], json!([first, rest]));
    for asked in [
        json!({ "merchant_reference": "R-1" }),
        json!({ "transaction_id": first["transaction_id"] }),
        json!({ "transaction_id": first["transaction_id"], "merchant_reference": "R-1" }),
    ] {
        assert_eq!(bench.data("queryRefund", asked).await, first);
    }
    assert_eq!(bench.data("queryRefund", json!({ "out_trade_no": "T-1" })).await, rest);
    assert_eq!(bench.refused("queryRefund", json!({})).await.0, 400);
    assert_eq!(bench.refused("queryRefund", json!({ "merchant_reference": "R-2" })).await.0, 404);
}

#[tokio::test]
async fn f32_a_repeated_refund_is_refused_and_the_sum_is_at_most_what_was_paid() {
    let bench = Bench::new();
    bench.paid("T-1").await;
    bench.data("v2Refund", part("T-1", json!(6), "R-1")).await;
    assert_eq!(bench.refused("v2Refund", part("T-1", json!(6), "R-1")).await.0, 409);
    assert_eq!(
        bench.refused("v2Refund", part("T-1", json!(6), "R-2")).await,
        (422, "PROCESS_FAILED".to_owned())
    );
    bench.data("v2Refund", part("T-1", json!("4.00"), "R-2")).await;
    assert_eq!(bench.refused("v2Refund", part("T-1", json!(0.01), "R-3")).await.0, 422);
    let sum: i64 = bench.parts.kess.refunds().iter().map(|refund| refund.amount.minor()).sum();
    assert_eq!(sum, 1_000);
}

#[tokio::test]
async fn f31_refunds_by_card_are_pending_for_fifteen_days() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.parts.kess.pay("T-1", KessPay::new().method("VISA_MASTER")).unwrap();
    bench.advance(SETTLED);
    let first = bench.data("v2Refund", part("T-1", json!(4), "R-1")).await;
    assert_eq!(first["status"], json!("PENDING_PARTIAL_REFUND"));
    assert_eq!(bench.status("T-1").await, "PENDING_PARTIAL_REFUND");
    bench.data("v2Refund", part("T-1", json!(6), "R-2")).await;
    assert_eq!(bench.status("T-1").await, "PENDING_REFUNDED");
    bench.advance(Duration::from_secs(15 * 86_400 - 1));
    assert_eq!(bench.status("T-1").await, "PENDING_REFUNDED");
    bench.advance(Duration::from_secs(1));
    assert_eq!(bench.status("T-1").await, "REFUNDED");
}

#[tokio::test]
async fn a_refund_that_is_held_is_settled_or_rejected_by_hand() {
    let bench = Bench::new();
    bench.parts.kess.hold_refunds(true);
    bench.paid("T-1").await;
    for (reference, amount) in [("R-1", 4), ("R-2", 6)] {
        bench.data("v2Refund", part("T-1", json!(amount), reference)).await;
    }
    let ids: Vec<_> = bench.parts.kess.refunds().into_iter().map(|refund| refund.transaction_id).collect();
    bench.parts.kess.settle_refund(&ids[0]).unwrap();
    assert_eq!(bench.status("T-1").await, "PENDING_REFUNDED");
    bench.parts.kess.reject_refund(&ids[1], "the account is closed").unwrap();
    assert_eq!(bench.status("T-1").await, "PARTIAL_REFUNDED");
    let rejected = bench.data("queryRefund", json!({ "merchant_reference": "R-2" })).await;
    assert_eq!(rejected["rejected_reason"], json!("the account is closed"));
    assert!(bench.parts.kess.settle_refund(&ids[1]).is_none());
    // What was rejected can be refunded again.
    bench.data("v2Refund", part("T-1", json!(6), "R-3")).await;
}

#[tokio::test]
async fn what_has_no_refund_says_so() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    let whole = |name: &str| json!({ "out_trade_no": name, "reason": "test" });
    assert_eq!(bench.refused("v2Refund", whole("T-1")).await.0, 422);
    bench.parts.kess.pay("T-1", KessPay::new().method("KHQR")).unwrap();
    bench.advance(SETTLED);
    assert_eq!(bench.refused("v2Refund", whole("T-1")).await.0, 422);
    assert_eq!(bench.refused("v2Refund", whole("T-2")).await.0, 404);
    bench.paid("T-3").await;
    let mut riel = part("T-3", json!(1), "R-1");
    riel["partial_refund_amount_ccy"] = json!("KHR");
    assert_eq!(bench.refused("v2Refund", riel).await.0, 400);
    let alone = json!({ "out_trade_no": "T-3", "reason": "test", "partial_refund_amount": 1 });
    assert_eq!(bench.refused("v2Refund", alone).await.0, 400);
    for amount in [json!(0), json!(0.001), json!(-1), json!("ten")] {
        assert_eq!(bench.refused("v2Refund", part("T-3", amount, "R-1")).await.0, 400);
    }
}
