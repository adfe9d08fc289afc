//! Answers about something else, of a kind that no document has, or cut short.

use pay_core::{NoAnswerReason, Observation, Outcome, StatusSource as _, Untrusted};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Vexora as Double, VexoraPay};
use pay_watch::{Reason, State};
use vexora_client::operation::{DepositQuery, DisbursementQuery};
use vexora_client::{Disbursements, ErrorKind, Malformed};

use crate::shop::{Shop, disbursement, number};

/// Asked about one order, Vexora answers another, that was paid.
#[tokio::test]
async fn f37_the_answer_about_another_order_settles_nothing() {
    let shop = Shop::open().await;
    let paid = shop.sell("A-1").await;
    let unpaid = shop.sell("B-1").await;
    shop.double().mix_up("B-1", "A-1");
    shop.pay(&paid, VexoraPay::new());
    shop.run(5).await;
    assert_eq!(shop.state(&paid).await.as_str(), "paid");
    let error = shop.refused(&DepositQuery::new(number("B-1"))).await;
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    shop.run(3_600).await;
    let State::Review(review) = shop.state(&unpaid).await else { unreachable!("not in review") };
    assert!(matches!(review.reason, Reason::NoReadableAnswer(_)), "{}", review.reason);
    assert_eq!(shop.told.words(), ["paid", "needs review"]);
}

/// The same for what is written: B may be open, and may not be sent again.
#[tokio::test]
async fn f37_the_answer_to_another_opening_or_disbursement_leaves_this_one_unknown() {
    let body = r#"{"msg":"success","code":"0000","timestamp":1750000000000,"success":true,
        "data":{"tradeNo":"A-1","platFormTradeNo":"vx1","status":"0015","message":"Processing"}}"#;
    let other = || Fault::answer(StatusCode::OK, "application/json", body);
    let shop = Shop::open().await;
    for path in [Double::CHECKOUT, Double::DISBURSEMENT] {
        shop.sandbox.faults().next(path, other());
    }
    assert_eq!(shop.try_open("B-1").await.unwrap_err().outcome(), Outcome::Unknown);
    let error = shop.refused(&disbursement("W-1")).await;
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    assert_eq!((error.outcome(), shop.wire_count(Double::DISBURSEMENT)), (Outcome::Unknown, 1));
    assert_eq!(shop.wire_count(Double::CHECKOUT), 1);
}

/// And for a disbursement that is asked about.
#[tokio::test]
async fn f37_the_answer_about_another_disbursement_is_no_answer() {
    let shop = Shop::open().await;
    for id in ["W-1", "W-2"] {
        shop.call(&disbursement(id)).await;
    }
    shop.double().mix_up("W-1", "W-2");
    shop.pass(2);
    let error = shop.refused(&DisbursementQuery::new(number("W-1"))).await;
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    let source = Disbursements::new(shop.vexora.clone());
    let observed = source.observe(&["W-1", "W-2"].map(|id| number(id).to_key())).await;
    assert_eq!(observed.answers[0].1.as_ref().unwrap_err().reason, NoAnswerReason::Unreadable);
    assert!(matches!(observed.answers[1].1, Ok(Observation::Paid(_))));
}

/// Words that no table has, one with a blank behind it, a number's worth of zeros: none of them ends an order.
#[tokio::test]
async fn f34_an_unknown_status_ends_nothing() {
    for status in ["0030", "0000 ", "00000", "000", "SUCCESS", "-1"] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        assert!(shop.double().tell_status("A-1", Some(status)));
        shop.run(400).await;
        assert!(shop.state(&opened).await.is_live(), "{status:?}");
        let order = shop.watcher.order(&opened.id).await.unwrap().unwrap();
        assert!(order.tally().unrecognized > 0, "{status:?} is counted");
        shop.double().tell_status("A-1", None);
        shop.pay(&opened, VexoraPay::new());
        shop.run(60).await;
        assert_eq!(shop.told.words(), ["paid"], "{status:?}");
    }
}

/// A webhook with such a status, signed: kept word for word, and neither paid nor failed.
#[tokio::test]
async fn f34_an_unknown_status_in_a_webhook_is_kept() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.double().tell_status("A-1", Some("0047"));
    shop.pay(&opened, VexoraPay::new());
    shop.pass(2);
    let claim = shop.notices().await.remove(0).claim;
    assert_eq!(claim, Observation::Unrecognized(Untrusted::new("0047")));
}

/// An answer that says paid and breaks off is asked for again, and the amount is never guessed.
#[tokio::test]
async fn f36_an_answer_cut_in_its_numbers_is_no_answer() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new().silent());
    // The amount stands behind byte 150 or so.
    for keep in [0, 50, 100, 150, 155, 160, 165, 170, 175, 180] {
        shop.sandbox.faults().next(Double::DEPOSIT_QUERY, Fault::Truncate { keep });
    }
    shop.run(24 * 3_600).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(settled.payment().amount.to_string(), "10.50 USD");
}
