//! Codes and statuses of section 5, and their asymmetry: what a code means depends on what was asked.

use std::fmt::Write as _;
use std::sync::Arc;

use conformance::wire::PAGES;
use pay_core::{Effect, NoAnswerReason, Observed, OrderKey, Outcome, StatusSource as _, Throttle, Untrusted};
use pay_http::Unreachable;
use vexora_client::operation::{BalanceQuery, DepositQuery, DisbursementQuery};
use vexora_client::{Disbursements, ErrorKind, Malformed, ResponseCode, Status};

use crate::wire::{
    Answer, NOW, ORDER, PAYOUT, answered, checkout, code, disbursement, http, number, success,
};

fn snapshot(name: &str, table: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, table);
    });
}

/// Read as text: `0` is not `0000`, and a code that is not four digits is not one.
const CODES: [&str; 8] = ["0000", "5000", "8000", "8001", "9999", "0", "00000", "80 0"];

#[test]
fn table_of_codes() {
    let mut table = String::new();
    for code in CODES {
        let read = ResponseCode::read(&Untrusted::new(code));
        let outcome = |effect| match read.outcome(effect) {
            None => "succeeded".to_owned(),
            Some(outcome) => format!("{outcome:?}"),
        };
        let (question, order, disbursement) =
            (outcome(Effect::Read), outcome(Effect::Create), outcome(Effect::MoneyOut));
        writeln!(
            table,
            "{:<25} question {question:<9} order {order:<9} disbursement {disbursement}",
            read.to_string(),
        )
        .unwrap();
    }
    snapshot("codes@table", &table);
}

/// The same by asking: every operation under every code.
#[tokio::test]
async fn what_a_code_means_depends_on_what_was_asked() {
    for expected in CODES.into_iter().skip(1) {
        let read = ResponseCode::read(&Untrusted::new(expected));
        let outcome = |effect| read.outcome(effect).unwrap();
        let error = answered(code(expected)).call(&checkout()).await.unwrap_err();
        assert_eq!(error.outcome(), outcome(Effect::Create), "{expected}");
        assert_eq!(error.kind().api().unwrap().code, read);
        let error = answered(code(expected)).call(&disbursement()).await.unwrap_err();
        assert_eq!(error.outcome(), outcome(Effect::MoneyOut), "{expected}");
        for outcome in [
            answered(code(expected)).call(&DepositQuery::new(number(ORDER))).await.unwrap_err().outcome(),
            answered(code(expected))
                .call(&DisbursementQuery::new(number(PAYOUT)))
                .await
                .unwrap_err()
                .outcome(),
            answered(code(expected)).call(&BalanceQuery {}).await.unwrap_err().outcome(),
        ] {
            assert_eq!(outcome, Outcome::Unknown, "a question says nothing: {expected}");
        }
    }
}

/// A code beside HTTP 5xx may be a proxy's; one beside 400 is Vexora's.
#[tokio::test]
async fn a_code_beside_a_server_error_refuses_nothing() {
    let body = r#"{"msg":"no","code":"8000"}"#;
    for (status, expected) in [(200, Outcome::Refused), (400, Outcome::Refused), (502, Outcome::Unknown)] {
        let error = answered(http(status, body)).call(&disbursement()).await.unwrap_err();
        assert_eq!(error.outcome(), expected, "{status}");
    }
}

