//! How orders end: by a person. Open, page, postback, hint; nothing settles.

use airpay_client::{PaymentHint, PostbackStatus, UnverifiedPostback};
use pay_core::{Check, Currency, Money, Opened, Trust};
use pay_sandbox::{AirpayOutcome, AirpayPay, AirpayPayError, PayOptions};
use pay_watch::{Input, Order, Policy, Reason, Schedule, SourceId, State, step};

use crate::shop::{PRICE, Shop, link};

/// The whole way: link, hosted page, postback, `OK`, hint.
#[tokio::test]
async fn a_link_is_paid_on_its_page_and_the_postback_is_a_hint() {
    let shop = Shop::open().await;
    let (opened, stored) = shop.sell("A-1").await;
    let page = shop.pay_on_page(&opened, "").await;
    assert!(page.contains("Paid.") && page.contains("http://127.0.0.1:9/r/A-1"), "{page}");
    assert!(shop.postbacks().await.is_empty(), "the payment has not settled");
    shop.pass(2);
    let postbacks = shop.postbacks().await;
    let [postback] = postbacks.as_slice() else { unreachable!("{postbacks:?}") };
    let order = shop.double().order("A-1").unwrap();
    assert_eq!(postback.platform_id.as_str(), order.trx_id);
    assert_eq!(postback.trx_date.as_millis(), 1_761_552_252_000, "to the second");
    let PaymentHint { trxid, expected_amount, claim, .. } = stored.hint(postback).unwrap();
    assert_eq!((trxid, expected_amount, claim), (opened.id.clone(), PRICE, PostbackStatus::Success));
    never_settles(&opened, &postbacks);
    let sent = shop.double().notifications();
    assert!(sent.len() == 1 && sent[0].attempts[0].taken && sent[0].attempts[0].body == "OK", "{sent:?}");
    assert_eq!(shop.sandbox.journal().len(), 1, "the opening, and nothing that could be asked");
}

/// No postback proves anything about this order, whatever it says, and however often it is said: not to the order's own
/// expectation, and not to the engine, in which it waits for its end and then for a person.
fn never_settles(opened: &Opened, postbacks: &[UnverifiedPostback]) {
    let policy = Policy::new(Schedule::Manual);
    let opened_at = opened.expected.opened_at();
    let order =
        Order::new(SourceId::new("airpay"), opened.id.clone(), opened.expected.clone(), opened_at, &policy);
    let mut order = order.unwrap();
    for postback in postbacks {
        let notice = postback.to_notice();
        assert_eq!(notice.trust, Trust::Hint);
        assert!(notice.claim.payment().is_none(), "no amount is made up: {:?}", notice.claim);
        let mismatch = opened.expected.verify(&notice.claim).unwrap_err();
        assert!(mismatch.failed().eq([Check::Status]), "{mismatch}");
        order = step(&order, Input::Hint, postback.trx_date, &policy).order;
        assert!(order.state().is_live());
    }
    let end = opened.expected.expires_at().after(policy.review_after).after(policy.last_chance);
    order = step(&order, Input::Blocked { since: opened_at }, end, &policy).order;
    let State::Review(review) = order.state() else { unreachable!("{}", order.state()) };
    assert!(matches!(review.reason, Reason::Unverified) && review.settled.is_none(), "{}", review.reason);
}

/// Whatever the payer does, and in whichever order: hints, and nothing more.
#[tokio::test]
async fn d50_nothing_that_a_payer_does_settles_an_order() {
    let less = AirpayPay::new().amount(Money::from_minor(1, Currency::Usd));
    let riel = AirpayPay::new().amount(Money::from_minor(1_050, Currency::Khr));
    for (attempts, claims) in [
        (vec![AirpayPay::new()], "1"),
        (vec![AirpayPay::new().fails()], "0"),
        (vec![AirpayPay::new().unknown()], "2"),
        (vec![AirpayPay::new().fails(), AirpayPay::new().unknown(), AirpayPay::new()], "021"),
        (vec![less], "1"),
        (vec![riel], "1"),
        (vec![AirpayPay::new(), AirpayPay::new().again()], "11"),
        (vec![AirpayPay::new(), AirpayPay::new().again().fails()], "10"),
    ] {
        let shop = Shop::open().await;
        let (opened, _) = shop.sell("A-1").await;
        for attempt in attempts {
            shop.pay(&opened, attempt);
            shop.pass(2);
        }
        let postbacks = shop.postbacks().await;
        let said: String = postbacks.iter().map(|postback| code(&postback.status)).collect();
        assert_eq!(said, claims);
        never_settles(&opened, &postbacks);
    }
}

fn code(status: &PostbackStatus) -> &'static str {
    match status {
        PostbackStatus::Failed => AirpayOutcome::Failed.code(),
        PostbackStatus::Success => AirpayOutcome::Success.code(),
        PostbackStatus::Unknown => AirpayOutcome::Unknown.code(),
        other => unreachable!("{other:?}"),
    }
}

/// A cent, ten times as much, riel: each postback is the same word, so the stored amount is what to look up.
#[tokio::test]
async fn f15_a_postback_is_the_same_whatever_was_paid() {
    let paid = [(1, Currency::Usd), (10_500, Currency::Usd), (1_050, Currency::Khr), (1_050, Currency::Usd)];
    let mut hints = Vec::new();
    for (minor, currency) in paid {
        let shop = Shop::open().await;
        let (opened, stored) = shop.sell("A-1").await;
        shop.pay(&opened, AirpayPay::new().amount(Money::from_minor(minor, currency)));
        shop.pass(2);
        let order = shop.double().order("A-1").unwrap();
        assert_eq!(order.paid, [Money::from_minor(minor, currency)]);
        hints.extend(shop.hints(&stored).await);
    }
    assert_eq!(hints.len(), paid.len());
    assert!(hints.iter().all(|hint| *hint == hints[0] && hint.expected_amount == PRICE));
}

/// Two payers of one code: two postbacks with one number, which a person takes for a repeat unless he looks.
#[tokio::test]
async fn f14_paid_twice_is_two_hints_about_one_order() {
    let shop = Shop::open().await;
    let (opened, stored) = shop.sell("A-1").await;
    let qr = shop.double().order("A-1").unwrap().qr;
    shop.sandbox.pay(&qr, PayOptions::new()).unwrap();
    shop.pay(&opened, AirpayPay::new().again());
    shop.pass(2);
    let hints = shop.hints(&stored).await;
    assert!(hints.len() == 2 && hints[0] == hints[1], "{hints:?}");
    assert_eq!(shop.double().order("A-1").unwrap().paid, [PRICE, PRICE]);
}

/// The page is closed after its time; money that comes all the same is told, and is a hint like any other.
#[tokio::test]
async fn f12_a_success_after_the_end_is_a_hint() {
    let shop = Shop::open().await;
    let (opened, stored) = shop.sell("A-1").await;
    shop.pass(3_600);
    let over = shop.double().pay(link(&opened), AirpayPay::new()).unwrap_err();
    assert!(matches!(over, AirpayPayError::Over { .. }), "{over}");
    shop.pay(&opened, AirpayPay::new().late());
    shop.pass(2);
    let postbacks = shop.postbacks().await;
    assert!(postbacks[0].trx_date > opened.expected.expires_at());
    assert_eq!(stored.hint(&postbacks[0]).unwrap().claim, PostbackStatus::Success);
    never_settles(&opened, &postbacks);
}
