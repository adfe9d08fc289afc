//! A disbursement is sent once: whatever goes wrong it is on the wire once, and the error says whether it may have been
//! done.

use std::time::Duration;

use pay_core::{Currency, Money, Outcome};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Sandbox, Vexora as Double};
use vexora_client::ResponseCode;
use vexora_client::operation::BalanceQuery;

use crate::shop::{Shop, disbursement};

const PATIENT: Duration = Duration::from_secs(10);

/// A disbursement meets this fault, as long as it lasts; the client waits so long for an answer.
async fn meet(fault: Fault, patience: Duration, expected: Outcome, is_done: bool) {
    let shop = Shop::open().await;
    let said = format!("{fault:?}");
    shop.sandbox.faults().always(Double::DISBURSEMENT, fault);
    let client = shop.with_patience(patience);
    let error = client.call(&disbursement("W-1")).await.expect_err(&said);
    assert_eq!(shop.wire_count(Double::DISBURSEMENT), 1, "{said}: {error}");
    assert_eq!(error.outcome(), expected, "{said}: {error}");
    assert_eq!(shop.double().disbursements().len(), usize::from(is_done), "{said}: {error}");
    let left = if is_done { 99_000 } else { 100_000 };
    let balance = shop.double().balance(Double::MERCHANT_NO).unwrap();
    assert_eq!(balance.available, Money::from_minor(left, Currency::Usd), "{said}: one debit at most");
}

/// Without a fault it is done, once.
#[tokio::test]
async fn a_disbursement_is_one_request_and_one_debit() {
    let shop = Shop::open().await;
    shop.call(&disbursement("W-1")).await;
    assert_eq!((shop.wire_count(Double::DISBURSEMENT), shop.double().disbursements().len()), (1, 1));
}

#[tokio::test]
async fn f01_cut_after_the_request_was_written() {
    meet(Fault::CutAfter, PATIENT, Outcome::Unknown, true).await;
    meet(Fault::CutBefore, PATIENT, Outcome::Unknown, false).await;
}

#[tokio::test]
async fn f01_the_answer_breaks_off() {
    for keep in [0, 1, 40, 100, 150] {
        meet(Fault::Truncate { keep }, PATIENT, Outcome::Unknown, true).await;
    }
}

/// The double has done it by the time the client gives up.
#[tokio::test]
async fn f03_time_out_with_slow_success() {
    const HASTE: Duration = Duration::from_secs(1);
    let drip = Fault::Drip { chunk: 1, pause: Duration::from_millis(100) };
    // Beside each other, because these faults take real time.
    tokio::join!(
        meet(Fault::Hang, HASTE, Outcome::Unknown, true),
        meet(Fault::Delay(Duration::from_mins(1)), HASTE, Outcome::Unknown, true),
        meet(drip, HASTE, Outcome::Unknown, true),
    );
}

/// Vexora restarts, so that every connection which the client keeps open is closed at the other end. Money does not go
/// over one of them, and arrives once.
#[tokio::test]
async fn f04_pooled_connection_closed() {
    let Shop { sandbox, vexora, .. } = Shop::open().await;
    let ask = || vexora.call(&BalanceQuery {});
    let (one, two, three) = tokio::join!(ask(), ask(), ask());
    for answer in [one, two, three] {
        answer.unwrap();
    }
    let (port, now) = (sandbox.address().port(), sandbox.clock().now());
    sandbox.stop().await;
    let sandbox = Sandbox::builder().port(port).start_at(now).start().await.unwrap();
    vexora.call(&disbursement("W-1")).await.unwrap();
    assert_eq!(sandbox.journal().len(), 1);
    assert_eq!(sandbox.vexora().disbursements().len(), 1);
}

#[tokio::test]
async fn at_the_edge_the_request_met_nobody_or_nobody_knows() {
    meet(Fault::Forbidden, PATIENT, Outcome::Refused, false).await;
    meet(Fault::TooManyRequests { retry_after: None }, PATIENT, Outcome::Refused, false).await;
    meet(answer(404, "<html>"), PATIENT, Outcome::Refused, false).await;
    meet(Fault::GatewayTimeout, PATIENT, Outcome::Unknown, false).await;
    meet(Fault::Upstream { keys: Vec::new() }, PATIENT, Outcome::Unknown, false).await;
}

fn answer(status: u16, body: &'static str) -> Fault {
    Fault::answer(StatusCode::from_u16(status).unwrap(), "application/json", body)
}

#[tokio::test]
async fn f01_junk_is_no_refusal() {
    for (status, body) in [
        (200, ""),
        (200, "[]"),
        (200, "null"),
        (200, "<html><title>Just a moment...</title></html>"),
        (200, r#"{"code":"0000"}"#),
        (200, r#"{"code":"0000","data":null}"#),
        (200, r#"{"code":"0000","success":false,"data":{"status":"0015"}}"#),
        (200, r#"{"code":"5000","msg":"system exception"}"#),
        (200, r#"{"code":"5000","success":false,"data":null}"#),
        (200, r#"{"code":"8001"}"#),
        (200, r#"{"code":"08000"}"#),
        (200, r#"{"msg":"request failed"}"#),
        (202, ""),
        (302, ""),
        (307, ""),
        (400, ""),
        (500, r#"{"code":"0000","data":{"status":"0015"}}"#),
        (502, "<html>"),
        (503, ""),
    ] {
        meet(answer(status, body), PATIENT, Outcome::Unknown, false).await;
    }
}

/// Sent again by somebody all the same, its number is known: `8000`, and there is one debit.
#[tokio::test]
async fn f01_a_disbursement_that_is_sent_again_is_refused_and_made_once() {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::CutAfter);
    assert_eq!(shop.refused(&disbursement("W-1")).await.outcome(), Outcome::Unknown);
    let error = shop.refused(&disbursement("W-1")).await;
    assert_eq!(error.kind().api().unwrap().code, ResponseCode::RequestFailed);
    assert_eq!(error.outcome(), Outcome::Refused, "of the second, which says nothing of the first");
    assert_eq!(shop.double().disbursements().len(), 1);
}
