//! What a code says of a call, and what it does not say of an order; outages.

use std::time::Duration;

use pay_core::{NoAnswerReason, Outcome, StatusSource as _};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Vexora as Double, VexoraPay};
use pay_watch::{Input, Reason, State};
use vexora_client::operation::{BalanceQuery, DepositQuery};
use vexora_client::{ResponseCode, Status};

use crate::shop::{Shop, disbursement, number};

/// An answer with this code and nothing else, at HTTP 200.
fn code(code: &str) -> Fault {
    let body =
        format!(r#"{{"msg":"error","code":"{code}","timestamp":1750000000000,"success":false,"data":null}}"#);
    Fault::answer(StatusCode::OK, "application/json", body)
}

/// `5000` is no refusal: an order may be open, and a disbursement may be under way. The double's own, and one that comes
/// after it was done.
#[tokio::test]
async fn a_system_exception_leaves_a_checkout_and_a_disbursement_unknown() {
    let shop = Shop::open().await;
    for path in [Double::CHECKOUT, Double::DISBURSEMENT] {
        shop.sandbox.faults().next(path, Fault::Upstream { keys: Vec::new() });
    }
    let error = shop.refused(&shop.hosted_checkout("A-1")).await;
    assert_eq!(error.kind().api().unwrap().code, ResponseCode::SystemException);
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let error = shop.refused(&disbursement("W-1")).await;
    assert_eq!(error.kind().api().unwrap().code, ResponseCode::SystemException);
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    assert_eq!((shop.wire_count(Double::CHECKOUT), shop.wire_count(Double::DISBURSEMENT)), (1, 1));
    // Nothing was done this time, which only a question tells: and a question that fails says nothing.
    let error = shop.refused(&DepositQuery::new(number("A-1"))).await;
    assert_eq!(error.outcome(), Outcome::Unknown);
}

/// `8000` refuses what is written, and says nothing of an order that is asked about.
#[tokio::test]
async fn a_failed_question_leaves_the_state_alone() {
    for said in ["8000", "5000", "1234", "0015"] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        let before = shop.state(&opened).await;
        shop.sandbox.faults().next_times(2, Double::DEPOSIT_QUERY, code(said));
        let observed = shop.vexora.observe(std::slice::from_ref(opened.expected.key())).await;
        let reason = observed.answers[0].1.as_ref().unwrap_err().reason;
        let unreachable = said == "5000";
        let expected = if unreachable { NoAnswerReason::Unreachable } else { NoAnswerReason::Rejected };
        assert_eq!(reason, expected, "{said}");
        shop.run(6).await;
        assert_eq!(shop.wire_count(Double::DEPOSIT_QUERY), 2, "{said}");
        assert_eq!(shop.state(&opened).await, before, "{said}");
        shop.pay(&opened, VexoraPay::new());
        shop.run(600).await;
        assert_eq!(shop.told.words().last(), Some(&"paid"), "{said}");
    }
}

/// Said three times in a row, it goes to a person, who is not told that the order failed. He asks when Vexora answers
/// again, and what he hears is reported.
#[tokio::test]
async fn a_question_that_always_fails_is_for_a_person() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.sandbox.faults().always(Double::DEPOSIT_QUERY, code("8000"));
    shop.run(120).await;
    let State::Review(review) = shop.state(&opened).await else { unreachable!("not in review") };
    assert!(matches!(review.reason, Reason::NoReadableAnswer(_)), "{}", review.reason);
    shop.sandbox.faults().clear();
    shop.pay(&opened, VexoraPay::new());
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["needs review"]);
    let started_at = shop.sandbox.clock().now();
    let answer = shop.vexora.observe(std::slice::from_ref(opened.expected.key())).await.answers.remove(0).1;
    shop.watcher.apply(&opened.id, Input::Observed { answer, started_at }).await.unwrap();
    shop.run(1).await;
    assert_eq!(shop.told.words(), ["needs review", "late paid"]);
}

/// An order may be open whose link nobody has. Opening it again says so, and makes no second one.
#[tokio::test]
async fn f01_an_order_whose_link_is_lost_is_not_opened_twice() {
    for fault in [Fault::CutAfter, Fault::Truncate { keep: 100 }] {
        let shop = Shop::open().await;
        shop.sandbox.faults().next(Double::CHECKOUT, fault);
        assert_eq!(shop.try_open("A-1").await.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(shop.wire_count(Double::CHECKOUT), 1, "the client does not repeat it");
        assert_eq!(shop.try_open("A-1").await.unwrap_err().outcome(), Outcome::Refused);
        let deposit = shop.call(&DepositQuery::new(number("A-1"))).await.data;
        assert_eq!(deposit.state(), Some(Status::Processing));
        assert_eq!(shop.double().orders().len(), 1);
    }
}

/// What goes wrong between two servers never makes an order unpaid, and never makes it paid.
#[tokio::test]
async fn f20_f22_no_outage_ends_an_order_or_loses_its_payment() {
    for fault in conformance::outages() {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.faults().always(Double::DEPOSIT_QUERY, fault.clone());
        shop.run(60).await;
        shop.pay(&opened, VexoraPay::new());
        shop.run(3_600).await;
        assert!(shop.state(&opened).await.is_live(), "{fault:?}");
        shop.sandbox.faults().clear();
        shop.run(4 * 3_600).await;
        // The webhook came, and an answer did not.
        assert_eq!(shop.told.words(), ["manual check suggested", "paid"], "{fault:?}");
    }
}

/// Somebody else's address, or a page in the way: no code of Vexora's, and no word about an order.
#[tokio::test]
async fn f22_a_page_in_the_way_is_no_code() {
    let shop = Shop::open().await;
    shop.sandbox.faults().always(Double::BALANCE, Fault::Forbidden);
    let error = shop.refused(&BalanceQuery {}).await;
    assert_eq!(error.kind().api(), None);
    assert_eq!(error.to_string(), "queryBalance: forbidden before the gateway: is this address on its list?");
    shop.pass(Duration::from_hours(1).as_secs());
    shop.sandbox.faults().clear();
    assert_eq!(shop.call(&BalanceQuery {}).await.success, Some(true));
}
