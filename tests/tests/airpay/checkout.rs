//! Opening orders for a payer.

use std::sync::Arc;

use airpay_client::{Code, Error, Ewallet, InvalidMember, Member, NothingToShow, PaymentMethod, StoredOrder};
use pay_core::{
    Checkout, Currency, Money, NewOrder, OpenError, Opened, OrderId, Outcome, Presentation, Receiver,
};
use pay_http::TransportErrorKind;

use crate::wire::{Answer, NOW, Wire, airpay, broken, http, payer, return_url, success, tracking};

const QR: &str = "00020101021229180014khqr@devbank5204599953038405802KH";

fn order(id: &str) -> NewOrder {
    NewOrder::new(OrderId::new(id).unwrap(), Money::from_minor(1_050, Currency::Usd), "Two coffees")
}

fn checkout(wire: &Arc<Wire>) -> Ewallet {
    Ewallet::new(Arc::new(airpay(wire)), payer(), tracking(), return_url())
}

async fn open(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Result<Opened, OpenError> {
    let wire = Wire::new(move |_| answer());
    let result = checkout(&wire).open(&order("T-1"), NOW).await;
    assert_eq!(wire.sent().len(), 1);
    result
}

fn source<E: std::error::Error + 'static>(error: &OpenError) -> &E {
    std::error::Error::source(error).unwrap().downcast_ref().unwrap()
}

#[tokio::test]
async fn an_order_is_opened_with_its_id_as_trxid() {
    let wire = Wire::new(|_| success(r#"{"url":"https://pay.example/p/1","trx_id":"LINKIT1"}"#));
    let opened = checkout(&wire).payment_method(PaymentMethod::Qr).open(&order("T-1"), NOW).await.unwrap();
    assert_eq!(opened.presentation, Presentation::Redirect("https://pay.example/p/1".to_owned()));
    assert_eq!(*opened.expected.receiver(), Receiver::BoundToOrder);
    assert_eq!(opened.expected.amount(), Money::from_minor(1_050, Currency::Usd));
    assert_eq!(opened.expected.expires_at(), NOW.after(NewOrder::DEFAULT_LIFETIME));
    let body: serde_json::Value = serde_json::from_slice(wire.sent()[0].body()).unwrap();
    assert_eq!((&body["trxid"], &body["payment_method"]), (&"T-1".into(), &"QR".into()));
    assert_eq!(body["return_url"], "https://shop.example/r/TRX123456789");
}

/// A postback has the platform's id alone, so that is the key wherever it is known.
#[tokio::test]
async fn the_key_is_the_platforms_id_where_the_answer_names_it() {
    let named = open(|| success(r#"{"url":"https://pay.example/p/1","trx_id":"LINKIT1"}"#)).await.unwrap();
    assert_eq!((named.id.as_str(), named.expected.key().as_str()), ("T-1", "LINKIT1"));
    let stored = StoredOrder::of(&named).unwrap();
    assert_eq!((stored.trxid(), stored.platform_id().as_str()), (&named.id, "LINKIT1"));
    for data in [
        r#"{"url":"https://pay.example/p/1"}"#,
        r#"{"url":"https://pay.example/p/1","trxid":"T-1"}"#,
        r#"{"url":"https://pay.example/p/1","trxid":"A","trx_id":"B"}"#,
    ] {
        let unnamed = open(move || success(data)).await.unwrap();
        assert_eq!(unnamed.expected.key().as_str(), "T-1", "{data}");
        assert_eq!(StoredOrder::of(&unnamed), None, "{data}");
    }
}

#[tokio::test]
async fn a_qr_is_shown_where_there_is_no_link() {
    let data = format!(r#"{{"qr":"{QR}"}}"#);
    let opened = open(move || success(&data)).await.unwrap();
    assert_eq!(opened.presentation, Presentation::Qr(QR.to_owned()));
}

/// The order is open by then, and what Airpay gave for it is not lost.
#[tokio::test]
async fn an_answer_with_nothing_to_show_is_kept() {
    for (data, said) in [
        ("{}", "no members"),
        ("null", "no members"),
        (r#"{"redirect_url":"javascript:alert(1)"}"#, "redirect_url"),
        (r#"{"url":"http://pay.example/p/1","zz\u001b":7}"#, "url, zz\u{fffd}"),
    ] {
        let error = open(move || success(data)).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{data}");
        let nothing: &NothingToShow = source(&error);
        assert_eq!(nothing.answer().data.json().unwrap_or("null"), data);
        let expected = format!("order was opened without an https link or a QR; its data has {said}");
        assert_eq!(nothing.to_string(), expected);
    }
}

#[tokio::test]
async fn failures_keep_their_outcome() {
    let refused = open(|| http(200, r#"{"code":903}"#)).await.unwrap_err();
    assert_eq!(refused.outcome(), Outcome::Refused);
    let duplicate = open(|| http(200, r#"{"code":911}"#)).await.unwrap_err();
    assert_eq!(duplicate.outcome(), Outcome::Unknown);
    assert_eq!(source::<Error>(&duplicate).kind().api().unwrap().code, Some(Code::DuplicateTrxid));
    for outcome in [Outcome::NotSent, Outcome::Unknown] {
        let error = open(move || broken(TransportErrorKind::Timeout, outcome)).await.unwrap_err();
        assert_eq!(error.outcome(), outcome);
    }
}

/// An order's rules are wider than Airpay's; nothing is sent for one that breaks these.
#[tokio::test]
async fn orders_that_break_a_rule_are_not_sent() {
    let wire = Wire::new(|_| success("{}"));
    let new = |id: &str, minor, text: &str| {
        NewOrder::new(OrderId::new(id).unwrap(), Money::from_minor(minor, Currency::Usd), text)
    };
    for (order, member) in [
        (new(&"T".repeat(51), 100, "Coffee"), Member::TrxId),
        (new("T-1", 0, "Coffee"), Member::Amount),
        (new("T-1", -100, "Coffee"), Member::Amount),
        (new("T-1", 100, ""), Member::Description),
        (new("T-1", 100, &"ក".repeat(51)), Member::Description),
        (new("T-1", 100, "a\u{202e}b"), Member::Description),
    ] {
        let error = checkout(&wire).open(&order, NOW).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert_eq!(source::<InvalidMember>(&error).member(), member);
    }
    assert!(wire.sent().is_empty());
}
