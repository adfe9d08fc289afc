//! Many orders at once.

use pay_sandbox::{Bakong, Fault, PayOptions};

use crate::shop::{MD5, Shop, code};

#[tokio::test]
async fn sixty_orders_are_asked_about_in_lists_of_at_most_fifty() {
    let shop = Shop::open().await;
    let mut orders = Vec::new();
    for number in 0..60 {
        orders.push(shop.sell(&format!("A-{number}")).await);
    }
    // Every third is paid.
    for opened in orders.iter().step_by(3) {
        shop.sandbox.pay(code(opened), PayOptions::new()).unwrap();
    }
    shop.run(25).await;
    assert_eq!(shop.sandbox.journal().count(Bakong::MD5_LIST), 2);
    assert_eq!(shop.sandbox.journal().count(MD5), 0);
    for (number, opened) in orders.iter().enumerate() {
        let wanted = if number % 3 == 0 { "paid" } else { "watching" };
        assert_eq!(shop.state(opened).await.as_str(), wanted, "{}", opened.id);
    }
}

/// As found in production: the list is forbidden at the edge, single questions are not.
#[tokio::test]
async fn a_closed_list_path_falls_back_to_single_questions() {
    let shop = Shop::open().await;
    shop.sandbox.faults().always(Bakong::MD5_LIST, Fault::Forbidden);
    let first = shop.sell("A-1").await;
    let second = shop.sell("A-2").await;
    shop.sandbox.pay(code(&second), PayOptions::new()).unwrap();
    shop.run(100).await;
    assert_eq!(shop.state(&second).await.as_str(), "paid");
    assert!(shop.state(&first).await.is_live());
    assert_eq!(shop.sandbox.journal().count(Bakong::MD5_LIST), 1, "the list is asked once in six hours");
}

/// Orders that were put off when the list path closed lose no question: each is asked about as often as the others.
#[tokio::test]
async fn f23_orders_that_were_not_asked_about_stay_due() {
    let shop = Shop::open().await;
    shop.sandbox.faults().always(Bakong::MD5_LIST, Fault::Forbidden);
    let mut orders = Vec::new();
    for number in 0..8 {
        orders.push(shop.sell(&format!("A-{number}")).await);
    }
    shop.run(25).await;
    for opened in &orders {
        assert_eq!(shop.order(opened).await.tally().checks, 1, "{}", opened.id);
    }
    assert_eq!(shop.sandbox.journal().count(MD5), orders.len());
}

#[tokio::test]
async fn d22_the_same_code_cannot_be_watched_twice() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let mut again = opened.clone();
    again.id = pay_core::OrderId::new("A-2").unwrap();
    assert!(shop.watcher.watch(&again).await.is_err());
    assert!(shop.watcher.watch(&opened).await.is_ok(), "repeating the same order is no second order");
}
