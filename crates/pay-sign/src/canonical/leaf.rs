//! The values of a document that a scheme looks at, and their texts.

use std::borrow::Cow;
use std::rc::Rc;

use crate::fields::{Fields, Member, Value};
use crate::scheme::{Reading, Scheme};

/// One value of a document with the names that lead to it. Of a scheme without paths, a member of the
/// outermost object, whatever its value.
pub(crate) struct Leaf<'a> {
    /// Shared by the members of one object. The outermost object has no names above it.
    above: Rc<[Cow<'a, str>]>,
    name: Cow<'a, str>,
    pub(crate) value: &'a Value,
}

impl Leaf<'_> {
    /// The outermost name.
    pub(crate) fn top(&self) -> &str {
        self.above.first().unwrap_or(&self.name)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.above.iter().chain([&self.name]).map(AsRef::as_ref)
    }

    /// How many names stand above its own.
    pub(super) fn depth(&self) -> usize {
        self.above.len()
    }

    /// The path for a person.
    pub(crate) fn shown(&self) -> String {
        self.path_text(".", false).into_owned()
    }

    /// The path as it is signed.
    pub(super) fn path_text(&self, separator: &str, doubled: bool) -> Cow<'_, str> {
        if doubled && !separator.is_empty() {
            let twice = separator.repeat(2);
            let names: Vec<_> = self.names().map(|name| name.replace(separator, &twice)).collect();
            return names.join(separator).into();
        }
        if self.above.is_empty() {
            return (&*self.name).into();
        }
        let mut path = String::with_capacity(self.names().map(|name| name.len() + separator.len()).sum());
        for name in self.above.iter() {
            path.push_str(name);
            path.push_str(separator);
        }
        path.push_str(&self.name);
        path.into()
    }

    /// Whether this is the member at a path of names, or stands in it.
    fn is_below(&self, path: &[&str]) -> bool {
        path.len() <= self.above.len() + 1 && self.names().zip(path).all(|(name, other)| name == *other)
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
    let mut leaves = Vec::with_capacity(fields.members().len());
    collect(scheme, fields.members(), &Rc::default(), &mut leaves);
    leaves
}

/// The same of a document with its signature in it, which is passed over.
pub(crate) fn unsigned_leaves<'a>(scheme: &Scheme, fields: &'a Fields) -> Vec<Leaf<'a>> {
    let mut leaves = leaves(scheme, fields);
    leaves.retain(|leaf| !scheme.places.iter().any(|place| leaf.is_below(place)));
    leaves
}

/// The depth of the recursion is that of the document, which `Limits` holds down.
fn collect<'a>(
    scheme: &Scheme,
    members: &'a [Member],
    above: &Rc<[Cow<'a, str>]>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    for (name, value) in members.iter().filter(|(name, _)| !scheme.drops.contains(&name.as_str())) {
        collect_value(scheme, name.into(), value, above, leaves);
    }
}

fn collect_value<'a>(
    scheme: &Scheme,
    name: Cow<'a, str>,
    value: &'a Value,
    above: &Rc<[Cow<'a, str>]>,
    leaves: &mut Vec<Leaf<'a>>,
) {
    let inside = |name| above.iter().cloned().chain([name]).collect();
    match value {
        Value::Object(members) if scheme.path.is_some() => collect(scheme, members, &inside(name), leaves),
        Value::List(items) if scheme.path.is_some() => {
            let above = inside(name);
            for (index, item) in items.iter().enumerate() {
                collect_value(scheme, index.to_string().into(), item, &above, leaves);
            }
        }
        _ => leaves.push(Leaf { above: Rc::clone(above), name, value }),
    }
}
