//! Answers about something else, answers that break off, and answers that nobody signed.

use monetix_client::{Begun, ErrorKind, Malformed, Monetix, Status};
use pay_core::{NoAnswerReason, Outcome, StatusSource as _};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Monetix as Double, MonetixPay};
use pay_watch::{Reason, State};

use crate::notifications::signed;
use crate::shop::{PRICE, Shop, number, refund, sale, settings};

/// Asked about one payment, the Gate answers another, which was paid, under a signature that holds.
#[tokio::test]
async fn f37_the_status_of_another_payment_settles_nothing() {
    for shop in Shop::both().await {
        let paid = shop.sell("A-1").await;
        shop.sell("B-1").await;
        shop.double().mix_up("B-1", "A-1");
        shop.pay(&paid, MonetixPay::new());
        shop.run(5).await;
        assert_eq!(shop.state("A-1").await.as_str(), "paid");
        let error = shop.refused(&Status::new(number("B-1"))).await;
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherPayment));
        let observed = shop.monetix.observe(&[number("B-1").to_key()]).await;
        let said = observed.answers[0].1.as_ref().unwrap_err();
        assert_eq!(said.reason, NoAnswerReason::Unreadable, "{said}");
        shop.run(3_600).await;
        let State::Review(review) = shop.state("B-1").await else { unreachable!("not in review") };
        assert!(matches!(review.reason, Reason::NoReadableAnswer(_)), "{}", review.reason);
        assert_eq!(shop.told.words(), ["paid", "needs review"]);
    }
}

/// The answer to another sale on the way to this one: this one may have been made, and is asked about.
#[tokio::test]
async fn f37_the_answer_to_another_sale_leaves_this_one_open() {
    for body in [
        r#"{"status":"success","request_id":"1","project_id":1234,"payment_id":"B-1"}"#,
        r#"{"status":"success","request_id":"1","project_id":1235,"payment_id":"A-1"}"#,
    ] {
        let shop = Shop::open().await;
        let other = || Fault::answer(StatusCode::OK, "application/json", body);
        shop.sandbox.faults().next(Double::SALE, other());
        let error = shop.refused(&sale("A-1")).await;
        assert_eq!((error.outcome(), shop.double().payments().len()), (Outcome::Unknown, 0), "{error}");
        shop.sandbox.faults().next(Double::SALE, other());
        let begun = shop.monetix.sale_or_recover(&sale("A-1"), shop.sandbox.clock()).await.unwrap();
        assert!(matches!(begun, Begun::Accepted(_)), "{begun:?}");
        assert_eq!(shop.double().payments().len(), 1);
    }
}

/// The same of a refund: it may have been made, and is not sent again.
#[tokio::test]
async fn f37_the_answer_to_another_refund_leaves_this_one_unknown() {
    let shop = Shop::open().await;
    shop.paid("A-1").await;
    let body = r#"{"status":"success","request_id":"1","project_id":1234,"payment_id":"B-1"}"#;
    shop.sandbox.faults().next(Double::REFUND, Fault::answer(StatusCode::OK, "application/json", body));
    let error = shop.refused(&refund("A-1", "R-1", 250)).await;
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherPayment));
    assert_eq!((error.outcome(), shop.wire_count(Double::REFUND)), (Outcome::Unknown, 1));
}

/// A callback answers for a status: the same signature, about the same payment, and of the past.
#[tokio::test]
async fn f37_a_replay_of_a_payments_own_past_delays_and_settles_nothing() {
    let shop = Shop::open().await;
    let sale = shop.prepare("A-1").await;
    shop.call(&sale).await;
    let past = shop.double().notifications().remove(0).body;
    shop.double().pay("A-1", MonetixPay::new()).unwrap();
    shop.sandbox.faults().always(Double::STATUS, Fault::answer(StatusCode::OK, "application/json", past));
    shop.run(300).await;
    assert!(shop.state("A-1").await.is_live());
    shop.sandbox.faults().clear();
    shop.run(120).await;
    // The callback said paid and the Gate did not, which a person may look into.
    assert_eq!(shop.told.words(), ["manual check suggested", "paid"]);
}

/// An answer that says paid and breaks off is asked for again, and the amount is never guessed.
#[tokio::test]
async fn f36_an_answer_cut_in_its_numbers_is_no_answer() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new().silent());
    for keep in [50, 150, 170, 180, 190, 200, 400] {
        shop.sandbox.faults().next(Double::STATUS, Fault::Truncate { keep });
    }
    shop.run(24 * 3_600).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let State::Paid(settled) = shop.state("A-1").await else { unreachable!("not paid") };
    assert_eq!(settled.payment().amount, PRICE);
}

/// What says paid and is not signed, or by somebody else, is no answer; where the settings take unsigned ones, a wrong
/// signature is refused all the same.
#[tokio::test]
async fn an_answer_without_the_projects_signature_settles_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new().declines("20105").silent());
    shop.pass(2);
    let said = r#"{"project_id":1234,"payment":{"id":"A-1","type":"purchase","status":"success",
        "sum":{"amount":1050,"currency":"USD"}},"operations":[{"id":1,"type":"sale","status":"success"}]}"#;
    let genuine = signed(said);
    let forged = genuine.replace("\"success\"", "\"Success\"").replace("\"Success\"", "\"expired\"");
    let lenient = settings(&shop.sandbox).accept_unsigned_answers();
    let lenient = Monetix::connect(lenient, std::sync::Arc::new(shop.sandbox.clock().clone())).unwrap();
    let ask = Status::new(number("A-1"));
    let answer = |body: &str| {
        shop.sandbox
            .faults()
            .next(Double::STATUS, Fault::answer(StatusCode::OK, "application/json", body.to_owned()));
    };
    for (body, malformed) in [(said, Malformed::Unsigned), (&forged, Malformed::Signature)] {
        answer(body);
        let error = shop.refused(&ask).await;
        assert_eq!(*error.kind(), ErrorKind::Malformed(malformed), "{error}");
    }
    answer(&forged);
    let error = lenient.call(&ask).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::Signature), "{error}");
    answer(said);
    lenient.call(&ask).await.unwrap();
}
