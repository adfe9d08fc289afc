//! What Vexora tells, and when it tells it again (specification, section 6).

use std::time::Duration;

use pay_core::Secret;
use pay_sandbox::{Fault, NotifyOptions, Sandbox, Vexora, VexoraPay};
use pay_sign::{Fields, Scheme, Signer, Verifier};
use serde_json::{Value, json};

use crate::shop::{Shop, post};
use crate::{SETTLED, started};

/// Opens an order over the socket.
async fn open(sandbox: &Sandbox, path: &str, members: Value) {
    let signer = Signer::new(Scheme::VEXORA, Secret::new(Vexora::APP_SECRET).unwrap());
    let body = signer.sign_request(Fields::from_json(members.to_string()).unwrap()).unwrap().to_json();
    let header = format!("merchantNo: {}", Vexora::MERCHANT_NO);
    let answer = post(sandbox.address(), path, &header, &body).await;
    assert_eq!(answer["code"], json!("0000"), "{answer}");
}

fn order(trade_no: &str, notify_url: &str) -> Value {
    json!({
        "timestamp": "1719876543210", "tradeNo": trade_no, "amount": "300", "mobile": "912345678",
        "firstname": "Rizky", "lastname": "Pratama", "email": "123@gmail.com", "channelCode": "KHQR",
        "wayCode": "KHQR", "notifyUrl": notify_url, "returnUrl": "https://merchant.com/payment/result",
        "remark": "order_vx_000125",
    })
}

async fn paid(sandbox: &Sandbox, trade_no: &str, notify_url: &str) {
    open(sandbox, Vexora::CHECKOUT, order(trade_no, notify_url)).await;
    sandbox.vexora().pay(trade_no, VexoraPay::new()).unwrap();
}

/// The settlement of the payment, and the notification of it.
async fn settle(sandbox: &Sandbox) {
    sandbox.clock().advance(SETTLED);
    sandbox.vexora().notified().await;
}

#[tokio::test]
async fn a_paid_deposit_is_told_until_the_answer_is_ok() {
    // Neither another status nor another body is an acknowledgement.
    let answers = &[(500, "OK"), (201, "OK"), (200, "ok"), (200, "OK\n"), (200, "\"OK\""), (200, "OK")];
    let (sandbox, mut shop) = (started().await, Shop::open(answers).await);
    paid(&sandbox, "VX1", &shop.url).await;
    sandbox.vexora().notified().await;
    assert!(shop.heard_nothing());
    settle(&sandbox).await;
    let first = shop.body().await;
    assert_eq!((&first["tradeNo"], &first["status"]), (&json!("VX1"), &json!("0000")));
    for wait in [2, 5, 10, 30, 3_600] {
        sandbox.clock().advance(Duration::from_secs(wait - 1));
        sandbox.vexora().notified().await;
        assert!(shop.heard_nothing(), "before {wait} s");
        sandbox.clock().advance(Duration::from_secs(1));
        sandbox.vexora().notified().await;
        assert_eq!(shop.body().await, first, "after {wait} s");
    }
    let told = &sandbox.vexora().notifications()[0];
    assert_eq!((told.attempts.len(), told.next), (6, None));
    assert!(told.attempts.iter().rev().skip(1).all(|attempt| !attempt.taken) && told.attempts[5].taken);
}

#[tokio::test]
async fn a_shop_that_never_says_ok_is_told_eight_times_more() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "{\"code\":\"0000\"}")]).await);
    paid(&sandbox, "VX1", &shop.url).await;
    settle(&sandbox).await;
    for wait in [2, 5, 10, 30, 3_600, 10_800, 10_800, 10_800, 86_400] {
        sandbox.clock().advance(Duration::from_secs(wait));
        sandbox.vexora().notified().await;
    }
    let told = sandbox.vexora().notifications().remove(0);
    let waits: Vec<_> = told.attempts.windows(2).map(|pair| pair[1].at.since(pair[0].at).as_secs()).collect();
    assert_eq!(waits, [2, 5, 10, 30, 3_600, 10_800, 10_800, 10_800]);
    assert_eq!(told.next, None);
    for _ in 0..9 {
        shop.next().await;
    }
    assert!(shop.heard_nothing());
}

#[tokio::test]
async fn d60_a_thousand_copies_arrive_and_are_alike() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    sandbox.vexora().notify_as(NotifyOptions::new().copies(1_000));
    paid(&sandbox, "VX1", &shop.url).await;
    settle(&sandbox).await;
    let first = shop.next().await;
    for _ in 1..1_000 {
        assert_eq!(shop.next().await, first);
    }
    assert!(shop.heard_nothing());
    assert!(sandbox.vexora().notifications().iter().all(|told| told.attempts[0].taken));
}

#[tokio::test]
async fn f11_an_old_failure_is_told_after_a_success() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    sandbox.vexora().notify_as(NotifyOptions::new().late(Duration::from_secs(90)));
    open(&sandbox, Vexora::CHECKOUT, order("VX1", &shop.url)).await;
    sandbox.vexora().pay("VX1", VexoraPay::new().fails()).unwrap();
    sandbox.vexora().notify_as(NotifyOptions::new());
    sandbox.vexora().pay("VX1", VexoraPay::new().late()).unwrap();
    settle(&sandbox).await;
    assert_eq!(shop.body().await["status"], json!("0000"));
    sandbox.clock().advance(Duration::from_secs(90));
    assert_eq!(shop.body().await["status"], json!("00029"));
    sandbox.vexora().notified().await;
    let again = sandbox.vexora().notify_again(2).unwrap();
    assert_eq!((again.number, shop.body().await["status"].clone()), (3, json!("0000")));
    assert!(sandbox.vexora().notify_again(9).is_none());
}

#[tokio::test]
async fn f09_the_shop_is_told_before_the_checkout_is_answered() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    sandbox.faults().next(Vexora::CHECKOUT, Fault::Hang);
    let (address, members) = (sandbox.address(), order("VX1", &shop.url));
    let signer = Signer::new(Scheme::VEXORA, Secret::new(Vexora::APP_SECRET).unwrap());
    let body = signer.sign_request(Fields::from_json(members.to_string()).unwrap()).unwrap().to_json();
    let header = format!("merchantNo: {}", Vexora::MERCHANT_NO);
    let asking = tokio::spawn(async move { post(address, Vexora::CHECKOUT, &header, &body).await });
    while sandbox.vexora().pay("VX1", VexoraPay::new()).is_err() {
        tokio::task::yield_now().await;
    }
    settle(&sandbox).await;
    assert_eq!(shop.body().await["tradeNo"], json!("VX1"));
    assert!(!asking.is_finished());
    asking.abort();
}

#[tokio::test]
async fn the_end_of_a_disbursement_is_told_and_signed() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    let mut members = order("VX1", &shop.url);
    members["channelCode"] = json!("EWALLET");
    members["wayCode"] = json!("LANTON");
    members["bankCode"] = json!("LANTON");
    members["bankNumber"] = json!("912345678");
    members.as_object_mut().unwrap().remove("returnUrl");
    open(&sandbox, Vexora::DISBURSEMENT, members).await;
    settle(&sandbox).await;
    let (_, body) = shop.next().await;
    let told = Fields::from_json(&body).unwrap();
    let verifier = Verifier::new(Scheme::VEXORA.exact(), Secret::new(Vexora::APP_SECRET).unwrap());
    let verdict = verifier.verify(&told).unwrap();
    assert!(verdict.coverage().covers_all(&[&["tradeNo"], &["amount"], &["status"]]));
    assert_eq!((told.text("status"), told.text("wayCode")), (Some("0000"), None));
}
