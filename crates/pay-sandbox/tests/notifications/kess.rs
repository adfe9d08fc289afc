//! What KESS tells.

use std::net::SocketAddr;
use std::time::Duration;

use pay_core::Secret;
use pay_sandbox::{Kess, KessPay, NotifyOptions, Sandbox};
use pay_sign::{Fields, Scheme, Signer};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::shop::{Answer, Shop, post};
use crate::{SETTLED, started};

/// HTTP 200 is what counts.
const TAKEN: Answer = (200, "{\"success\":true}");

/// Calls a service over the socket, and answers `data`.
async fn call(address: SocketAddr, token: &str, members: Value) -> Value {
    let signer = Signer::new(Scheme::KESS, Secret::new(Kess::API_SECRET_KEY).unwrap());
    let body = signer.sign_request(Fields::from_json(members.to_string()).unwrap()).unwrap().to_json();
    let answer = post(address, Kess::GATEWAY, &format!("Authorization: Bearer {token}"), &body).await;
    assert_eq!(answer["success"], json!(true), "{answer}");
    answer["data"].clone()
}

async fn open(sandbox: &Sandbox, name: &str, notify_url: &str) {
    let members = json!({
        "service": "webpay.acquire.createorder", "seller_code": Kess::SELLER_CODE, "out_trade_no": name,
        "body": "Two coffees", "total_amount": 10.5, "currency": "USD", "notify_url": notify_url,
    });
    call(sandbox.address(), &sandbox.kess().token(), members).await;
}

/// The settlement of the payment, and the notification of it.
async fn settle(sandbox: &Sandbox) {
    sandbox.clock().advance(SETTLED);
    sandbox.kess().notified().await;
}

#[tokio::test]
async fn a_paid_order_is_told_once_it_has_settled() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[TAKEN]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    sandbox.kess().notified().await;
    assert!(shop.heard_nothing());
    settle(&sandbox).await;
    let body = shop.body().await;
    assert_eq!((&body["out_trade_no"], &body["status"]), (&json!("T-1"), &json!("SUCCESS")));
    let told = &sandbox.kess().notifications()[0];
    assert_eq!((told.attempts.len(), told.next), (1, None));
    assert_eq!(told.attempts[0].answer, Ok(200));
}

#[tokio::test]
async fn what_the_shop_does_not_take_is_sent_again_by_the_sandboxs_clock() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(500, ""), (302, ""), TAKEN]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    let first = shop.body().await;
    assert!(shop.heard_nothing());
    for wait in [15, 60] {
        sandbox.clock().advance(Duration::from_secs(wait));
        sandbox.kess().notified().await;
        assert_eq!(shop.body().await, first);
    }
    sandbox.clock().advance(Duration::from_secs(86_400));
    sandbox.kess().notified().await;
    let told = &sandbox.kess().notifications()[0];
    let answers: Vec<_> = told.attempts.iter().map(|attempt| attempt.answer.clone()).collect();
    assert_eq!(answers, [Ok(500), Ok(302), Ok(200)]);
}

#[tokio::test]
async fn a_shop_that_is_not_there_is_given_up_after_five_attempts() {
    let sandbox = started().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    open(&sandbox, "T-1", &format!("http://{closed}/")).await;
    // Beyond this machine nothing is sent at all.
    open(&sandbox, "T-2", "http://192.0.2.1/").await;
    for name in ["T-1", "T-2"] {
        sandbox.kess().pay(name, KessPay::new()).unwrap();
    }
    settle(&sandbox).await;
    for _ in 0..6 {
        sandbox.clock().advance(Duration::from_secs(1_800));
        sandbox.kess().notified().await;
    }
    for told in sandbox.kess().notifications() {
        assert_eq!((told.attempts.len(), told.next), (5, None));
        assert!(told.attempts.iter().all(|attempt| attempt.answer.is_err()));
    }
    let error = sandbox.kess().notifications()[1].attempts[0].answer.clone().unwrap_err();
    assert!(error.contains("not this machine's"), "{error}");
}

#[tokio::test]
async fn d60_a_thousand_copies_arrive_and_are_alike() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[TAKEN]).await);
    sandbox.kess().notify_as(NotifyOptions::new().copies(1_000));
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    let first = shop.body().await;
    for _ in 1..1_000 {
        assert_eq!(shop.body().await, first);
    }
    assert!(shop.heard_nothing());
    assert!(sandbox.kess().notifications().iter().all(|told| told.attempts[0].answer == Ok(200)));
}

#[tokio::test]
async fn news_can_come_late_out_of_order_and_once_more() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[TAKEN]).await);
    sandbox.kess().notify_as(NotifyOptions::new().late(Duration::from_secs(90)));
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    assert!(shop.heard_nothing());
    sandbox.kess().notify_as(NotifyOptions::new());
    let refund = json!({
        "service": "webpay.acquire.v2Refund", "out_trade_no": "T-1", "reason": "test",
        "callback_url": shop.url,
    });
    call(sandbox.address(), &sandbox.kess().token(), refund).await;
    assert_eq!(shop.body().await["status"], json!("REFUNDED"));
    sandbox.clock().advance(Duration::from_secs(90));
    assert_eq!(shop.body().await["status"], json!("SUCCESS"));
    sandbox.kess().notified().await;
    let again = sandbox.kess().notify_again(2).unwrap();
    assert_eq!((again.number, shop.body().await["status"].clone()), (3, json!("REFUNDED")));
    assert!(sandbox.kess().notify_again(9).is_none());
}

#[tokio::test]
async fn a_running_clock_sends_by_itself() {
    let builder = Sandbox::builder().running_clock().settlement(Duration::from_millis(5));
    let (sandbox, mut shop) = (builder.start().await.unwrap(), Shop::open(&[TAKEN]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    assert_eq!(shop.body().await["status"], json!("SUCCESS"));
}

#[tokio::test]
async fn a_stop_ends_the_sending() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[TAKEN]).await);
    open(&sandbox, "T-1", &shop.url).await;
    let (kess, clock) = (sandbox.kess().clone(), sandbox.clock().clone());
    kess.pay("T-1", KessPay::new()).unwrap();
    sandbox.stop().await;
    clock.advance(SETTLED);
    kess.notified().await;
    assert!(shop.heard_nothing());
    assert!(kess.notifications()[0].attempts.is_empty());
}
