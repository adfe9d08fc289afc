//! Callbacks that come before or after what they tell of, or contradict it: a paid order stays paid.

use std::time::Duration;

use conformance::output::Log;
use monetix_client::{OperationStatus, PaymentStatus};
use pay_core::{Observation, Presentation};
use pay_sandbox::{Fault, Monetix as Double, MonetixPay, NotifyOptions};
use pay_watch::{Ended, Reason, State};

use crate::sales::made;
use crate::shop::Shop;

const LATE: NotifyOptions = NotifyOptions::new().late(Duration::from_secs(90));

/// The answer to the sale is held back, its callback is there, and the payer has paid before anybody says that the
/// sale was accepted.
#[tokio::test]
async fn f09_a_callback_before_the_sale_is_answered_is_taken() {
    for shop in Shop::both().await {
        let sale = shop.prepare("A-1").await;
        shop.sandbox.faults().next(Double::SALE, Fault::Hang);
        tokio::select! {
            result = shop.monetix.call(&sale) => unreachable!("{result:?}"),
            () = async {
                made(&shop).await;
                let callback = shop.callbacks().await.pop().unwrap();
                let redirect = callback.report.redirect_data.clone().unwrap();
                shop.take(callback.notice).await;
                let Ok(Presentation::Redirect(page)) = redirect.presentation(&["127.0.0.1"]) else {
                    unreachable!("{redirect:?}")
                };
                assert!(shop.pay_on(&page, "").await.contains("Paid."));
                shop.run(5).await;
                assert_eq!(shop.told.words(), ["paid"]);
            } => {}
        }
        assert_eq!(shop.wire_count(Double::SALE), 1);
    }
}

/// A refused attempt is told after the one that came off.
#[tokio::test]
async fn f11_an_old_decline_after_a_new_success_leaves_the_order_paid() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.double().notify_as(LATE);
        shop.pay(&opened, MonetixPay::new().declines("20105"));
        shop.pass(2);
        shop.double().notify_as(NotifyOptions::new());
        shop.pay(&opened, MonetixPay::new());
        shop.run(10).await;
        let before = shop.state("A-1").await;
        assert_eq!(before.as_str(), "paid");
        shop.pass(90);
        let late = shop.callbacks().await.pop().unwrap();
        assert!(matches!(late.notice.claim, Observation::Failed(_)), "{:?}", late.notice.claim);
        let log = Log::default();
        let logging = log.catch();
        shop.take(late.notice).await;
        drop(logging);
        shop.run(86_400).await;
        assert_eq!((shop.state("A-1").await, shop.told.words()), (before, vec!["paid"]));
        // Who believes callbacks notes the contradiction; who does not asks nothing about a paid order.
        assert_eq!(log.text().contains("provider contradicts a payment"), shop.believes());
    }
}

/// The payer presses again after a success: an attempt that is declined beside the one that was not.
#[tokio::test]
async fn d42_a_declined_operation_of_a_paid_payment_changes_nothing() {
    for shop in Shop::both().await {
        shop.paid("A-1").await;
        let before = shop.state("A-1").await;
        shop.double().pay("A-1", MonetixPay::new().again().declines("20000")).unwrap();
        shop.pass(2);
        let callback = shop.callbacks().await.pop().unwrap();
        assert_eq!(callback.report.status(), Some(&PaymentStatus::Success));
        let operation = callback.report.operation.as_ref().unwrap();
        assert_eq!(operation.status, Some(OperationStatus::Decline));
        shop.take(callback.notice).await;
        shop.run(86_400).await;
        assert_eq!((shop.state("A-1").await, shop.told.words()), (before, vec!["paid"]));
    }
}

