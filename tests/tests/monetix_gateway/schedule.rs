//! Callbacks that nobody takes: repeated by the schedule of section 6.3 until there is an HTTP 200.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use conformance::listener::{Address, Listener, refusal};
use pay_core::{Acknowledgement, Delivery};
use pay_sandbox::{MonetixPay, NotifyOptions, SentNotification};

use crate::shop::Shop;

/// An address that gives `no` so many times before it acknowledges.
async fn reluctant(shop: &Shop, times: usize, no: u16) -> Listener<Vec<u8>> {
    let refused = Arc::new(AtomicUsize::new(0));
    Address::take().await.listen(shop.sandbox.clock().clone(), move |delivery: &Delivery<'_>| {
        if refused.fetch_add(1, Ordering::SeqCst) < times {
            return (None, refusal(no, "not now"));
        }
        let taken = Acknowledgement { status: 200, content_type: "text/plain", body: "OK".into() };
        (Some(delivery.body.to_vec()), taken)
    })
}

/// Pays at once, tells `listener`, and lets time pass until nothing is to be told any more.
async fn told(shop: &Shop, listener: &Listener<Vec<u8>>) -> SentNotification {
    shop.double().callback_to(Some(&listener.url()));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new());
    loop {
        shop.double().notified().await;
        let mut sent = shop.double().notifications();
        assert_eq!(sent.len(), 1);
        let sent = sent.remove(0);
        match sent.next {
            Some(next) => drop(shop.sandbox.clock().advance_to(next)),
            None => return sent,
        }
    }
}

/// Milliseconds between one attempt and the next.
fn gaps(sent: &SentNotification) -> Vec<u128> {
    sent.attempts.windows(2).map(|pair| pair[1].at.since(pair[0].at).as_millis()).collect()
}

/// The waits as `bc` has them: six times 10 s, and then 70 + 10 * 1.12^(n - 4) before attempt n, n from 8 on.
#[tokio::test]
async fn a_callback_comes_until_it_is_answered_with_200() {
    let shop = Shop::open().await;
    let listener = reluctant(&shop, 9, 500).await;
    let sent = told(&shop, &listener).await;
    let waits = [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 85_735, 87_623, 89_738];
    assert_eq!(gaps(&sent), waits);
    assert!(sent.attempts[..9].iter().all(|attempt| attempt.answer == Ok(500) && !attempt.taken));
    assert!(sent.attempts[9].taken);
    assert_eq!(listener.take(), [sent.body.into_bytes()]);
}

/// Any other status is no acknowledgement, 204 among them.
#[tokio::test]
async fn nothing_but_200_takes_a_callback() {
    for status in [201, 202, 204, 302, 400, 404, 503] {
        let shop = Shop::open().await;
        let listener = reluctant(&shop, 1, status).await;
        assert_eq!(gaps(&told(&shop, &listener).await), [10_000], "{status}");
    }
}

/// 120 attempts, the last of them every four hours: ten days and six hours in all. The order is not lost by it.
#[tokio::test]
async fn a_callback_is_given_up_after_ten_days_and_the_order_is_found_all_the_same() {
    let shop = Shop::open().await;
    let listener = reluctant(&shop, usize::MAX, 503).await;
    let sent = told(&shop, &listener).await;
    assert_eq!(sent.attempts.len(), 120);
    let gaps = gaps(&sent);
    // The double cuts each power off at the microsecond, which adds up to some milliseconds.
    for (attempt, wait) in
        [(20, 131_303), (40, 661_355), (68, 14_193_861), (69, 14_400_000), (120, 14_400_000)]
    {
        let gap = gaps[attempt - 2];
        assert!(gap.abs_diff(wait) <= 5, "before attempt {attempt}: {gap}");
    }
    let all = Duration::from_millis(gaps.iter().sum::<u128>().try_into().unwrap());
    assert_eq!((all.as_secs() / 86_400, all.as_secs() % 86_400 / 3_600), (10, 5));
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["paid"]);
}

/// What cannot be believed is refused, and comes again; what is believed is taken at once.
#[tokio::test]
async fn a_callback_that_is_not_authentic_is_never_taken() {
    for options in [NotifyOptions::new().forged(), NotifyOptions::new().unsigned()] {
        for shop in Shop::both().await {
            shop.double().notify_as(options);
            let opened = shop.sell("A-1").await;
            shop.pay(&opened, MonetixPay::new());
            shop.pass(2);
            assert!(shop.callbacks().await.is_empty());
            assert!(shop.state("A-1").await.is_live(), "{options:?}");
            // The shop finds out by itself.
            shop.run(86_400).await;
            assert_eq!(shop.told.words(), ["paid"], "{options:?}");
            let sent = shop.double().notifications().remove(0);
            assert!(sent.attempts.len() > 50, "{}", sent.attempts.len());
            assert!(sent.attempts.iter().all(|attempt| attempt.answer == Ok(400)), "{options:?}");
            let why = "notification is not authentic";
            assert!(sent.attempts.iter().all(|attempt| attempt.body == why), "{options:?}");
        }
    }
}

/// Nobody listens: the schedule is the same, and ends when somebody does.
#[tokio::test]
async fn a_callback_to_a_shop_that_is_down_comes_again() {
    let shop = Shop::open().await;
    let address = Address::take().await;
    let url = format!("{}/notify", address.base_url());
    drop(address);
    shop.double().callback_to(Some(&url));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new());
    shop.run(30).await;
    let sent = shop.double().notifications().remove(0);
    assert_eq!((sent.attempts.len(), gaps(&sent)), (3, vec![10_000; 2]));
    assert!(sent.attempts.iter().all(|attempt| attempt.answer.is_err()));
    assert_eq!(shop.told.words(), ["paid"]);
}
