//! What goes wrong on the wire never makes an order unpaid, and never makes it paid.

use std::time::Duration;

use pay_sandbox::{Fault, Faults, PayOptions, Sandbox};

use crate::shop::{MD5, START, Shop, code};

fn faults() -> Vec<Fault> {
    let html = "<html><head><title>Just a moment...</title></head></html>";
    let answer = |status: u16, body: &'static str| {
        Fault::answer(pay_http::http::StatusCode::from_u16(status).unwrap(), "application/json", body)
    };
    vec![
        Fault::Forbidden,
        Fault::GatewayTimeout,
        Fault::TooManyRequests { retry_after: None },
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Truncate { keep: 40 },
        Fault::Upstream { keys: Vec::new() },
        answer(200, html),
        answer(200, ""),
        answer(200, "[]"),
        answer(302, ""),
        answer(500, r#"{"responseCode":1,"responseMessage":"Transaction failed."}"#),
        answer(400, r#"{"responseCode":1,"errorCode":5,"responseMessage":"Missing required fields"}"#),
        answer(200, r#"{"responseCode":1,"errorCode":6,"responseMessage":"Unauthorized"}"#),
        answer(
            200,
            r#"{"responseCode":1,"errorCode":17,"responseMessage":"Daily request limit of 100 exceeded."}"#,
        ),
    ]
}

#[tokio::test]
async fn f20_f22_no_fault_ends_an_order_as_unpaid() {
    for fault in faults() {
        let name = format!("{fault:?}");
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.faults().always(Faults::ANY, fault);
        shop.run(3 * 3_600).await;
        let state = shop.state(&opened).await;
        assert!(state.is_live() || state.as_str() == "review", "{name}: {state}");
        for word in shop.told.words() {
            assert_eq!(word, "needs review", "{name}");
        }
    }
}

/// A payment made during an outage is found when it is over.
#[tokio::test]
async fn f20_an_outage_delays_and_loses_nothing() {
    for fault in [
        Fault::Forbidden,
        Fault::GatewayTimeout,
        Fault::CutAfter,
        Fault::TooManyRequests { retry_after: None },
    ] {
        let name = format!("{fault:?}");
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.faults().always(Faults::ANY, fault);
        shop.run(100).await;
        shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
        shop.run(3_600).await;
        assert!(shop.state(&opened).await.is_live(), "{name}");
        shop.sandbox.faults().clear();
        shop.run(4 * 3_600).await;
        assert_eq!(shop.state(&opened).await.as_str(), "paid", "{name}");
        assert_eq!(shop.told.words(), ["paid"], "{name}");
    }
}

/// An answer that says paid and breaks off is asked for again, and the amount is never guessed.
#[tokio::test]
async fn f36_an_answer_cut_in_the_amount_is_no_answer() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
    for keep in [100, 150, 200, 250, 300, 350] {
        shop.sandbox.faults().next(MD5, Fault::Truncate { keep });
    }
    shop.run(24 * 3_600).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
    assert_eq!(shop.told.words(), ["paid"]);
}

/// One token, many orders, a 401: one renewal.
#[tokio::test]
async fn f18_an_expired_token_is_renewed_once_and_the_orders_go_on() {
    let sandbox = Sandbox::builder().start_at(START).start().await.unwrap();
    let short = sandbox.bakong().issue(pay_sandbox::Bakong::EMAIL, Duration::from_secs(10));
    let shop = Shop::with_token(sandbox, &short, Some(pay_sandbox::Bakong::EMAIL));
    let mut orders = Vec::new();
    for number in 0..20 {
        orders.push(shop.sell(&format!("A-{number}")).await);
    }
    shop.pass(30);
    for opened in &orders {
        shop.sandbox.pay(code(opened), PayOptions::new()).unwrap();
    }
    shop.run(120).await;
    for opened in &orders {
        assert_eq!(shop.state(opened).await.as_str(), "paid", "{}", opened.id);
    }
    assert_eq!(shop.sandbox.journal().count("/v1/renew_token"), 1);
}

/// Nobody renews: the orders wait, and somebody is told.
#[tokio::test]
async fn f18_a_dead_token_pauses_the_source_and_fails_no_order() {
    let sandbox = Sandbox::builder().start_at(START).start().await.unwrap();
    let short = sandbox.bakong().issue(pay_sandbox::Bakong::EMAIL, Duration::from_secs(10));
    let shop = Shop::with_token(sandbox, &short, None);
    let opened = shop.sell("A-1").await;
    shop.run(3_600).await;
    assert!(shop.state(&opened).await.is_live());
    assert_eq!(shop.told.words(), Vec::<&str>::new());
    assert_eq!(shop.told.alerts().len(), 1, "{:?}", shop.told.alerts());
    // A token that is known to have expired is not sent: a 401 would be charged.
    assert_eq!(shop.sandbox.journal().len(), 0);
}
