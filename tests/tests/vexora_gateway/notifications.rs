//! What arrives at the shop's address: in every form, forged, unsigned, late, a thousand times, from a thief.

use std::time::Duration;

use conformance::crowd::{self, MANY};
use pay_core::{Check, Observation, Trust};
use pay_http::http::Request;
use pay_http::{Bytes, HttpTransport, Transport as _};
use pay_sandbox::{NotifyOptions, Vexora as Double, VexoraForm, VexoraPay};
use pay_sign::NumberText;
use pay_watch::State;

use crate::shop::Shop;

fn signed() -> Trust {
    Trust::Signed { covers: vec![Check::Order, Check::Status, Check::Amount] }
}

/// The amount as text and as a JSON number of four decimals, whose signature is over one of three texts of it: each is
/// verified, and the number that was received is what counts.
#[tokio::test]
async fn a_signature_holds_in_every_form_of_the_amount() {
    for form in [
        VexoraForm::new(),
        VexoraForm::new().numbers(NumberText::Raw),
        VexoraForm::new().numbers(NumberText::JavaDouble),
        VexoraForm::new().numbers(NumberText::WithoutTrailingZeros),
    ] {
        let shop = Shop::open().await;
        shop.double().notify_in(form);
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, VexoraPay::new());
        shop.pass(2);
        let notices = shop.notices().await;
        assert_eq!(notices[0].trust, signed(), "{form:?}");
        let settled = opened.expected.verify(&notices[0].claim).unwrap();
        assert_eq!(settled.payment().amount, opened.expected.amount(), "{form:?}");
    }
}

/// Read, acknowledged, and worth a question: no more than one that was signed.
#[tokio::test]
async fn a_forged_or_unsigned_webhook_is_a_hint() {
    for options in [NotifyOptions::new().forged(), NotifyOptions::new().unsigned()] {
        let shop = Shop::open().await;
        shop.double().notify_as(options);
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, VexoraPay::new());
        shop.pass(2);
        let notices = shop.notices().await;
        assert_eq!(notices[0].trust, Trust::Hint, "{options:?}");
        shop.watcher.hint(&opened.id).await.unwrap();
        shop.run(1).await;
        assert_eq!((shop.told.words(), shop.wire_count(Double::DEPOSIT_QUERY)), (vec!["paid"], 1));
    }
}

/// Whoever knows the address can say that an order was paid. The shop asks, and hears that it was not.
#[tokio::test]
async fn an_invented_webhook_only_makes_the_shop_ask() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let thief = HttpTransport::new(&shop.listener.url().parse().unwrap()).unwrap();
    let claim = r#"{"tradeNo":"A-1","platFormTradeNo":"vx1","amount":"10.50","status":"0000",
        "message":"Success","timestamp":"1750000000000","sign":"0e462097431906509019562988736854"}"#;
    let request = Request::post(shop.listener.url()).header("content-type", "application/json");
    let answer = thief.send(request.body(Bytes::from(claim)).unwrap()).await.unwrap();
    assert_eq!((answer.status().as_u16(), &**answer.body()), (200, b"OK".as_slice()));
    let notices = shop.listener.take();
    assert_eq!(notices[0].trust, Trust::Hint);
    assert!(matches!(notices[0].claim, Observation::Paid(_)));
    shop.watcher.hint(&opened.id).await.unwrap();
    shop.run(60).await;
    assert!(shop.state(&opened).await.is_live());
    assert_eq!(shop.told.words(), ["manual check suggested"]);
}

/// The schedule was faster; the webhook comes twice when all is done, and once more a day later.
#[tokio::test]
async fn a_late_or_repeated_webhook_changes_nothing() {
    let shop = Shop::open().await;
    shop.double().notify_as(NotifyOptions::new().late(Duration::from_secs(400)).copies(2));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let before = shop.state(&opened).await;
    shop.run(86_400).await;
    shop.double().notify_again(1).unwrap();
    shop.run(60).await;
    assert_eq!((shop.state(&opened).await, shop.told.words()), (before, vec!["paid"]));
    let sent = shop.double().notifications();
    assert!(sent.len() == 3 && sent.iter().all(|sent| sent.attempts.len() == 1));
}

#[tokio::test]
async fn f08_d60_a_thousand_webhooks_make_one_transition_and_a_thousand_acknowledgements() {
    let shop = Shop::open().await;
    shop.double().notify_as(NotifyOptions::new().copies(MANY));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.pass(2);
    let notices = shop.notices().await;
    assert_eq!(notices.len(), MANY as usize);

    crowd::hint(&shop.watcher, &opened.id).await;
    shop.run(86_400).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let asked = shop.wire_count(Double::DEPOSIT_QUERY);
    assert!((1..=3).contains(&asked), "{asked} questions");
    for sent in shop.double().notifications() {
        let [attempt] = sent.attempts.as_slice() else { unreachable!("{sent:?}") };
        assert!(attempt.taken && attempt.body == "OK", "{attempt:?}");
    }
}

/// Back-ends that each hand over the answer to a question of their own: one of them moves the order.
#[tokio::test]
async fn f08_d60_a_thousand_answers_make_one_transition() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.pass(2);
    let observed =
        pay_core::StatusSource::observe(&*shop.vexora, std::slice::from_ref(opened.expected.key()));
    let said = observed.await.answers.remove(0).1.unwrap();
    let now = shop.sandbox.clock().now();

    let after = crowd::answer(&shop.watcher, &opened.id, &said, now).await;
    assert!(after.iter().all(|order| matches!(order.state(), State::Paid(_))));
    assert!(after.windows(2).all(|pair| pair[0] == pair[1]), "one version for all");
    shop.run(86_400).await;
    assert_eq!(shop.told.words(), ["paid"]);
}
