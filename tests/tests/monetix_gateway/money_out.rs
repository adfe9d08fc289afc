//! Money is sent once: whatever goes wrong, a refund is on the wire once, and the error says whether it may have been made.

use std::time::Duration;

use monetix_client::{Code, Error, Fields, Monetix, Raw, Status};
use pay_core::{Effect, Outcome};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Monetix as Double, MonetixErrors};

use crate::shop::{Shop, number, refund};

/// Both ways to ask for a refund of 2.50 USD.
#[derive(Clone, Copy, Debug)]
enum Way {
    Typed,
    Raw,
}

impl Way {
    async fn send(self, monetix: &Monetix) -> Result<(), Error> {
        match self {
            Self::Typed => monetix.call(&refund("A-1", "R-1", 250)).await.map(drop),
            Self::Raw => {
                let body = r#"{"general":{"project_id":1234,"payment_id":"A-1"},
                    "payment":{"amount":250,"currency":"USD","merchant_refund_id":"R-1"}}"#;
                let body = Fields::from_json(body).unwrap();
                let raw = Raw::changing(Double::REFUND, Effect::MoneyOut, body);
                monetix.call_raw(&raw).await.map(drop)
            }
        }
    }
}

/// The refunds that the payment has, by its status: nothing that is asked twice.
async fn refunds(shop: &Shop) -> usize {
    let report = shop.call(&Status::new(number("A-1"))).await;
    report.all_operations().filter(|operation| !operation.took_money()).count()
}

/// Each way meets this fault, as long as it lasts; each client waits so long for an answer.
async fn meet(fault: &Fault, patience: Duration, expected: Outcome, is_handled: bool) {
    let meet = async |way: Way| {
        let shop = Shop::open().await;
        shop.paid("A-1").await;
        shop.sandbox.faults().always(Double::REFUND, fault.clone());
        let said = format!("{way:?}, {fault:?}");
        let error = way.send(&shop.with_patience(patience)).await.expect_err(&said);
        assert_eq!(error.outcome(), expected, "{said}: {error}");
        // Nothing of it comes later either.
        shop.run(3_600).await;
        assert_eq!(shop.wire_count(Double::REFUND), 1, "{said}: {error}");
        assert_eq!(refunds(&shop).await, usize::from(is_handled), "{said}: {error}");
    };
    // Beside each other, because some of the faults take real time.
    tokio::join!(meet(Way::Typed), meet(Way::Raw));
}

async fn meets(fault: Fault, expected: Outcome, is_handled: bool) {
    meet(&fault, Duration::from_secs(10), expected, is_handled).await;
}

#[tokio::test]
async fn f01_cut_after_the_request_was_written() {
    meets(Fault::CutAfter, Outcome::Unknown, true).await;
    meets(Fault::CutBefore, Outcome::Unknown, false).await;
}

#[tokio::test]
async fn f01_the_answer_breaks_off() {
    for keep in [0, 1, 40] {
        meets(Fault::Truncate { keep }, Outcome::Unknown, true).await;
    }
}

/// The double has made it by the time the client gives up.
#[tokio::test]
async fn f03_time_out_with_slow_success() {
    const HASTE: Duration = Duration::from_secs(1);
    let slow = Fault::Delay(Duration::from_mins(1));
    tokio::join!(
        meet(&Fault::Hang, HASTE, Outcome::Unknown, true),
        meet(&slow, HASTE, Outcome::Unknown, true)
    );
}

#[tokio::test]
async fn at_the_edge_the_request_met_nobody_or_nobody_knows() {
    meets(Fault::Forbidden, Outcome::Refused, false).await;
    meets(Fault::TooManyRequests { retry_after: None }, Outcome::Refused, false).await;
    meets(Fault::GatewayTimeout, Outcome::Unknown, false).await;
    meets(Fault::Upstream { keys: Vec::new() }, Outcome::Unknown, false).await;
}

#[tokio::test]
async fn an_answer_that_is_none_is_no_refusal() {
    for (status, body) in [
        (200, ""),
        (200, "null"),
        (200, "<html>"),
        (200, r#"{"status":"error"}"#),
        (200, r#"{"status":"error","code":"501"}"#),
        (200, r#"{"status":"error","code":"20899"}"#),
        (307, ""),
        (400, r#"{"status":"success"}"#),
        (500, r#"{"status":"error","code":"3283"}"#),
        (502, "<html>"),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        meets(Fault::answer(status, "application/json", body), Outcome::Unknown, false).await;
    }
}

#[tokio::test]
async fn a_refusal_by_code_is_certain() {
    for (status, body) in [
        (400, r#"{"status":"error","code":"3283"}"#),
        (200, r#"{"status":"error","code":3284}"#),
        (200, r#"{"status":"error","code":"2004"}"#),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        meets(Fault::answer(status, "application/json", body), Outcome::Refused, false).await;
    }
}

/// After an unknown outcome the payment's status has the refund, and its id is what Monetix will not take again.
#[tokio::test]
async fn f01_a_refund_whose_answer_is_lost_is_found_by_the_status_of_its_payment() {
    for errors in [MonetixErrors::ByStatus, MonetixErrors::ByBody] {
        let shop = Shop::open().await;
        shop.double().refuse_as(errors);
        shop.paid("A-1").await;
        shop.sandbox.faults().next(Double::REFUND, Fault::CutAfter);
        let lost = shop.refused(&refund("A-1", "R-1", 250)).await;
        assert_eq!(lost.outcome(), Outcome::Unknown, "{lost}");
        shop.pass(2);
        let report = shop.call(&Status::new(number("A-1"))).await;
        let made = report.operations.last().unwrap();
        assert_eq!(made.sum_initial.as_ref().unwrap().money().unwrap().minor(), 250);
        assert_eq!(made.code, Some(Code::new("0")));
        // Somebody sends it again all the same.
        let again = shop.refused(&refund("A-1", "R-1", 250)).await;
        assert_eq!(again.kind().api().unwrap().code, Some(Code::new("3230")), "{again}");
        assert_eq!((again.outcome(), refunds(&shop).await), (Outcome::Refused, 1));
    }
}

/// The provider restarts behind the client's open connections. The refund arrives once.
#[tokio::test]
async fn f04_pooled_connection_closed() {
    let Shop { sandbox, monetix, .. } = Shop::open().await;
    for _ in 0..3 {
        monetix.call(&Status::new(number("A-1"))).await.unwrap_err();
    }
    let (port, now) = (sandbox.address().port(), sandbox.clock().now());
    sandbox.stop().await;
    let sandbox = pay_sandbox::Sandbox::builder().port(port).start_at(now).start().await.unwrap();
    let error = monetix.call(&refund("A-1", "R-1", 250)).await.unwrap_err();
    assert_eq!(error.kind().api().unwrap().code, Some(Code::new("3061")), "{error}");
    assert_eq!((sandbox.journal().count(Double::REFUND), sandbox.journal().len()), (1, 1));
}
