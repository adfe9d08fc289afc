//! How orders by checkout link end.

use std::time::Duration;

use pay_core::{Check, Currency, Money, Opened, Trust};
use pay_sandbox::{NotifyOptions, PayOptions, Vexora as Double, VexoraPay, VexoraPayError};
use pay_watch::{Ended, Reason, State};

use crate::shop::{Shop, link};

/// The whole way: link, hosted page, webhook, question, verdict.
#[tokio::test]
async fn a_link_is_paid_on_its_page_told_and_settled_by_a_question() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let page = shop.pay_on_page(&opened, "").await;
    assert!(page.contains("Paid.") && page.contains("http://127.0.0.1:9/thanks?till=2"), "{page}");
    assert!(shop.notices().await.is_empty(), "the payment has not settled");
    shop.pass(2);

    let notices = shop.notices().await;
    let [notice] = notices.as_slice() else { unreachable!("{notices:?}") };
    let covers = vec![Check::Order, Check::Status, Check::Amount];
    assert_eq!((notice.key.as_str(), &notice.trust), ("A-1", &Trust::Signed { covers }));
    assert_eq!(shop.wire_count(Double::DEPOSIT_QUERY), 0, "a webhook asks nothing by itself");
    assert!(shop.state(&opened).await.is_live(), "and settles nothing");

    shop.watcher.hint(&opened.id).await.unwrap();
    shop.run(1).await;
    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    let order = shop.double().order("A-1").unwrap();
    assert_eq!(settled.payment().transaction.as_str(), order.platform_trade_no);
    assert_eq!(settled.payment().amount.to_string(), "10.50 USD");
    assert_eq!((shop.wire_count(Double::DEPOSIT_QUERY), shop.wire_count(Double::CHECKOUT)), (1, 1));
    shop.run(2 * 86_400).await;
    assert_eq!((shop.told.words(), shop.wire_count(Double::DEPOSIT_QUERY)), (vec!["paid"], 1));
    let sent = &shop.double().notifications()[0];
    assert!(sent.attempts.len() == 1 && sent.attempts[0].taken, "{sent:?}");
}

/// A bank's application pays the code that the checkout answers with.
#[tokio::test]
async fn the_code_is_paid_at_bakong_and_the_order_is_told() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let qr = shop.double().order("A-1").unwrap().qr.unwrap();
    shop.sandbox.pay(&qr, PayOptions::new()).unwrap();
    shop.run(60).await;
    assert_eq!((shop.state(&opened).await.as_str(), shop.told.words()), ("paid", vec!["paid"]));
}

/// No webhook comes, which may be: the schedule finds the payment.
#[tokio::test]
async fn an_order_without_a_webhook_is_found() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new().silent());
    shop.run(20).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
    assert!(shop.double().notifications().is_empty());
}

async fn in_review(shop: &Shop, opened: &Opened) -> Reason {
    match shop.state(opened).await {
        State::Review(review) => review.reason,
        other => unreachable!("not in review: {other}"),
    }
}

async fn mismatched(shop: &Shop, opened: &Opened) -> Vec<Check> {
    let Reason::Mismatch(mismatch) = in_review(shop, opened).await else { unreachable!("no mismatch") };
    mismatch.failed().collect()
}

/// Less is a part (0001), and more is told as 0000: the status alone would have settled it.
#[tokio::test]
async fn f15_less_and_more_is_a_mismatch_and_never_paid() {
    for (cents, status, failed) in [
        (1, "0001", &[Check::Amount, Check::Reversal][..]),
        (1_049, "0001", &[Check::Amount, Check::Reversal]),
        (1_051, "0000", &[Check::Amount]),
        (105_000, "0000", &[Check::Amount]),
    ] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, VexoraPay::new().amount(Money::from_minor(cents, Currency::Usd)));
        shop.run(30).await;
        assert_eq!(shop.double().order("A-1").unwrap().status, status);
        assert_eq!(mismatched(&shop, &opened).await, failed, "{cents}");
        assert_eq!(shop.told.words(), ["needs review"]);
    }
}

