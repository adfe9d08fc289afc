//! How orders end: paid, late, after they were given up, twice, with another amount, with a word that nobody knows.

use std::time::Duration;

use pay_core::{Check, Currency, Money};
use pay_sandbox::{Monetix as Double, MonetixPay, MonetixPayError};
use pay_watch::{Ended, Reason, State};

use crate::shop::{PRICE, Shop, link};

async fn in_review(shop: &Shop, id: &str) -> Reason {
    match shop.state(id).await {
        State::Review(review) => review.reason,
        other => unreachable!("not in review: {other}"),
    }
}

#[tokio::test]
async fn a_watched_order_is_settled_once() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.run(30).await;
        shop.pay(&opened, MonetixPay::new());
        shop.run(5).await;
        assert_eq!(shop.state("A-1").await.as_str(), "paid");
        let asked = shop.wire_count(Double::STATUS);
        shop.run(2 * 86_400).await;
        assert_eq!((shop.told.words(), shop.wire_count(Double::STATUS)), (vec!["paid"], asked));
    }
}

/// Without a callback, which may not come: the schedule finds it.
#[tokio::test]
async fn an_order_without_a_callback_is_found() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().silent());
        shop.run(20).await;
        assert_eq!(shop.told.words(), ["paid"]);
        assert!(shop.double().notifications().is_empty());
    }
}

/// Less, more, and the other currency, which is told in hundredths of a riel.
#[tokio::test]
async fn f15_another_amount_or_currency_is_no_payment() {
    for (minor, currency, check) in [
        (1, Currency::Usd, Check::Amount),
        (1_049, Currency::Usd, Check::Amount),
        (1_051, Currency::Usd, Check::Amount),
        (105_000, Currency::Usd, Check::Amount),
        (1_050, Currency::Khr, Check::Currency),
        (42_000, Currency::Khr, Check::Currency),
    ] {
        for shop in Shop::both().await {
            let opened = shop.sell("A-1").await;
            let found = Money::from_minor(minor, currency);
            shop.pay(&opened, MonetixPay::new().amount(found));
            shop.run(30).await;
            let reason = in_review(&shop, "A-1").await;
            let Reason::Mismatch(mismatch) = reason else { unreachable!("{found}: {reason}") };
            assert!(mismatch.failed().any(|failed| failed == check), "{mismatch}");
            assert_eq!(shop.told.words(), ["needs review"]);
        }
    }
}

/// What the platform counts in is its own affair: the payer has paid what was asked for.
#[tokio::test]
async fn f15_a_conversion_on_the_platforms_side_is_the_same_payment() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().converted(Money::from_minor(42_000, Currency::Khr)));
        shop.run(30).await;
        let State::Paid(settled) = shop.state("A-1").await else { unreachable!("not paid") };
        assert_eq!(settled.payment().amount, PRICE);
    }
}

/// The bank says that a wrong amount was paid: money may be there, so it is no plain failure.
#[tokio::test]
async fn f15_a_decline_for_a_wrong_amount_is_for_a_person() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().declines("20304"));
        shop.run(30).await;
        let reason = in_review(&shop, "A-1").await;
        assert!(
            matches!(&reason, Reason::PaidUnreadable(text) if text.as_raw().contains("20304")),
            "{reason}"
        );
    }
}

/// The bank has the payment at 9:50 and is done after the order's end.
#[tokio::test]
async fn f12_a_payment_that_settles_after_the_end_is_late() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.run(590).await;
        shop.pay(&opened, MonetixPay::new().settles_in(Duration::from_mins(2)));
        shop.run(60).await;
        assert!(shop.state("A-1").await.is_live(), "it is under way");
        shop.run(120).await;
        let State::LatePaid(payment) = shop.state("A-1").await else { unreachable!("not late") };
        assert_eq!(payment.amount, PRICE);
        assert_eq!(shop.told.words(), ["late paid"]);
    }
}

/// The order was reported as unpaid; then there is a payment.
#[tokio::test]
async fn f12_a_payment_after_the_time_out_is_reported_and_fulfils_nothing() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.run(700).await;
        assert_eq!(shop.state("A-1").await, State::TimedOut);
        let over = shop.double().pay(link(&opened), MonetixPay::new()).unwrap_err();
        assert!(matches!(over, MonetixPayError::Over { .. }), "{over}");
        shop.pay(&opened, MonetixPay::new().late());
        shop.run(60).await;
        // Paid after its time, too, which alone would not be one to fulfil.
        let reason = in_review(&shop, "A-1").await;
        assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::TimedOut, .. }), "{reason}");
        assert_eq!(shop.told.words(), ["timed out", "late paid"]);
    }
}

/// The shop gives the order up; the payer's page is still open, for nothing closes it.
#[tokio::test]
async fn f13_a_payment_after_the_close_is_a_review() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.run(20).await;
        shop.watcher.cancel(&opened.id).await.unwrap();
        shop.pay(&opened, MonetixPay::new());
        shop.run(60).await;
        let reason = in_review(&shop, "A-1").await;
        assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Cancelled, .. }), "{reason}");
        assert_eq!(shop.told.words(), ["cancelled", "late paid"]);
    }
}

