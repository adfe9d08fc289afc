//! Postbacks of Airpay's own: in every form, twice, late, in another order, a thousand times, before their order and about
//! none.

use std::collections::HashMap;
use std::time::Duration;

use airpay_client::{PlatformId, PostbackStatus, StoredOrder};
use conformance::crowd::MANY;
use conformance::tap::Tap;
use pay_sandbox::{AirpayForm, AirpayPay, NotifyOptions};

use crate::shop::Shop;

/// The number under either name and under both, the zone with its plus as it is, escaped, and as `Z` (A1).
#[tokio::test]
async fn a_postback_is_read_in_every_form() {
    let form = AirpayForm::new();
    let names = [form, form.trxid(), form.both_names()];
    for form in names.into_iter().flat_map(|form| [form, form.encoded(), form.utc()]) {
        let shop = Shop::open().await;
        shop.double().notify_in(form);
        let (opened, stored) = shop.sell("A-1").await;
        shop.pay(&opened, AirpayPay::new().settles_in(Duration::ZERO));
        let postbacks = shop.postbacks().await;
        assert_eq!(postbacks[0].trx_date, shop.sandbox.clock().now(), "{form:?}");
        assert_eq!(stored.hint(&postbacks[0]).unwrap().claim, PostbackStatus::Success, "{form:?}");
        assert!(postbacks[0].extra.is_empty(), "{form:?}");
        assert!(shop.double().notifications()[0].attempts[0].taken, "{form:?}");
    }
}

#[tokio::test]
async fn f08_d60_a_thousand_postbacks_are_one_and_a_thousand_acknowledgements() {
    let shop = Shop::open().await;
    shop.double().notify_as(NotifyOptions::new().copies(MANY));
    let (opened, stored) = shop.sell("A-1").await;
    shop.pay(&opened, AirpayPay::new());
    shop.pass(2);
    let mut hints = shop.hints(&stored).await;
    assert_eq!(hints.len(), MANY as usize);
    hints.dedup();
    assert_eq!(hints.len(), 1);
    for sent in shop.double().notifications() {
        let [attempt] = sent.attempts.as_slice() else { unreachable!("{sent:?}") };
        assert!(attempt.taken && attempt.answer == Ok(200) && attempt.body == "OK", "{attempt:?}");
    }
}

/// The failure of a first attempt is held up, and is heard after the success of the second; and again a day later.
#[tokio::test]
async fn f11_an_old_failure_after_a_new_success_is_a_hint_as_well() {
    let shop = Shop::open().await;
    let (opened, stored) = shop.sell("A-1").await;
    shop.double().notify_as(NotifyOptions::new().late(Duration::from_mins(1)));
    shop.pay(&opened, AirpayPay::new().fails());
    shop.double().notify_as(NotifyOptions::new());
    shop.pay(&opened, AirpayPay::new());
    shop.pass(5);
    let mut heard = shop.postbacks().await;
    shop.pass(60);
    heard.extend(shop.postbacks().await);
    shop.pass(86_400);
    shop.double().notify_again(1).unwrap();
    heard.extend(shop.postbacks().await);
    let claims: Vec<_> = heard.iter().map(|postback| stored.hint(postback).unwrap().claim).collect();
    assert_eq!(claims, [PostbackStatus::Success, PostbackStatus::Failed, PostbackStatus::Failed]);
    // The date in a postback is Airpay's claim of when it ended, and not of when it was told.
    assert_eq!(heard[1], heard[2]);
    assert!(heard[1].trx_date < shop.sandbox.clock().now().before(Duration::from_hours(24)));
}

/// The postback is acknowledged and kept under a number that nobody knows yet; the answer brings the number.
#[tokio::test]
async fn f09_a_postback_before_the_answer_waits_for_its_order() {
    let shop = Shop::open().await;
    let (double, clock) = (shop.double().clone(), shop.sandbox.clock().clone());
    // The payer has paid, and the shop was told, before the answer is read.
    let wire = Tap::on(shop.sandbox.base_url(), move |_| {
        let (double, clock) = (double.clone(), clock.clone());
        Box::pin(async move {
            double.pay("A-1", AirpayPay::new()).unwrap();
            clock.advance(Duration::from_secs(2));
            double.notified().await;
        })
    });
    let faster = shop.over(wire);
    let mut books: HashMap<PlatformId, StoredOrder> = HashMap::new();
    let opened = shop.try_open_by(&faster, "A-1").await.unwrap();
    let parked = shop.listener.take();
    assert_eq!(parked.len(), 1, "told before the call returned");
    assert!(!books.contains_key(&parked[0].platform_id));
    let stored = StoredOrder::of(&opened).unwrap();
    books.insert(stored.platform_id().clone(), stored);
    let hint = books[&parked[0].platform_id].hint(&parked[0]).unwrap();
    assert_eq!((hint.trxid, hint.claim), (opened.id, PostbackStatus::Success));
}

/// An order of the same merchant that this shop has not written down: acknowledged like any other, and about none of its.
#[tokio::test]
async fn f10_a_postback_about_an_unknown_order_is_acknowledged_and_hints_at_none() {
    let shop = Shop::open().await;
    let (_, stored) = shop.sell("A-1").await;
    let foreign = shop.try_open("B-1").await.unwrap();
    shop.pay(&foreign, AirpayPay::new());
    shop.pass(2);
    assert!(shop.hints(&stored).await.is_empty());
    let attempt = &shop.double().notifications()[0].attempts[0];
    assert!(attempt.taken && attempt.body == "OK", "{attempt:?}");
}

/// Nobody is there. Nothing says that Airpay repeats itself, so that there is one attempt, and the shop never hears.
#[tokio::test]
async fn a_postback_that_nobody_takes_is_not_repeated() {
    let shop = Shop::open().await;
    let (opened, _) = shop.sell("A-1").await;
    shop.listener.close();
    shop.pay(&opened, AirpayPay::new());
    shop.pass(30 * 86_400);
    shop.double().notified().await;
    let sent = shop.double().notifications();
    assert!(sent.len() == 1 && sent[0].attempts.len() == 1 && sent[0].next.is_none(), "{sent:?}");
    assert!(sent[0].attempts[0].answer.is_err());
}
