//! Giving money back once, and no more than was paid.

use kess_client::service::Refund;
use kess_client::{ErrorKind, Fields, InvalidRequest, Malformed};
use pay_core::{Currency, Money, Outcome};

use crate::wire::{Answer, Wire, body, broken, http, kess, number, success, text, usd};

fn refund(cents: i64) -> Refund {
    Refund::partial(number("T-1"), text("cold"), usd(cents))
}

fn not_found() -> Answer {
    http(404, r#"{"success":false,"code":404}"#)
}

fn order(refunds: &str) -> Answer {
    success(&format!(
        r#"{{"out_trade_no":"T-1","status":"SUCCESS","total_amount":10.5,"currency":"USD","refund_histories":{refunds}}}"#
    ))
}

fn refunded(cents: &str) -> Answer {
    success(&format!(
        r#"{{"amount":{cents},"currency":"USD","status":"PENDING_PARTIAL_REFUND ","merchant_reference":"R-1"}}"#
    ))
}

fn services(wire: &Wire) -> Vec<String> {
    let name = |sent: &_| Fields::from_json(body(sent)).unwrap().text("service").unwrap().to_owned();
    wire.calls().iter().map(|sent| name(sent).replace("webpay.acquire.", "")).collect()
}

#[tokio::test]
async fn f32_a_refund_that_is_there_is_not_sent_again() {
    let wire = Wire::script([not_found(), order("[]"), refunded("2.5"), refunded("2.5")]);
    let kess = kess(&wire);
    let first = kess.refund_once(refund(250), number("R-1")).await.unwrap();
    let second = kess.refund_once(refund(250), number("R-1")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(services(&wire), ["queryRefund", "queryOrder", "v2Refund", "queryRefund"]);
    let sent = wire.calls()[2].clone();
    assert_eq!(Fields::from_json(body(&sent)).unwrap().text("merchant_reference"), Some("R-1"));
}

/// After an unknown outcome it asks before it sends.
#[tokio::test]
async fn f32_a_refund_with_an_unknown_outcome_is_asked_about() {
    let reset = broken(pay_http::TransportErrorKind::Reset, Outcome::Unknown);
    let wire = Wire::script([not_found(), order("[]"), reset, refunded("2.5")]);
    let kess = kess(&wire);
    let error = kess.refund_once(refund(250), number("R-1")).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    kess.refund_once(refund(250), number("R-1")).await.unwrap();
    assert_eq!(services(&wire).iter().filter(|name| *name == "v2Refund").count(), 1);
}

#[tokio::test]
async fn f32_the_sum_of_refunds_stays_within_the_payment() {
    let earlier = r#"[{"amount":8,"currency":"USD","status":"REFUNDED"},
        {"amount":1,"currency":"USD","status":"PENDING_REFUNDED"},
        {"amount":5,"currency":"USD","status":"","rejected_reason":"card is closed"}]"#;
    let money = |cents| Money::from_minor(cents, Currency::Usd);
    let wire = Wire::script([not_found(), order(earlier), not_found(), order(earlier), refunded("1.5")]);
    let kess = kess(&wire);
    let error = kess.refund_once(refund(151), number("R-1")).await.unwrap_err();
    let expected = InvalidRequest::OverRefund { asked: money(151), left: money(150) };
    assert_eq!(*error.kind(), ErrorKind::InvalidRequest(expected));
    assert_eq!(error.outcome(), Outcome::NotSent);
    kess.refund_once(refund(150), number("R-1")).await.unwrap();
}

#[tokio::test]
async fn f32_another_amount_under_one_reference_is_a_mistake() {
    let wire = Wire::script([refunded("2.5")]);
    let error = kess(&wire).refund_once(refund(300), number("R-1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount));
}

fn found(out_trade_no: &str, amount: &str) -> Answer {
    success(&format!(
        r#"{{"amount":{amount},"currency":"USD","out_trade_no":"{out_trade_no}","merchant_reference":"R-1"}}"#
    ))
}

/// The same amount under the same reference, given back for another order.
#[tokio::test]
async fn f37_a_refund_of_another_order_is_not_this_one() {
    let wire = Wire::script([found("T-1", "2.5")]);
    let other = Refund::partial(number("T-2"), text("cold"), usd(250));
    let error = kess(&wire).refund_once(other, number("R-1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    assert_eq!((error.outcome(), services(&wire)), (Outcome::NotSent, vec!["queryRefund".to_owned()]));
}

/// 2.50 of 10.50 went back under this reference, which is not all of it.
#[tokio::test]
async fn f32_a_part_is_not_the_whole() {
    let whole = || Refund::whole(number("T-1"), text("cold"));
    let wire = Wire::script([found("T-1", "2.5"), order("[]")]);
    let error = kess(&wire).refund_once(whole(), number("R-1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount));
    assert_eq!(error.outcome(), Outcome::NotSent);
    assert_eq!(services(&wire), ["queryRefund", "queryOrder"]);

    let wire = Wire::script([found("T-1", "10.5"), order(r#"[{"amount":10.5,"currency":"USD"}]"#)]);
    kess(&wire).refund_once(whole(), number("R-1")).await.unwrap();
    assert_eq!(services(&wire), ["queryRefund", "queryOrder"], "it is there, and is not sent again");
}

/// Without an amount, nothing shows that it is the same refund.
#[tokio::test]
async fn f32_a_refund_without_its_amount_is_not_known_to_be_this_one() {
    let wire = Wire::script([success(r#"{"out_trade_no":"T-1","merchant_reference":"R-1"}"#)]);
    let error = kess(&wire).refund_once(refund(250), number("R-1")).await.unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.outcome()),
        ("webpay.acquire.v2Refund: data.currency: missing", Outcome::NotSent)
    );
}

/// What was given back cannot be read: nothing is sent on top of it.
#[tokio::test]
async fn f32_an_unreadable_history_sends_nothing() {
    for history in [
        r#"[{"amount":1,"currency":"KHR"}]"#,
        r#"[{"status":"REFUNDED"}]"#,
        r#"[{"amount":11,"currency":"USD"}]"#,
    ] {
        let wire = Wire::script([not_found(), order(history)]);
        let error = kess(&wire).refund_once(refund(100), number("R-1")).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent, "{history}");
    }
    let wire = Wire::script([http(404, "<html>")]);
    kess(&wire).refund_once(refund(100), number("R-1")).await.unwrap_err();
    assert_eq!(services(&wire), ["queryRefund"], "a page is not the gateway's word that there is none");
}