/// Expired at Monetix, by its word: believed when it is said twice, and not more than a payment.
#[tokio::test]
async fn f13_an_expired_payment_that_is_paid_after_all_is_a_review() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().undecided("20802").silent());
        assert!(shop.double().tell_status("A-1", Some("expired")));
        shop.run(60).await;
        assert_eq!(shop.state("A-1").await.as_str(), "failed");
        shop.double().tell_status("A-1", None);
        shop.pay(&opened, MonetixPay::new());
        shop.run(60).await;
        let reason = in_review(&shop, "A-1").await;
        assert!(matches!(reason, Reason::PaidAfterEnd { ended: Ended::Failed, .. }), "{reason}");
        assert_eq!(shop.told.words(), ["failed", "late paid"]);
    }
}

/// Two payers, or one who pressed twice, before the shop has looked: which of the two it was is for a person.
#[tokio::test]
async fn f14_two_payments_of_an_open_order_are_for_a_person() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new().silent());
    shop.pay(&opened, MonetixPay::new().silent().again());
    shop.pass(2);
    shop.run(30).await;
    let reason = in_review(&shop, "A-1").await;
    assert!(
        matches!(&reason, Reason::PaidUnreadable(text) if text.as_raw() == "2 operations took the payment"),
        "{reason}"
    );
    assert_eq!(shop.told.words(), ["needs review"]);
}

/// The second payment comes when the order is settled: it stays so, and one of the two has to go back.
#[tokio::test]
async fn f14_a_second_payment_of_a_settled_order_is_told_by_its_callback() {
    let shop = Shop::believing().await;
    shop.paid("A-1").await;
    let State::Paid(settled) = shop.state("A-1").await else { unreachable!("not paid") };
    let again = shop.double().pay("A-1", MonetixPay::new().again()).unwrap();
    shop.run(5).await;
    let State::Review(review) = shop.state("A-1").await else { unreachable!("not in review") };
    let Reason::PaidTwice { first, second } = &review.reason else { unreachable!("{}", review.reason) };
    assert_eq!(
        (first, second.transaction.as_str()),
        (settled.payment(), &*again.operation_id.unwrap().to_string())
    );
    assert_eq!(review.settled.as_ref(), Some(&*settled));
    assert_eq!(shop.told.words(), ["paid", "needs review"]);
}

/// Words that no document has, in callbacks and in answers: acknowledged, kept, counted, and the end of nothing.
#[tokio::test]
async fn f34_an_unknown_status_ends_nothing() {
    for status in ["settling by drone", "SUCCESS", "success ", "paid", "0", ""] {
        for shop in Shop::both().await {
            let opened = shop.sell("A-1").await;
            shop.pay(&opened, MonetixPay::new().undecided("20802"));
            assert!(shop.double().tell_status("A-1", Some(status)));
            shop.pay(&opened, MonetixPay::new().undecided("20899"));
            shop.run(400).await;
            assert!(shop.state("A-1").await.is_live(), "{status:?}");
            let order = shop.watcher.order(&opened.id).await.unwrap().unwrap();
            assert!(order.tally().unrecognized > 0, "{status:?}");
            assert!(shop.double().notifications().iter().all(|sent| sent.attempts[0].taken), "{status:?}");
            shop.double().tell_status("A-1", None);
            shop.pay(&opened, MonetixPay::new());
            shop.run(60).await;
            assert_eq!(shop.told.words().last(), Some(&"paid"), "{status:?}");
        }
    }
}

/// An error of the platform is no proof that nothing was paid.
#[tokio::test]
async fn a_technical_error_ends_nothing() {
    for status in ["error", "internal error", "external error"] {
        for shop in Shop::both().await {
            let opened = shop.sell("A-1").await;
            shop.pay(&opened, MonetixPay::new().undecided("501"));
            shop.double().tell_status("A-1", Some(status));
            shop.run(400).await;
            assert!(shop.state("A-1").await.is_live(), "{status}");
            shop.double().tell_status("A-1", None);
            shop.pay(&opened, MonetixPay::new());
            shop.run(60).await;
            assert_eq!(shop.told.words().last(), Some(&"paid"), "{status}");
        }
    }
}

/// A bank that never decides: the order is not unpaid, and after a day somebody looks.
#[tokio::test]
async fn a_payment_that_stays_undecided_goes_to_a_person() {
    for code in ["20802", "20899", "9999"] {
        let shop = Shop::believing().await;
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().undecided(code));
        shop.run(86_400).await;
        assert!(shop.state("A-1").await.is_live(), "{code}");
        shop.run(3_600).await;
        assert!(matches!(in_review(&shop, "A-1").await, Reason::Unverified), "{code}");
        assert_eq!(shop.told.words(), ["needs review"], "{code}");
    }
}

/// What goes wrong between two servers never makes an order unpaid, and never makes it paid.
#[tokio::test]
async fn f20_f22_no_outage_ends_an_order_or_loses_its_payment() {
    for fault in conformance::outages() {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.faults().always(Double::STATUS, fault.clone());
        shop.run(60).await;
        shop.pay(&opened, MonetixPay::new());
        shop.run(3_600).await;
        assert!(shop.state("A-1").await.is_live(), "{fault:?}");
        shop.sandbox.faults().clear();
        shop.run(4 * 3_600).await;
        // The callback came, and an answer did not.
        assert_eq!(shop.told.words(), ["manual check suggested", "paid"], "{fault:?}");
    }
}
