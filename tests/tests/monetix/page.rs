//! Links and widget objects of the Payment Page (section 3).

use monetix_client::{
    CallbackUrl, Customer, EncryptionKey, Fields, InvalidRequest, InvalidValue, Page, PageRequest, Plain,
};
use pay_core::{Currency, Money, Secret, Timestamp};
use pay_sign::{Scheme, Verifier};
use proptest::prelude::*;
use serde::Deserialize;

use crate::wire::{NOW, SECRET, amount, compare, customer, payment_id, sample, settings};

fn request() -> PageRequest {
    PageRequest::new(payment_id(), customer(), amount())
}

fn page() -> Page {
    Page::new(settings())
}

/// Decoded names and texts of a link's query.
fn decoded(link: &str) -> Vec<(String, String)> {
    let query = link.split_once('?').unwrap().1;
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            assert!(byte != b'+' && byte != b'&' && byte != b'=', "{text}");
            if byte == b'%' {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                bytes.push(u8::from_str_radix(str::from_utf8(&digits).unwrap(), 16).unwrap());
            } else {
                bytes.push(byte);
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    query.split('&').map(|pair| pair.split_once('=').unwrap()).map(|(n, t)| (decode(n), decode(t))).collect()
}

#[test]
fn the_documents_request_is_a_link_with_the_signature_of_the_kits() {
    #[derive(Deserialize)]
    struct Vectors {
        vectors: Vec<Vector>,
    }
    #[derive(Deserialize)]
    struct Vector {
        id: String,
        signature: String,
    }
    let link = page().link(&request()).unwrap();
    let pairs = decoded(&link);
    let Vectors { vectors } = serde_json::from_str(&sample("signature-vectors")).unwrap();
    let vector = vectors.iter().find(|vector| vector.id == "doc-pp-request").unwrap();
    assert_eq!(pairs.last().unwrap(), &("signature".to_owned(), vector.signature.clone()));
    let document: serde_json::Value = serde_json::from_str(&sample("page-request")).unwrap();
    let texts: Vec<(String, String)> = document
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
        .collect();
    for (name, text) in texts.iter().filter(|(name, _)| name != "signature") {
        assert!(pairs.contains(&(name.clone(), text.clone())), "{name}");
    }
    assert_eq!(pairs.len(), texts.len());
    compare("page", "link", &link.replace('&', "\n&"));
}

#[test]
fn everything_that_is_typed_is_in_the_link() {
    let url = |path: &str| CallbackUrl::new(format!("https://shop.example/{path}?a=b&c=d")).unwrap();
    let request = request()
        .description(Plain::new("កាហ្វេ 2 + cake & tea = 100%").unwrap())
        .best_before(NOW)
        .callback_url(url("callback"))
        .success_url(url("thanks"))
        .fail_url(url("sorry"))
        .any_method()
        .extra("language_code", Plain::new("km").unwrap())
        .unwrap();
    let link = page().link(&request).unwrap();
    let pairs = decoded(&link);
    let text = |name: &str| pairs.iter().find(|(other, _)| other == name).map(|(_, text)| text.as_str());
    assert_eq!(text("payment_description"), Some("កាហ្វេ 2 + cake & tea = 100%"));
    assert_eq!(text("best_before"), Some("2024-12-07T19:05:00+00:00"));
    assert_eq!(text("redirect_fail_url"), Some("https://shop.example/sorry?a=b&c=d"));
    assert_eq!((text("language_code"), text("force_payment_method")), (Some("km"), None));
    compare("page", "link-with-all", &link.replace('&', "\n&"));
}

/// The signature covers the texts as the server decodes them, whatever they are.
fn holds(link: &str) -> bool {
    let verifier = Verifier::new(Scheme::MONETIX.exact(), Secret::new(SECRET).unwrap());
    verifier.verify(&Fields::from_pairs(decoded(link)).unwrap()).is_ok()
}

proptest! {
    #[test]
    fn a_link_decodes_to_what_was_signed(name in "\\PC{1,40}", text in "\\PC{1,40}") {
        let (Ok(customer), Ok(description)) =
            (Customer::new("c", "a@b", name.as_str()), Plain::new(text.as_str())) else { return Ok(()) };
        let request = PageRequest::new(payment_id(), customer, amount()).description(description);
        let link = page().link(&request).unwrap();
        prop_assert!(link.is_ascii() && holds(&link));
        let pairs = decoded(&link);
        prop_assert!(pairs.contains(&("account_customer_name".to_owned(), name)));
        prop_assert!(pairs.contains(&("payment_description".to_owned(), text)));
    }

    /// A script in an HTML page can hold the object, and JSON readers get out what was signed.
    #[test]
    fn a_widget_object_ends_no_script(name in "[<>&/!a-z'\"\\\\-]{1,30}") {
        let customer = Customer::new("c", "a@b", name.as_str()).unwrap();
        let object = page().widget(&PageRequest::new(payment_id(), customer, amount())).unwrap();
        let ends_a_script = object.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
        prop_assert!(!ends_a_script, "{}", object);
        let read: serde_json::Value = serde_json::from_str(&object).unwrap();
        prop_assert_eq!(read["account_customer_name"].as_str(), Some(name.as_str()));
        let verifier = Verifier::new(Scheme::MONETIX.exact(), Secret::new(SECRET).unwrap());
        prop_assert!(verifier.verify(&Fields::from_json(&object).unwrap()).is_ok());
    }
}

#[test]
fn a_widget_object_is_the_documents_with_its_numbers() {
    let object = page().widget(&request()).unwrap();
    let mut ours: serde_json::Value = serde_json::from_str(&object).unwrap();
    let mut document: serde_json::Value = serde_json::from_str(&sample("page-request")).unwrap();
    for object in [&mut ours, &mut document] {
        object.as_object_mut().unwrap().remove("signature").unwrap();
    }
    assert_eq!(ours, document);
    compare("page", "widget", &object.replace(",\"", ",\n\""));
}

#[test]
fn the_base_is_the_same_with_or_without_its_path() {
    let link = |base: &str| {
        let hosts = monetix_client::Hosts {
            page: base.parse().unwrap(),
            gate: "https://gate.example".parse().unwrap(),
        };
        let settings = monetix_client::Settings::new(hosts, 1, Secret::new("s").unwrap());
        Page::new(settings).link(&request()).unwrap()
    };
    assert_eq!(link("https://page.example"), link("https://page.example/payment"));
    assert!(link("https://page.example/payment/").starts_with("https://page.example/payment?project_id=1&"));
}

#[test]
fn an_encrypted_link_shows_the_project_and_nothing_else() {
    use base64::Engine as _;
    let key = EncryptionKey::new(Secret::new("encryption-key-canary").unwrap()).unwrap();
    let link = page().encrypted_link(&request(), &key).unwrap();
    let token = link.strip_prefix("https://paymentpage.trxhost.com/1234/").unwrap();
    let decode = |text: &[u8]| base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    let pair = String::from_utf8(decode(token.as_bytes())).unwrap();
    let (sealed, iv) = pair.split_once("::").unwrap();
    assert_eq!((decode(sealed.as_bytes()).len() % 16, decode(iv.as_bytes()).len()), (0, 16));
    assert_ne!(link, page().encrypted_link(&request(), &key).unwrap(), "the IV is drawn anew");
    assert!(!token.contains(['+', '/']));
}

#[test]
fn d34_no_parameter_of_a_link_can_pass_for_two() {
    let posing = "x;payment_amount:1";
    assert_eq!(Plain::new(posing), Err(InvalidValue::Character { at: 1 }));
    assert!(Customer::new(posing, "a@b", "n").is_err());
    assert!(Customer::new("c", "a@b", posing).is_err());
    let url = CallbackUrl::new("https://shop.example/;payment_amount:1").unwrap();
    let refused = page().link(&request().callback_url(url)).unwrap_err();
    assert!(matches!(refused, InvalidRequest::Unsignable(_)));
}

/// Names that are typed, that are not signed, or that are not Monetix's.
#[test]
fn d37_what_is_not_signed_is_not_added() {
    let text = || Plain::new("x").unwrap();
    for name in [
        "frame_mode",
        "signature",
        "payment_amount",
        "best_before",
        "",
        "Payment_id",
        "a:b",
        "a;b",
        "a b",
        "é",
    ] {
        assert!(request().extra(name, text()).is_err(), "{name}");
    }
    let once = request().extra("terminal_id", text()).unwrap();
    assert_eq!(once.extra("terminal_id", text()).err(), Some(InvalidRequest::Taken), "a name twice");
    let error = request().extra("payment_amount", text()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a parameter without a method of its own, that is signed and given once"
    );
    let error = request().extra("baseUrl", text()).unwrap_err();
    assert_eq!(error.to_string(), "name of a parameter: character is not allowed here, at byte 4");
    // A name of digits alone would lose its place in PHP.
    let digits = request().extra("0", text()).unwrap();
    assert!(matches!(page().link(&digits), Err(InvalidRequest::Unsignable(_))));
}

#[test]
fn riel_and_the_end_of_time_are_refused() {
    let riel = monetix_client::Amount::new(Money::from_minor(4_000, Currency::Khr)).unwrap();
    let request = PageRequest::new(payment_id(), customer(), riel);
    assert_eq!(page().link(&request), Err(InvalidRequest::Currency(Currency::Khr)));
    let takes = Page::new(settings().take_riel());
    assert!(takes.link(&request).unwrap().contains("payment_currency=KHR&payment_amount=400000&"));
    let never = crate::page::request().best_before(Timestamp::from_millis(i64::MAX));
    assert!(matches!(page().link(&never), Err(InvalidRequest::Value { name: "best_before", .. })));
}
