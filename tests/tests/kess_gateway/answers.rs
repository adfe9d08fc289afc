//! Answers about something else, lists that change while they are read, and what is wrong with a request.

use std::sync::{Arc, Mutex};

use conformance::tap::Tap;
use kess_client::service::{CreateOrder, QueryOrder, QueryOrdersByDate, Raw, Service as _};
use kess_client::{ErrorKind, Fields, Malformed, Unconfirmed, confirm_notification};
use pay_core::{NoAnswerReason, Outcome, StatusSource as _};
use pay_http::Bytes;
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, KessPay};
use pay_watch::Reason;

use crate::shop::{Shop, number, raw, transaction};

/// The answer that the double has for an order, with its signature.
async fn recorded(shop: &Shop, out_trade_no: &str) -> Fault {
    let last = Arc::new(Mutex::new(Bytes::new()));
    let kept = Arc::clone(&last);
    let tap = Tap::on(shop.sandbox.base_url(), move |response| {
        *kept.lock().unwrap() = response.body().clone();
        Box::pin(std::future::ready(()))
    });
    shop.over(tap).call(&QueryOrder::new(number(out_trade_no))).await.unwrap();
    let body = last.lock().unwrap().clone();
    Fault::answer(StatusCode::OK, "application/json", body)
}

/// An order that was paid answers for one that was not, with a signature that holds.
#[tokio::test]
async fn d05_a_replayed_answer_settles_no_other_order() {
    let shop = Shop::open().await;
    let paid = shop.try_open("A-1").await.unwrap();
    let unpaid = shop.sell("B-1").await;
    shop.pay(&paid, KessPay::new());
    shop.pass(2);
    let replay = recorded(&shop, "A-1").await;
    let notices = shop.notices().await;
    shop.sandbox.faults().always(QueryOrder::NAME, replay);

    let observed = shop.kess.observe(std::slice::from_ref(unpaid.expected.key())).await;
    let said = observed.answers[0].1.as_ref().unwrap_err();
    assert_eq!(said.reason, NoAnswerReason::Unreadable, "{said}");
    // Neither does its notification.
    let error = confirm_notification(&*shop.kess, &notices[0], &unpaid.expected).await.unwrap_err();
    assert!(matches!(error, Unconfirmed::OtherOrder(_)), "{error}");
    let settled = confirm_notification(&*shop.kess, &notices[0], &paid.expected).await.unwrap();
    assert_eq!(settled.payment().order.as_ref(), Some(paid.expected.key()));

    shop.run(3_600).await;
    let pay_watch::State::Review(review) = shop.state(&unpaid).await else { unreachable!("not in review") };
    assert!(matches!(review.reason, Reason::NoReadableAnswer(_)), "{}", review.reason);
    assert_eq!(shop.told.words(), ["needs review"]);
}

/// A replay of the order's own past: it was open then, and says so now. Nothing is settled, and nothing is lost.
#[tokio::test]
async fn d05_a_replay_of_an_orders_own_past_delays_and_settles_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let past = recorded(&shop, "A-1").await;
    shop.pay(&opened, KessPay::new());
    shop.sandbox.faults().always(QueryOrder::NAME, past);
    shop.run(300).await;
    assert!(shop.state(&opened).await.is_live());
    shop.sandbox.faults().clear();
    shop.run(120).await;
    // The notification said paid and the gateway did not, which a person may look into.
    assert_eq!(shop.told.words(), ["manual check suggested", "paid"]);
}

/// As the vendor's own sample (E18): asked about one order, the gateway answers another.
#[tokio::test]
async fn f37_the_answer_to_another_question_is_an_error() {
    let shop = Shop::open().await;
    let paid = shop.sell("A-1").await;
    let unpaid = shop.sell("B-1").await;
    shop.sandbox.kess().mix_up("B-1", "A-1");
    shop.pay(&paid, KessPay::new());
    shop.run(5).await;
    assert_eq!(shop.state(&paid).await.as_str(), "paid");
    let error = shop.refused(&QueryOrder::new(number("B-1"))).await;
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    shop.run(3_600).await;
    assert_eq!(shop.state(&unpaid).await.as_str(), "review");
    assert_eq!(shop.told.words(), ["paid", "needs review"]);
}

/// The same for what is written: B may be open.
#[tokio::test]
async fn f37_the_answer_to_another_opening_leaves_this_one_unknown() {
    let shop = Shop::open().await;
    shop.try_open("A-1").await.unwrap();
    let other = recorded(&shop, "A-1").await;
    shop.sandbox.faults().next(CreateOrder::NAME, other);
    assert_eq!(shop.try_open("B-1").await.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(shop.wire_count(CreateOrder::NAME), 2);
}

/// Opens orders and gives their names.
async fn open(shop: &Shop, names: std::ops::Range<u32>) -> Vec<String> {
    let mut opened = Vec::new();
    for name in names {
        shop.call(&CreateOrder::new(transaction(&format!("T-{name}")))).await;
        opened.push(format!("T-{name}"));
    }
    opened
}

fn today() -> QueryOrdersByDate {
    let day = "2025-06-15".parse().unwrap();
    QueryOrdersByDate::new(day, day).unwrap().per_page(10).unwrap()
}

/// New orders come first and push the others to later pages while these are read.
#[tokio::test]
async fn f35_what_moves_to_the_next_page_comes_once() {
    let shop = Shop::open().await;
    let mut expected = open(&shop, 0..35).await;
    let mut pages = shop.kess.pages(today());
    let (mut seen, mut more) = (Vec::new(), 100);
    while let Some(page) = pages.next_page().await {
        seen.extend(page.unwrap().into_iter().map(|order| raw(order.out_trade_no)));
        open(&shop, more..more + 3).await;
        more += 3;
    }
    assert_eq!(seen.len(), 35, "{seen:?}");
    seen.sort();
    expected.sort();
    assert_eq!(seen, expected);
    // What came meanwhile is found when the window is read again.
    let mut pages = shop.kess.pages(today());
    let mut again = Vec::new();
    while let Some(page) = pages.next_page().await {
        again.extend(page.unwrap());
    }
    assert_eq!(again.len(), shop.sandbox.kess().orders().len());
}

/// After an error the same page is asked for again, and nothing is skipped.
#[tokio::test]
async fn f35_a_page_that_did_not_come_is_asked_for_again() {
    let shop = Shop::open().await;
    open(&shop, 0..25).await;
    let mut pages = shop.kess.pages(today());
    let mut seen = pages.next_page().await.unwrap().unwrap().len();
    shop.sandbox.faults().next(QueryOrdersByDate::NAME, Fault::Truncate { keep: 500 });
    assert!(pages.next_page().await.unwrap().is_err());
    while let Some(page) = pages.next_page().await {
        seen += page.unwrap().len();
    }
    assert_eq!((seen, shop.wire_count(QueryOrdersByDate::NAME)), (25, 4));
}

/// What is wrong with a request, said by the double and named in the error.
#[tokio::test]
async fn a_member_at_fault_goes_from_the_double_into_the_error() {
    let shop = Shop::open().await;
    let error = shop.kess.call_raw(Raw::new(QueryOrder::NAME, Fields::new())).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "webpay.acquire.queryOrder: VALIDATION_ERROR (400): the member is required (out_trade_no)"
    );
}
