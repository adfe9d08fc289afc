//! What is refused before it is sent.

use conformance::output::Log;
use kess_client::model::SavedCardLink;
use kess_client::service::{
    CloseOrder, CreateOrder, Extended, QueryOrder, Raw, SellerCode, Service, Transaction,
};
use kess_client::{
    Credentials, Customer, Data, EncryptError, ErrorKind, Fields, InvalidRequest, InvalidValue, Kess,
    Malformed, OutTradeNo, Settings, SignType, Text,
};
use pay_core::{Effect, OrderId, Outcome, Secret, Untrusted};
use pay_sign::{RefusalKind, Scheme, Verifier};

use crate::wire::{
    API_SECRET, HandClock, NOW, SELLER, Wire, body, http, kess, key, number, secret, settings, success, text,
    usd,
};

fn order(description: &str) -> CreateOrder {
    CreateOrder::new(Transaction::new(number("T-1"), usd(1_000), text(description)))
}

/// Refused before a token is asked for, let alone a request sent.
async fn refusal<S: Service>(request: &S) -> RefusalKind
where
    S::Response: std::fmt::Debug,
{
    let wire = Wire::script([]);
    let error = kess(&wire).call(request).await.unwrap_err();
    assert!(wire.calls().is_empty() && wire.grants().is_empty());
    assert_eq!(error.outcome(), Outcome::NotSent);
    match error.kind() {
        ErrorKind::InvalidRequest(InvalidRequest::Unsignable(refusal)) => refusal.kind(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn d01_a_description_that_poses_as_a_member_is_not_sent() {
    assert_eq!(refusal(&order("x&out_trade_no=T1")).await, RefusalKind::ItemInText("out_trade_no"));
    let wire = Wire::script([http(500, "")]);
    let notify = kess_client::CallbackUrl::new("https://sample.com/notify?shop=1&till=2").unwrap();
    let transaction = Transaction::new(number("T-1"), usd(1_000), text("Tom & Jerry")).notify_url(notify);
    kess(&wire).call(&CreateOrder::new(transaction)).await.unwrap_err();
    assert_eq!(wire.calls().len(), 1, "an honest & is sent");
}

#[test]
fn d02_a_blank_secret_is_no_secret() {
    for blank in ["", " ", "\n"] {
        assert!(Secret::new(blank).is_err());
    }
    assert!(secret("trailing\n").has_outer_whitespace());
}

/// It may have come along with a file's last line, and nobody sees it.
#[test]
fn d02_a_secret_with_a_newline_is_warned_of() {
    for (api_secret, is_warned) in [("api-secret-canary\n", true), (API_SECRET, false)] {
        let log = Log::default();
        let guard = log.catch();
        let credentials = Credentials::new(secret("a"), secret("b"), secret("c"), secret("d"));
        let base = "https://devwebpayment.kesspay.io".parse().unwrap();
        Settings::new(base, credentials, SELLER, secret(api_secret)).unwrap();
        drop(guard);
        let log = log.text();
        assert_eq!(
            log.contains("WARN") && log.contains("api secret has white space around it"),
            is_warned,
            "{log}"
        );
        assert!(!log.contains(API_SECRET), "{log}");
    }
}

/// The last text in the order of signing must not end in what is cut off.
#[tokio::test]
async fn d03_a_value_that_would_be_cut_is_not_sent() {
    let request = Extended::new(QueryOrder::new(number("T-1"))).with("zz", "v&&&");
    assert_eq!(refusal(&request).await, RefusalKind::StrippedEnd);
}

#[tokio::test]
async fn d08_a_number_that_php_would_print_otherwise_is_not_sent() {
    let request = Extended::new(QueryOrder::new(number("T-1"))).with("big", u64::MAX);
    assert_eq!(refusal(&request).await, RefusalKind::NotAsWritten);
    let repeated = Extended::new(QueryOrder::new(number("T-1"))).with("out_trade_no", "T-2");
    let error = kess(&Wire::script([])).call(&repeated).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::InvalidRequest(InvalidRequest::Fields(_))), "{error}");
}

/// The type has two values, and both hash.
#[tokio::test]
async fn d10_the_sign_type_is_the_settings_and_no_other() {
    for (sign_type, digits) in [(SignType::Md5, 32), (SignType::HmacSha256, 64)] {
        let wire = Wire::script([http(500, "")]);
        let kess = Kess::new(settings().sign_type(sign_type), wire.clone(), HandClock::at(NOW));
        kess.call(&CloseOrder::new(number("T-1"))).await.unwrap_err();
        let fields = Fields::from_json(body(&wire.calls()[0])).unwrap();
        assert_eq!(fields.text("sign_type"), Some(sign_type.as_str()));
        assert_eq!(fields.text("sign").map(str::len), Some(digits));
    }
    for sign_type in ["md5", "none", "MD5"] {
        let request = Extended::new(QueryOrder::new(number("T-1"))).with("sign_type", sign_type);
        assert_eq!(refusal(&request).await, RefusalKind::Undeclared("HMAC-SHA256"));
    }
}

#[test]
fn d11_hmac_is_the_default() {
    assert_eq!(SignType::default(), SignType::HmacSha256);
}

/// 245 bytes fit the block of 2048 bits; an address of 1000 characters does not, and is not cut.
#[test]
fn d15_a_customer_longer_than_the_block_is_not_sealed() {
    let customer = || Customer::new("012345678", "sample@sample.com", "Sok", "Dara").unwrap();
    let seal = |address: usize| customer().address(&"x".repeat(address)).unwrap().seal(&key());
    // The four members are 94 bytes, and `,"address":""` is 13.
    assert!(seal(245 - 94 - 13).is_ok());
    assert_eq!(seal(245 - 94 - 12).unwrap_err(), EncryptError::TooLong { length: 246, limit: 245 });
    assert_eq!(seal(1_000).unwrap_err(), EncryptError::TooLong { length: 1_107, limit: 245 });
    assert_eq!(customer().address(&"x".repeat(1_001)).unwrap_err().member(), "address");
    assert_ne!(customer().seal(&key()).unwrap(), customer().seal(&key()).unwrap(), "the padding is random");
}

#[test]
fn d59_a_number_with_anything_but_letters_digits_and_dashes_is_refused() {
    for wrong in ["", "'; DROP TABLE orders", "../../", "T 1", "T_1", "T-1&", "T-١", &"x".repeat(33)] {
        assert!(OutTradeNo::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!(OutTradeNo::try_from(&OrderId::new("a.b").unwrap()), Err(InvalidValue::Character { at: 1 }));
    assert!(Text::<255>::new("line\nbreak").is_err());
}

/// Section 4.7: what the document does not have, with the effect that is known or the worst.
#[tokio::test]
async fn other_services_are_called_by_name() {
    let wire = Wire::script([success(r#"{"id":1.50}"#), http(401, "{}")]);
    let kess = kess(&wire);
    let members = || Fields::from_json(r#"{"plan":"p","amount":10.5}"#).unwrap();
    let raw = Raw::new("webpay.acquire.subscription", members()).effect(Effect::Create);
    assert_eq!(kess.call_raw(raw).await.unwrap().get(), r#"{"id":1.50}"#);
    let expected = r#"{"plan":"p","amount":10.5,"service":"webpay.acquire.subscription","seller_code":"CU12-34567890","sign_type":"HMAC-SHA256","sign":""#;
    assert!(body(&wire.calls()[0]).starts_with(expected), "{}", body(&wire.calls()[0]));
    // Not known, and not said: taken for one that moves money, so a refused token does not repeat it.
    let error = kess.call_raw(Raw::new("webpay.acquire.getSubscriptions", members())).await.unwrap_err();
    assert_eq!(error.to_string(), "webpay.acquire.getSubscriptions: token refused");
    let effects = wire.calls().iter().map(|sent| sent.extensions().get().copied()).collect::<Vec<_>>();
    assert_eq!(effects, [Some(Effect::Create), Some(Effect::MoneyOut)]);
}

/// The same with a type: a struct and an impl, and it is signed, sent and read as the document's own are.
#[tokio::test]
async fn a_service_of_ones_own_is_a_struct_and_an_impl() {
    #[derive(serde::Serialize)]
    struct SubscriptionLink {
        plan: Text<32>,
    }

    impl Service for SubscriptionLink {
        const NAME: &'static str = "webpay.acquire.generateSubscriptionLink";
        const EFFECT: Effect = Effect::Create;
        const SELLER: SellerCode = SellerCode::Sent;
        type Response = SavedCardLink;

        fn read(&self, data: Data<'_>) -> Result<SavedCardLink, Malformed> {
            data.object()
        }
    }

    let wire = Wire::script([success(r#"{"link":"https://sample.com/1"}"#), success("null")]);
    let kess = kess(&wire);
    let link = kess.call(&SubscriptionLink { plan: text("p") }).await.unwrap().link;
    assert_eq!(link, Some(Untrusted::new("https://sample.com/1")));
    let sent = &wire.calls()[0];
    let fields = Fields::from_json(body(sent)).unwrap();
    assert_eq!(fields.text("service"), Some(SubscriptionLink::NAME));
    assert_eq!((fields.text("plan"), fields.text("seller_code")), (Some("p"), Some(SELLER)));
    assert!(Verifier::new(Scheme::KESS, secret(API_SECRET)).verify(&fields).is_ok());
    assert_eq!(sent.extensions().get(), Some(&Effect::Create));
    let error = kess.call(&SubscriptionLink { plan: text("p") }).await.unwrap_err();
    assert_eq!(error.to_string(), "webpay.acquire.generateSubscriptionLink: success without data");
}

/// Errata E1: the spellings of the document's table and of public clients. Each is known for what it is, and sent as given.
#[tokio::test]
async fn e01_a_service_by_name_is_known_in_other_capitals() {
    let wire = Wire::gateway(|_| http(500, ""));
    let kess = kess(&wire);
    for (name, effect, seller) in [
        ("webpay.acquire.createOrder", Effect::Create, Some("CU12-34567890")),
        ("webpay.acquire.closeOrder", Effect::Create, None),
        ("webpay.acquire.queryorder", Effect::Read, None),
        ("webpay.acquire.V2REFUND", Effect::MoneyOut, None),
    ] {
        let members = Fields::from_json(r#"{"out_trade_no":"T-1"}"#).unwrap();
        // What is said of a service that is known changes nothing.
        let raw = Raw::new(name, members).effect(Effect::Read);
        kess.call_raw(raw).await.unwrap_err();
        let sent = wire.calls().pop().unwrap();
        assert_eq!(sent.extensions().get(), Some(&effect), "{name}");
        let fields = Fields::from_json(body(&sent)).unwrap();
        assert_eq!((fields.text("service"), fields.text("seller_code")), (Some(name), seller));
    }
}

/// Errata E1 and E29.
#[tokio::test]
async fn the_settings_change_a_spelling_and_add_the_seller() {
    let wire = Wire::script([http(500, ""), http(500, "")]);
    let settings = settings().spelling(CreateOrder::NAME, "webpay.acquire.createOrder").seller_everywhere();
    let kess = Kess::new(settings, wire.clone(), HandClock::at(NOW));
    kess.call(&order("Coffee")).await.unwrap_err();
    kess.call(&QueryOrder::new(number("T-1"))).await.unwrap_err();
    let calls = wire.calls();
    let fields = |nth: usize| Fields::from_json(body(&calls[nth])).unwrap();
    assert_eq!(fields(0).text("service"), Some("webpay.acquire.createOrder"));
    assert_eq!(fields(1).text("seller_code"), Some("CU12-34567890"));
}
