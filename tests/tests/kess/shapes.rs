//! The forms that section 3 allows in an answer: numbers as text, flags as numbers, `[]` for an object, null, and members
//! that nobody knows.

use std::fmt::Debug;

use kess_client::service::Service;
use serde_json::Value;

use crate::wire::{answered, http};

/// Reads the sample in every form. Numbers as text have to mean the same; the others have to be read.
pub(crate) async fn check<S: Service>(fixture: &str, request: &S, sample: &str)
where
    S::Response: Debug + PartialEq,
{
    let reads = async |form: &str, change: fn(&str, &mut Value)| {
        let mut answer: Value = serde_json::from_str(sample).unwrap();
        everywhere("data", &mut answer["data"], change);
        let result = answered(http(200, answer.to_string())).call(request).await;
        result.unwrap_or_else(|error| panic!("{fixture}, {form}: {error}"))
    };
    // The same text as the forms below have: what is not read is compared as text.
    let expected = reads("as it is", |_, _| {}).await;
    assert_eq!(reads("numbers as text", number_as_text).await, expected, "{fixture}, numbers as text");
    assert_eq!(reads("flags as numbers", flag_as_number).await, expected, "{fixture}, flags as numbers");
    reads("empty lists", object_as_empty_list).await;
    reads("null", null).await;
    reads("unknown members", unknown_member).await;
}

/// Applies a change to every value, the innermost first.
fn everywhere(name: &str, value: &mut Value, change: fn(&str, &mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| everywhere("", item, change)),
        Value::Object(members) => {
            for (name, member) in members {
                everywhere(name, member, change);
            }
        }
        _ => {}
    }
    change(name, value);
}

fn number_as_text(_: &str, value: &mut Value) {
    if let Value::Number(number) = value {
        *value = Value::String(number.to_string());
    }
}

fn flag_as_number(_: &str, value: &mut Value) {
    if let Value::Bool(flag) = value {
        *value = Value::from(u8::from(*flag));
    }
}

/// Not the order, and not the whole answer: without those there is nothing to read.
fn object_as_empty_list(name: &str, value: &mut Value) {
    if value.is_object() && !matches!(name, "data" | "order_info" | "") {
        *value = Value::Array(Vec::new());
    }
}

/// Not what binds an answer to its question.
fn null(name: &str, value: &mut Value) {
    if !matches!(name, "data" | "order_info" | "out_trade_no" | "total_amount" | "currency" | "") {
        *value = Value::Null;
    }
}

fn unknown_member(_: &str, value: &mut Value) {
    if let Value::Object(members) = value {
        members.insert("a_new_member".to_owned(), serde_json::json!({ "of": [1, null, "kind"] }));
    }
}
