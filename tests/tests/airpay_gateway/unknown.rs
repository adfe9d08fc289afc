//! After a lost answer an order may be open, and nobody can be asked. Sending the same `trxid` again opens no second one,
//! and 911 says that the first arrived.

use std::error::Error as _;
use std::time::Duration;

use airpay_client::{Code, Error};
use pay_core::{OpenError, Outcome};
use pay_http::http::StatusCode;
use pay_sandbox::{Airpay as Double, AirpayPay, Fault};

use crate::shop::Shop;

fn code(error: &OpenError) -> Option<Code> {
    let error: &Error = error.source()?.downcast_ref()?;
    error.kind().api()?.code
}

const PATIENT: Duration = Duration::from_secs(10);

/// An order meets this fault, and then is sent again by somebody who knows what that says.
async fn meet(fault: Fault, patience: Duration, arrives: bool) {
    let shop = Shop::open().await;
    let said = format!("{fault:?}");
    shop.sandbox.faults().next(Double::REQUEST, fault);
    let client = shop.with_patience(patience);
    let error = shop.try_open_by(&client, "A-1").await.unwrap_err();
    assert_eq!((error.outcome(), shop.wire_count()), (Outcome::Unknown, 1), "{said}: {error}");
    assert_eq!(shop.double().orders().len(), usize::from(arrives), "{said}");

    match shop.try_open("A-1").await {
        Err(again) => {
            assert!(arrives, "{said}: {again}");
            assert_eq!(code(&again), Some(Code::DuplicateTrxid), "{said}");
            assert_eq!(again.outcome(), Outcome::Unknown, "{said}: the first is there");
        }
        Ok(opened) => {
            assert!(!arrives, "{said}: a second order");
            assert_eq!(opened.id.as_str(), "A-1");
        }
    }
    assert_eq!((shop.double().orders().len(), shop.wire_count()), (1, 2), "{said}: one order");
}

#[tokio::test]
async fn f01_a_lost_answer_is_proved_by_911_to_have_been_one() {
    meet(Fault::CutAfter, PATIENT, true).await;
    for keep in [0, 1, 60, 200] {
        meet(Fault::Truncate { keep }, PATIENT, true).await;
    }
}

#[tokio::test]
async fn f01_a_request_that_was_lost_opens_the_order_when_it_is_sent_again() {
    meet(Fault::CutBefore, PATIENT, false).await;
    meet(Fault::GatewayTimeout, PATIENT, false).await;
    meet(Fault::Upstream { keys: Vec::new() }, PATIENT, false).await;
}

/// The double has opened the order by the time the client gives up.
#[tokio::test]
async fn f03_time_out_with_slow_success_is_proved_by_911() {
    const HASTE: Duration = Duration::from_secs(1);
    let drip = Fault::Drip { chunk: 1, pause: Duration::from_millis(100) };
    // Beside each other, because these faults take real time.
    tokio::join!(
        meet(Fault::Hang, HASTE, true),
        meet(Fault::Delay(Duration::from_mins(1)), HASTE, true),
        meet(drip, HASTE, true),
    );
}

/// The link is lost for good: should the payer pay the order in another way, its postback names what nobody knows.
#[tokio::test]
async fn f03_an_order_without_an_answer_has_no_number_for_its_postback() {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(Double::REQUEST, Fault::CutAfter);
    shop.try_open("A-1").await.unwrap_err();
    shop.double().pay("A-1", AirpayPay::new()).unwrap();
    shop.pass(2);
    let postbacks = shop.postbacks().await;
    assert_ne!(postbacks[0].platform_id.as_str(), "A-1");
    assert!(shop.double().notifications()[0].attempts[0].taken);
}

/// Under 5xx nothing that stands in the body is a refusal, and neither is what is no answer of Airpay's.
#[tokio::test]
async fn what_is_no_refusal_leaves_the_order_unknown() {
    for (status, body) in [
        (500, r#"{"code":912,"message":"Invalid Source"}"#),
        (503, r#"{"code":200,"message":"success","data":{}}"#),
        (200, r#"{"code":913,"message":"no"}"#),
        (200, r#"{"message":"success"}"#),
        (200, "<html><title>Just a moment...</title></html>"),
        (200, ""),
        (302, ""),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        meet(Fault::answer(status, "application/json", body), PATIENT, false).await;
    }
}