/// A payer who pays a part on the page, and later the rest: the part goes to a person, and is not paid by itself.
#[tokio::test]
async fn f15_a_part_on_the_page_goes_to_a_person() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    assert!(shop.pay_on_page(&opened, "amount=4.00&part=1").await.contains("Paid a part."));
    shop.run(10).await;
    let Reason::Mismatch(mismatch) = in_review(&shop, &opened).await else { unreachable!("no mismatch") };
    assert_eq!(
        mismatch.to_string(),
        "amount: expected 10.50 USD, found 4.00 USD; reversal: expected none, found partially paid (0001)"
    );
    assert!(shop.pay_on_page(&opened, "").await.contains("Paid."));
    shop.run(60).await;
    assert_eq!(shop.double().order("A-1").unwrap().status, "0000");
    assert_eq!(shop.told.words(), ["needs review"]);
}

/// Both parts are there before anybody asks: the sum is what was ordered.
#[tokio::test]
async fn f15_two_parts_that_make_the_whole_settle() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    for cents in [400, 650] {
        let part = Money::from_minor(cents, Currency::Usd);
        shop.pay(&opened, VexoraPay::new().amount(part).settles_in(Duration::from_secs(1)));
    }
    shop.run(10).await;
    assert_eq!(shop.told.words(), ["paid"]);
}

/// No member names a currency: riel for a code in dollars are none of this account's, and pay nothing.
#[tokio::test]
async fn f15_another_currency_pays_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let qr = shop.double().order("A-1").unwrap().qr.unwrap();
    let riel = PayOptions::new().amount(Money::from_minor(1_050, Currency::Khr));
    shop.sandbox.pay(&qr, riel).unwrap();
    let wrong = VexoraPay::new().amount(Money::from_minor(1_050, Currency::Khr));
    let error = shop.double().pay("A-1", wrong).unwrap_err();
    assert!(matches!(error, VexoraPayError::Amount(Currency::Usd)), "{error}");
    shop.run(60).await;
    assert!(shop.state(&opened).await.is_live());
    assert!(shop.double().notifications().is_empty());
}

/// Two payers scan one code before the shop asks: Vexora tells the sum, under one number.
#[tokio::test]
async fn f14_paid_twice_before_the_question_is_a_mismatch() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.pay(&opened, VexoraPay::new().again());
    shop.run(10).await;
    let Reason::Mismatch(mismatch) = in_review(&shop, &opened).await else { unreachable!("no mismatch") };
    assert_eq!(mismatch.to_string(), "amount: expected 10.50 USD, found 21.00 USD");
    assert_eq!(shop.told.words(), ["needs review"]);
}

/// The second payment comes when the order is settled: its webhook is acknowledged, signed for 21.00, and the order stays
/// paid by the first.
#[tokio::test]
async fn f14_paid_twice_after_the_question_stays_settled_by_the_first() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.run(10).await;
    let before = shop.state(&opened).await;
    shop.pay(&opened, VexoraPay::new().again());
    shop.pass(2);
    let notices = shop.notices().await;
    let claimed = notices[0].claim.payment().unwrap();
    assert_eq!(claimed.amount.to_string(), "21.00 USD");
    // What a back-end that reconciles gets out of it: the same transaction over another amount is a review, still settled.
    assert!(opened.expected.verify(&notices[0].claim).is_err());
    shop.run(86_400).await;
    assert_eq!(shop.state(&opened).await, before);
    assert_eq!(shop.told.words(), ["paid"]);
}

/// Signed and believed to be Vexora's, a failure after the success is answered `OK` and changes nothing.
#[tokio::test]
async fn f11_a_decline_after_a_success_leaves_the_order_paid() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.run(10).await;
    let before = shop.state(&opened).await;
    shop.double().tell_status("A-1", Some("00029"));
    shop.pay(&opened, VexoraPay::new().again().fails());
    shop.pass(2);
    let notices = shop.notices().await;
    assert_eq!(notices[0].claim.status(), pay_core::OrderStatus::Failed);
    assert!(matches!(notices[0].trust, Trust::Signed { .. }));
    for _ in 0..3 {
        shop.watcher.hint(&opened.id).await.unwrap();
    }
    shop.run(2 * 86_400).await;
    assert_eq!(shop.state(&opened).await, before);
    assert_eq!(shop.told.words(), ["paid"]);
    assert!(shop.double().notifications().iter().all(|sent| sent.attempts.len() == 1));
}

