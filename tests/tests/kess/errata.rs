//! The errata of the specification's section 7: where the document contradicts itself, and what is done about it.
//!
//! | id | where it is tried, or why there is nothing to try |
//! |---|---|
//! | E1, E29 | `values`: a spelling and the seller code by setting, and a name in other capitals |
//! | E2 | unit test d17 of the client's token; every grant of `wire` has `expires_in` as text |
//! | E3 | `token`: only the members of the grant are sent |
//! | E4, E5, E6 | `shapes`: null, `[]`, and numbers as text, in every sample; decimals stand in getTxnLists |
//! | E7 | payKhqr@request: the amount is text |
//! | E8 | here |
//! | E9 | getVirtualCards@request and the others of its group: `sign_type` is sent |
//! | E10 | here |
//! | E11 | `pages`, and here |
//! | E12 | here: 12 to 24, and no check of the answer's other number |
//! | E13, E14 | queryRefund@request: the members of the table; here: the sample's through `Extended` |
//! | E15 | unit test of `AuthCode` in the client |
//! | E16 | withdrawByBankNumber@request: the account keeps its zeros |
//! | E17 | nativePay@request: flags are 1 and 0 |
//! | E18 | `answers` and `bound`: f37 |
//! | E19 | nativePay@response: members that the sample lacks are absent |
//! | E20 | no length is checked: tokens of 24 and 25 characters are in createorder@response and withdraw@response |
//! | E21 | queryOrder@statuses |
//! | E22 | here |
//! | E23 | unit test of `Moment` in pay-http |
//! | E24 | `bound`: a masked account is text |
//! | E25 | withdraw@request: no body |
//! | E26 | verifybankaccount@request and withdrawByBankNumber@request: each its own names |
//! | E27 | here |
//! | E28 | v2Refund@request: `callback_url` |
//! | E30 | generateKhqr@request: an opaque text |
//! | E31 | here: both QR texts; the printed signatures are placeholders |
//! | E32 | nothing: samples that are no PHP and no JSON; the fixture of getbakongmembers has its comma taken out |
//! | E33 | `answers`: MD5 to a request in HMAC |
//! | E34 | `notifications` |
//! | E35 | saveCard@response and decodeKhqr@response: `inti-card`, `pointofInitiationMethod` |
//! | E36 | `errors` |
//! | E37 | merchantinfo@response: `funds_type`, `created_at` |
//! | E38 | unit tests of `Amount` and `Total` in the client: riel whole, dollars with two decimals, or as the caller says |

use kess_client::InvalidValue;
use kess_client::model::KhqrPaymentStatus;
use kess_client::service::*;
use khqr_emv::Payload;
use pay_core::Untrusted;

use crate::wire::{Wire, answered, body, customer, http, kess, number, sample, secret, success, text, usd};

