//! Endpoints 1 to 5.

use pay_core::{Currency, Money};

use super::*;
use crate::{AmountSpelling, Failure, Fault, PayOptions};

/// Section 3.2: the live sample, member by member.
#[tokio::test]
async fn a_payment_answers_all_members_in_the_order_of_the_live_sample() {
    let bench = Bench::with(|builder| builder.amounts(AmountSpelling::Shortest));
    let options = PayOptions::new().amount(Money::from_minor(4_400, Currency::Khr)).receiver("merchant@aclb");
    let paid = bench.parts.bakong.pay(QR, options).unwrap();
    bench.parts.clock.advance(SETTLED);
    let (status, body) = bench.post(MD5, &format!(r#"{{"md5":"{}"}}"#, paid.md5)).await;
    assert_eq!(status, StatusCode::OK);
    let expected = format!(
        r#"{{"responseCode":0,"responseMessage":"Getting transaction successfully.","errorCode":null,"data":{{"hash":"{}","fromAccountId":"abaakhppxxx@abaa","toAccountId":"merchant@aclb","currency":"KHR","amount":4400,"description":null,"createdDateMs":1750000000000,"acknowledgedDateMs":1750000001500,"trackingStatus":null,"receiverBank":null,"receiverBankAccount":null,"instructionRef":null,"externalRef":"{}"}}}}"#,
        paid.hash,
        paid.external_ref.unwrap(),
    );
    assert_eq!(body, expected);
}

/// The vendor document's sample: amount `1.0`.
#[tokio::test]
async fn a_whole_dollar_is_printed_as_the_vendor_document_prints_it() {
    let bench = Bench::new();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new().description("testing")).unwrap();
    bench.parts.clock.advance(SETTLED);
    let (_, body) = bench.post(MD5, &format!(r#"{{"md5":"{}"}}"#, paid.md5)).await;
    assert!(
        body.contains(
            r#""toAccountId":"jonhsmith@nbcq","currency":"USD","amount":1.0,"description":"testing""#
        )
    );
}

#[tokio::test]
async fn a_payment_is_found_from_its_settlement_on() {
    let bench = Bench::new();
    let asked = format!(r#"{{"md5":"{}"}}"#, khqr_emv::md5(QR));
    assert_eq!(bench.post(MD5, &asked).await, (StatusCode::OK, NOT_FOUND.to_owned()));
    bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    bench.parts.clock.advance(Duration::from_millis(1_499));
    assert_eq!(bench.post(MD5, &asked).await.1, NOT_FOUND);
    bench.parts.clock.advance(Duration::from_millis(1));
    assert!(bench.post(MD5, &asked).await.1.starts_with(r#"{"responseCode":0,"#));
}

/// Section 4.4, both forms; the bodies are F05 and F06 of the fixture catalogue, in our order of members.
#[tokio::test]
async fn a_failure_is_told_in_either_form() {
    for (failure, code) in [(Failure::Code3, 3), (Failure::Code1, 1)] {
        let bench = Bench::new();
        let paid = bench.parts.bakong.pay(QR, PayOptions::new().fails_as(failure)).unwrap();
        bench.parts.clock.advance(SETTLED);
        let told = format!(
            r#"{{"responseCode":1,"responseMessage":"Transaction failed.","errorCode":{code},"data":null}}"#
        );
        let by_md5 = bench.post(MD5, &format!(r#"{{"md5":"{}"}}"#, paid.md5)).await;
        assert_eq!(by_md5, (StatusCode::OK, told.clone()));
        let asked = format!(r#"{{"hash":"{}"}}"#, paid.hash);
        assert_eq!(bench.post("/v1/check_transaction_by_hash", &asked).await, (StatusCode::OK, told));
    }
}

#[tokio::test]
async fn a_payment_after_a_failure_is_found() {
    let bench = Bench::new();
    bench.parts.bakong.pay(QR, PayOptions::new().fails()).unwrap();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    bench.parts.clock.advance(SETTLED);
    let (_, body) = bench.post(MD5, &format!(r#"{{"md5":"{}"}}"#, paid.md5)).await;
    assert!(body.contains(&paid.hash));
}

#[tokio::test]
async fn a_second_payment_is_found_by_its_hash_alone() {
    let bench = Bench::new();
    let first = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    let second = bench.parts.bakong.pay(QR, PayOptions::new().again()).unwrap();
    bench.parts.clock.advance(SETTLED);
    let (_, by_md5) = bench.post(MD5, &format!(r#"{{"md5":"{}"}}"#, first.md5)).await;
    assert!(by_md5.contains(&first.hash) && !by_md5.contains(&second.hash));
    let asked = format!(r#"{{"hash":"{}"}}"#, second.hash);
    assert!(bench.post("/v1/check_transaction_by_hash", &asked).await.1.contains(&second.hash));
}

#[tokio::test]
async fn the_md5_of_a_static_code_is_refused() {
    let bench = Bench::new();
    bench.parts.bakong.pay(STATIC_QR, PayOptions::new()).unwrap_err();
    // The md5 of the specification's table, section 2.2.
    let asked = r#"{"md5":"3a1d545dfba97b39817bf43337e621ec"}"#;
    assert_eq!(bench.refused(MD5, asked).await, (200, 2));
}

#[tokio::test]
async fn a_short_hash_needs_amount_and_currency_that_agree() {
    let bench = Bench::new();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    bench.parts.clock.advance(SETTLED);
    let path = "/v1/check_transaction_by_short_hash";
    let short = paid.short_hash();
    assert!(paid.hash.starts_with(short) && short.len() == 8);
    for amount in ["1", "1.0", "1.00", "1E0"] {
        let asked = format!(r#"{{"hash":"{short}","amount":{amount},"currency":"USD"}}"#);
        assert!(bench.post(path, &asked).await.1.contains(&paid.hash), "{amount}");
    }
    for other in [r#""amount":1.01,"currency":"USD""#, r#""amount":1,"currency":"KHR""#] {
        assert_eq!(bench.refused(path, &format!(r#"{{"hash":"{short}",{other}}}"#)).await, (200, 1));
    }
    for wrong in [
        format!(r#"{{"hash":"{short}"}}"#),
        format!(r#"{{"hash":"{short}","amount":1}}"#),
        format!(r#"{{"hash":"{short}","amount":"1","currency":"USD"}}"#),
        format!(r#"{{"hash":"{short}","amount":1.001,"currency":"USD"}}"#),
        format!(r#"{{"hash":"{short}","amount":1,"currency":"EUR"}}"#),
        format!(r#"{{"hash":"{short}0","amount":1,"currency":"USD"}}"#),
        format!(r#"{{"shortHash":"{short}","amount":1,"currency":"USD"}}"#),
    ] {
        assert_eq!(bench.refused(path, &wrong).await, (400, 5), "{wrong}");
    }
}

#[tokio::test]
async fn references_are_the_payers_side() {
    let bench = Bench::new();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new().instruction_ref("REF-1")).unwrap();
    bench.parts.clock.advance(SETTLED);
    let external = paid.external_ref.unwrap();
    // The form of the live sample, `100FT35340355905`.
    assert!(external.len() == 16 && external.starts_with("100FT"));
    let asked = format!(r#"{{"externalRef":"{external}"}}"#);
    assert!(bench.post("/v1/check_transaction_by_external_ref", &asked).await.1.contains(&paid.hash));
    let path = "/v1/check_transaction_by_instruction_ref";
    assert!(bench.post(path, r#"{"instructionRef":"REF-1"}"#).await.1.contains(&paid.hash));
    // The merchant's own bill number is not among them.
    assert_eq!(bench.refused(path, r#"{"instructionRef":"INV-2021-07-65822"}"#).await, (200, 1));
}

#[tokio::test]
async fn a_body_of_another_shape_is_a_bad_request() {
    let bench = Bench::new();
    let long = format!(r#"{{"md5":"{}"}}"#, "a".repeat(256));
    for body in
        ["", "{", "[]", "{}", r#"{"md5":""}"#, r#"{"md5":null}"#, r#"{"md5":1}"#, r#"{"MD5":"a"}"#, &long]
    {
        assert_eq!(bench.refused(MD5, body).await, (400, 5), "{body}");
    }
    let longest = format!(r#"{{"md5":"{}"}}"#, "a".repeat(255));
    assert_eq!(bench.refused(MD5, &longest).await, (200, 1));
}

#[tokio::test]
async fn what_stands_behind_can_be_down() {
    let bench = Bench::new();
    bench.parts.faults.next(MD5, Fault::Upstream { keys: vec![] });
    assert_eq!(bench.refused(MD5, r#"{"md5":"a"}"#).await, (200, 9));
    assert_eq!(bench.refused(MD5, r#"{"md5":"a"}"#).await, (200, 1));
}
