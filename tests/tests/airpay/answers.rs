//! Answers with code 200 (section 2): `data` is read whatever it is, and looked through for what is likely.

use std::fmt::Write as _;

use airpay_client::{ErrorKind, Malformed};
use pay_core::{Outcome, Untrusted};
use proptest::prelude::*;

use crate::wire::{Wire, airpay};
use crate::wire::{answered, http, sample, success};

#[tokio::test]
async fn the_documents_sample_is_a_success() {
    let answer = answered(|| http(200, conformance::fixture("airpay/response-sample.json"))).await.unwrap();
    assert_eq!(answer.message, Some(Untrusted::new("success")));
    assert_eq!(answer.data.json(), Some("{}"));
    assert_eq!((answer.data.link(), answer.data.qr(), answer.platform_id()), (None, None, None));
}

/// What the getters find in `data` of each shape. None is an error.
#[tokio::test]
async fn data_is_read_whatever_it_is() {
    const QR: &str = "00020101021229180014khqr@devbank5204599953038405802KH";
    let mut table = String::new();
    for data in [
        "null".to_owned(),
        "{}".to_owned(),
        "[]".to_owned(),
        "0".to_owned(),
        "true".to_owned(),
        r#""""#.to_owned(),
        r#""https://pay.example/p/1""#.to_owned(),
        format!(r#""{QR}""#),
        r#"{"url":"https://pay.example/p/1","trx_id":"LINKIT25112222229"}"#.to_owned(),
        r#"{"URL":"https://pay.example/p/1","payment-url":"https://pay.example/p/2"}"#.to_owned(),
        r#"{"paymentUrl":"https://pay.example/p/1","return_url":"https://shop.example/"}"#.to_owned(),
        r#"{"redirect_url":"javascript:alert(1)","url":"http://pay.example/","link":"https://u@evil.tld/"}"#
            .to_owned(),
        r#"{"return_url":"https://shop.example/","image":"https://pay.example/qr.png"}"#.to_owned(),
        format!(r#"{{"qr_string":"{QR}","qr":"https://pay.example/qr.png"}}"#),
        r#"{"qr_code":"no QR","khqr":"000201\u202e"}"#.to_owned(),
        r#"{"invoice":{"payment":{"url":"https://pay.example/p/1"},"transactionId":25112222229}}"#.to_owned(),
        r#"{"a":{"b":{"c":{"url":"https://pay.example/too-deep"}}}}"#.to_owned(),
        r#"[{"url":"https://pay.example/p/1"},{"url":"https://pay.example/p/2"}]"#.to_owned(),
        r#"["https://pay.example/p/1"]"#.to_owned(),
        r#"{"trxid":"TRX123456789"}"#.to_owned(),
        r#"{"trxid":"TRX123456789","trx_id":"LINKIT25112222229"}"#.to_owned(),
        r#"{"transaction_id":"LINKIT25112222229","trx_id":"LINKIT25112222229"}"#.to_owned(),
        r#"{"transaction_id":"A","trx_id":"B"}"#.to_owned(),
        r#"{"trx_id":"a b"}"#.to_owned(),
        r#"{"url":"https://pay.example/1","url":"https://evil.example/2"}"#.to_owned(),
    ] {
        let expected = (data != "null").then(|| data.clone());
        let shown = data.replace(QR, "<QR>").replace('\u{202e}', "\\u202e");
        let answer = answered(move || success(&data)).await.unwrap();
        assert_eq!(answer.data.json(), expected.as_deref());
        let (link, qr, id) = (answer.data.link(), answer.data.qr(), answer.platform_id());
        writeln!(table, "{shown}").unwrap();
        let (link, id) = (link.as_deref().unwrap_or("-"), id.as_ref().map_or("-", |id| id.as_str()));
        let qr = qr.as_deref().map_or("-", |qr| if qr == QR { "<QR>" } else { qr });
        writeln!(table, "    link {link}, qr {qr}, platform id {id}").unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("request@data", table);
    });
}

#[tokio::test]
async fn data_may_be_absent_and_code_may_be_text() {
    for body in [
        r#"{"code":200}"#,
        r#"{"code":"200","message":null}"#,
        r#"{"code":200.0,"message":7,"data":null}"#,
        "\u{feff}{\"code\":200,\"new\":[]}",
    ] {
        let answer = answered(move || http(200, body)).await.unwrap();
        assert_eq!(answer.data.json(), None, "{body}");
    }
    assert!(answered(|| http(201, r#"{"code":200}"#)).await.is_ok(), "any 2xx");
}

/// A success by one of the two is none, and the order may exist.
#[tokio::test]
async fn code_and_status_have_to_agree() {
    for status in [400, 401, 404, 500, 503] {
        let error = answered(move || http(status, r#"{"code":200,"data":{}}"#)).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::Contradiction), "{status}");
        assert_eq!(error.outcome(), Outcome::Unknown);
    }
}

/// A body that is cut off is no answer, wherever it is cut.
#[tokio::test]
async fn f36_a_body_cut_in_the_middle_is_no_answer() {
    let whole = r#"{"code":200,"message":"success","data":{"url":"https://pay.example/p/1"}}"#;
    for end in 0..whole.len() {
        let error = answered(move || http(200, &whole.as_bytes()[..end])).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{}", &whole[..end]);
    }
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let name = prop::sample::select(vec!["url", "qr", "trx_id", "trxid", "data", "x"]);
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        ".{0,20}".prop_map(Into::into),
        Just("https://pay.example/1".into()),
        Just("000201".into()),
    ];
    leaf.prop_recursive(6, 64, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(name.clone().prop_map(str::to_owned), inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_shape_of_data_fails(data in json()) {
        let text = data.to_string();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let answer = runtime.block_on(answered(move || success(&text))).unwrap();
        prop_assert!(answer.data.link().is_none_or(|link| pay_http::is_web_link(&link)));
        prop_assert!(answer.data.qr().is_none_or(|qr| qr.starts_with("000201")));
        prop_assert!(answer.platform_id().is_none_or(|id| id.as_str() != "TRX123456789"));
    }

    #[test]
    fn no_body_is_a_panic(status in 200_u16..600, body: Vec<u8>) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let wire = Wire::new(move |_| http(status, body.clone()));
        let _ = runtime.block_on(airpay(&wire).call(&sample()));
    }
}
