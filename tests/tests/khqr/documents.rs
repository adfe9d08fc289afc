//! The codes that stand in the vendors' documents.

use conformance::fixture;
use khqr_emv::{EmvValue, Khqr, ParseErrorKind, Tag, audit, decode_lossy, decode_non_khqr, verify};
use pay_core::{Currency, Money, Timestamp};

use super::NOW;

#[test]
fn kess_generates_a_static_code_with_the_md5_that_it_prints() {
    let text = fixture("khqr/kess-generate-khqr.txt");
    assert_eq!(text.len(), 160);
    let code = verify(&text, NOW).unwrap();
    assert!(!code.is_dynamic());
    assert_eq!(code.account_id(), "khqr@kess");
    assert_eq!(code.merchant_name(), "Bunna Roth");
    assert_eq!(code.currency(), Currency::Usd);
    assert_eq!(code.khqr().created_at(), Some(Timestamp::from_millis(1_738_910_956_926)));
    assert_eq!(code.khqr().md5().as_str(), "bf6ce95e56672e6991d3bd42af8f481a");
    assert_eq!(code.khqr().to_string(), text);
}

#[test]
fn a_kess_order_is_an_emv_code_and_no_khqr() {
    let text = fixture("khqr/kess-order-qrcode.txt");
    assert_eq!(text.len(), 138);
    let khqr = Khqr::parse(&text).unwrap();
    assert_eq!(khqr.account_id(), Some("KESSKH"));
    assert_eq!(khqr.amount().unwrap().money(), Ok(Money::from_minor(1_000, Currency::Usd)));
    assert_eq!(verify(&text, NOW).unwrap_err().official_number(), Some(45));

    let found: Vec<_> =
        audit(&text, NOW).into_iter().filter_map(|finding| finding.official_number()).collect();
    assert_eq!(found, [3, 45], "in order of place: the account without @, the missing times");

    let map = decode_non_khqr(&text).unwrap();
    let Some(EmvValue::Map(additional)) = map.get(Tag::ADDITIONAL) else { panic!("62 is a template") };
    assert_eq!(additional.iter().count(), 2);
}

#[test]
fn the_pay_info_of_vexora_is_broken_where_its_author_cut_it() {
    let text = fixture("khqr/vexora-pay-info.txt");
    assert_eq!(text.len(), 148);
    assert_eq!(Khqr::parse(&text).unwrap_err().kind(), ParseErrorKind::CrcMissing);

    let (decoded, fault) = decode_lossy(&text);
    let fault = fault.unwrap();
    assert_eq!(fault.to_string(), "expected a value of 91 units, found 23 (29/96 at 37..60)");
    assert_eq!(decoded.bakong_account_id, Some("testkhqr@0109"), "four units were cut from the account");
    assert_eq!(decoded.merchant_name, None);
    assert_eq!(verify(&text, NOW).unwrap_err().official_number(), Some(8));
}
