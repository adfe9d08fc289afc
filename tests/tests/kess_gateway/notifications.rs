//! What arrives at the shop's address: in every form, twice, late, a thousand times, from a thief.

use std::time::Duration;

use conformance::crowd::{self, MANY};
use kess_client::service::{QueryOrder, Service as _};
use kess_client::{SignType, Unconfirmed, confirm_notification};
use pay_core::{Check, Observation, Trust};
use pay_http::http::Request;
use pay_http::{Bytes, HttpTransport, Transport as _};
use pay_sandbox::{KessForm, KessPay, NotifyOptions};
use pay_watch::State;

use crate::shop::Shop;

/// Nobody says which form a notification has, so each is read; who signed it is said, and the gateway is asked.
#[tokio::test]
async fn every_form_of_a_notification_is_confirmed_by_a_question() {
    let signed =
        || Trust::Signed { covers: vec![Check::Order, Check::Status, Check::Amount, Check::Currency] };
    let (plain, as_form, nested) = (KessForm::new(), KessForm::new().form(), KessForm::new().nested());
    let (forged, unsigned) = (NotifyOptions::new().forged(), NotifyOptions::new().unsigned());
    for (options, form, trust) in [
        (NotifyOptions::new(), plain, signed()),
        (NotifyOptions::new(), plain.sign_type(SignType::HmacSha256), signed()),
        (NotifyOptions::new(), as_form, signed()),
        (NotifyOptions::new(), nested, signed()),
        (forged, plain, Trust::Hint),
        (forged, as_form, Trust::Hint),
        (unsigned, nested, Trust::Hint),
        (unsigned, as_form, Trust::Hint),
    ] {
        let shop = Shop::open().await;
        shop.sandbox.kess().notify_as(options);
        shop.sandbox.kess().notify_in(form);
        let opened = shop.try_open("A-1").await.unwrap();
        shop.pay(&opened, KessPay::new());
        shop.pass(2);
        let notices = shop.notices().await;
        let [notice] = notices.as_slice() else { unreachable!("{options:?} {form:?}: {notices:?}") };
        assert_eq!(notice.trust, trust, "{options:?} {form:?}");
        assert!(matches!(notice.claim, Observation::Paid(_)), "{options:?} {form:?}: {:?}", notice.claim);
        let settled = confirm_notification(&*shop.kess, notice, &opened.expected).await.unwrap();
        assert_eq!(settled.payment().amount, opened.expected.amount(), "{options:?} {form:?}");
        assert_eq!(shop.wire_count(QueryOrder::NAME), 1, "{options:?} {form:?}");
    }
}

/// Whoever knows the address can say that an order was paid. The shop asks, and hears that it was not.
#[tokio::test]
async fn an_invented_notification_only_makes_the_shop_ask() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let thief = HttpTransport::new(&shop.listener.url().parse().unwrap()).unwrap();
    let claim = r#"{"out_trade_no":"A-1","status":"SUCCESS","total_amount":10.5,"currency":"USD",
        "transaction_id":"TR-1","sign_type":"MD5","sign":"0e462097431906509019562988736854"}"#;
    let request = Request::post(shop.listener.url()).header("content-type", "application/json");
    let answer = thief.send(request.body(Bytes::from(claim)).unwrap()).await.unwrap();
    assert_eq!((answer.status().as_u16(), &**answer.body()), (200, br#"{"success":true}"#.as_slice()));

    let notices = shop.listener.take();
    assert_eq!(notices[0].trust, Trust::Hint);
    assert!(matches!(notices[0].claim, Observation::Paid(_)));
    let error = confirm_notification(&*shop.kess, &notices[0], &opened.expected).await.unwrap_err();
    let Unconfirmed::Mismatch(mismatch) = error else { unreachable!("{error}") };
    assert!(mismatch.failed().eq([Check::Status]), "{mismatch}");
    shop.watcher.hint(&opened.id).await.unwrap();
    shop.run(60).await;
    assert!(shop.state(&opened).await.is_live());
    assert_eq!(shop.told.words(), ["manual check suggested"]);
}

/// The schedule was faster; the notification comes when all is done, and once more a day later.
#[tokio::test]
async fn a_late_or_repeated_notification_changes_nothing() {
    let shop = Shop::open().await;
    shop.sandbox.kess().notify_as(NotifyOptions::new().late(Duration::from_secs(400)).copies(2));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, KessPay::new());
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let before = shop.state(&opened).await;
    shop.run(86_400).await;
    shop.sandbox.kess().notify_again(1).unwrap();
    shop.run(60).await;
    assert_eq!(shop.state(&opened).await, before);
    assert_eq!(shop.told.words(), ["paid"]);
    let delivered = shop.sandbox.kess().notifications();
    assert!(delivered.len() == 3 && delivered.iter().all(|sent| sent.attempts.len() == 1));
}

#[tokio::test]
async fn d60_a_thousand_notifications_make_one_transition_and_a_thousand_acknowledgements() {
    let shop = Shop::open().await;
    shop.sandbox.kess().notify_as(NotifyOptions::new().copies(MANY));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, KessPay::new());
    shop.pass(2);
    let notices = shop.notices().await;
    assert_eq!(notices.len(), MANY as usize);

    crowd::hint(&shop.watcher, &opened.id).await;
    shop.run(86_400).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let asked = shop.wire_count(QueryOrder::NAME);
    assert!((1..=3).contains(&asked), "{asked} questions");
    for sent in shop.sandbox.kess().notifications() {
        let answers: Vec<_> = sent.attempts.iter().map(|attempt| &attempt.answer).collect();
        assert_eq!(answers, [&Ok(200)], "{}", sent.number);
    }
}

/// A back-end that confirms each by itself: every question is answered, and one answer moves the order.
#[tokio::test]
async fn d60_a_thousand_confirmations_make_one_transition() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, KessPay::new());
    shop.pass(2);
    let notice = shop.notices().await.remove(0);
    let settled = confirm_notification(&*shop.kess, &notice, &opened.expected).await.unwrap();
    let (before, now) = (shop.watcher.order(&opened.id).await.unwrap().unwrap(), shop.sandbox.clock().now());

    let said = Observation::Paid(settled.payment().clone());
    let after = crowd::answer(&shop.watcher, &opened.id, &said, now).await;
    assert!(before.state().is_live());
    assert!(after.iter().all(|order| matches!(order.state(), State::Paid(_))));
    assert!(after.windows(2).all(|pair| pair[0] == pair[1]), "one version for all");
    shop.run(86_400).await;
    assert_eq!(shop.told.words(), ["paid"]);
}
