//! Orders by the Payment Page, from the link that is made here to the click.

use std::fmt::Write as _;

use conformance::browser;
use monetix_client::{CallbackUrl, EncryptionKey, Page, PageRequest, Plain};
use pay_core::{Check, Observation, Secret, StatusSource as _, Trust};
use pay_http::http::Request;
use pay_http::{BaseUrl, Bytes, HttpTransport, Transport as _};
use pay_sandbox::Monetix as Double;
use pay_watch::State;

use crate::shop::{PRICE, Shop, customer, link, number, settings, usd};

/// The whole way: link, hosted page, callback, question, verdict.
async fn walk(shop: &Shop, link: &str) {
    let key = number("A-1").to_key();
    assert!(shop.sandbox.journal().is_empty(), "a link is made without a request");
    let answers = shop.monetix.observe(std::slice::from_ref(&key)).await.answers;
    assert_eq!(answers, [(key, Ok(Observation::NotFound))], "nobody has confirmed it");

    let page = shop.pay_on(link, "bank=62411").await;
    assert!(page.contains("Paid.") && page.contains("ACLEDA Bank") && page.contains("10.50 USD"), "{page}");
    assert!(shop.callbacks().await.is_empty(), "the payment has not settled");
    shop.pass(2);

    let callbacks = shop.callbacks().await;
    let [callback] = callbacks.as_slice() else { unreachable!("{callbacks:?}") };
    let covers =
        vec![Check::Order, Check::Status, Check::Currency, Check::Amount, Check::Receiver, Check::Time];
    assert_eq!(callback.notice.trust, Trust::Signed { covers });
    assert_eq!(shop.wire_count(Double::STATUS), 1, "a callback asks nothing by itself");
    shop.take(callback.notice.clone()).await;
    shop.run(1).await;

    let State::Paid(settled) = shop.state("A-1").await else { unreachable!("not paid") };
    assert_eq!(shop.wire_count(Double::STATUS), 2);
    let payment = shop.double().payment("A-1").unwrap();
    assert_eq!(settled.payment().transaction.as_str(), payment.operation_id.unwrap().to_string());
    assert_eq!(settled.payment().amount, PRICE);
    // A callback has whole seconds.
    assert_eq!(
        settled.payment().paid_at.unwrap().as_millis(),
        payment.paid_at.unwrap().as_millis() / 1_000 * 1_000
    );
    assert_eq!(shop.told.words(), ["paid"]);
}

#[tokio::test]
async fn a_link_is_paid_on_its_page_told_and_confirmed() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    walk(&shop, link(&opened)).await;
}

#[tokio::test]
async fn an_encrypted_link_leads_to_the_same_page() {
    let shop = Shop::open().await;
    let key = EncryptionKey::new(Secret::new(Double::ENCRYPTION_KEY).unwrap()).unwrap();
    let opened = shop.sell_by(&shop.checkout().encrypted(key), "A-1", PRICE).await;
    assert!(!link(&opened).contains("payment"), "{}", link(&opened));
    walk(&shop, link(&opened)).await;
}

/// The widget opens the page with the members of its object, numbers as text.
#[tokio::test]
async fn a_widget_object_has_the_signature_that_the_page_asks_for() {
    let shop = Shop::open().await;
    let description = Plain::new("</script> & សួស្តី").unwrap();
    let request = PageRequest::new(number("A-1"), customer(), usd(1_050)).description(description);
    let object = Page::new(settings(&shop.sandbox)).widget(&request).unwrap();
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&object).unwrap();
    let base: BaseUrl = shop.sandbox.base_url().parse().unwrap();
    let mut address = format!("{}?", base.join(Double::PAYMENT_PAGE).unwrap());
    for (name, value) in members {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        write!(address, "&{name}=").unwrap();
        for byte in text.bytes() {
            write!(address, "%{byte:02X}").unwrap();
        }
    }
    let page = browser::browse(shop.sandbox.base_url(), Request::get(&address), "").await;
    assert!(page.contains("10.50 USD") && page.contains("&lt;/script&gt;"), "{page}");
    let payments = shop.double().payments();
    assert_eq!((&*payments[0].payment_id, payments[0].amount), ("A-1", PRICE));
}

#[tokio::test]
async fn a_link_that_a_payer_has_changed_is_not_opened() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    let host = HttpTransport::new(&shop.sandbox.base_url().parse().unwrap()).unwrap();
    for (before, after) in [
        ("payment_amount=1050", "payment_amount=100"),
        ("payment_id=A-1", "payment_id=A-2"),
        ("project_id=1234", "project_id=1235"),
        ("best_before=2025", "best_before=2026"),
        ("&signature=", "&redirect_success_url=http%3A%2F%2F127.0.0.1%3A9&signature="),
    ] {
        let changed = link(&opened).replace(before, after);
        assert_ne!(changed, link(&opened), "{before}");
        let answer = host.send(Request::get(changed).body(Bytes::new()).unwrap()).await.unwrap();
        let page = String::from_utf8_lossy(answer.body());
        assert!(answer.status() == 400 && page.contains("code 3261:"), "{after}: {page}");
    }
    assert!(shop.double().payments().is_empty());
}

#[tokio::test]
async fn what_a_link_says_is_where_callbacks_and_the_browser_go() {
    let shop = Shop::open().await;
    shop.double().callback_to(None);
    let url = |text: &str| CallbackUrl::on_loopback(text).unwrap();
    let checkout = shop
        .checkout()
        .callback_url(url(&shop.listener.url()))
        .success_url(url("http://127.0.0.1:9/thanks?till=2&x=%26"))
        .fail_url(url("http://127.0.0.1:9/sorry"));
    let opened = shop.sell_by(&checkout, "A-1", PRICE).await;
    let page = shop.pay_on(link(&opened), "bank=62401&code=20105&declines=1").await;
    assert!(page.contains("href=\"http://127.0.0.1:9/sorry\""), "{page}");
    shop.run(2).await;
    let page = shop.pay_on(link(&opened), "bank=62401").await;
    assert!(page.contains("href=\"http://127.0.0.1:9/thanks?till=2&amp;x=%26\""), "{page}");
    shop.run(2).await;
    assert_eq!(shop.told.words(), ["paid"]);
    assert!(shop.double().notifications().iter().all(|sent| sent.url == shop.listener.url()));
}

/// The page and the order end in the same second.
#[tokio::test]
async fn nobody_pays_and_the_order_times_out() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.run(599).await;
        assert!(shop.state("A-1").await.is_live());
        let page = browser::browse(shop.sandbox.base_url(), Request::get(link(&opened)), "").await;
        assert!(page.contains("<button"), "{page}");
        shop.run(1).await;
        let page = browser::browse(shop.sandbox.base_url(), Request::get(link(&opened)), "").await;
        assert!(!page.contains("<button"), "{page}");
        shop.run(30).await;
        assert_eq!(shop.told.words(), ["timed out"]);
    }
}
