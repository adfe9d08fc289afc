//! D1 to D10 of the KHQR specification, section 12: where the official package is plainly broken.

use khqr_emv::{
    AccountKind, Builder, EmvValue, EncodeErrorKind, Input, Khqr, MAX_UNITS, ParseErrorKind, Tag, decode,
    decode_lossy, decode_non_khqr, verify,
};

use super::{BODY, NOW, object, sealed};

#[test]
fn deviation_1_a_template_above_99_units_is_an_error() {
    let [account, information, bank] = [format!("{}@devb", "a".repeat(27)), "a".repeat(32), "b".repeat(32)];
    let builder =
        Builder::individual(&account, "Name").account_information(&information).acquiring_bank(&bank);
    let error = builder.build(NOW).unwrap_err();
    assert_eq!(error.kind(), EncodeErrorKind::TemplateTooLong { tag: Tag::INDIVIDUAL, units: 108 });
    assert_eq!(error.official_number(), None);
    assert_eq!(error.to_string(), "expected a template of at most 99 units, found 108 (tag 29)");
}

#[test]
fn deviation_2_a_length_that_is_no_number_ends_at_once() {
    let text = sealed(&format!("{BODY}620401xx"));
    assert_eq!(
        decode(&text).unwrap_err().to_string(),
        r#"expected two digits of length, found "xx" (62/01 at 78..80)"#
    );
    assert_eq!(decode_lossy(&text).0.merchant_name, Some("Name"), "the level above is intact");
    assert_eq!(verify(&text, NOW).unwrap_err().official_number(), Some(8));
}

#[test]
fn deviations_3_and_4_a_language_is_required() {
    let builder = Builder::individual("user@devb", "Name");
    for builder in [builder.clone().alternate_name("", "ក"), builder.alternate_city("ក")] {
        assert_eq!(builder.build(NOW).unwrap_err().official_number(), Some(37));
    }
    let city_alone = sealed(&format!("{BODY}{}", object("64", &object("02", "ក"))));
    assert!(verify(&city_alone, NOW).is_ok());
    let name_alone = sealed(&format!("{BODY}{}", object("64", &object("01", "ក"))));
    assert_eq!(verify(&name_alone, NOW).unwrap_err().official_number(), Some(37));
}

#[test]
fn deviation_5_an_amount_is_plain_digits() {
    for amount in [
        r#""NaN""#,
        r#""Infinity""#,
        "1e21",
        r#""abc""#,
        r#""1,000""#,
        r#"" 5 ""#,
        r#""+5""#,
        r#""007""#,
        "true",
        r#""1e3""#,
        r#"".5""#,
        r#""5.""#,
        r#""٥""#,
        r#""0x10""#,
        "1e309",
        r#""-1""#,
        "-1",
        "10.001",
        r#""10.500""#,
    ] {
        let json = format!(
            r#"{{"bakongAccountID":"user@devb","merchantName":"Name","currency":840,"amount":{amount},"expirationTimestamp":1750000060000}}"#
        );
        let input = Input::from_json(&json).unwrap();
        let error = input.builder_of(AccountKind::Individual).build(NOW).unwrap_err();
        assert_eq!(error.official_number(), Some(4), "{amount}");
    }
}

#[test]
fn deviation_6_what_is_there_twice_is_an_error() {
    let name = sealed(&format!("{BODY}5904Evil"));
    assert_eq!(Khqr::parse(&name).unwrap_err().kind(), ParseErrorKind::DuplicateTag);
    assert_eq!(decode_lossy(&name).0.merchant_name, Some("Name"));
    let account = object("29", &[object("00", "user@devb"), object("00", "evil@devb")].concat());
    let account = sealed(&BODY.replace("29130009user@devb", &account));
    assert_eq!(Khqr::parse(&account).unwrap_err().to_string(), "the tag is there twice (29/00 at 29..42)");
    assert_eq!(decode_lossy(&account).0.bakong_account_id, Some("user@devb"));
}

#[test]
fn deviation_7_the_expiry_is_checked_wherever_it_stands() {
    let body = BODY.replace("010211", "").replace("5802KH", "540115802KH");
    let expired = "99340013160000000000001131700000000000";
    for text in [format!("{expired}{body}010212"), format!("010212{body}{expired}")] {
        assert_eq!(verify(&sealed(&text), NOW).unwrap_err().official_number(), Some(46), "{text}");
    }
}

#[test]
fn deviation_8_every_sub_tag_has_a_map_of_its_own() {
    let text = object("62", &[object("50", &object("00", "a")), object("51", &object("01", "b"))].concat());
    let map = decode_non_khqr(&text).unwrap();
    assert_eq!(serde_json::to_string(&map).unwrap(), r#"{"62":{"50":{"00":"a"},"51":{"01":"b"}}}"#);
    let Some(EmvValue::Map(_)) = map.get(Tag::ADDITIONAL) else { panic!("62 is a template") };
}

#[test]
fn deviation_10_what_no_symbol_holds_is_not_read() {
    let units = MAX_UNITS + 1;
    let text = "x".repeat(units);
    assert_eq!(decode(&text).unwrap_err().kind(), ParseErrorKind::TooLong { units });
    assert_eq!(decode_non_khqr(&text).unwrap_err().kind(), ParseErrorKind::TooLong { units });
    assert_eq!(verify(&text, NOW).unwrap_err().official_number(), Some(8));
}
