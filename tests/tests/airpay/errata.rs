//! The errata of the specification's section 4: where the document contradicts itself, and what is done about it.
//!
//! | id | where it is tried, or why there is nothing to try |
//! |---|---|
//! | A1 | here; `postbacks`: d52 |
//! | A2 | here: `return_url` is an argument, so a request without it cannot be written |
//! | A3 | nothing: a sample that is no JSON; `request-sample.json` has its comma taken out, and `requests` sends the rest |
//! | A4 | request@required-only; `limits`: the document's own table |
//! | A5 | here |
//! | A6 | request@sample: `KH`; any other text is taken |
//! | A7 | here |
//! | A8 | request@errors: 900 to 902 have their class |
//! | A9 | here |
//! | A10 | here |
//! | A11 | request@data |
//! | A12 | here |
//! | A13 | nothing: words about a telephone in a chapter about servers |
//! | A14 | here |
//! | A15 | `requests`: amounts in major units |
//! | A16 | request@sample: POST |
//! | A17 | here |

use airpay_client::{Msisdn, PaymentMethod, PlatformId, Problem, Route, Settings, UnverifiedPostback};
use pay_core::{Currency, Money};

use crate::wire::{
    Wire, airpay, airpay_at, postback, request, return_url, sample, secret, settings, success,
};

/// The table has `trxid`, both samples have `trx_id`.
#[test]
fn a01_a_postback_names_its_id_in_two_ways() {
    let sampled = UnverifiedPostback::read(&postback()).unwrap();
    let tabled = UnverifiedPostback::read(&postback().replace("trx_id=", "trxid=")).unwrap();
    let both = UnverifiedPostback::read(&(postback() + "&trxid=LINKIT25112222229")).unwrap();
    assert_eq!((&tabled, &both), (&sampled, &sampled));
}

#[tokio::test]
async fn a02_a_return_url_is_sent_though_the_sample_has_none() {
    assert!(!conformance::fixture("airpay/request-sample.json").contains("return_url"));
    let wire = Wire::new(|_| success("{}"));
    airpay(&wire).call(&request(Money::from_minor(1, Currency::Khr))).await.unwrap();
    let body: serde_json::Value = serde_json::from_slice(wire.sent()[0].body()).unwrap();
    assert_eq!(body["return_url"], return_url().as_str());
}

/// The page names wallets of Indonesia and lists KHQR alone; other channels can be named.
#[tokio::test]
async fn a05_the_channel_is_khqr_unless_another_is_named() {
    for (settings, channel) in [
        (settings(), "KHQR"),
        (settings().route(Route::new("ID", "shopeepay", "ewallet").unwrap()), "shopeepay"),
    ] {
        let wire = Wire::new(|_| success("{}"));
        airpay_at(settings, &wire).call(&sample()).await.unwrap();
        assert_eq!(wire.sent()[0].uri().path().split('/').nth(5), Some(channel));
    }
}

#[test]
fn a07_the_method_is_invoice_also_for_a_qr() {
    assert_eq!(PaymentMethod::default().as_str(), "INVOICE");
    assert_eq!(PaymentMethod::new("INVOICE"), Ok(PaymentMethod::Invoice));
    assert_eq!(PaymentMethod::new("QR"), Ok(PaymentMethod::Qr));
    assert_eq!(PaymentMethod::new("LATER").unwrap().as_str(), "LATER");
}

/// The sample looks like a UUID, has a letter that no UUID has, and 34 characters.
#[test]
fn a09_a_key_is_opaque() {
    let key = conformance::fixture("airpay/apikey-sample.txt");
    assert_eq!(key.len(), 34);
    let base = || "https://airpay.example".parse().unwrap();
    for key in [key.as_str(), "x", "{}~!@#$%^&*()"] {
        assert!(Settings::new(base(), secret(key)).is_ok(), "{key}");
    }
}

/// "Authorizations: None", and a required header.
#[tokio::test]
async fn a10_the_key_is_always_sent() {
    let wire = Wire::new(|_| success("{}"));
    airpay(&wire).call(&sample()).await.unwrap();
    let sent = &wire.sent()[0];
    let keys: Vec<_> = sent.headers().get_all("apikey").iter().collect();
    assert_eq!(keys, [&conformance::fixture("airpay/apikey-sample.txt")]);
    assert!(keys[0].is_sensitive() && !sent.headers().contains_key("authorization"));
}

/// The digits of the sample's id look like 22 November 2025, and its date is 27 October.
#[test]
fn a12_no_date_is_derived_from_an_id() {
    let postback = UnverifiedPostback::read(&postback()).unwrap();
    assert_eq!(postback.platform_id.as_str(), "LINKIT25112222229");
    assert_eq!(postback.trx_date.as_millis(), 1_761_552_251_000);
}

#[test]
fn a14_limits_are_those_of_the_place() {
    assert!(PlatformId::new("x".repeat(150)).is_ok() && PlatformId::new("x".repeat(151)).is_err());
    assert!(request(Money::from_minor(1, Currency::Khr)).trxid("x".repeat(51)).is_err());
}

#[test]
fn a17_a_number_has_its_country_code_and_no_plus() {
    for good in ["628123456789", "85512345678"] {
        assert_eq!(Msisdn::new(good).unwrap().as_str(), good);
    }
    assert_eq!(Msisdn::new("012345678").unwrap_err().problem(), Problem::LeadingZero);
    for wrong in ["+85512345678", "855 12 345 678", "855-12345678", "៨៥៥", ""] {
        assert!(matches!(Msisdn::new(wrong).unwrap_err().problem(), Problem::Value(_)), "{wrong}");
    }
    assert_eq!(Msisdn::verbatim("012345678").unwrap().as_str(), "012345678");
}
