//! Giving money back, once.

use std::time::Duration;

use kess_client::service::{QueryOrder, QueryRefund, Refund, Service as _};
use kess_client::{CallbackUrl, ErrorKind, InvalidRequest, Malformed, OrderState, REFUND_HORIZON};
use pay_core::{Currency, Money, Outcome};
use pay_sandbox::Fault;

use crate::shop::{Shop, number, text, usd};

fn part(cents: i64) -> Refund {
    Refund::partial(number("T-1"), text("One was cold"), usd(cents))
}

async fn refunded(shop: &Shop) -> i64 {
    shop.call(&QueryOrder::new(number("T-1"))).await.refunded().unwrap().minor()
}

#[tokio::test]
async fn f32_a_repeated_refund_is_one_refund() {
    let shop = Shop::open().await;
    shop.paid("T-1", "WECHAT").await;
    let first = shop.kess.refund_once(part(250), number("R-1")).await.unwrap();
    for _ in 0..5 {
        assert_eq!(shop.kess.refund_once(part(250), number("R-1")).await.unwrap(), first);
    }
    assert_eq!(shop.wire_count(Refund::NAME), 1);
    assert_eq!(refunded(&shop).await, 250);
    // The reference for another amount is a mistake, and no second refund.
    let error = shop.kess.refund_once(part(300), number("R-1")).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount));
    assert_eq!((error.outcome(), shop.wire_count(Refund::NAME)), (Outcome::NotSent, 1));
}

/// Past the client's own question, the gateway knows the reference as well.
#[tokio::test]
async fn f32_a_reference_sent_twice_is_refused() {
    let shop = Shop::open().await;
    shop.paid("T-1", "WECHAT").await;
    let refund = part(250).merchant_reference(number("R-1"));
    shop.call(&refund).await;
    let error = shop.refused(&refund).await;
    assert_eq!(error.kind().api().unwrap().code, Some(kess_client::Code::Duplicated));
    assert_eq!((error.outcome(), refunded(&shop).await), (Outcome::Refused, 250));
}

#[tokio::test]
async fn f32_refunds_are_at_most_what_was_paid() {
    let shop = Shop::open().await;
    shop.paid("T-1", "WECHAT").await;
    for (cents, reference) in [(400, "R-1"), (600, "R-2")] {
        shop.kess.refund_once(part(cents), number(reference)).await.unwrap();
    }
    for (refund, asked) in [(part(1), 1), (Refund::whole(number("T-1"), text("All of it")), 1_000)] {
        let error = shop.kess.refund_once(refund, number("R-3")).await.unwrap_err();
        let [asked, left] = [asked, 0].map(|minor| Money::from_minor(minor, Currency::Usd));
        let invalid = ErrorKind::InvalidRequest(InvalidRequest::OverRefund { asked, left });
        assert_eq!((error.kind(), error.outcome()), (&invalid, Outcome::NotSent));
    }
    assert_eq!(shop.wire_count(Refund::NAME), 2, "too much is not sent");
    // Sent all the same, past the client's own check.
    let error = shop.refused(&part(1)).await;
    assert_eq!(error.outcome(), Outcome::Unknown, "422 does not say at which point it failed");
    assert_eq!(refunded(&shop).await, 1_000);
    let order = shop.call(&QueryOrder::new(number("T-1"))).await;
    assert_eq!(order.state(), Some(OrderState::Refunded));
}

/// The answer is lost; the operator tries again, and finds what was done.
#[tokio::test]
async fn f01_a_refund_whose_answer_is_lost_is_found_and_not_sent_again() {
    for fault in [Fault::CutAfter, Fault::Truncate { keep: 60 }] {
        let shop = Shop::open().await;
        shop.paid("T-1", "WECHAT").await;
        shop.sandbox.faults().next(Refund::NAME, fault);
        let error = shop.kess.refund_once(part(250), number("R-1")).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
        let found = shop.kess.refund_once(part(250), number("R-1")).await.unwrap();
        assert_eq!(found, shop.call(&QueryRefund::by_reference(number("R-1"))).await);
        assert_eq!((shop.wire_count(Refund::NAME), refunded(&shop).await), (1, 250));
    }
}

/// Without an answer to the question before it, nothing is sent.
#[tokio::test]
async fn f32_an_operator_during_an_outage_refunds_nothing() {
    for fault in [Fault::GatewayTimeout, Fault::Forbidden, Fault::CutBefore, Fault::CutAfter] {
        for question in [QueryRefund::NAME, QueryOrder::NAME] {
            let shop = Shop::open().await;
            shop.paid("T-1", "WECHAT").await;
            shop.sandbox.faults().always(question, fault.clone());
            shop.kess.refund_once(part(250), number("R-1")).await.unwrap_err();
            assert_eq!(shop.wire_count(Refund::NAME), 0, "{question}, {fault:?}");
        }
    }
}

/// A card's refund takes its fifteen days, and is pending until then.
#[tokio::test]
async fn f31_a_refund_by_card_is_pending_for_fifteen_days() {
    let shop = Shop::open().await;
    shop.paid("T-1", "VISA_MASTER").await;
    let given = shop.kess.refund_once(part(250), number("R-1")).await.unwrap();
    assert_eq!(given.state(), Some(OrderState::PendingPartialRefund));
    let state = async || shop.call(&QueryRefund::by_reference(number("R-1"))).await.state().unwrap();
    shop.sandbox.clock().advance(REFUND_HORIZON.checked_sub(Duration::from_secs(1)).unwrap());
    assert!(!state().await.is_final());
    shop.pass(1);
    assert_eq!(state().await, OrderState::PartiallyRefunded);
    assert!(state().await.is_final());
}

/// The notice of a refund says which one to ask about, and its end is what the gateway answers.
#[tokio::test]
async fn a_refund_notice_leads_to_a_question() {
    let shop = Shop::open().await;
    shop.paid("T-1", "VISA_MASTER").await;
    let callback = CallbackUrl::on_loopback(shop.refunds.url()).unwrap();
    let refund = part(250).callback_url(callback);
    shop.kess.refund_once(refund, number("R-1")).await.unwrap();
    shop.sandbox.clock().advance(REFUND_HORIZON);
    shop.sandbox.kess().notified().await;
    let notices = shop.refunds.take();
    let [notice] = notices.as_slice() else { unreachable!("{notices:?}") };
    let found = shop.call(&notice.query().unwrap()).await;
    assert_eq!(found.merchant_reference, Some(pay_core::Untrusted::new("R-1")));
    assert_eq!((found.state(), notice.refund.state()), (Some(OrderState::PartiallyRefunded), found.state()));
    assert_eq!(found.amount().unwrap(), usd(250).money());
}

/// A rejected refund gives its money back to what is left; its reference stays its own.
#[tokio::test]
async fn a_rejected_refund_is_none() {
    let shop = Shop::open().await;
    shop.sandbox.kess().hold_refunds(true);
    shop.paid("T-1", "WECHAT").await;
    let given = shop.kess.refund_once(part(1_000), number("R-1")).await.unwrap();
    let transaction = given.transaction_id.unwrap();
    shop.sandbox.kess().reject_refund(transaction.as_raw(), "Card is closed").unwrap();
    let found = shop.kess.refund_once(part(1_000), number("R-1")).await.unwrap();
    assert!(found.is_rejected());
    assert_eq!(refunded(&shop).await, 0);
    shop.kess.refund_once(part(1_000), number("R-2")).await.unwrap();
    assert_eq!(refunded(&shop).await, 1_000);
}
