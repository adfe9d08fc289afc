//! The request as it goes out (section 1).

use std::fmt::Write as _;

use airpay_client::{Msisdn, Payer, PaymentMethod, PaymentRequest, Route};
use pay_core::{Currency, Money};
use pay_http::http::Method;

use crate::wire::{Sent, Wire, airpay, airpay_at, request, return_url, sample, settings, success, tracking};

async fn sent(request: &PaymentRequest) -> Sent {
    let wire = Wire::new(|_| success("{}"));
    airpay(&wire).call(request).await.unwrap();
    wire.sent().remove(0)
}

fn shown(sent: &Sent) -> String {
    let mut text = format!("{} {}\n", sent.method(), sent.uri());
    for (name, value) in sent.headers() {
        let value = if value.is_sensitive() { "[redacted]" } else { value.to_str().unwrap() };
        writeln!(text, "{name}: {value}").unwrap();
    }
    let body = str::from_utf8(sent.body()).unwrap();
    text + "\n" + &body.replace("\",\"", "\",\n\"")
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[tokio::test]
async fn the_sample_as_it_goes_out() {
    snapshot("request@sample", &shown(&sent(&sample()).await));
}

#[tokio::test]
async fn what_is_optional_is_left_out() {
    let payer = Payer::new("សុខ ដារ៉ា", "dara@shop.example", Msisdn::new("85512345678").unwrap()).unwrap();
    let amount = Money::from_minor(1_050, Currency::Usd);
    let request = PaymentRequest::new(payer, amount, "កាហ្វេពីរ", tracking(), return_url()).unwrap();
    snapshot("request@required-only", &shown(&sent(&request.payment_method(PaymentMethod::Qr)).await));
}

/// An amount is text in major units: riel whole, dollars with two decimals unless they are whole.
#[tokio::test]
async fn amounts_are_exact() {
    for (minor, currency, expected) in [
        (10_000, Currency::Khr, "10000"),
        (1, Currency::Khr, "1"),
        (1_050, Currency::Usd, "10.50"),
        (1_000, Currency::Usd, "10"),
        (1, Currency::Usd, "0.01"),
        (i64::MAX, Currency::Khr, "9223372036854775807"),
        (i64::MAX, Currency::Usd, "92233720368547758.07"),
    ] {
        let sent = sent(&request(Money::from_minor(minor, currency))).await;
        let body: serde_json::Value = serde_json::from_slice(sent.body()).unwrap();
        assert_eq!(body["amount"], expected);
        assert_eq!(body["currency"], currency.code());
    }
}

/// The parts of the path are one segment each; `games` and the rest are fixed.
#[tokio::test]
async fn a_route_is_percent_encoded() {
    for (route, expected) in [
        (Route::khqr(), "/api/v1/ext/KH/KHQR/games/ewallet/request"),
        (Route::new("ID", "Dana", "e wallet").unwrap(), "/api/v1/ext/ID/Dana/games/e%20wallet/request"),
        (
            Route::new("ខ", "%2e%2e", "a?b#c").unwrap(),
            "/api/v1/ext/%E1%9E%81/%252e%252e/games/a%3Fb%23c/request",
        ),
    ] {
        let wire = Wire::new(|_| success("{}"));
        airpay_at(settings().route(route), &wire).call(&sample()).await.unwrap();
        let sent = &wire.sent()[0];
        assert_eq!((sent.method(), sent.uri().path()), (&Method::POST, expected));
        assert_eq!((sent.uri().host(), sent.uri().query()), (Some("airpay.example"), None));
    }
}

/// The client, and the fixture from the document: the same members with the same values, but for the currency, which the
/// document takes from another country, and `return_url`, which its sample lacks.
#[tokio::test]
async fn the_documents_sample_is_what_is_sent() {
    let mut sample_body: serde_json::Value =
        serde_json::from_str(&conformance::fixture("airpay/request-sample.json")).unwrap();
    sample_body["currency"] = "KHR".into();
    sample_body["return_url"] = "https://shop.example/r/TRX123456789".into();
    let sent = sent(&sample()).await;
    let body: serde_json::Value = serde_json::from_slice(sent.body()).unwrap();
    assert_eq!(body, sample_body);
}
