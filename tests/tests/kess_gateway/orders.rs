//! How orders by payment link end.

use std::error::Error as _;
use std::time::Duration;

use kess_client::service::{CloseOrder, CreateOrder, QueryOrder, Refund, Service as _};
use kess_client::{Code, GatewayCode, OrderState, RedirectHint, Unconfirmed, confirm_notification};
use pay_core::{Check, Currency, Money, Opened, Outcome, Trust};
use pay_sandbox::{KessPay, KessPayError};
use pay_watch::{Ended, Reason, State};

use crate::shop::{Shop, link, number, text};

/// The whole way: link, hosted page, notification, question, verdict.
#[tokio::test]
async fn a_link_is_paid_on_its_page_notified_and_confirmed() {
    let shop = Shop::open().await;
    let opened = shop.try_open("A-1").await.unwrap();
    let page = shop.pay_on_page(&opened, "method=ALIPAY").await;
    assert!(page.contains("Paid."), "{page}");
    assert!(shop.notices().await.is_empty(), "the payment has not settled");
    shop.pass(2);

    let notices = shop.notices().await;
    let [notice] = notices.as_slice() else { unreachable!("{notices:?}") };
    let covers = vec![Check::Order, Check::Status, Check::Amount, Check::Currency];
    assert_eq!(notice.trust, Trust::Signed { covers });
    assert_eq!(shop.wire_count(QueryOrder::NAME), 0, "a notification asks nothing by itself");
    let settled = confirm_notification(&*shop.kess, notice, &opened.expected).await.unwrap();
    assert_eq!(settled.payment().amount.to_string(), "10.50 USD");
    let order = shop.sandbox.kess().order("A-1").unwrap();
    assert_eq!(Some(settled.payment().transaction.as_str()), order.transaction_id.as_deref());
    assert_eq!(settled.payment().paid_at, order.paid_at);
    assert_eq!((shop.wire_count(QueryOrder::NAME), shop.wire_count(CreateOrder::NAME)), (1, 1));

    let redirect = order.redirect.unwrap();
    let hint = RedirectHint::read(redirect.split_once("till=2&").unwrap().1).unwrap();
    assert!(hint.claims_success && hint.out_trade_no == number("A-1"));
}

#[tokio::test]
async fn a_watched_order_is_settled_once() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(30).await;
    let paid = shop.pay(&opened, KessPay::new());
    shop.run(5).await;
    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(Some(settled.payment().transaction.as_str()), paid.transaction_id.as_deref());
    let asked = shop.wire_count(QueryOrder::NAME);
    shop.run(2 * 86_400).await;
    assert_eq!(shop.told.words(), ["paid"]);
    assert_eq!(shop.wire_count(QueryOrder::NAME), asked, "nothing is asked about a paid order");
}

/// The same payment without a notification, which may not come: the schedule finds it.
#[tokio::test]
async fn an_order_without_a_notification_is_found() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, KessPay::new().silent());
    shop.run(20).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
    assert!(shop.sandbox.kess().notifications().is_empty());
}

async fn in_review(shop: &Shop, opened: &Opened) -> Reason {
    match shop.state(opened).await {
        State::Review(review) => review.reason,
        other => unreachable!("not in review: {other}"),
    }
}

#[tokio::test]
async fn d20_another_amount_or_currency_is_no_payment() {
    for (minor, currency, check) in [
        (1, Currency::Usd, Check::Amount),
        (1_049, Currency::Usd, Check::Amount),
        (105_000, Currency::Usd, Check::Amount),
        (1_050, Currency::Khr, Check::Currency),
    ] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, KessPay::new().amount(Money::from_minor(minor, currency)));
        shop.pass(2);
        for notice in shop.notices().await {
            let error = confirm_notification(&*shop.kess, &notice, &opened.expected).await.unwrap_err();
            let Unconfirmed::Mismatch(mismatch) = error else { unreachable!("{error}") };
            assert!(mismatch.failed().any(|failed| failed == check), "{mismatch}");
        }
        shop.run(30).await;
        let Reason::Mismatch(mismatch) = in_review(&shop, &opened).await else { unreachable!("no mismatch") };
        assert!(mismatch.failed().any(|failed| failed == check), "{mismatch}");
        assert_eq!(shop.told.words(), ["needs review"]);
    }
}

#[tokio::test]
async fn nobody_pays_and_the_order_times_out() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(599).await;
    assert!(shop.state(&opened).await.is_live());
    shop.run(30).await;
    assert_eq!(shop.state(&opened).await, State::TimedOut);
    assert_eq!(shop.told.words(), ["timed out"]);
}

/// A refused card leaves the order open, and the payer tries again.
#[tokio::test]
async fn a_refused_card_ends_no_order() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let refused = shop.pay(&opened, KessPay::new().method("VISA_MASTER").fails("INSUFFICIENT_FUNDS"));
    assert_eq!(gateway_code(&refused), GatewayCode::InsufficientFunds);
    shop.run(60).await;
    assert!(shop.state(&opened).await.is_live());
    shop.pay(&opened, KessPay::new());
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["paid"]);
}

