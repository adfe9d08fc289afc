//! A hundred questions a day.

use pay_sandbox::{PayOptions, Sandbox};

use crate::shop::{Shop, code};

#[tokio::test]
async fn forty_unpaid_orders_stay_inside_the_day() {
    let shop = Shop::open().await;
    let mut orders = Vec::new();
    for number in 0..40 {
        orders.push(shop.sell(&format!("A-{number}")).await);
        shop.run(30).await;
    }
    // Until just before midnight in Phnom Penh.
    shop.run(4_000).await;
    let charged = shop.sandbox.bakong().charged_today(pay_sandbox::Bakong::EMAIL);
    assert!(charged <= 90, "{charged} questions, ten are kept in reserve");
    for opened in &orders {
        assert!(!matches!(shop.state(opened).await.as_str(), "paid" | "failed"));
    }
}

/// Code 17 is not an answer: what was paid before it is found after midnight.
#[tokio::test]
async fn a_spent_quota_pauses_until_midnight_and_loses_no_payment() {
    let shop = Shop::open_at(Sandbox::builder().daily_quota(Some(1))).await;
    let opened = shop.sell("A-1").await;
    shop.run(30).await;
    shop.sandbox.pay(code(&opened), PayOptions::new()).unwrap();
    shop.run(3_600).await;
    assert!(shop.state(&opened).await.is_live());
    let asked = shop.sandbox.journal().len();
    assert!(asked <= 2, "{asked} questions after the quota was spent");
    // 22:06 and an hour and two more: past midnight.
    shop.run(2 * 3_600).await;
    assert_eq!(shop.state(&opened).await.as_str(), "paid");
    assert_eq!(shop.told.words(), ["paid"]);
}
