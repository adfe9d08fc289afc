//! The errata of the specification's section 7: where the document contradicts itself, and what is done about it.
//!
//! | id | where it is tried, or why there is nothing to try |
//! |---|---|
//! | V1 | `values`: d46, both places of the secret; `operations`: the vectors have it behind |
//! | V2 | `answers`: d49, both forms; requests are text (`cannot_be_posed_as` sees every member) |
//! | V3 | unit test of `Mobile` in the client; checkout@request has the sample's number verbatim |
//! | V4 | here and in `pay_info` |
//! | V5 | here |
//! | V6 | here |
//! | V7 | nothing: names and numbers of other countries; checkout@request has them |
//! | V8 | `codes`: the tables; `values`: channel and way are open |
//! | V9 | operations@table and `operations`: a path is a setting |
//! | V10 | statuses@table: `0029` and `00029` |
//! | V11 | here |
//! | V12 | nothing: an encoding error in the document's prose |
//! | V13 | `values`: the clock's range; the time is an argument |

use pay_core::Untrusted;
use pay_sign::{Fields, RefusalKind, Scheme, Signer};
use vexora_client::operation::DepositQuery;
use vexora_client::{ErrorKind, InvalidValue, Malformed, Text};

use crate::wire::{APP_SECRET, answered, checkout, http, number, secret, success};

/// The response as it is printed lacks a quote, and is no JSON. The request may have been done.
#[tokio::test]
async fn v4_the_response_as_printed_is_no_answer() {
    let printed = conformance::fixture("vexora/checkout-as-printed.txt");
    let error = answered(http(200, printed)).call(&checkout()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::NotAnEnvelope));
    assert_eq!(error.outcome(), pay_core::Outcome::Unknown);
    let repaired = conformance::fixture("vexora/checkout.json");
    assert!(answered(http(200, repaired)).call(&checkout()).await.is_ok());
}

/// The sample asks for 300 and answers a code over 10 dollars: an answer's `payInfo` is not compared unless asked for.
#[tokio::test]
async fn v5_the_samples_code_is_over_another_amount_and_is_kept() {
    let repaired = conformance::fixture("vexora/checkout.json");
    let answer = answered(http(200, repaired)).call(&checkout()).await.unwrap();
    let pay_info = answer.data.pay_info.unwrap();
    assert!(pay_info.as_raw().contains("5303840540210"), "840, and 10 in tag 54");
}

/// Empty text is not signed, and the member is required: so it is refused, by the type and by the signer.
#[test]
fn v6_an_empty_remark_is_refused() {
    assert_eq!(Text::<255>::new(""), Err(InvalidValue::Empty));
    let signer = Signer::new(Scheme::VEXORA, secret(APP_SECRET));
    let refusal = signer.sign_request(Fields::new().with("remark", "")).unwrap_err();
    assert_eq!(refusal.kind(), RefusalKind::EmptyText);
}

/// Names of the vendor's sibling pages are read, and none is written.
#[tokio::test]
async fn v11_a_member_goes_by_two_names() {
    for data in [
        r#"{"platFormTradeNo":"p1","message":"m","paymentLink":"l"}"#,
        r#"{"payproTradeNo":"p1","desc":"m","paymentUrl":"l"}"#,
        r#"{"platformTradeNo":"p1","message":null,"desc":"m","paymentLink":null,"paymentUrl":"l"}"#,
    ] {
        let order = answered(success(data)).call(&checkout()).await.unwrap().data;
        assert_eq!(order.platform_trade_no, Some(Untrusted::new("p1")), "{data}");
        assert_eq!(order.message, Some(Untrusted::new("m")), "{data}");
        assert_eq!(order.payment_link, Some(Untrusted::new("l")), "{data}");
    }
}

/// A sibling page prints Vexora's number under the merchant's name, too: which of the two counts, nobody can say.
#[tokio::test]
async fn v11_a_member_that_is_there_twice_is_refused() {
    let sample = conformance::fixture("vexora/queryPayInResult-two-numbers.json");
    let error = answered(http(200, sample)).call(&DepositQuery::new(number("T-1"))).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"queryPayInResult: data: expected the member "tradeNo" once, found it again"#
    );
}
