//! The token of many tasks.

use std::sync::Arc;

use kess_client::service::{PaymentMethods, QueryOrder, Service as _};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Kess as Gateway, KessPay};
use tokio::task::JoinSet;

use crate::shop::Shop;

const TASKS: usize = 100;

/// Many tasks ask at once, and all of them are answered.
async fn ask(shop: &Shop) {
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let kess = Arc::clone(&shop.kess);
        tasks.spawn(async move { kess.call(&PaymentMethods {}).await.unwrap().len() });
    }
    assert!(tasks.join_all().await.into_iter().all(|methods| methods == 22));
}

/// What tokens were asked for with.
fn grants(shop: &Shop) -> Vec<String> {
    let asked = shop.sandbox.journal().of(Gateway::TOKEN).into_iter();
    asked.map(|entry| entry.body.replace(r#"{"grant_type":""#, "").replace(r#""}"#, "")).collect()
}

#[tokio::test]
async fn f18_many_tasks_get_their_first_token_once() {
    let shop = Shop::open().await;
    ask(&shop).await;
    assert_eq!(grants(&shop), ["password"]);
    assert_eq!(shop.wire_count(PaymentMethods::NAME), TASKS);
}

/// A minute before the token's end, by the refresh token; after a long night, by the password.
#[tokio::test]
async fn f18_a_token_is_renewed_once_before_its_end() {
    let shop = Shop::open().await;
    ask(&shop).await;
    shop.pass(1_739);
    ask(&shop).await;
    assert_eq!(grants(&shop), ["password"]);
    shop.pass(1);
    ask(&shop).await;
    assert_eq!(grants(&shop), ["password", "refresh_token"]);
    shop.pass(2_700);
    ask(&shop).await;
    assert_eq!(grants(&shop), ["password", "refresh_token", "password"]);
    assert_eq!(shop.wire_count(PaymentMethods::NAME), 4 * TASKS, "no question met a dead token");
}

/// Every task has a 401; one of them tries the refresh token, which is dead, too, and the password.
#[tokio::test]
async fn f18_a_storm_of_401_is_one_renewal() {
    let shop = Shop::open().await;
    ask(&shop).await;
    shop.pass(120);
    shop.sandbox.kess().revoke_tokens();
    ask(&shop).await;
    assert_eq!(grants(&shop), ["password", "refresh_token", "password"]);
    let asked = shop.wire_count(PaymentMethods::NAME);
    assert!(asked <= 3 * TASKS, "each was asked at most once more: {asked}");
}

/// The token dies while orders are open: none of them fails, nobody is called.
#[tokio::test]
async fn f18_a_token_that_dies_fails_no_order() {
    let shop = Shop::open().await;
    let mut orders = Vec::new();
    for number in 0..20 {
        orders.push(shop.sell(&format!("A-{number}")).await);
    }
    shop.run(120).await;
    shop.sandbox.kess().revoke_tokens();
    for opened in &orders {
        shop.pay(opened, KessPay::new());
    }
    shop.run(60).await;
    assert_eq!(shop.told.words(), ["paid"; 20]);
    assert_eq!(shop.told.alerts().len(), 0);
    assert_eq!(grants(&shop), ["password", "refresh_token", "password"]);
}

/// No token is given any more: the orders wait, somebody is told, and the payments are found afterwards.
#[tokio::test]
async fn f18_dead_credentials_pause_the_source_and_fail_no_order() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.run(120).await;
    shop.sandbox.kess().revoke_tokens();
    let refused =
        Fault::answer(StatusCode::UNAUTHORIZED, "application/json", r#"{"error":"invalid_client"}"#);
    shop.sandbox.faults().always(Gateway::TOKEN, refused);
    shop.pay(&opened, KessPay::new());
    let before = shop.wire_count(QueryOrder::NAME);
    shop.run(3_600).await;
    assert!(shop.state(&opened).await.is_live());
    assert_eq!((shop.told.words(), shop.told.alerts().len()), (vec!["manual check suggested"], 1));
    let refused = shop.wire_count(QueryOrder::NAME) - before;
    assert_eq!(refused, 1, "a token that was refused is not sent again");
    shop.sandbox.faults().clear();
    shop.watcher.resume().await.unwrap();
    shop.run(600).await;
    assert_eq!(shop.told.words(), ["manual check suggested", "paid"]);
}
