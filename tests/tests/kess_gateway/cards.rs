//! A card that a payer saves, and pays by later.

use kess_client::service::{CreateOrder, QueryOrder, SaveCard};
use kess_client::{CallbackUrl, InvalidValue, OrderState, SaveCardNotice};
use pay_core::Untrusted;
use pay_http::http::Request;

use crate::shop::{Shop, number, raw, transaction};

/// Saves the sandbox's card by clicking through the page of saveCard. What the shop is told then.
async fn saved(shop: &Shop) -> SaveCardNotice {
    let notify = CallbackUrl::on_loopback(shop.cards.url()).unwrap();
    let page = raw(shop.call(&SaveCard::new(notify)).await.link);
    let form = shop.browse(Request::get(&page), "").await;
    let (_, token) = page.split_once("?token=").unwrap();
    assert!(form.contains(&format!("name=\"token\" value=\"{token}\"")), "{form}");
    let address = page.split('?').next().unwrap();
    assert!(shop.browse(Request::post(address), format!("token={token}")).await.contains("Saved as"));
    shop.sandbox.kess().notified().await;
    let mut cards = shop.cards.take();
    assert_eq!(cards.len(), 1);
    cards.remove(0)
}

/// saveCard, the notification with the card's token, an order, its page for that card, and the question.
#[tokio::test]
async fn a_saved_card_pays_an_order() {
    let shop = Shop::open().await;
    let SaveCardNotice { card, .. } = saved(&shop).await;
    assert_eq!(card.scheme, Some(Untrusted::new("VISA")));
    let token = card.card_token.unwrap();

    let order = shop.call(&CreateOrder::new(transaction("T-1"))).await;
    let address = shop.kess.saved_card_page(&order, &token).unwrap();
    let [base, name] = [shop.sandbox.base_url().to_owned(), raw(order.token.clone())];
    assert_eq!(address.expose(), format!("{base}/ccpay/{name}?card_token={}", token.expose()));
    assert!(!format!("{address:?}").contains(token.expose()), "the address is as good as the card");
    let page = shop.browse(Request::get(address.expose()), "").await;
    assert!(page.contains("<option value=\"VISA_MASTER\" selected>"), "{page}");
    let (_, action) = page.split_once("action=\"").unwrap();
    let action = format!("{base}{}", action.split('"').next().unwrap());
    assert!(shop.browse(Request::post(action), "method=VISA_MASTER").await.contains("Paid."));

    shop.pass(2);
    let paid = shop.call(&QueryOrder::new(number("T-1"))).await;
    assert_eq!(paid.state(), Some(OrderState::Success));
    assert_eq!(raw(paid.payment_detail.unwrap().payment_method_bic), "VISA_MASTER");
}

/// What stands in an answer does not lead the payer's browser to another page.
#[tokio::test]
async fn an_orders_token_is_one_part_of_an_address() {
    let shop = Shop::open().await;
    let mut order = shop.call(&CreateOrder::new(transaction("T-1"))).await;
    let card = crate::shop::secret("a&card_token=b/#?");
    let address = shop.kess.saved_card_page(&order, &card).unwrap();
    assert!(address.expose().ends_with("?card_token=a%26card_token%3Db%2F%23%3F"), "{}", address.expose());
    for (token, invalid) in [
        ("", InvalidValue::Empty),
        ("../evil", InvalidValue::Character { at: 0 }),
        ("a?card_token=b", InvalidValue::Character { at: 1 }),
    ] {
        order.token = Some(Untrusted::new(token));
        assert_eq!(shop.kess.saved_card_page(&order, &card), Err(invalid), "{token}");
    }
    order.token = None;
    assert_eq!(shop.kess.saved_card_page(&order, &card), Err(InvalidValue::Empty));
}
