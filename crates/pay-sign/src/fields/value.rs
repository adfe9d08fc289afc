//! One value of a document, with the exact text of a number.

use std::collections::BTreeMap;

pub(crate) type Member = (String, Value);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// A JSON number token, as it was written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Object(Vec<Member>),
}

impl Value {
    /// What a person calls it.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    pub(crate) const fn is_nested(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }
}

pub(crate) fn find<'a>(members: &'a [Member], name: &str) -> Option<&'a Value> {
    members.iter().find_map(|(other, value)| (other == name).then_some(value))
}

pub(super) fn at<'a>(members: &'a [Member], path: &[&str]) -> Option<&'a Value> {
    let (name, rest) = path.split_first()?;
    match (find(members, name)?, rest) {
        (value, []) => Some(value),
        (Value::Object(members), rest) => at(members, rest),
        _ => None,
    }
}

pub(super) fn take(members: &mut Vec<Member>, path: &[&str]) {
    match path {
        [] => {}
        [name] => members.retain(|(other, _)| other != name),
        [name, rest @ ..] => {
            if let Some(Value::Object(members)) = find_mut(members, name) {
                take(members, rest);
            }
        }
    }
}

pub(super) fn put(members: &mut Vec<Member>, path: &[&str], text: &str) {
    match path {
        [] => {}
        [name] => set(members, (*name).to_owned(), Value::Text(text.to_owned())),
        [name, rest @ ..] => {
            if let Some(Value::Object(members)) = find_mut(members, name) {
                put(members, rest, text);
            }
        }
    }
}

pub(super) fn set(members: &mut Vec<Member>, name: String, value: Value) {
    match find_mut(members, &name) {
        Some(old) => *old = value,
        None => members.push((name, value)),
    }
}

/// Of a repeated name keeps the last value, where the first one stood.
pub(super) fn last_wins(members: Vec<Member>) -> Vec<Member> {
    let mut places = BTreeMap::new();
    let mut kept: Vec<Member> = Vec::with_capacity(members.len());
    for (name, value) in members {
        let place = *places.entry(name.clone()).or_insert(kept.len());
        match kept.get_mut(place) {
            Some(member) => member.1 = value,
            None => kept.push((name, value)),
        }
    }
    kept
}

fn find_mut<'a>(members: &'a mut [Member], name: &str) -> Option<&'a mut Value> {
    members.iter_mut().find_map(|(other, value)| (other == name).then_some(value))
}
