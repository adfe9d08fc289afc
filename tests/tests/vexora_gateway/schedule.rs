//! How often a webhook is repeated, by the vendor's public pages (specification, section 6).

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use conformance::listener::{Address, Listener, refusal};
use pay_core::{Acknowledgement, Currency, NotificationSource as _};
use pay_sandbox::{SentNotification, VexoraPay};
use vexora_client::operation::HostedCheckout;
use vexora_client::{Amount, CallbackUrl, Notifications, Settings};

use crate::shop::{Shop, number, payer, text};

/// The waits, in seconds.
const WAITS: [u64; 8] = [2, 5, 10, 30, 3_600, 10_800, 10_800, 10_800];

/// What is no acknowledgement: another status, and anything but the two letters.
fn anything_else(nth: usize) -> Acknowledgement {
    let wrong = [
        (500, ""),
        (200, ""),
        (200, "ok"),
        (200, "OK\n"),
        (200, "\"OK\""),
        (201, "OK"),
        (200, r#"{"code":"0000"}"#),
        (404, "OK"),
    ];
    let (status, body) = wrong[nth % wrong.len()];
    refusal(status, body)
}

/// A shop's address that acknowledges from this attempt on; the first is number 0.
async fn deaf_until(shop: &Shop, taken: usize) -> Listener {
    let settings = Settings::new(
        shop.base(),
        pay_sandbox::Vexora::MERCHANT_NO,
        pay_core::Secret::new(pay_sandbox::Vexora::APP_SECRET).unwrap(),
        Currency::Usd,
    );
    let (source, attempts) = (Notifications::new(&settings.unwrap()), Arc::new(AtomicUsize::new(0)));
    Address::take().await.listen(shop.sandbox.clock().clone(), move |delivery| {
        let nth = attempts.fetch_add(1, Ordering::SeqCst);
        let notice = source.read(delivery).unwrap();
        if nth < taken { (None, anything_else(nth)) } else { (Some(notice), source.acknowledgement()) }
    })
}

/// Opens and pays an order that is told of there, and lets this much time pass attempt by attempt.
async fn told_at(shop: &Shop, address: &Listener, time: Duration) -> SentNotification {
    let notify = CallbackUrl::on_loopback(address.url()).unwrap();
    let (amount, back) = (Amount::new(shop.price()).unwrap(), notify.clone());
    let order = HostedCheckout::new(number("A-1"), amount, payer(), notify, back, text("Two coffees"));
    shop.call(&order).await;
    shop.double().pay("A-1", VexoraPay::new().settles_in(Duration::ZERO)).unwrap();
    conformance::drive::run(shop.sandbox.clock(), time, async || {
        shop.double().notified().await;
        shop.double().notifications()[0].next
    })
    .await;
    shop.double().notifications().remove(0)
}

/// The seconds between attempts.
fn waits(sent: &SentNotification) -> Vec<u64> {
    sent.attempts.windows(2).map(|pair| pair[1].at.since(pair[0].at).as_secs()).collect()
}

const DAY: Duration = Duration::from_hours(24);

/// Repeated on the schedule until it is taken, whichever attempt that is; the notice is the same and comes once.
#[tokio::test]
async fn a_webhook_is_repeated_on_its_schedule_until_ok() {
    for taken in 0..=WAITS.len() {
        let shop = Shop::open().await;
        let address = deaf_until(&shop, taken).await;
        let sent = told_at(&shop, &address, DAY).await;
        assert_eq!(waits(&sent), WAITS[..taken], "taken at attempt {taken}");
        assert!(sent.attempts.last().unwrap().taken && sent.next.is_none());
        assert_eq!(sent.attempts.iter().filter(|attempt| attempt.taken).count(), 1);
        assert_eq!(address.take().len(), 1);
    }
}

/// Nobody ever answers `OK`: the eighth repeat is the last, and the shop has to ask.
#[tokio::test]
async fn a_webhook_that_nobody_takes_is_given_up() {
    let shop = Shop::open().await;
    let address = deaf_until(&shop, usize::MAX).await;
    let sent = told_at(&shop, &address, 3 * DAY).await;
    assert_eq!(waits(&sent), WAITS);
    assert!(sent.next.is_none() && address.take().is_empty());
    let last = sent.attempts.last().unwrap().at.since(sent.attempts[0].at);
    assert!(last < DAY, "all of them are within a day");
}

/// The shop is down for a while: it finds the payment by asking, and what is told of later moves nothing.
#[tokio::test]
async fn an_order_whose_webhooks_are_refused_is_settled_by_questions() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.listener.close();
    shop.pay(&opened, VexoraPay::new());
    shop.run(12 * 3_600).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let sent = &shop.double().notifications()[0];
    assert_eq!(waits(sent), WAITS);
    assert!(sent.attempts.iter().all(|attempt| attempt.answer.is_err()));
}
