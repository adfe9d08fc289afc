//! What is written into a notification. `tests/notifications.rs` sends them.

use pay_sign::{SignType, Verifier};

use super::*;
use crate::{KessForm, NotifyOptions, SentNotification};

/// The notification of an order of 10.5 USD that was paid.
async fn told(options: NotifyOptions, form: KessForm) -> Vec<SentNotification> {
    let bench = Bench::new();
    bench.parts.kess.notify_as(options);
    bench.parts.kess.notify_in(form);
    let mut members = order("T-1");
    members["total_amount"] = json!(10.5);
    bench.data("createorder", members).await;
    bench.parts.kess.pay("T-1", KessPay::new()).unwrap();
    bench.parts.kess.notifications()
}

fn verifier(scheme: &Scheme) -> Verifier {
    Verifier::new(*scheme, Secret::new(Kess::API_SECRET_KEY).unwrap())
}

#[tokio::test]
async fn json_is_signed_over_the_members_of_the_order() {
    for (sign_type, scheme) in [(SignType::Md5, Scheme::KESS_MD5), (SignType::HmacSha256, Scheme::KESS)] {
        let told = told(NotifyOptions::new(), KessForm::new().sign_type(sign_type)).await;
        assert_eq!((told.len(), told[0].content_type), (1, Some("application/json")));
        let verdict = verifier(&scheme).verify(&Fields::from_json(&told[0].body).unwrap()).unwrap();
        assert!(verdict.coverage().covers_all(&[&["out_trade_no"], &["status"], &["total_amount"]]));
        let body: Value = serde_json::from_str(&told[0].body).unwrap();
        assert_eq!((&body["status"], &body["total_amount"]), (&json!("SUCCESS"), &json!(10.5)));
    }
}

#[tokio::test]
async fn a_form_has_the_plain_members_alone() {
    let told = told(NotifyOptions::new(), KessForm::new().form()).await;
    assert_eq!(told[0].content_type, Some("application/x-www-form-urlencoded"));
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(told[0].body.as_bytes()).into_owned().collect();
    assert!(pairs.contains(&("total_amount".to_owned(), "10.5".to_owned())));
    assert!(!pairs.iter().any(|(name, _)| matches!(&**name, "detail" | "seller" | "settlement_date")));
    verifier(&Scheme::KESS_MD5).verify(&Fields::from_pairs(pairs).unwrap()).unwrap();
}

#[tokio::test]
async fn nested_members_are_signed_with_the_envelopes_sign_type() {
    let told = told(NotifyOptions::new(), KessForm::new().nested()).await;
    let whole = Fields::from_json(&told[0].body).unwrap();
    let data = whole.nested("data").unwrap().with("sign_type", whole.text("sign_type").unwrap());
    verifier(&Scheme::KESS_MD5).verify_detached(&data, whole.text("sign").unwrap()).unwrap();
    assert_eq!(data.number("total_amount"), Some("10.5"));
    assert!(told[0].body.starts_with(r#"{"sign":"#), "{}", told[0].body);
}

#[tokio::test]
async fn a_signature_can_be_wrong_or_absent() {
    for (options, signed) in [(NotifyOptions::new().forged(), true), (NotifyOptions::new().unsigned(), false)]
    {
        for form in [KessForm::new(), KessForm::new().form(), KessForm::new().nested()] {
            let told = told(options, form).await;
            assert_eq!(told[0].body.contains("sign_type"), signed, "{}", told[0].body);
            if told[0].content_type == Some("application/json")
                && let Ok(fields) = Fields::from_json(&told[0].body)
            {
                verifier(&Scheme::KESS_MD5).verify(&fields).unwrap_err();
            }
        }
    }
}

#[tokio::test]
async fn refunds_are_told_to_their_own_address_when_they_end() {
    let bench = Bench::new();
    bench.paid("T-1").await;
    bench.parts.kess.hold_refunds(true);
    let asked = json!({
        "out_trade_no": "T-1", "reason": "test", "callback_url": "http://127.0.0.1:1/refunded",
    });
    let refund = bench.data("v2Refund", asked).await;
    assert_eq!(bench.parts.kess.notifications().len(), 1);
    bench.parts.kess.settle_refund(refund["transaction_id"].as_str().unwrap()).unwrap();
    let told = &bench.parts.kess.notifications()[1];
    let body: Value = serde_json::from_str(&told.body).unwrap();
    assert_eq!((&*told.url, &body["status"]), ("http://127.0.0.1:1/refunded", &json!("REFUNDED")));
}

#[tokio::test]
async fn a_silent_payment_and_no_copies_tell_nothing() {
    assert!(told(NotifyOptions::new().copies(0), KessForm::new()).await.is_empty());
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.parts.kess.pay("T-1", KessPay::new().silent()).unwrap();
    assert!(bench.parts.kess.notifications().is_empty());
}
