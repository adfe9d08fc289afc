//! Opening orders: by payment link, and by native QR.

use std::sync::Arc;
use std::time::Duration;

use kess_client::{CallbackUrl, Code, Error, Fields, InvalidOrder, NativeQr, PaymentLink, ServiceCode};
use pay_core::{
    Checkout, Currency, Money, NewOrder, OpenError, Opened, OrderId, Outcome, Presentation, Receiver,
};

use crate::wire::{Answer, NOW, Wire, body, broken, http, kess, success};

fn order(id: &str) -> NewOrder {
    NewOrder::new(OrderId::new(id).unwrap(), Money::from_minor(1_050, Currency::Usd), "Two coffees")
}

async fn link(answer: Answer) -> Result<Opened, OpenError> {
    PaymentLink::new(Arc::new(kess(&Wire::script([answer])))).open(&order("T-1"), NOW).await
}

fn opened(members: &str) -> Answer {
    success(&format!(
        r#"{{"out_trade_no":"T-1","status":"WAITING","total_amount":10.5,"currency":"USD",{members}}}"#
    ))
}

#[tokio::test]
async fn an_order_is_opened_by_payment_link() {
    let wire = Wire::script([opened(r#""payment_link":"https://devwebpayment.kesspay.io/pay/1116""#)]);
    let notify = CallbackUrl::new("https://shop.example/notify").unwrap();
    let redirect = CallbackUrl::new("https://shop.example/thanks").unwrap();
    let checkout = PaymentLink::new(Arc::new(kess(&wire))).notify_url(notify).redirect_url(redirect);
    let opened = checkout.open(&order("T-1"), NOW).await.unwrap();
    let expected = Presentation::Redirect("https://devwebpayment.kesspay.io/pay/1116".to_owned());
    assert_eq!(opened.presentation, expected);
    assert_eq!(opened.expected.key().as_str(), "T-1");
    assert_eq!(*opened.expected.receiver(), Receiver::BoundToOrder);
    assert_eq!(opened.expected.expires_at(), NOW.after(NewOrder::DEFAULT_LIFETIME));
    let fields = Fields::from_json(body(&wire.calls()[0])).unwrap();
    assert_eq!(fields.number("total_amount"), Some("10.5"));
    assert_eq!(fields.number("expires_in"), Some("600"));
    assert_eq!(fields.text("notify_url"), Some("https://shop.example/notify"));
    assert_eq!(fields.text("redirect_url"), Some("https://shop.example/thanks"));
}

/// The payer is not sent to what is no https link, and the order may be open all the same.
#[tokio::test]
async fn a_link_that_is_none_is_not_shown() {
    for link_text in
        ["javascript:alert(1)", "http://devwebpayment.kesspay.io/pay/1", "https://user@evil.tld/", ""]
    {
        let error = link(opened(&format!(r#""payment_link":"{link_text}""#))).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{link_text}");
    }
    assert_eq!(link(opened(r#""payment_link":null"#)).await.unwrap_err().outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn an_order_is_opened_by_native_qr() {
    let qr = "00020101021230100006KESSKH5204000053038405402105802KH5919KESS INNOVATION PLC6010Phnom Penh\
              6236012444816b39953515cd6262b1870304test630448F7";
    let data = format!(
        r#"{{"qrcode":"{qr}","order_info":{{"out_trade_no":"T-1","total_amount":"10.50","currency":"USD"}}}}"#
    );
    let wire = Wire::script([success(&data), success(&data.replace(qr, ""))]);
    let checkout = NativeQr::new(Arc::new(kess(&wire)), ServiceCode::kess_khqr());
    let opened = checkout.open(&order("T-1"), NOW).await.unwrap();
    assert_eq!(opened.presentation, Presentation::Qr(qr.to_owned()));
    assert_eq!(checkout.open(&order("T-1"), NOW).await.unwrap_err().outcome(), Outcome::Unknown);
    let fields = Fields::from_json(body(&wire.calls()[0])).unwrap();
    assert_eq!(fields.text("service_code"), Some("KESSKHQR"));
}

/// The same number again: the order is there already, and is to be observed.
#[tokio::test]
async fn a_number_is_opened_once() {
    let error =
        link(http(409, r#"{"success":false,"code":409,"status_code":"DUPLICATED"}"#)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    let source = std::error::Error::source(&error).unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.kind().api().and_then(|api| api.code), Some(Code::Duplicated));
}

#[tokio::test]
async fn an_unknown_outcome_says_so() {
    let reset = broken(pay_http::TransportErrorKind::Reset, Outcome::Unknown);
    assert_eq!(link(reset).await.unwrap_err().outcome(), Outcome::Unknown);
}

/// KESS's rules are narrower than an order's; nothing is sent for one that breaks them.
#[tokio::test]
async fn orders_that_break_a_rule_are_not_sent() {
    let wire = Wire::script([]);
    let checkout = PaymentLink::new(Arc::new(kess(&wire)));
    let money = |minor| Money::from_minor(minor, Currency::Usd);
    let new = |id: &str, minor, text: &str| NewOrder::new(OrderId::new(id).unwrap(), money(minor), text);
    for order in [
        new("T_1", 100, "Coffee"),
        new(&"T".repeat(33), 100, "Coffee"),
        new("T-1", 0, "Coffee"),
        new("T-1", -100, "Coffee"),
        new("T-1", 100, ""),
        new("T-1", 100, &"x".repeat(256)),
        new("T-1", 100, "a\u{202e}b"),
        new("T-1", 100, "Coffee").lifetime(Duration::from_millis(999)),
    ] {
        let error = checkout.open(&order, NOW).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::NotSent);
        assert!(std::error::Error::source(&error).unwrap().is::<InvalidOrder>());
    }
    assert!(wire.calls().is_empty());
}