#[tokio::test]
async fn e08_a_status_is_a_name_or_a_number() {
    for (status, expected) in [
        ("1", KhqrPaymentStatus::Code(1)),
        (r#""1""#, KhqrPaymentStatus::Code(1)),
        (r#""SUCCEEDED ""#, KhqrPaymentStatus::Succeeded),
        (r#""cancel""#, KhqrPaymentStatus::Cancel),
        (r#""FAILED ON VERIFY TRX""#, KhqrPaymentStatus::FailedOnVerify),
        (r#""CANCEL FAILED""#, KhqrPaymentStatus::Other(Untrusted::new("CANCEL FAILED"))),
    ] {
        let pay = PayKhqr::new(text("000201"), usd(200));
        let answer = answered(success(&format!(r#"{{"status":{status}}}"#))).call(&pay).await.unwrap();
        assert_eq!(answer.status, Some(expected), "{status}");
    }
}

#[tokio::test]
async fn e10_a_card_is_named_in_two_ways() {
    for data in [
        r#"{"purchaseRequestId":"24831209"}"#,
        r#"{"purchase_req_id":24831209}"#,
        r#"{"purchaseRequestId":null,"purchase_req_id":"24831209"}"#,
    ] {
        let card = answered(success(data)).call(&VirtualCardDetail::new(text("24831209"))).await.unwrap();
        assert_eq!(card.purchase_request_id, Some(Untrusted::new("24831209")), "{data}");
    }
}

#[test]
fn e11_and_e12_offsets_and_months_have_their_ranges() {
    assert!(VirtualCardReportOf::new(text("1"), 10, 10).is_err());
    let card =
        |months| CreateVirtualCard::new(usd(100), usd(300), 5, months, text("a"), text("b")).map(|_| ());
    assert_eq!(card(11), Err(InvalidValue::TooFew { limit: 12 }));
    assert_eq!((card(12), card(24)), (Ok(()), Ok(())));
    assert_eq!(card(25), Err(InvalidValue::TooMany { limit: 24 }));
}

#[tokio::test]
async fn e14_the_samples_member_can_be_added() {
    let wire = Wire::script([http(500, "")]);
    let query =
        Extended::new(QueryRefund::by_reference(number("R-1"))).with("out_trade_no", "TEST-1234567891");
    kess(&wire).call(&query).await.unwrap_err();
    let expected = r#"{"merchant_reference":"R-1","out_trade_no":"TEST-1234567891","service":"#;
    assert!(body(&wire.calls()[0]).starts_with(expected));
}

#[tokio::test]
async fn e22_a_method_has_one_code_in_both_shapes() {
    let methods = answered(http(200, sample("getpaymentmethods"))).call(&PaymentMethods {}).await.unwrap();
    assert_eq!(methods.len(), kess_client::ServiceCode::KNOWN.len());
    let codes: Vec<&str> = methods.iter().filter_map(|method| method.code()).map(Untrusted::as_raw).collect();
    assert_eq!(codes, kess_client::ServiceCode::KNOWN);
    let withdraw =
        Withdraw::new(Payout::new(number("WD-00000TEST0002"), usd(1_000)), secret("t"), customer());
    let answer = answered(http(200, sample("withdraw"))).call(&withdraw).await.unwrap();
    let method = answer.order.payment_detail.unwrap().payment_method.unwrap();
    assert_eq!(method.code().map(Untrusted::as_raw), Some("ABAAKHPP"));
}

/// An order stands beside the members of the answer, or under `order_info`.
#[tokio::test]
async fn e27_an_order_is_read_in_both_places() {
    let order = r#""out_trade_no":"T-1","total_amount":5,"currency":"USD","status":"WAITING""#;
    let transaction = || Transaction::new(number("T-1"), usd(500), text("test"));
    for data in [
        format!(r#"{{"fee":0,"pre_order_id":"p","order_info":{{{order}}},"total_amount":5}}"#),
        format!(r#"{{"fee":0,"pre_order_id":"p",{order}}}"#),
    ] {
        let answer = answered(success(&data)).call(&KioskCreateOrder::new(transaction())).await.unwrap();
        assert_eq!(answer.order.amount().unwrap(), usd(500).money(), "{data}");
        assert_eq!(answer.total_amount, answer.order.total_amount);
        let confirmed = answered(success(&data)).call(&ConfirmKioskOrder::new(text("p"))).await.unwrap();
        assert_eq!(confirmed.out_trade_no, Some(Untrusted::new("T-1")));
    }
}

/// The one genuine pair of the document: a KHQR with its MD5. The other QR, KESS's own, has a right checksum.
#[tokio::test]
async fn e31_the_documents_qrs_hold() {
    let generate = GenerateKhqr::new(text("000024924"), text("CU2501"), None);
    let khqr = answered(http(200, sample("generateKhqr"))).call(&generate).await.unwrap();
    let qr = khqr.qr_string.unwrap();
    assert!(Payload::read(qr.as_raw()).is_ok());
    assert_eq!(khqr_emv::md5(qr.as_raw()).as_str(), khqr.md5.unwrap().as_raw());
    let transaction = Transaction::new(number("TEST-1234567892"), usd(1_000), text("iPhone 13 pro Case"));
    let native = NativePay::new(transaction, kess_client::ServiceCode::new("KESSKH").unwrap());
    let order = answered(http(200, sample("nativePay"))).call(&native).await.unwrap();
    let qr = order.qrcode.unwrap();
    assert!(Payload::read(qr.as_raw()).is_ok(), "the checksum is right");
}
