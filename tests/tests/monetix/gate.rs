//! The requests of the Gate (section 4): each as it goes out, its answer as it is read, and a failure.

use std::fmt::{Debug, Write as _};

use monetix_client::endpoint::Endpoint;
use monetix_client::{
    Amount, CallbackControl, CallbackUrl, ErrorKind, Fields, InvalidRequest, PaymentId, Raw, Status,
};
use pay_core::{Currency, Effect, Money, Outcome, Secret};
use pay_sign::{Scheme, Verifier};
use serde::Deserialize;

use crate::wire::{
    Answer, PROJECT, SECRET, Sent, Wire, amount, answered, banks, body, client, compare, http, payment_id,
    refund, refunding, sale, sample, settings, signed,
};

/// The request as it went out, signed over its bytes; the answer; a failure.
async fn check<E: Endpoint>(name: &str, request: &E, answer: Answer)
where
    E::Response: Debug,
{
    let wire = Wire::script([answer]);
    let response = client(&wire, refunding()).call(request).await.unwrap();
    let calls = wire.sent();
    let [sent] = calls.as_slice() else { panic!("{} requests", calls.len()) };
    let fields = Fields::from_json(body(sent)).unwrap();
    let verifier = Verifier::new(Scheme::MONETIX.exact(), Secret::new(SECRET).unwrap());
    assert!(verifier.verify(&fields).unwrap().ambiguous().is_empty(), "what went out can be read in one way");
    compare(name, "request", &printed(sent));
    compare(name, "response", &format!("{response:#?}"));

    let failure = r#"{"status":"error","code":"2004","message":"Required field is missing","request_id":"r1",
        "errors":[{"code":"2004","field":"customer.id","message":"missing"}]}"#;
    let error = answered(http(400, failure)).call(request).await.map(|_| ()).unwrap_err();
    compare(name, "error", &format!("{error}\noutcome: {:?}", error.outcome()));
}

fn printed(sent: &Sent) -> String {
    let mut shown = format!("{} {}\n", sent.method(), sent.uri());
    for (name, value) in sent.headers() {
        writeln!(shown, "{name}: {}", value.to_str().unwrap()).unwrap();
    }
    shown + "\n" + &body(sent).replace(",\"", ",\n\"")
}

#[tokio::test]
async fn a_sale_is_sent_and_accepted() {
    check("sale", &sale(), http(200, sample("accepted"))).await;
}

#[tokio::test]
async fn the_banks_are_listed() {
    check("banks", &banks(), http(200, sample("banks"))).await;
}

#[tokio::test]
async fn a_status_is_told() {
    check("status", &Status::new(payment_id()), http(200, signed(&sample("callback-success")))).await;
}

#[tokio::test]
async fn a_refund_is_sent_and_accepted() {
    check("refund", &refund(), http(200, sample("accepted"))).await;
}

/// What went out, without its signature.
async fn unsigned<E: Endpoint>(request: &E, of: u64) -> serde_json::Value {
    let wire = Wire::script([http(500, "")]);
    let settings = monetix_client::Settings::new(crate::wire::hosts(), of, Secret::new(SECRET).unwrap());
    let result = client(&wire, settings).call(request).await;
    assert!(result.is_err());
    without_signature(body(&wire.sent()[0]))
}

fn without_signature(json: &str) -> serde_json::Value {
    let mut body: serde_json::Value = serde_json::from_str(json).unwrap();
    assert!(body["general"].as_object_mut().unwrap().remove("signature").is_some());
    body
}

#[tokio::test]
async fn the_documents_requests_are_what_goes_out() {
    assert_eq!(unsigned(&sale(), PROJECT).await, without_signature(&sample("sale-request")));
    assert_eq!(unsigned(&banks(), 200).await, without_signature(&sample("banks-request")));
}

/// The signatures that the public kits make for the document's bodies (`doc-gate-sale` and `doc-banks-list`).
#[tokio::test]
async fn requests_have_the_signature_of_the_kits() {
    #[derive(Deserialize)]
    struct Vectors {
        vectors: Vec<Vector>,
    }
    #[derive(Deserialize)]
    struct Vector {
        id: String,
        secret: String,
        params_json: String,
        signature: String,
    }
    let Vectors { vectors } = serde_json::from_str(&sample("signature-vectors")).unwrap();
    for id in ["doc-gate-sale", "doc-banks-list"] {
        let vector = vectors.iter().find(|vector| vector.id == id).unwrap();
        assert_eq!(vector.secret, SECRET);
        let params: serde_json::Value = serde_json::from_str(&vector.params_json).unwrap();
        let project = params["general"]["project_id"].as_u64().unwrap();
        let wire = Wire::script([http(500, "")]);
        let settings =
            monetix_client::Settings::new(crate::wire::hosts(), project, Secret::new(SECRET).unwrap());
        let gate = client(&wire, settings);
        let is_sent = match id {
            "doc-gate-sale" => gate.call(&sale()).await.is_err(),
            _ => gate.call(&banks()).await.is_err(),
        };
        assert!(is_sent);
        let sent: serde_json::Value = serde_json::from_str(body(&wire.sent()[0])).unwrap();
        assert_eq!(sent["general"]["signature"], vector.signature, "{id}");
    }
}