/// Success of a payment beside a decline of its operation, and the other way round.
#[tokio::test]
async fn d42_a_payment_and_an_operation_that_contradict_each_other_are_for_a_person() {
    for (told, status, ending) in [
        ("success", PaymentStatus::Success, MonetixPay::new().declines("20000")),
        ("decline", PaymentStatus::Decline, MonetixPay::new()),
        ("expired", PaymentStatus::Expired, MonetixPay::new()),
    ] {
        for shop in Shop::both().await {
            let opened = shop.sell("A-1").await;
            shop.pay(&opened, MonetixPay::new().undecided("20802").silent());
            assert!(shop.double().tell_status("A-1", Some(told)));
            shop.pay(&opened, ending.clone());
            shop.pass(2);
            let callback = shop.callbacks().await.remove(0);
            assert_eq!(callback.report.status(), Some(&status));
            shop.take(callback.notice).await;
            shop.run(60).await;
            let State::Review(review) = shop.state("A-1").await else {
                unreachable!("{told}: not in review")
            };
            assert!(matches!(review.reason, Reason::PaidUnreadable(_)), "{told}: {}", review.reason);
            assert_eq!(shop.told.words(), ["needs review"], "{told}");
        }
    }
}

/// The payer's first bank says no, the second one yes: in time, the order is paid.
#[tokio::test]
async fn d42_a_success_after_a_decline_pays() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().declines("20105"));
        shop.run(3).await;
        assert!(shop.state("A-1").await.is_live(), "a failure is to be said twice");
        shop.pay(&opened, MonetixPay::new().bank(62_411));
        shop.run(5).await;
        assert_eq!(shop.told.words(), ["paid"]);
    }
}

/// The same after the shop has given the order up on Monetix's word.
#[tokio::test]
async fn d42_a_success_after_a_confirmed_decline_is_reported() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().declines("20105"));
        shop.run(120).await;
        assert_eq!(shop.told.words(), ["failed"]);
        shop.pay(&opened, MonetixPay::new());
        shop.run(60).await;
        let State::Review(review) = shop.state("A-1").await else { unreachable!("not in review") };
        assert!(
            matches!(review.reason, Reason::PaidAfterEnd { ended: Ended::Failed, .. }),
            "{}",
            review.reason
        );
        assert_eq!(shop.told.words(), ["failed", "late paid"]);
    }
}

/// Where the payer is to go comes after the payer was there and paid.
#[tokio::test]
async fn d42_a_redirection_that_comes_last_changes_nothing() {
    for shop in Shop::both().await {
        let sale = shop.prepare("A-1").await;
        shop.double().notify_as(LATE);
        shop.call(&sale).await;
        shop.double().notify_as(NotifyOptions::new());
        shop.double().pay("A-1", MonetixPay::new()).unwrap();
        shop.run(10).await;
        let before = shop.state("A-1").await;
        assert_eq!(before.as_str(), "paid");
        shop.run(86_400).await;
        assert_eq!((shop.state("A-1").await, shop.told.words()), (before, vec!["paid"]));
        assert!(shop.double().notifications().iter().all(|sent| sent.attempts.len() == 1));
    }
}

/// Any of four callbacks first, any of them next, twice where it is the same one, and then the others.
#[tokio::test]
async fn f08_callbacks_in_any_order_end_alike() {
    for (first, second) in (0..4).flat_map(|first| (0..4).map(move |second| (first, second))) {
        let shop = Shop::believing().await;
        let sale = shop.prepare("A-1").await;
        shop.call(&sale).await;
        for payer in
            [MonetixPay::new().undecided("20802"), MonetixPay::new().declines("20105"), MonetixPay::new()]
        {
            shop.double().pay("A-1", payer).unwrap();
            shop.pass(2);
        }
        let callbacks = shop.callbacks().await;
        assert_eq!(callbacks.len(), 4);
        let rest = (0..4).filter(|nth| ![first, second].contains(nth));
        for nth in [first, second].into_iter().chain(rest) {
            shop.take(callbacks[nth].notice.clone()).await;
        }
        shop.run(60).await;
        assert_eq!(shop.state("A-1").await.as_str(), "paid", "{first}, {second}");
        assert_eq!(shop.told.words(), ["paid"], "{first}, {second}");
    }
}
