use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::*;

fn refused(text: &str) -> ReadErrorKind {
    Fields::from_json(text).unwrap_err().kind().clone()
}

#[test]
fn order_and_number_text_survive() {
    let text = r#"{"z":1.10,"a":{"n":[1e2,-0,0.10]},"b":null,"c":true,"d":"\u1780/"}"#;
    let fields = Fields::from_json(format!(" {text}\n")).unwrap();
    assert_eq!(fields.write_json(), text.replace("\\u1780", "ក"));
    assert_eq!(fields.names().collect::<Vec<_>>(), ["z", "a", "b", "c", "d"]);
}

#[test]
fn d09_status_waiting_then_status_success_is_refused() {
    let error = Fields::from_json(r#"{"status":"WAITING","status":"SUCCESS"}"#).unwrap_err();
    assert_eq!(error.to_string(), "expected the name \"status\" once, found it again, at byte 29");
    // Written in escapes, and one level down.
    assert!(matches!(refused(r#"{"a":1,"\u0061":2}"#), ReadErrorKind::RepeatedName(_)));
    assert!(matches!(refused(r#"{"data":[{"a":1,"a":2}]}"#), ReadErrorKind::RepeatedName(_)));
    let error = Fields::from_pairs([("a", ""), ("trx_id", "A"), ("trx_id", "B")]).unwrap_err();
    assert_eq!(error.to_string(), "expected the name \"trx_id\" once, found it again, at pair 2");
}

#[test]
fn d38_ten_megabytes_deep_nesting_and_a_million_keys_are_refused() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(10_000_000));
    assert_eq!(refused(&long), ReadErrorKind::TooLong { limit: 1 << 20 });

    let deep = format!("{{\"a\":{}", "[".repeat(100_000));
    assert_eq!(refused(&deep), ReadErrorKind::NotJson);
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let error = Fields::from_json(&deep).unwrap_err();
    assert_eq!(*error.kind(), ReadErrorKind::TooDeep { limit: 32 });
    assert_eq!(error.to_string(), "expected nesting of at most 32, at byte 36");

    let keys: Vec<String> = (0..1_000_000).map(|key| format!("\"{key}\":1")).collect();
    let wide = format!("{{{}}}", keys.join(","));
    assert_eq!(refused(&wide), ReadErrorKind::TooLong { limit: 1 << 20 });
    let limits = Limits::DEFAULT.bytes(usize::MAX);
    let error = Fields::from_json_within(&wide, limits).unwrap_err();
    assert_eq!(*error.kind(), ReadErrorKind::TooManyValues { limit: 5_000 });
}

#[test]
fn d38_a_form_of_ten_megabytes_or_a_million_names_is_refused() {
    let kind = |pairs: Vec<(String, String)>| Fields::from_pairs(pairs).unwrap_err().kind().clone();
    let long = vec![(String::from("a"), "x".repeat(10_000_000))];
    assert_eq!(kind(long), ReadErrorKind::TooLong { limit: 1 << 20 });
    let many = (0..1_000_000).map(|name| (name.to_string(), String::new())).collect();
    assert_eq!(kind(many), ReadErrorKind::TooManyValues { limit: 5_000 });
}

#[test]
fn d38_a_long_name_over_many_values_does_not_multiply() {
    let values: Vec<String> = (0..4_000).map(|key| format!("\"{key}\":1")).collect();
    let wide = format!("{{\"{}\":{{{}}}}}", "x".repeat(900_000), values.join(","));
    assert_eq!(refused(&wide), ReadErrorKind::PathsTooLong { limit: 4 << 20 });
}

#[test]
fn d61_many_keys_long_numbers_lone_surrogates_and_invalid_utf8_are_errors() {
    assert_eq!(refused(r#"{"a":"\ud800"}"#), ReadErrorKind::NotJson);
    assert_eq!(refused(r#"{"\ud800":1}"#), ReadErrorKind::NotJson);
    let error = Fields::from_json(b"{\"a\":\"\xff\"}").unwrap_err();
    assert_eq!((error.kind(), error.at()), (&ReadErrorKind::NotUtf8, 6));

    // 2^64 is a number like any other: its text is kept.
    let fields = Fields::from_json(r#"{"a":18446744073709551616}"#).unwrap();
    assert_eq!(fields.number("a"), Some("18446744073709551616"));
    let digits = format!("{{\"a\":{}}}", "9".repeat(129));
    assert_eq!(refused(&digits), ReadErrorKind::NumberTooLong { limit: 128 });

    // Names that collide under a 31-multiplier hash, the usual flood: "Aa" and "BB" in every combination.
    let names = (0..1 << 12).map(|bits: u32| {
        (0..12).map(|bit| if bits >> bit & 1 == 0 { "Aa" } else { "BB" }).collect::<String>()
    });
    assert_eq!(Fields::from_pairs(names.map(|name| (name, ""))).unwrap().names().count(), 1 << 12);
}

#[test]
fn what_is_no_object_is_refused_with_its_place() {
    assert_eq!(refused("[1]"), ReadErrorKind::NotAnObject);
    assert_eq!(refused("\u{feff}{}"), ReadErrorKind::NotJson);
    assert_eq!(refused(""), ReadErrorKind::NotJson);
    assert_eq!(refused("{} {}"), ReadErrorKind::NotJson);
    assert_eq!(refused(r#"{"a":01}"#), ReadErrorKind::NotJson);
    assert_eq!(refused(r#"{"a":NaN}"#), ReadErrorKind::NotJson);
    let error = Fields::from_json("{\"a\":1,\n\"b\":2x}").unwrap_err();
    assert_eq!(error.to_string(), "expected JSON, at byte 13");
}

#[test]
fn floats_of_the_program_are_refused_and_raw_text_is_kept() {
    let float = BTreeMap::from([("amount", 10.5)]);
    assert_eq!(Fields::from_serialize(&float).unwrap_err().kind(), &ReadErrorKind::Float);

    let raw = RawValue::from_string("10.50".into()).unwrap();
    let fields = Fields::from_serialize(&BTreeMap::from([("amount", raw)])).unwrap();
    assert_eq!(fields.number("amount"), Some("10.50"));
}

#[test]
fn debug_shows_names_alone() {
    let fields = Fields::from_json(r#"{"card":"canary-4111","n":{"cvv":"canary"}}"#).unwrap();
    assert_eq!(format!("{fields:?}"), r#"Fields ["card", "n"]"#);
}

#[test]
fn a_path_is_put_taken_and_found() {
    let mut fields = Fields::from_json(r#"{"general":{"project_id":1}}"#).unwrap();
    fields.put(&["general", "signature"], "s");
    assert!(fields.at(&["general", "signature"]).is_some());
    fields.take(&["general", "signature"]);
    assert_eq!(fields.write_json(), r#"{"general":{"project_id":1}}"#);
}