/// What the payer's browser brings back.
fn gateway_code(order: &pay_sandbox::KessOrder) -> GatewayCode {
    let redirect = order.redirect.as_deref().unwrap();
    let hint = RedirectHint::read(redirect.split_once('?').unwrap().1).unwrap();
    assert!(!hint.claims_success);
    hint.pay_response.unwrap().gateway_code.unwrap()
}

/// The bank has the payment at 9:50 and is done after the order's end.
#[tokio::test]
async fn f12_a_payment_that_settles_after_the_end_is_reported_and_fulfils_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(590).await;
    shop.pay(&opened, KessPay::new().settles_in(Duration::from_mins(2)));
    shop.run(60).await;
    assert_eq!(shop.state(&opened).await, State::TimedOut);
    shop.run(300).await;
    let reason = in_review(&shop, &opened).await;
    assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::TimedOut, .. }), "{reason}");
    assert_eq!(shop.told.words(), ["timed out", "late paid"]);
}

/// The shop closes the order and gives it up; the payer's page was still open.
#[tokio::test]
async fn f13_a_payment_after_the_close_is_a_review() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(20).await;
    let closed = shop.call(&CloseOrder::new(number("A-1"))).await;
    assert_eq!(closed.state(), Some(OrderState::Closed));
    shop.watcher.cancel(&opened.id).await.unwrap();
    let over = shop.sandbox.kess().pay(link(&opened), KessPay::new()).unwrap_err();
    assert!(matches!(over, KessPayError::Over { .. }));
    shop.pay(&opened, KessPay::new().late());
    shop.run(60).await;
    let reason = in_review(&shop, &opened).await;
    assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Cancelled, .. }), "{reason}");
    assert_eq!(shop.told.words(), ["cancelled", "late paid"]);
}

/// Closed by somebody else: believed when it is said twice, and not more than a payment.
#[tokio::test]
async fn f13_a_closed_order_that_is_paid_after_all_is_a_review() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.call(&CloseOrder::new(number("A-1"))).await;
    shop.run(60).await;
    assert_eq!(shop.state(&opened).await.as_str(), "failed");
    shop.pay(&opened, KessPay::new().late());
    shop.run(60).await;
    let reason = in_review(&shop, &opened).await;
    assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Failed, .. }), "{reason}");
    assert_eq!(shop.told.words(), ["failed", "late paid"]);
}

/// The browser comes back as from a failure, and the bank pays five minutes later.
#[tokio::test]
async fn f31_waiting_final_status_is_not_final() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let waits = KessPay::new().waits_for_final_status().settles_in(Duration::from_mins(5));
    let code = gateway_code(&shop.pay(&opened, waits));
    assert_eq!(code, GatewayCode::WaitingFinalStatus);
    assert!(!code.is_final());
    shop.run(299).await;
    assert!(shop.state(&opened).await.is_live());
    shop.run(5).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
    assert_eq!(shop.told.words(), ["paid"]);
}

/// Words that no document has for an order, or with a blank behind them.
#[tokio::test]
async fn f31_an_unknown_status_ends_nothing() {
    for status in ["WAITING_FINAL_STATUS", "WAITING ", "PAID?", ""] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        assert!(shop.sandbox.kess().tell_status("A-1", Some(status)));
        shop.run(400).await;
        assert!(shop.state(&opened).await.is_live(), "{status:?}");
        shop.sandbox.kess().tell_status("A-1", None);
        shop.pay(&opened, KessPay::new());
        shop.run(60).await;
        assert_eq!(shop.told.words(), ["paid"], "{status:?}");
    }
}

/// The money is on its way back before the shop has heard of it.
#[tokio::test]
async fn f31_a_pending_refund_is_neither_paid_nor_failed() {
    let part = || Refund::partial(number("A-1"), text("One was cold"), crate::shop::usd(250));
    for (refund, state) in [
        (Refund::whole(number("A-1"), text("Both were cold")), OrderState::PendingRefund),
        (part(), OrderState::PendingPartialRefund),
    ] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.kess().hold_refunds(true);
        shop.pay(&opened, KessPay::new().silent());
        shop.pass(2);
        shop.call(&refund).await;
        let told = shop.call(&QueryOrder::new(number("A-1"))).await.state().unwrap();
        assert_eq!(told, state);
        assert!(!told.is_final());
        shop.run(60).await;
        let Reason::Mismatch(mismatch) = in_review(&shop, &opened).await else { unreachable!("no mismatch") };
        assert!(mismatch.failed().eq([Check::Reversal]), "{mismatch}");
        assert_eq!(shop.told.words(), ["needs review"]);
    }
}

/// The same number twice is one order; what became of it is asked.
#[tokio::test]
async fn a_repeated_out_trade_no_is_refused_and_asked_about() {
    let shop = Shop::open().await;
    let opened = shop.try_open("A-1").await.unwrap();
    let error = shop.try_open("A-1").await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    let said = error.source().unwrap().downcast_ref::<kess_client::Error>().unwrap();
    assert_eq!(said.kind().api().unwrap().code, Some(Code::Duplicated));
    let order = shop.call(&QueryOrder::new(number("A-1"))).await;
    assert_eq!(order.amount().unwrap(), opened.expected.amount());
    assert_eq!(shop.sandbox.kess().orders().len(), 1);
}
