//! What Airpay tells (specification, section 3).

use std::time::Duration;

use pay_sandbox::{Airpay, AirpayPay, NotifyOptions, Sandbox};
use serde_json::json;

use crate::shop::{Answer, Shop, post};
use crate::{SETTLED, started};

/// Opens an order over the socket, has it paid, and settles it.
async fn paid(sandbox: &Sandbox, trxid: &str) {
    let members = json!({
        "name": "John Doe", "email": "john.doe@example.com", "msisdn": "628123456789", "amount": "10000",
        "description": "Payment for service", "currency": "KHR", "payment_method": "INVOICE", "trxid": trxid,
        "clickid": "CLICK123456", "pubid": "PUB123456", "return_url": "https://shop.example/back",
    });
    let header = format!("apikey: {}", Airpay::API_KEY);
    let answer = post(sandbox.address(), Airpay::REQUEST, &header, &members.to_string()).await;
    assert_eq!(answer["code"], json!(200), "{answer}");
    sandbox.airpay().pay(trxid, AirpayPay::new()).unwrap();
    sandbox.clock().advance(SETTLED);
    sandbox.airpay().notified().await;
}

#[tokio::test]
async fn d53_the_plus_of_the_zone_is_on_the_wire_as_it_is() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    sandbox.airpay().postback_to(&*shop.url);
    paid(&sandbox, "TRX1").await;
    let expected = "GET /notify?shop=1&trx_id=LINKIT25061522229&trx_date=2025-06-15T22:06:41+07:00&status=1\
                    &status_desc=Success";
    assert_eq!(shop.next().await, (expected.to_owned(), String::new()));
    assert!(sandbox.airpay().notifications()[0].attempts[0].taken);
}

#[tokio::test]
async fn what_is_not_taken_is_not_sent_again_by_itself() {
    let answers: &[Answer] = &[(500, "OK"), (200, "OK!"), (200, "OK")];
    let (sandbox, mut shop) = (started().await, Shop::open(answers).await);
    sandbox.airpay().postback_to(&*shop.url);
    paid(&sandbox, "TRX1").await;
    sandbox.clock().advance(Duration::from_secs(86_400));
    sandbox.airpay().notified().await;
    let first = shop.next().await;
    assert!(shop.heard_nothing());
    for _ in 0..2 {
        sandbox.airpay().notify_again(1).unwrap();
        assert_eq!(shop.next().await, first);
        sandbox.airpay().notified().await;
    }
    let told = sandbox.airpay().notifications();
    let taken: Vec<_> = told.iter().map(|told| told.attempts[0].taken).collect();
    assert_eq!(taken, [false, false, true]);
}

#[tokio::test]
async fn f08_copies_arrive_at_once() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[(200, "OK")]).await);
    sandbox.airpay().postback_to(&*shop.url);
    sandbox.airpay().notify_as(NotifyOptions::new().copies(1_000));
    paid(&sandbox, "TRX1").await;
    let first = shop.next().await;
    for _ in 1..1_000 {
        assert_eq!(shop.next().await, first);
    }
    assert!(shop.heard_nothing());
}
