//! What Monetix tells, and when it tells it again (specification, section 6.3).

use std::time::Duration;

use pay_core::Secret;
use pay_sandbox::{Fault, Monetix, MonetixPay, Sandbox};
use pay_sign::{Fields, Scheme, Signer, Verifier};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::shop::Shop;
use crate::{SETTLED, started};

/// A sandbox whose project tells this shop.
async fn telling(shop: &Shop) -> Sandbox {
    let sandbox = started().await;
    sandbox.monetix().callback_to(Some(&shop.url));
    sandbox
}

fn secret() -> Secret {
    Secret::new(Monetix::SECRET_KEY).unwrap()
}

fn signed(members: &serde_json::Value) -> String {
    let fields = Fields::from_json(members.to_string()).unwrap();
    Signer::new(Scheme::MONETIX, secret()).sign(fields).unwrap().to_json()
}

/// A purchase at Gate, without waiting for its answer.
async fn ask_for_a_sale(sandbox: &Sandbox) -> TcpStream {
    let body = signed(&json!({
        "general": { "project_id": Monetix::PROJECT_ID, "payment_id": "payment_47" },
        "customer": { "id": "customer_123", "ip_address": "198.51.100.47", "email": "johndoe@example.com" },
        "account": { "bank_id": 62401, "customer_name": "John Doe" },
        "payment": { "currency": "USD", "amount": 10000 },
    }));
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: sandbox\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        Monetix::SALE,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

#[tokio::test]
async fn f09_a_callback_comes_before_the_answer() {
    let mut shop = Shop::open(&[(200, "")]).await;
    let sandbox = telling(&shop).await;
    sandbox.faults().next(Monetix::SALE, Fault::Hang);
    let _unanswered = ask_for_a_sale(&sandbox).await;
    let told = shop.body().await;
    assert_eq!(told["payment"]["status"], json!("awaiting redirect result"));
    assert!(sandbox.journal().last().unwrap().status.is_none());
}

#[tokio::test]
async fn only_200_takes_a_callback_and_the_gaps_grow() {
    const ANSWERS: [(u16, &str); 10] = [
        (500, ""),
        (201, ""),
        (202, ""),
        (302, ""),
        (404, ""),
        (500, ""),
        (503, ""),
        (400, ""),
        (500, ""),
        (200, ""),
    ];
    let mut shop = Shop::open(&ANSWERS).await;
    let sandbox = telling(&shop).await;
    let _stream = ask_for_a_sale(&sandbox).await;
    let first = shop.body().await;
    // The eighth and later attempts: 70 s, and 10 s times 1.12 to the power of 4, 5, 6.
    for wait in [10_000, 10_000, 10_000, 10_000, 10_000, 10_000, 85_736, 87_624, 89_739] {
        sandbox.monetix().notified().await;
        sandbox.clock().advance(Duration::from_millis(wait - 2));
        sandbox.monetix().notified().await;
        assert!(shop.heard_nothing(), "{wait}");
        sandbox.clock().advance(Duration::from_millis(2));
        assert_eq!(shop.body().await, first);
    }
    sandbox.monetix().notified().await;
    let told = &sandbox.monetix().notifications()[0];
    assert_eq!((told.attempts.len(), told.next), (10, None));
    assert!(told.attempts.iter().rev().skip(1).all(|attempt| !attempt.taken));
}

#[tokio::test]
async fn what_arrives_is_signed_over_its_bytes() {
    let mut shop = Shop::open(&[(200, "")]).await;
    let sandbox = telling(&shop).await;
    let _stream = ask_for_a_sale(&sandbox).await;
    shop.body().await;
    sandbox.monetix().pay("payment_47", MonetixPay::new()).unwrap();
    sandbox.clock().advance(SETTLED);
    assert_eq!(shop.body().await["payment"]["status"], json!("success"));
    sandbox.monetix().notified().await;
    for told in sandbox.monetix().notifications() {
        let fields = Fields::from_json(&told.body).unwrap();
        let verdict = Verifier::new(Scheme::MONETIX.exact(), secret()).verify(&fields).unwrap();
        assert!(verdict.coverage().covers_all(&[
            &["payment", "id"],
            &["payment", "status"],
            &["payment", "sum", "amount"]
        ]));
        assert_eq!(told.attempts[0].answer, Ok(200));
    }
}
