//! JSON text to members.
//!
//! `serde_json` does the reading; each value is first taken as raw text, because only the text of a number
//! says how it was written. Most documents have no number but short integers, whose text is known from their
//! value: those are read in one pass, by [`quick`].

mod quick;

use std::collections::BTreeSet;
use std::fmt;

use pay_core::Untrusted;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::error::{ReadError, ReadErrorKind};
use super::limits::Limits;
use super::value::{Member, Value, last_wins};

pub(super) fn object(bytes: &[u8], limits: Limits, repeats: bool) -> Result<Vec<Member>, ReadError> {
    if bytes.len() > limits.bytes {
        return Err(ReadError::new(ReadErrorKind::TooLong { limit: limits.bytes }, limits.bytes));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ReadError::new(ReadErrorKind::NotUtf8, error.valid_up_to()))?;
    if !repeats && let Some(members) = quick::object(text, limits) {
        return Ok(members);
    }
    let mut reader = Reader { text, limits, repeats, values: 0, names: 0 };
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| reader.not_json(text, &error))?;
    match reader.value(raw.get(), 0, 0)? {
        Value::Object(members) => Ok(members),
        _ => Err(ReadError::new(ReadErrorKind::NotAnObject, reader.offset(raw.get()))),
    }
}

/// Text members, each under its limits and each name once.
pub(super) fn pairs(
    pairs: impl Iterator<Item = (String, String)>,
    limits: Limits,
) -> Result<Vec<Member>, ReadError> {
    let mut members = Vec::new();
    let mut seen = BTreeSet::new();
    let mut bytes = 0_usize;
    for (index, (name, text)) in pairs.enumerate() {
        bytes = bytes.saturating_add(name.len()).saturating_add(text.len());
        let refusal = if index >= limits.values {
            Some(ReadErrorKind::TooManyValues { limit: limits.values })
        } else if bytes > limits.bytes {
            Some(ReadErrorKind::TooLong { limit: limits.bytes })
        } else if !seen.insert(name.clone()) {
            Some(repeated(&name))
        } else {
            None
        };
        if let Some(kind) = refusal {
            return Err(ReadError::in_pairs(kind, index));
        }
        members.push((name, Value::Text(text)));
    }
    Ok(members)
}

/// What an index and its separator add to a path.
pub(super) const INDEX: usize = 8;

struct Reader<'a> {
    text: &'a str,
    limits: Limits,
    repeats: bool,
    values: usize,
    /// Bytes of names so far, those of every path counted in full.
    names: usize,
}

impl<'a> Reader<'a> {
    /// `depth` is how many objects and lists stand around the value, `path` how many bytes of names.
    fn value(&mut self, raw: &'a str, depth: usize, path: usize) -> Result<Value, ReadError> {
        self.values += 1;
        if self.values > self.limits.values {
            let limit = self.limits.values;
            return Err(ReadError::new(ReadErrorKind::TooManyValues { limit }, self.offset(raw)));
        }
        self.names = self.names.saturating_add(path);
        if self.names > self.limits.names() {
            let limit = self.limits.names();
            return Err(ReadError::new(ReadErrorKind::PathsTooLong { limit }, self.offset(raw)));
        }
        match raw.as_bytes().first() {
            Some(b'{' | b'[') if depth >= self.limits.depth => {
                let limit = self.limits.depth;
                Err(ReadError::new(ReadErrorKind::TooDeep { limit }, self.offset(raw)))
            }
            Some(b'{') => self.members(raw, depth, path).map(Value::Object),
            Some(b'[') => {
                let items: Vec<&'a RawValue> = self.parse(raw)?;
                let items = items.into_iter().map(|item| self.value(item.get(), depth + 1, path + INDEX));
                items.collect::<Result<_, _>>().map(Value::List)
            }
            Some(b'"') => self.parse(raw).map(Value::Text),
            Some(b'n') => Ok(Value::Null),
            Some(b't') => Ok(Value::Bool(true)),
            Some(b'f') => Ok(Value::Bool(false)),
            _ if raw.len() > self.limits.number => {
                let limit = self.limits.number;
                Err(ReadError::new(ReadErrorKind::NumberTooLong { limit }, self.offset(raw)))
            }
            _ => Ok(Value::Number(raw.to_owned())),
        }
    }

    fn members(&mut self, raw: &'a str, depth: usize, path: usize) -> Result<Vec<Member>, ReadError> {
        let pairs: Pairs<'a> = self.parse(raw)?;
        let mut members = Vec::with_capacity(pairs.0.len());
        let mut seen = BTreeSet::new();
        for (name, raw) in pairs.0 {
            if !self.repeats && !seen.insert(name.clone()) {
                return Err(ReadError::new(repeated(&name), self.offset(raw.get())));
            }
            let path = path + name.len() + 1;
            members.push((name, self.value(raw.get(), depth + 1, path)?));
        }
        Ok(if self.repeats { last_wins(members) } else { members })
    }

    fn parse<T: Deserialize<'a>>(&self, raw: &'a str) -> Result<T, ReadError> {
        serde_json::from_str(raw).map_err(|error| self.not_json(raw, &error))
    }

    fn not_json(&self, part: &str, error: &serde_json::Error) -> ReadError {
        let line: usize = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = self.offset(part) + line + error.column().saturating_sub(1);
        ReadError::new(ReadErrorKind::NotJson, at.min(self.text.len()))
    }

    /// Where a part of the text begins in it.
    fn offset(&self, part: &str) -> usize {
        part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr())
    }
}

/// The name, shortened: it comes from outside and may be long.
fn repeated(name: &str) -> ReadErrorKind {
    const SHOWN: usize = 64;
    ReadErrorKind::RepeatedName(Untrusted::new(name.chars().take(SHOWN).collect::<String>()))
}

/// An object, its values not yet read. A map would drop repeated names.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries;

        impl<'de> Visitor<'de> for Entries {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(pairs)
            }
        }

        deserializer.deserialize_map(Entries).map(Pairs)
    }
}
