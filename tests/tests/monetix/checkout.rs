//! Opening orders by the Payment Page, without a request.

use std::time::Duration;

use monetix_client::{CallbackUrl, Customer, EncryptionKey, Hosts, InvalidRequest, PaymentPage};
use pay_core::{
    AccountId, Checkout, Currency, Money, NewOrder, OrderId, Outcome, Presentation, Receiver, Secret,
};
use pay_http::BaseUrl;

use crate::wire::{NOW, customer, settings, usd};

fn order() -> NewOrder {
    NewOrder::new(OrderId::new("payment_47").unwrap(), usd(10_000), "Two coffees")
}

#[tokio::test]
async fn an_order_is_opened_by_a_link() {
    let url = |path: &str| CallbackUrl::new(format!("https://shop.example/{path}")).unwrap();
    let page = PaymentPage::new(settings(), customer())
        .callback_url(url("callback"))
        .success_url(url("thanks"))
        .fail_url(url("sorry"));
    let opened = page.open(&order(), NOW).await.unwrap();
    let Presentation::Redirect(link) = &opened.presentation else { panic!("{opened:?}") };
    assert!(
        link.starts_with("https://paymentpage.trxhost.com/payment?project_id=1234&payment_id=payment_47&")
    );
    for part in [
        "payment_amount=10000",
        "best_before=2024-12-07T19%3A15%3A00%2B00%3A00",
        "%2Fthanks",
        "%2Fsorry",
        "%2Fcallback",
    ] {
        assert!(link.contains(part), "{part}");
    }
    assert_eq!(opened.expected.key().as_str(), "payment_47");
    assert_eq!(*opened.expected.receiver(), Receiver::account(AccountId::new("1234").unwrap()));
    assert_eq!(opened.expected.expires_at(), NOW.after(NewOrder::DEFAULT_LIFETIME));
    assert_eq!(page.order(&order(), NOW).unwrap(), opened, "nothing in it is drawn");
}

#[tokio::test]
async fn links_are_encrypted_where_there_is_a_key() {
    let key = EncryptionKey::new(Secret::new("encryption key").unwrap()).unwrap();
    let opened = PaymentPage::new(settings(), customer()).encrypted(key).open(&order(), NOW).await.unwrap();
    let Presentation::Redirect(link) = &opened.presentation else { panic!("{opened:?}") };
    assert!(link.starts_with("https://paymentpage.trxhost.com/1234/") && !link.contains("John"));
}

#[tokio::test]
async fn orders_that_break_a_rule_are_not_opened() {
    let checkout = PaymentPage::new(settings(), customer());
    let new = |money, text: &str| NewOrder::new(OrderId::new("p").unwrap(), money, text);
    for order in [
        new(usd(0), "Coffee"),
        new(usd(-1), "Coffee"),
        new(Money::from_minor(4_000, Currency::Khr), "Coffee"),
        new(usd(1), "a;payment_amount:1"),
        new(usd(1), "a\u{202e}b"),
        new(usd(1), &"x".repeat(256)),
        new(usd(1), "Coffee").lifetime(Duration::from_millis(999)),
        new(usd(1), "Coffee").lifetime(Duration::MAX),
    ] {
        let error = checkout.open(&order, NOW).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(std::error::Error::source(&error).unwrap().is::<InvalidRequest>());
    }
    assert!(checkout.open(&new(usd(1), ""), NOW).await.is_ok(), "the method requires no description");
}

#[test]
fn a_payer_without_a_name_or_an_address_is_none() {
    for (id, email, name) in
        [("", "a@b", "n"), ("c", "", "n"), ("c", "ab", "n"), ("c", "a@b", ""), ("c", "a@b", " n")]
    {
        assert!(Customer::new(id, email, name).is_err(), "{id} {email} {name}");
    }
}

/// Both addresses are the merchant's to give; whatever is no https address is none.
#[test]
fn d33_monetix_is_spoken_to_over_tls_alone() {
    for wrong in [
        "http://api.trxhost.com",
        "https://user@api.trxhost.com",
        "api.trxhost.com",
        "https://api.trxhost.com?x",
    ] {
        assert!(wrong.parse::<BaseUrl>().is_err(), "{wrong}");
    }
    let hosts = Hosts {
        page: "http://127.0.0.1:8787/page".parse().unwrap(),
        gate: "http://localhost:8787".parse().unwrap(),
    };
    assert_eq!(hosts, hosts.clone());
}
