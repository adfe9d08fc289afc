//! What the payer's browser brings back to the shop's page.

use kess_client::service::{QueryOrder, Service as _};
use kess_client::{GatewayCode, OrderState, RedirectHint};
use pay_sandbox::KessPay;
use pay_watch::State;

use crate::shop::{Shop, link, raw};

/// Success typed by the payer: the shop asks, and neither the gateway nor the watcher believes it.
#[tokio::test]
async fn d19_a_typed_success_is_a_question_and_changes_nothing() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let before = (shop.state(&opened).await, shop.sandbox.kess().order("A-1"));
    let token = link(&opened).rsplit('/').next().unwrap();
    let typed = format!("success=1&out_trade_no=A-1&message=Payment+Successful%21&token={token}");

    let hint = RedirectHint::read(&typed).unwrap();
    assert!(hint.claims_success);
    let asked = shop.sandbox.journal().entries().len();
    let order = shop.call(&hint.query()).await;
    assert_eq!((order.state(), raw(order.out_trade_no)), (Some(OrderState::Waiting), "A-1".to_owned()));
    let journal = shop.sandbox.journal();
    assert_eq!(journal.entries().len(), asked + 1, "one question, and nothing else");
    assert_eq!(shop.wire_count(QueryOrder::NAME), 1);

    // Nor does a watcher that is told to look.
    shop.watcher.hint(&opened.id).await.unwrap();
    shop.watcher.step_due().await.unwrap();
    assert_eq!(shop.wire_count(QueryOrder::NAME), 2);
    assert_eq!((shop.state(&opened).await, shop.sandbox.kess().order("A-1")), before);
    assert!(shop.told.words().is_empty());
}

/// The address that the gateway sends the payer back to has the shop's own query before its own.
#[tokio::test]
async fn d19_the_gateways_own_redirect_is_no_more_than_a_question() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let hint = |order: pay_sandbox::KessOrder| {
        let address = order.redirect.unwrap();
        let (_, query) = address.split_once('?').unwrap();
        assert!(query.starts_with("till=2&"), "{query}");
        RedirectHint::read(query).unwrap()
    };
    let failed = hint(shop.pay(&opened, KessPay::new().method("VISA_MASTER").fails("DECLINED")));
    assert_eq!(failed.pay_response.unwrap().gateway_code, Some(GatewayCode::Declined));
    let paid = hint(shop.pay(&opened, KessPay::new()));
    assert!(!failed.claims_success && paid.claims_success);
    // The money arrives after the payer's browser.
    assert_eq!(shop.call(&paid.query()).await.state(), Some(OrderState::Waiting));
    shop.pass(2);
    assert_eq!(shop.call(&paid.query()).await.state(), Some(OrderState::Success));
    shop.run(10).await;
    assert!(matches!(shop.state(&opened).await, State::Paid(_)), "{:?}", shop.state(&opened).await);
}