#[tokio::test]
async fn optional_members_are_sent_where_they_are_given() {
    let wire = Wire::script([http(500, "")]);
    let callback = CallbackUrl::new("https://shop.example/callback").unwrap();
    let delayed = CallbackControl::delayed(std::time::Duration::from_mins(10)).unwrap();
    let bare = monetix_client::Sale::new(
        payment_id(),
        crate::wire::customer(),
        "2001:db8::1".parse().unwrap(),
        1,
        amount(),
    );
    let error =
        client(&wire, settings()).call(&bare.callback_url(callback).callback(delayed)).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    let sent: serde_json::Value = serde_json::from_str(body(&wire.sent()[0])).unwrap();
    assert_eq!(sent["general"]["merchant_callback_url"], "https://shop.example/callback");
    assert_eq!(sent["callback"], serde_json::json!({ "delay": 600 }));
    assert_eq!(sent["customer"]["ip_address"], "2001:db8::1");
    assert_eq!(sent["return_url"], serde_json::Value::Null);
    assert!(CallbackControl::delayed(std::time::Duration::from_secs(601)).is_err());
    assert!(CallbackControl::delayed(std::time::Duration::ZERO).is_err());
}

async fn invalid<E: Endpoint>(settings: monetix_client::Settings, request: &E) -> InvalidRequest {
    let wire = Wire::script([]);
    let error = client(&wire, settings).call(request).await.map(|_| ()).unwrap_err();
    assert_eq!((error.outcome(), wire.sent().len()), (Outcome::NotSent, 0));
    match error.kind() {
        ErrorKind::InvalidRequest(invalid) => invalid.clone(),
        other => panic!("{other:?}"),
    }
}

/// The document has dollars alone; riel have two decimals on this wire (section 8).
#[tokio::test]
async fn riel_are_asked_for_by_setting_alone() {
    let riel = Amount::new(Money::from_minor(4_000, Currency::Khr)).unwrap();
    let ask = monetix_client::Banks::new(payment_id(), riel);
    assert_eq!(invalid(settings(), &ask).await, InvalidRequest::Currency(Currency::Khr));
    let wire = Wire::script([http(200, "[]")]);
    client(&wire, settings().take_riel()).call(&ask).await.unwrap();
    assert!(body(&wire.sent()[0]).contains(r#""payment":{"currency":"KHR","amount":400000}"#));
}

#[tokio::test]
async fn a_refund_without_a_path_is_not_sent() {
    assert_eq!(invalid(settings(), &refund()).await, InvalidRequest::NoRefunds);
    assert_eq!(invalid(settings().refund_path("//evil.tld"), &refund()).await, InvalidRequest::Address);
}

/// A `;` in an address is good in an address, and would pass for two members here.
#[tokio::test]
async fn d34_an_address_that_could_pass_for_two_members_is_not_sent() {
    let url = CallbackUrl::new("https://shop.example/;payment:amount:1").unwrap();
    let refusal = invalid(settings(), &sale().callback_url(url)).await;
    assert_eq!(
        refusal.to_string(),
        r#"request cannot be signed: expected no ";", which separates members, in general.merchant_callback_url"#
    );
}

#[tokio::test]
async fn any_other_request_is_signed_and_its_answer_given_back() {
    let fields =
        || Fields::from_json(r#"{"general":{"project_id":1234,"payment_id":"p"},"request_id":"r"}"#).unwrap();
    let wire = Wire::script([http(200, r#" {"any":1.10} "#), http(200, r#"{"status":"error","code":2003}"#)]);
    let monetix = client(&wire, settings());
    let raw = Raw::reading("/v2/payment/status/request", fields());
    assert_eq!(monetix.call_raw(&raw).await.unwrap().get(), r#"{"any":1.10}"#);
    let sent = &wire.sent()[0];
    assert_eq!(sent.uri(), "https://api.trxhost.com/v2/payment/status/request");
    assert_eq!(sent.extensions().get(), Some(&Effect::Read));
    let verifier = Verifier::new(Scheme::MONETIX, Secret::new(SECRET).unwrap());
    assert!(verifier.verify(&Fields::from_json(body(sent)).unwrap()).is_ok());
    let capture = Raw::changing("/v2/payment/card/capture", Effect::MoneyOut, fields());
    let error = monetix.call_raw(&capture).await.unwrap_err();
    assert_eq!(wire.sent()[1].extensions().get(), Some(&Effect::MoneyOut));
    assert_eq!(error.to_string(), "other request: invalid json (2003)");
}

#[test]
fn every_request_says_what_it_does() {
    assert_eq!(<monetix_client::Sale as Endpoint>::EFFECT, Effect::Create);
    assert_eq!(<monetix_client::Banks as Endpoint>::EFFECT, Effect::Read);
    assert_eq!(<Status as Endpoint>::EFFECT, Effect::Read);
    assert_eq!(<monetix_client::Refund as Endpoint>::EFFECT, Effect::MoneyOut);
    assert!(PaymentId::new("payment_47").is_ok());
}
