//! Money that goes back: where the settings allow it, in parts, and never more than there was.

use std::sync::Arc;

use monetix_client::{Code, ErrorKind, InvalidRequest, Monetix, PaymentStatus, Status};
use pay_core::{Observation, Outcome, Trust};
use pay_sandbox::{Monetix as Double, MonetixPay};
use pay_watch::{Reason, State};

use crate::shop::{PRICE, Shop, number, refund, settings};

async fn status(shop: &Shop) -> PaymentStatus {
    shop.call(&Status::new(number("A-1"))).await.status().unwrap().clone()
}

#[tokio::test]
async fn without_a_path_in_the_settings_nothing_is_sent() {
    let shop = Shop::open().await;
    shop.paid("A-1").await;
    let monetix = Monetix::connect(settings(&shop.sandbox), Arc::new(shop.sandbox.clock().clone())).unwrap();
    let error = monetix.call(&refund("A-1", "R-1", 250)).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::InvalidRequest(InvalidRequest::NoRefunds));
    assert_eq!((error.outcome(), shop.wire_count(Double::REFUND)), (Outcome::NotSent, 0));
}

/// A part, the rest, and nothing beyond; each under an id of its own.
#[tokio::test]
async fn f32_refunds_in_parts_end_with_what_was_paid() {
    let shop = Shop::open().await;
    shop.paid("A-1").await;
    shop.call(&refund("A-1", "R-1", 250)).await;
    shop.pass(2);
    assert_eq!(status(&shop).await, PaymentStatus::PartiallyRefunded);
    let code = async |id, cents| {
        let error = shop.refused(&refund("A-1", id, cents)).await;
        assert_eq!(error.outcome(), Outcome::Refused, "{error}");
        error.kind().api().unwrap().code.clone().unwrap()
    };
    assert_eq!(code("R-1", 250).await, Code::new("3230"), "an impatient operator");
    assert_eq!(code("R-1", 100).await, Code::new("3230"), "under the id of another");
    assert_eq!(code("R-2", 801).await, Code::new("3283"));
    shop.call(&refund("A-1", "R-2", 800)).await;
    shop.pass(2);
    assert_eq!(status(&shop).await, PaymentStatus::Refunded);
    assert_eq!(code("R-3", 1).await, Code::new("3283"));
    assert_eq!(shop.wire_count(Double::REFUND), 6);
}

/// The order stays settled; that money went back is for a person, once the shop is told by a callback that it believes.
#[tokio::test]
async fn a_refund_of_a_paid_order_is_told_and_leaves_it_settled() {
    let shop = Shop::believing().await;
    shop.paid("A-1").await;
    shop.call(&refund("A-1", "R-1", 250)).await;
    shop.run(5).await;
    let State::Review(review) = shop.state("A-1").await else { unreachable!("not in review") };
    assert!(matches!(review.reason, Reason::Refunded(_)), "{}", review.reason);
    assert_eq!(review.settled.unwrap().payment().amount, PRICE);
    assert_eq!(shop.told.words(), ["paid", "needs review"]);
}

/// Given back before the shop has heard of the payment: not paid, and not unpaid.
#[tokio::test]
async fn an_order_that_was_given_back_at_once_is_for_a_person() {
    for cents in [250, 1_050] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().silent());
        shop.pass(2);
        shop.call(&refund("A-1", "R-1", cents)).await;
        shop.pass(2);
        shop.run(60).await;
        let State::Review(review) = shop.state("A-1").await else { unreachable!("not in review") };
        let Reason::Refunded(payment) = review.reason else { unreachable!("{}", review.reason) };
        assert_eq!(payment.amount, PRICE, "by the sale that it came by");
        assert_eq!(shop.told.words(), ["needs review"]);
    }
}

/// Told as a payment that succeeded beside an operation that did not: the payment decides, and it is a hint.
#[tokio::test]
async fn d42_a_declined_refund_changes_nothing() {
    for shop in Shop::both().await {
        shop.paid("A-1").await;
        let before = shop.state("A-1").await;
        shop.double().decline_refunds(Some("20000"));
        shop.call(&refund("A-1", "R-1", 250)).await;
        shop.pass(2);
        let callback = shop.callbacks().await.pop().unwrap();
        assert_eq!(callback.report.status(), Some(&PaymentStatus::Success));
        assert_eq!(callback.notice.trust, Trust::Hint);
        assert!(!matches!(callback.notice.claim, Observation::Paid(_)));
        shop.take(callback.notice).await;
        shop.run(86_400).await;
        assert_eq!((shop.state("A-1").await, shop.told.words()), (before, vec!["paid"]));
        // What did not go back can be given back under another id.
        shop.double().decline_refunds(None);
        shop.call(&refund("A-1", "R-2", 1_050)).await;
    }
}
