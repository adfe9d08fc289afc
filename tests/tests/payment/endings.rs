//! How orders end.

use bakong_client::DynamicQr;
use khqr_emv::Builder;
use pay_core::{AccountId, Check, Currency, Money};
use pay_sandbox::PayOptions;
use pay_watch::{Reason, State};

use crate::shop::{ACCOUNT, MD5, Shop, code};

#[tokio::test]
async fn a_payment_as_asked_for_settles_and_the_wire_counts_the_questions() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(30).await;
    let paid = shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
    shop.run(60).await;

    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(settled.payment().transaction.as_str(), paid.hash);
    assert_eq!(settled.payment().amount.to_string(), "10.50 USD");
    assert_eq!(shop.told.words(), ["paid"]);
    // At 20 s and at 45 s, and not once after the answer.
    assert_eq!(shop.sandbox.journal().count(MD5), 2);
    shop.run(86_400 * 2).await;
    assert_eq!(shop.sandbox.journal().len(), 2);
}

async fn pay_and_review(options: PayOptions) -> (Vec<Check>, Shop) {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.sandbox.pay(code(&opened), options).unwrap();
    shop.run(60).await;
    let State::Review(review) = shop.state(&opened).await else { unreachable!("not in review") };
    let Reason::Mismatch(mismatch) = &review.reason else { unreachable!("no mismatch") };
    let failed = mismatch.failed().collect();
    assert_eq!(shop.told.words(), ["needs review"]);
    (failed, shop)
}

#[tokio::test]
async fn d20_a_cent_for_ten_dollars_is_no_payment() {
    let options = PayOptions::new().amount(Money::from_minor(1, Currency::Usd));
    assert_eq!(pay_and_review(options).await.0, [Check::Amount]);
}

#[tokio::test]
async fn d20_riel_for_dollars_is_no_payment() {
    let options = PayOptions::new().amount(Money::from_minor(1_050, Currency::Khr));
    assert_eq!(pay_and_review(options).await.0, [Check::Currency]);
}

#[tokio::test]
async fn d20_money_to_somebody_else_is_no_payment() {
    let options = PayOptions::new().receiver("thief@devb");
    assert_eq!(pay_and_review(options).await.0, [Check::Receiver]);
}

#[tokio::test]
async fn f15_less_or_more_is_a_mismatch_and_never_paid() {
    for minor in [1_049, 1_051, 105_000] {
        let options = PayOptions::new().amount(Money::from_minor(minor, Currency::Usd));
        assert_eq!(pay_and_review(options).await.0, [Check::Amount], "{minor}");
    }
}

#[tokio::test]
async fn money_that_went_back_is_a_review() {
    let options = PayOptions::new().tracking_status("REFUNDED_BY_RECEIVER");
    assert_eq!(pay_and_review(options).await.0, [Check::Reversal]);
}

/// The payer's side hands in a code of its own making: the amount lowered, the CRC right again.
#[tokio::test]
async fn d23_a_code_with_a_lower_amount_and_a_fresh_crc_is_not_taken_for_the_orders() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let (now, expected) = (shop.sandbox.clock().now(), &opened.expected);
    let forged = Builder::individual(ACCOUNT, "Coffee House")
        .amount(Money::from_minor(1, Currency::Usd))
        .expires_at(expected.expires_at())
        .bill_number("A-1")
        .purpose("Two coffees")
        .build(now)
        .unwrap();
    let accounts = [AccountId::new(ACCOUNT).unwrap()];
    let read = DynamicQr::read(&forged, now).unwrap();
    assert!(read.expected(expected.amount(), &accounts).is_err());

    // It has another md5, so that paying it does nothing to the order.
    assert_ne!(read.md5().as_str(), expected.key().as_str());
    shop.sandbox.pay(&forged, PayOptions::new()).unwrap();
    shop.run(120).await;
    assert!(shop.state(&opened).await.is_live());
}

#[tokio::test]
async fn nobody_pays_and_the_order_times_out_by_a_question_after_its_expiry() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(604).await;
    assert!(shop.state(&opened).await.is_live());
    shop.run(2).await;
    assert_eq!(shop.state(&opened).await, State::TimedOut);
    let last = shop.sandbox.journal().last().unwrap();
    assert!(last.at >= opened.expected.expires_at());
    assert_eq!(shop.told.words(), ["timed out"]);
}

#[tokio::test]
async fn a_payment_in_the_last_second_counts() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(599).await;
    shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
    shop.run(10).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
}

#[tokio::test]
async fn f12_a_payment_after_the_end_is_reported_and_fulfils_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(700).await;
    assert_eq!(shop.state(&opened).await, State::TimedOut);
    shop.sandbox.pay(code(&opened), PayOptions::new().late()).unwrap();
    shop.run(3_600).await;
    let State::Review(review) = shop.state(&opened).await else { unreachable!("not in review") };
    assert!(matches!(review.reason, Reason::PaidAfterEnd { .. }), "{}", review.reason);
    assert_eq!(shop.told.words(), ["timed out", "late paid"]);
}

#[tokio::test]
async fn f14_a_code_paid_twice_settles_once_by_its_first_payment() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let first = shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
    shop.sandbox.pay(code(&opened), PayOptions::new().again()).unwrap();
    shop.run(86_400).await;
    let State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(settled.payment().transaction.as_str(), first.hash);
    assert_eq!(shop.told.words(), ["paid"]);
}

#[tokio::test]
async fn a_failed_payment_is_confirmed_before_it_is_told() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.sandbox.pay(code(&opened), PayOptions::new().fails()).unwrap();
    shop.run(30).await;
    assert!(shop.state(&opened).await.is_live(), "one answer is not enough");
    shop.run(60).await;
    assert_eq!(shop.state(&opened).await.as_str(), "failed");
    assert_eq!(shop.told.words(), ["failed"]);
}
