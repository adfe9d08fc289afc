//! The part of a document that a signature can speak for.

use std::collections::BTreeMap;

use pay_http::json::{Problem, RawValue};

/// The JSON object without what no signature covers wherever it stands (section 2.5): members named `frame_mode` and
/// `signature`, and empty lists and objects. What is left is what may be read.
///
/// `json` has been read as [`Fields`](pay_sign::Fields) before, so that its depth is bounded and no name is there twice.
pub(crate) fn covered(json: &str) -> Result<Box<RawValue>, Problem> {
    let raw: &RawValue = serde_json::from_str(json).map_err(|_| EXPECTED)?;
    if !raw.get().starts_with('{') {
        return Err(EXPECTED);
    }
    let mut kept = String::with_capacity(json.len());
    write(raw, &mut kept)?;
    RawValue::from_string(kept).map_err(|_| EXPECTED)
}

const EXPECTED: Problem = Problem::expected("a json object");
const UNCOVERED: [&str; 2] = ["frame_mode", "signature"];

fn write(raw: &RawValue, kept: &mut String) -> Result<(), Problem> {
    match raw.get().as_bytes().first() {
        Some(b'{') => object(raw, kept),
        Some(b'[') => list(raw, kept),
        _ => {
            kept.push_str(raw.get());
            Ok(())
        }
    }
}

fn object(raw: &RawValue, kept: &mut String) -> Result<(), Problem> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(raw.get()).map_err(|_| EXPECTED)?;
    kept.push('{');
    let mut comma = "";
    for (name, member) in members.into_iter().filter(|(name, _)| !UNCOVERED.contains(&name.as_str())) {
        let mut value = String::new();
        write(member, &mut value)?;
        if is_empty(&value) {
            continue;
        }
        kept.push_str(comma);
        kept.push_str(&serde_json::to_string(&name).map_err(|_| EXPECTED)?);
        kept.push(':');
        kept.push_str(&value);
        comma = ",";
    }
    kept.push('}');
    Ok(())
}

/// Items keep their places, because the place is the name under which an item is signed. So an empty one stays where
/// another follows it; at the end anybody could have added it.
fn list(raw: &RawValue, kept: &mut String) -> Result<(), Problem> {
    let items: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(|_| EXPECTED)?;
    kept.push('[');
    let mut end = kept.len();
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            kept.push(',');
        }
        let start = kept.len();
        write(item, kept)?;
        if !is_empty(&kept[start..]) {
            end = kept.len();
        }
    }
    kept.truncate(end);
    kept.push(']');
    Ok(())
}

/// Whether a list or an object that was written here has nothing in it.
fn is_empty(written: &str) -> bool {
    matches!(written, "{}" | "[]")
}

#[cfg(test)]
mod tests {
    use pay_sign::{Fields, Scheme};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn d37_frame_mode_and_nested_signatures_are_gone_at_every_depth() {
        let json = r#"{"frame_mode":{"payment":"evil"},"a":{"signature":"evil","b":[{"frame_mode":"evil","c":1}]},
            "errors":[],"extra":{"deep":{}},"signature":"x","d":[ ],"e":[{},null]}"#;
        assert_eq!(covered(json).unwrap().get(), r#"{"a":{"b":[{"c":1}]},"e":[{},null]}"#);
    }

    #[test]
    fn d36_empty_items_at_the_end_of_a_list_are_gone() {
        let json = r#"{"a":[{"b":1},{},[],{"frame_mode":"evil"},[{}]],"c":[{}],"d":[{},{"e":1}]}"#;
        assert_eq!(covered(json).unwrap().get(), r#"{"a":[{"b":1}],"d":[{},{"e":1}]}"#);
    }

    #[test]
    fn what_is_no_object_is_refused() {
        for json in ["", "[]", "1", "{"] {
            assert!(covered(json).is_err(), "{json}");
        }
    }

    fn document() -> impl Strategy<Value = serde_json::Value> {
        let name = prop_oneof![Just("frame_mode".to_owned()), Just("signature".to_owned()), "[a-z]{1,3}"];
        let leaf = prop_oneof![
            Just(serde_json::Value::Null),
            any::<bool>().prop_map(Into::into),
            any::<i64>().prop_map(Into::into),
            "[ -~]{0,6}".prop_map(Into::into)
        ];
        let tree = leaf.prop_recursive(3, 24, 4, move |inner| {
            let members = proptest::collection::btree_map(name.clone(), inner.clone(), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Into::into),
                members.prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into())
            ]
        });
        proptest::collection::btree_map("[a-z]{1,3}", tree, 0..4)
            .prop_map(|members| members.into_iter().collect::<serde_json::Map<_, _>>().into())
    }

    proptest! {
        /// What is taken out leaves no trace in what is signed, but for nested members called `signature`, with which
        /// nothing verifies.
        #[test]
        fn what_is_left_has_the_same_signature(document in document()) {
            let text = |json: &str| {
                Scheme::MONETIX.canonical_text(&Fields::from_json(json).unwrap()).as_str().to_owned()
            };
            let json = document.to_string();
            prop_assume!(!json.contains("signature"));
            prop_assert_eq!(text(covered(&json).unwrap().get()), text(&json));
        }
    }
}
