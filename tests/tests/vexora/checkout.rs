//! Opening orders.

use std::sync::Arc;

use pay_core::{
    Checkout, Currency, Money, NewOrder, OpenError, Opened, OrderId, Outcome, Presentation, Receiver,
};
use pay_http::TransportErrorKind;
use pay_sign::Fields;
use vexora_client::{InvalidOrder, PaymentLink, Vexora};

use crate::wire::{
    Answer, HandClock, NOW, ORDER, Wire, body, broken, code, http, payer, settings, success, url, vexora,
};

fn link(vexora: Vexora) -> PaymentLink {
    let (notify, back) = (url("https://shop.example/notify"), url("https://shop.example/thanks"));
    PaymentLink::new(Arc::new(vexora), payer(), notify, back)
}

fn order() -> NewOrder {
    NewOrder::new(OrderId::new(ORDER).unwrap(), Money::from_minor(300, Currency::Khr), "Two coffees")
}

async fn open(answer: Answer) -> Result<Opened, OpenError> {
    link(vexora(&Wire::script([answer]))).open(&order(), NOW).await
}

fn opened(link: &str, status: &str) -> Answer {
    success(&format!(r#"{{"tradeNo":"{ORDER}","status":"{status}","paymentLink":"{link}"}}"#))
}

#[tokio::test]
async fn the_vendors_sample_opens_an_order() {
    let wire = Wire::script([http(200, conformance::fixture("vexora/checkout.json"))]);
    let opened = link(vexora(&wire)).open(&order(), NOW).await.unwrap();
    let expected = "https://checkout.vexora.com/pay?token=8f3k29d0qplm7x2a9bc45de7812fg90";
    assert_eq!(opened.presentation, Presentation::Redirect(expected.to_owned()));
    assert_eq!(opened.expected.key().as_str(), ORDER);
    assert_eq!(*opened.expected.receiver(), Receiver::BoundToOrder);
    assert_eq!(opened.expected.expires_at(), NOW.after(NewOrder::DEFAULT_LIFETIME));
    let fields = Fields::from_json(body(&wire.sent()[0])).unwrap();
    assert_eq!(fields.text("amount"), Some("300"));
    assert_eq!(fields.text("remark"), Some("Two coffees"));
    assert_eq!(fields.text("channelCode"), Some("KHQR"));
}

#[tokio::test]
async fn d48_a_link_that_is_not_vexoras_is_not_shown() {
    for wrong in [
        "http://checkout.vexora.com/pay",
        "https://checkout.vexora.com.evil.tld/",
        "javascript:alert(1)",
        "https://user@checkout.vexora.com/",
        "https://checkout.vexora.com@evil.tld/",
        "https://checkout.vexora.com:8443/",
        "http://127.0.0.1/pay",
        "",
    ] {
        let error = open(opened(wrong, "0015")).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{wrong}: the order may be open");
    }
    let none = success(&format!(r#"{{"tradeNo":"{ORDER}","status":"0015"}}"#));
    assert_eq!(open(none).await.unwrap_err().outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn d48_a_host_is_added_by_the_merchant() {
    let wire = Wire::script([opened("https://pay.example/1", "0015")]);
    let client = Vexora::new(settings().payment_host("Pay.Example"), wire, HandClock::at(NOW));
    assert!(link(client).open(&order(), NOW).await.is_ok());
}

/// A double on this machine may send its payer to itself.
#[tokio::test]
async fn a_sandbox_on_this_machine_is_a_payment_host() {
    let secret = crate::wire::secret(crate::wire::APP_SECRET);
    let base = "http://127.0.0.1:8787/vexora".parse().unwrap();
    let local = vexora_client::Settings::new(base, "1234567890", secret, Currency::Khr).unwrap();
    let wire = Wire::script([opened("http://127.0.0.1:8787/pay/1", "0015")]);
    let client = Vexora::new(local, wire, HandClock::at(NOW));
    assert!(link(client).open(&order(), NOW).await.is_ok());
}

/// What the status says counts before a link is shown.
#[tokio::test]
async fn an_order_that_is_not_open_is_not_shown() {
    const LINK: &str = "https://checkout.vexora.com/pay";
    for (status, outcome) in [
        ("00029", Outcome::Refused),
        ("0029", Outcome::Refused),
        ("0100019", Outcome::Refused),
        ("0000", Outcome::Unknown),
        ("0001", Outcome::Unknown),
        ("0030", Outcome::Unknown),
    ] {
        assert_eq!(open(opened(LINK, status)).await.unwrap_err().outcome(), outcome, "{status}");
    }
    assert!(open(success(&format!(r#"{{"paymentUrl":"{LINK}"}}"#))).await.is_ok());
}

#[tokio::test]
async fn an_unknown_outcome_says_so() {
    let reset = broken(TransportErrorKind::Reset, Outcome::Unknown);
    assert_eq!(open(reset).await.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(open(code("5000")).await.unwrap_err().outcome(), Outcome::Unknown);
    assert_eq!(open(code("8000")).await.unwrap_err().outcome(), Outcome::Refused);
}

/// Vexora's rules are narrower than an order's; nothing is sent for one that breaks them.
#[tokio::test]
async fn orders_that_break_a_rule_are_not_sent() {
    let wire = Wire::script([]);
    let checkout = link(vexora(&wire));
    let new = |id: &str, minor, currency, text: &str| {
        NewOrder::new(OrderId::new(id).unwrap(), Money::from_minor(minor, currency), text)
    };
    for order in [
        new("T.1", 100, Currency::Khr, "Coffee"),
        new(&"T".repeat(33), 100, Currency::Khr, "Coffee"),
        new("T-1", 0, Currency::Khr, "Coffee"),
        new("T-1", -100, Currency::Khr, "Coffee"),
        new("T-1", 100, Currency::Usd, "Coffee"),
        new("T-1", 100, Currency::Khr, ""),
        new("T-1", 100, Currency::Khr, &"x".repeat(256)),
        new("T-1", 100, Currency::Khr, "a\u{202e}b"),
    ] {
        let error = checkout.open(&order, NOW).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(std::error::Error::source(&error).unwrap().is::<InvalidOrder>());
    }
    assert!(wire.sent().is_empty());
}
