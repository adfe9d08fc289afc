//! The values of a document that a scheme looks at, and their texts.

use std::borrow::Cow;

use crate::fields::{Fields, Member, Value};
use crate::scheme::{Reading, Scheme};

/// One value of a document with the names that lead to it. Of a scheme without paths, a member of the
/// outermost object, whatever its value.
pub(crate) struct Leaf<'a> {
    names: Vec<Cow<'a, str>>,
    pub(crate) value: &'a Value,
}

impl Leaf<'_> {
    /// The outermost name.
    pub(crate) fn top(&self) -> &str {
        self.names.first().map_or("", |name| name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }

    pub(crate) fn path(&self) -> Vec<String> {
        self.names().map(str::to_owned).collect()
    }

    /// The path for a person.
    pub(crate) fn shown(&self) -> String {
        self.names.join(".")
    }

    /// The path as it is signed.
    pub(super) fn path_text(&self, separator: &str, doubled: bool) -> String {
        if doubled && !separator.is_empty() {
            let names: Vec<_> =
                self.names().map(|name| name.replace(separator, &separator.repeat(2))).collect();
            return names.join(separator);
        }
        self.names.join(separator)
    }
}

/// The text of a value, or `None` where the scheme leaves it out.
pub(crate) fn text_of<'a>(value: &'a Value, scheme: &Scheme, reading: Reading) -> Option<Cow<'a, str>> {
    match value {
        Value::Null => reading.null.map(Cow::Borrowed),
        Value::Bool(flag) => Some(scheme.booleans[usize::from(*flag)].into()),
        Value::Number(token) => Some(reading.numbers.of(token)),
        Value::Text(text) if text.is_empty() && scheme.drops_empty_text => None,
        Value::Text(text) => Some(text.into()),
        Value::List(_) | Value::Object(_) => None,
    }
}

/// The values that a scheme looks at, in the order of the document.
pub(crate) fn leaves<'a>(scheme: &Scheme, fields: &'a Fields) -> Vec<Leaf<'a>> {
    let mut leaves = Vec::new();
    collect(scheme, fields.members(), &mut Vec::new(), &mut leaves);
    leaves
}

/// The depth of the recursion is that of the document, which `Limits` holds down.
fn collect<'a>(
    scheme: &Scheme,
    members: &'a [Member],
    names: &mut Vec<Cow<'a, str>>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    for (name, value) in members.iter().filter(|(name, _)| !scheme.drops.contains(&name.as_str())) {
        names.push(name.into());
        collect_value(scheme, value, names, leaves);
        names.pop();
    }
}

fn collect_value<'a>(
    scheme: &Scheme,
    value: &'a Value,
    names: &mut Vec<Cow<'a, str>>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    match value {
        Value::Object(members) if scheme.path.is_some() => collect(scheme, members, names, leaves),
        Value::List(items) if scheme.path.is_some() => {
            for (index, item) in items.iter().enumerate() {
                names.push(index.to_string().into());
                collect_value(scheme, item, names, leaves);
                names.pop();
            }
        }
        _ => leaves.push(Leaf { names: names.clone(), value }),
    }
}
