//! The quick reading: one pass, yes or no.
//!
//! It answers nothing where a limit is exceeded, a name repeats, the text is no JSON, or a number is not an
//! integer of 64 bits. Then the careful reading finds out what is so, and where.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::super::limits::Limits;
use super::super::value::{Member, Value};
use super::INDEX;

/// The members of a text that is an object of the common kind.
pub(super) fn object(text: &str, limits: Limits) -> Option<Vec<Member>> {
    let counts = Counts { limits, values: Cell::new(0), names: Cell::new(0) };
    let mut json = serde_json::Deserializer::from_str(text);
    let value = Next { counts: &counts, depth: 0, path: 0 }.deserialize(&mut json).ok()?;
    json.end().ok()?;
    match value {
        Value::Object(members) => Some(members),
        _ => None,
    }
}

/// What was read so far.
struct Counts {
    limits: Limits,
    values: Cell<usize>,
    /// Bytes of names, those of every path counted in full.
    names: Cell<usize>,
}

/// The next value: so many objects and lists stand around it, and so many bytes of names lead to it.
#[derive(Clone, Copy)]
struct Next<'c> {
    counts: &'c Counts,
    depth: usize,
    path: usize,
}

impl Next<'_> {
    fn inside(self, name: usize) -> Self {
        Self { depth: self.depth + 1, path: self.path + name, ..self }
    }
}

/// For the careful reading to explain.
fn unusual<E: Error>() -> E {
    E::custom("unusual")
}

impl<'de> DeserializeSeed<'de> for Next<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        let Counts { limits, values, names } = self.counts;
        values.set(values.get() + 1);
        names.set(names.get().saturating_add(self.path));
        if values.get() > limits.values || names.get() > limits.names() {
            return Err(unusual());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Next<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value without floats")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    // JSON writes an integer in one way: without a plus and without zeros in front. `-0` arrives as a float.
    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.to_string()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        if self.depth >= self.counts.limits.depth {
            return Err(unusual());
        }
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self.inside(INDEX))? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        if self.depth >= self.counts.limits.depth {
            return Err(unusual());
        }
        let mut members: Vec<Member> = Vec::with_capacity(MEMBERS);
        while let Some(Name(name)) = map.next_key()? {
            // A search of few is quicker than a set; many are for the careful reading.
            if members.len() >= MOST_MEMBERS || members.iter().any(|(other, _)| *other == name) {
                return Err(unusual());
            }
            let value = map.next_value_seed(self.inside(name.len() + 1))?;
            members.push((name.into_owned(), value));
        }
        Ok(Value::Object(members))
    }
}

/// What an object of a payment has; where it has more, it grows.
const MEMBERS: usize = 16;
/// Beyond this, a search for each name would take longer than a set.
const MOST_MEMBERS: usize = 64;

/// A name, borrowed where it has no escape.
struct Name<'de>(Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Borrowed(name)))
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
                Ok(Name(Cow::Owned(name.to_owned())))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{RawValue, Reader};
    use super::*;

    fn careful(text: &str) -> Option<Vec<Member>> {
        let mut reader = Reader { text, limits: Limits::DEFAULT, repeats: false, values: 0, names: 0 };
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        match reader.value(raw.get(), 0, 0).ok()? {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// What the quick reading accepts, the careful one reads alike.
    fn assert_agree(text: &str) -> bool {
        let quick = object(text, Limits::DEFAULT);
        assert!(quick.is_none() || quick == careful(text), "{text}");
        quick.is_some()
    }

    #[test]
    fn common_documents_are_read_quickly_and_others_carefully() {
        for text in [
            "{}",
            r#" {"a":1,"b":-7,"c":"x\u0041\n","d":null,"e":[true,{"f":""}],"\u0061b":18446744073709551615} "#,
            r#"{"a":-9223372036854775808}"#,
        ] {
            assert!(assert_agree(text), "{text}");
        }
        for text in [
            r#"{"a":1.0}"#,
            r#"{"a":1e1}"#,
            r#"{"a":-0}"#,
            r#"{"a":18446744073709551616}"#,
            r#"{"a":1,"\u0061":2}"#,
            r#"{"a":01}"#,
            r#"{"a":1}x"#,
            "[]",
            "",
        ] {
            assert!(!assert_agree(text), "{text}");
        }
    }

    #[test]
    fn limits_are_the_same() {
        let limits = Limits::DEFAULT.depth(2).values(4);
        assert!(object(r#"{"a":[1,2]}"#, limits).is_some());
        assert!(object(r#"{"a":[1,2,3]}"#, limits).is_none());
        assert!(object(r#"{"a":[[1]]}"#, limits).is_none());
        let long = Limits::DEFAULT.bytes(2);
        assert!(object(r#"{"12345678":1}"#, long).is_none());
    }

    proptest! {
        #[test]
        fn both_readings_agree(text in r#"\{("[ab\\n]{0,2}":(-?[0-9]{1,3}|"[a"\\n]{0,3}"|\[1?\]|\{"a":1\}|null|1\.0),?){0,4}\}"#) {
            assert_agree(&text);
        }
    }
}
