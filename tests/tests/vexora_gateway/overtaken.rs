//! Webhooks that come before their order is known, and about orders that are not.

use std::time::Duration;

use conformance::drive;
use conformance::tap::Tap;
use pay_core::{Notice, OrderId, Outcome};
use pay_sandbox::{Fault, Vexora as Double, VexoraPay};
use pay_watch::ApplyError;

use crate::shop::Shop;

fn id(notice: &Notice) -> OrderId {
    OrderId::new(notice.key.as_str()).unwrap()
}

/// The webhook is acknowledged and kept; the order is watched when the answer is there, and what was kept hints at it.
#[tokio::test]
async fn f09_a_webhook_before_the_answer_waits_for_its_order() {
    let shop = Shop::open().await;
    let (double, clock) = (shop.double().clone(), shop.sandbox.clock().clone());
    // The payer has paid, and the shop was told, before the answer is read.
    let wire = Tap::on(shop.sandbox.base_url(), move |_| {
        let (double, clock) = (double.clone(), clock.clone());
        Box::pin(async move {
            double.pay("A-1", VexoraPay::new()).unwrap();
            clock.advance(Duration::from_secs(2));
            double.notified().await;
        })
    });
    let faster = shop.checkout(&shop.over(wire));
    let opened = shop.try_open_by(&faster, "A-1").await.unwrap();
    let parked = shop.listener.take();
    assert_eq!(parked.len(), 1, "told before the call returned");
    let unknown = shop.watcher.hint(&id(&parked[0])).await.unwrap_err();
    assert!(matches!(unknown, ApplyError::Unknown), "{unknown}");
    shop.watcher.watch(&opened).await.unwrap();
    drive::hint(&shop.watcher, parked).await;
    shop.run(1).await;
    assert_eq!((shop.told.words(), shop.wire_count(Double::DEPOSIT_QUERY)), (vec!["paid"], 1));
    assert!(shop.double().notifications()[0].attempts[0].taken);
}

/// The answer to the opening is lost and the payer has no link. Should he pay all the same, the shop hears of it.
#[tokio::test]
async fn f09_a_webhook_for_an_order_whose_answer_was_lost_is_acknowledged() {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(Double::CHECKOUT, Fault::CutAfter);
    assert_eq!(shop.try_open("A-1").await.unwrap_err().outcome(), Outcome::Unknown);
    shop.double().pay("A-1", VexoraPay::new()).unwrap();
    shop.pass(2);
    let notices = shop.notices().await;
    assert_eq!(notices[0].key.as_str(), "A-1");
    assert_eq!(notices[0].claim.payment().unwrap().amount, shop.price());
}

/// An order of the same account that this shop knows nothing of: acknowledged, and there is no state for it.
#[tokio::test]
async fn f10_a_webhook_about_an_unknown_order_is_acknowledged_and_makes_no_state() {
    let shop = Shop::open().await;
    let ours = shop.sell("A-1").await;
    let before = shop.state(&ours).await;
    let foreign = shop.try_open("B-1").await.unwrap();
    shop.pay(&foreign, VexoraPay::new());
    shop.pass(2);
    let notices = shop.notices().await;
    assert_eq!(notices[0].key.as_str(), "B-1");
    assert!(matches!(shop.watcher.hint(&id(&notices[0])).await, Err(ApplyError::Unknown)));
    assert!(shop.double().notifications()[0].attempts[0].taken, "it is not repeated");
    shop.run(60).await;
    assert!(shop.watcher.order(&foreign.id).await.unwrap().is_none());
    assert_eq!((shop.state(&ours).await, shop.told.words()), (before, vec![]));
    for entry in shop.sandbox.journal().of(Double::DEPOSIT_QUERY) {
        assert!(entry.body.contains("\"A-1\""), "nobody asks about another's order: {}", entry.body);
    }
}