/// The webhook of an attempt that failed is held up, and comes after that of the one that succeeded.
#[tokio::test]
async fn f11_an_old_failure_after_a_new_success_leaves_the_order_paid() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.double().notify_as(NotifyOptions::new().late(Duration::from_mins(1)));
    shop.pay(&opened, VexoraPay::new().fails());
    shop.double().notify_as(NotifyOptions::new());
    shop.pay(&opened, VexoraPay::new().late());
    shop.run(30).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let before = shop.state(&opened).await;
    shop.run(60).await;
    let sent = shop.double().notifications();
    let order: Vec<_> = sent.iter().map(|sent| (sent.body.contains("00029"), sent.attempts[0].at)).collect();
    assert!(order[0].0 && !order[1].0 && order[0].1 > order[1].1, "{order:?}");
    assert_eq!((shop.state(&opened).await, shop.told.words()), (before, vec!["paid"]));
}

/// A refused card, in each of the ways that the tables have: final when it is said twice.
#[tokio::test]
async fn a_failure_is_final_when_it_is_said_twice() {
    for status in ["00029", "0029", "00032", "0100019"] {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        let form = format!("status={status}&fails=1");
        assert!(shop.pay_on_page(&opened, &form).await.contains("The payment failed."));
        shop.run(2).await;
        assert!(shop.state(&opened).await.is_live(), "{status} was said once");
        shop.run(20).await;
        assert_eq!(shop.told.words(), ["failed"], "{status}");
    }
}

/// There is no operation that closes an order, and its page is open for longer than the shop waits: nobody pays, and
/// Vexora's own end is the order's.
#[tokio::test]
async fn nobody_pays_and_the_order_ends_when_vexora_says_so() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(899).await;
    assert_eq!(shop.state(&opened).await, State::Grace);
    shop.run(2 * 3_600).await;
    assert_eq!(shop.told.words(), ["failed"]);
    let error = shop.double().pay(link(&opened), VexoraPay::new()).unwrap_err();
    assert!(matches!(error, VexoraPayError::Over { .. }), "{error}");
}

/// Between the shop's end and Vexora's the payer pays. `successTime` names no zone, so that nothing says for certain when he
/// did: the order is paid.
#[tokio::test]
async fn a_payment_between_the_two_ends_has_no_moment_and_settles() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(720).await;
    assert_eq!(shop.state(&opened).await, State::Grace);
    shop.pay(&opened, VexoraPay::new());
    shop.run(60).await;
    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(settled.payment().paid_at, None);
}

/// Paid all the same after the order was reported as failed.
#[tokio::test]
async fn f12_a_success_after_the_end_is_reported_and_fulfils_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(2 * 3_600).await;
    assert_eq!(shop.told.words(), ["failed"]);
    shop.pay(&opened, VexoraPay::new().late());
    shop.run(60).await;
    let reason = in_review(&shop, &opened).await;
    assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Failed, .. }), "{reason}");
    assert_eq!(shop.told.words(), ["failed", "late paid"]);
}

/// The same without a webhook: the sweeps of the day after find it.
#[tokio::test]
async fn f12_a_success_after_the_end_is_found_by_the_sweep() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(2 * 3_600).await;
    shop.pay(&opened, VexoraPay::new().late().silent());
    shop.run(86_400).await;
    assert_eq!(shop.told.words(), ["failed", "late paid"]);
    assert!(matches!(in_review(&shop, &opened).await, Reason::PaidAfterEnd { .. }));
}

/// The shop gives the order up, which it cannot tell Vexora; the payer's page was still open.
#[tokio::test]
async fn f13_a_payment_after_the_shop_gave_up_is_a_review() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(20).await;
    shop.watcher.cancel(&opened.id).await.unwrap();
    assert!(shop.pay_on_page(&opened, "").await.contains("Paid."));
    shop.run(60).await;
    let reason = in_review(&shop, &opened).await;
    assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Cancelled, .. }), "{reason}");
    assert_eq!(shop.told.words(), ["cancelled", "late paid"]);
}
