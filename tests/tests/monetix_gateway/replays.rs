//! Genuine callbacks about something else, or of another year. Nothing in the scheme says when one was sent.

use pay_core::{Check, Currency, Money, Observation, OrderId, Trust};
use pay_sandbox::{Monetix as Double, MonetixPay};
use pay_watch::{Reason, State};

use crate::notifications::{post, signed};
use crate::shop::{PRICE, Shop, sale};

const YEAR: u64 = 365 * 86_400;

/// The payer pays the small one of two orders, and its callback is all that there is.
#[tokio::test]
async fn d41_a_genuine_callback_of_a_small_payment_settles_that_one_alone() {
    for shop in Shop::both().await {
        let large = shop.sell("A-1").await;
        let small = shop.sell_by(&shop.checkout(), "B-1", Money::from_minor(100, Currency::Usd)).await;
        shop.pay(&small, MonetixPay::new());
        shop.pass(2);
        let callback = shop.callbacks().await.remove(0);
        assert_eq!(callback.notice.key, *small.expected.key());
        assert_eq!(small.expected.verify(&callback.notice.claim).unwrap().payment().amount.minor(), 100);
        let mismatch = large.expected.verify(&callback.notice.claim).unwrap_err();
        assert!(mismatch.failed().eq([Check::Order, Check::Amount]), "{mismatch}");

        // With the other id in it, it is nobody's.
        let sent = shop.double().notifications().remove(0).body;
        let (status, _) = post(&shop, sent.replace("\"B-1\"", "\"A-1\"")).await;
        assert_eq!(status, 400);
        shop.take(callback.notice).await;
        shop.run(60).await;
        assert!(shop.state("A-1").await.is_live());
        assert_eq!(shop.state("B-1").await.as_str(), "paid");
        assert_eq!(shop.told.words(), ["paid"]);
    }
}

/// A project of the same merchant with the same secret: the signature holds, and it is no word on this one's orders.
#[tokio::test]
async fn d41_a_callback_of_another_project_is_a_hint_and_settles_nothing() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        // What that project was really paid, under a number that this one has in use.
        let elsewhere = Shop::open().await;
        elsewhere.call(&sale("A-1")).await;
        elsewhere.double().pay("A-1", MonetixPay::new()).unwrap();
        elsewhere.pass(2);
        let body = elsewhere.double().notifications().pop().unwrap().body;
        for body in [
            body.replace("\"project_id\":1234", "\"project_id\":1235"),
            body.replace("\"project_id\":1234,", ""),
        ] {
            assert_eq!(post(&shop, signed(&body)).await, (200, "OK".to_owned()));
            let callback = shop.callbacks().await.pop().unwrap();
            assert_eq!(callback.notice.trust, Trust::Hint, "{body}");
            assert!(matches!(callback.notice.claim, Observation::Paid(_)));
            let mismatch = opened.expected.verify(&callback.notice.claim).unwrap_err();
            assert!(mismatch.failed().eq([Check::Receiver]), "{mismatch}");
            let asked = shop.wire_count(Double::STATUS);
            shop.take(callback.notice).await;
            shop.told.step(&shop.watcher).await;
            assert_eq!(shop.wire_count(Double::STATUS), asked + 1, "the Gate is asked");
        }
        shop.run(60).await;
        assert!(shop.state("A-1").await.is_live());
        assert!(!shop.told.words().contains(&"paid"));
    }
}

/// The same bytes after a year, once and many times: acknowledged, with the key of the first, and no news.
#[tokio::test]
async fn d43_a_replay_after_a_year_changes_nothing() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new());
        shop.pass(2);
        let first = shop.callbacks().await.remove(0);
        shop.take(first.notice.clone()).await;
        shop.run(5).await;
        assert_eq!(shop.told.words(), ["paid"]);
        let (before, asked) =
            (shop.watcher.order(&opened.id).await.unwrap(), shop.wire_count(Double::STATUS));
        shop.pass(YEAR);
        for _ in 0..100 {
            shop.double().notify_again(1).unwrap();
        }
        let replays = shop.callbacks().await;
        assert_eq!(replays.len(), 100);
        for replay in replays {
            assert_eq!(replay.report.event_key(), first.report.event_key());
            assert_eq!(replay.notice, first.notice);
            shop.take(replay.notice).await;
        }
        shop.run(86_400).await;
        assert_eq!(shop.watcher.order(&opened.id).await.unwrap(), before);
        assert_eq!((shop.told.words(), shop.wire_count(Double::STATUS)), (vec!["paid"], asked));
        assert!(shop.double().notifications().iter().all(|sent| sent.attempts[0].answer == Ok(200)));
    }
}

/// A decline of last year, replayed on an order that the payer tried again and paid.
#[tokio::test]
async fn d43_a_decline_replayed_after_a_year_does_not_unpay() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().declines("20105"));
        shop.run(3).await;
        shop.pay(&opened, MonetixPay::new());
        shop.run(5).await;
        let before = shop.state("A-1").await;
        assert_eq!(before.as_str(), "paid");
        shop.pass(YEAR);
        shop.double().notify_again(1).unwrap();
        shop.run(86_400).await;
        assert_eq!((shop.state("A-1").await, shop.told.words()), (before, vec!["paid"]));
    }
}

/// A shop that lost its books and numbers its orders from the start: the payment is a year older than the order.
#[tokio::test]
async fn d43_a_replay_under_a_number_that_is_used_again_settles_nothing() {
    let shop = Shop::believing().await;
    let id = OrderId::new("A-1").unwrap();
    shop.call(&sale("A-1")).await;
    shop.double().pay("A-1", MonetixPay::new()).unwrap();
    shop.pass(2);
    shop.callbacks().await;
    shop.pass(YEAR);
    shop.watcher.follow(id, shop.expected("A-1")).await.unwrap();
    shop.double().notify_again(2).unwrap();
    shop.run(60).await;
    let State::Review(review) = shop.state("A-1").await else { unreachable!("not in review") };
    let Reason::Mismatch(mismatch) = review.reason else { unreachable!("{}", review.reason) };
    assert!(mismatch.failed().eq([Check::Time]), "{mismatch}");
    assert_eq!(mismatch.expected().amount(), PRICE);
}