/// A 429 is a refusal, unless Vexora's own code says that something may have been done.
#[tokio::test]
async fn a_code_that_says_more_than_429_is_heard() {
    for (code, expected) in [
        ("5000", Outcome::Unknown),
        ("0000", Outcome::Unknown),
        ("8000", Outcome::Refused),
        ("9", Outcome::Refused),
    ] {
        let body = format!(r#"{{"msg":"no","code":"{code}","data":{{}}}}"#);
        let error = answered(http(429, body)).call(&disbursement()).await.unwrap_err();
        assert_eq!(error.outcome(), expected, "{code}: {error}");
    }
}

/// Section 5, `data.status`, generated from the code: what it means for an order and for a disbursement, what an observation
/// of each says and whether it settles one over the amount that was told, and whether the status can change.
#[tokio::test]
async fn table_of_statuses() {
    let mut table = String::new();
    for status in
        ["0000", "0001", "0015", "00029", "0029", "00032", "0100019", "0030", "", "0", "0000 ", "SUCCESS"]
    {
        let read = Status::read(&Untrusted::new(status));
        let (order, payout) = observed(status).await;
        writeln!(
            table,
            "{:<10} order {:<8} {order:<22} disbursement {:<8} {payout:<22} final {}",
            format!("{status:?}"),
            format!("{:?}", read.of_collection()),
            format!("{:?}", read.of_disbursement()),
            read.is_final(),
        )
        .unwrap();
    }
    snapshot("statuses@table", &table);
}

async fn observed(status: &str) -> (String, String) {
    let data = |number: &str| {
        format!(r#"{{"tradeNo":"{number}","platFormTradeNo":"p1","status":"{status}","amount":"41000"}}"#)
    };
    let expected = Disbursements::expected(&disbursement(), NOW);
    let keys = std::slice::from_ref(expected.key());
    let seen = |observed: &Observed| {
        let said = observed.answers[0].1.as_ref().unwrap();
        let settles = if expected.verify(said).is_ok() { ", settles" } else { "" };
        format!("{}{settles}", said.status())
    };
    let order = answered(success(&data(PAYOUT))).observe(keys).await;
    let payouts = Disbursements::new(Arc::new(answered(success(&data(PAYOUT)))));
    (seen(&order), seen(&payouts.observe(keys).await))
}

async fn kind(answer: Answer) -> ErrorKind {
    answered(answer).call(&checkout()).await.unwrap_err().kind().clone()
}

#[tokio::test]
async fn pages_in_place_of_an_answer_are_not_answers() {
    for (status, expected) in PAGES {
        assert_eq!(kind(http(status, "<html></html>")).await, ErrorKind::Unreachable(expected), "{status}");
    }
    assert_eq!(kind(http(307, "")).await, ErrorKind::Unreachable(Unreachable::Redirect));
    assert_eq!(kind(http(401, "{}")).await, ErrorKind::Unreachable(Unreachable::Forbidden));
    assert_eq!(kind(http(429, "")).await, ErrorKind::Throttled(Throttle::Burst(None)));
    // As the frameworks of Java write an error.
    let not_found = r#"{"timestamp":"2024-07-01","status":404,"error":"Not Found"}"#;
    assert_eq!(kind(http(404, not_found)).await, ErrorKind::Unreachable(Unreachable::NoSuchPath));
    for (status, body, expected) in [
        (200, "", Malformed::NotAnEnvelope),
        (200, "[]", Malformed::NotAnEnvelope),
        (200, r#"{"data":{}}"#, Malformed::NotAnEnvelope),
        (200, r#"{"code":"0000"}"#, Malformed::NoData),
        (200, r#"{"code":"0000","data":null}"#, Malformed::NoData),
        (200, r#"{"code":"0000","data":[]}"#, Malformed::NoData),
        (500, r#"{"code":"0000","data":{}}"#, Malformed::Contradiction),
        (429, r#"{"code":"0000","data":{}}"#, Malformed::Contradiction),
    ] {
        assert_eq!(kind(http(status, body)).await, ErrorKind::Malformed(expected), "{body}");
    }
}

/// The absence of an answer, whatever its code, is no answer about the order.
#[tokio::test]
async fn a_failed_question_leaves_the_order_alone() {
    let key = [OrderKey::new(ORDER).unwrap()];
    for (answer, reason) in [
        (code("8000"), NoAnswerReason::Rejected),
        (code("5000"), NoAnswerReason::Unreachable),
        (code("8001"), NoAnswerReason::Rejected),
        (http(200, "{}"), NoAnswerReason::Unreadable),
        (http(500, "<html>"), NoAnswerReason::Unreachable),
        (http(429, ""), NoAnswerReason::Throttled(Throttle::Burst(None))),
        (success(r#"{"tradeNo":"T-2","status":"0000"}"#), NoAnswerReason::Unreadable),
    ] {
        let shown = format!("{answer:?}");
        let observed = answered(answer).observe(&key).await;
        assert_eq!(observed.answers[0].1.as_ref().unwrap_err().reason, reason, "{shown}");
    }
}
