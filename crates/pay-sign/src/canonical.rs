//! The text that is signed: leaves of the document, in their text, in order, joined.

mod natural;
mod order;

use std::borrow::Cow;
use std::fmt;

pub(crate) use self::natural::stand_together;
pub(crate) use self::order::php_takes_for_number;
use crate::coverage::Coverage;
use crate::fields::{Fields, Member, Value};
use crate::scheme::{Reading, Scheme, Seam};

/// What a scheme hashes for a document, without the secret, and which members went into it.
///
/// Made by [`Scheme::canonical_text`]. It exists for every document, also for those that
/// [`Signer::sign`](crate::Signer::sign) refuses.
///
/// `Debug` names the members; the text has their values in it.
#[derive(Clone, PartialEq, Eq)]
pub struct CanonicalText {
    text: String,
    coverage: Coverage,
    ambiguous: Coverage,
}

impl CanonicalText {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The members that it holds.
    pub const fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Those of them whose name or text could be read as the seam between two members, so that another
    /// document has this same text.
    pub const fn ambiguous(&self) -> &Coverage {
        &self.ambiguous
    }

    pub(crate) fn into_coverage(self) -> (Coverage, Coverage) {
        (self.coverage, self.ambiguous)
    }
}

impl fmt::Display for CanonicalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for CanonicalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CanonicalText({})", self.coverage)
    }
}

impl Scheme {
    /// The text that is signed for a document, as this scheme's own [`Reading`] has it.
    pub fn canonical_text(&self, fields: &Fields) -> CanonicalText {
        self.canonical_text_as(self.reading, fields)
    }

    /// The text that is signed for a document by who follows another reading.
    pub fn canonical_text_as(&self, reading: Reading, fields: &Fields) -> CanonicalText {
        let leaves = leaves(self, fields);
        let items = items(self, reading, &leaves);
        let ambiguous = items.iter().filter(|item| item.could_split(self));
        CanonicalText {
            text: strip(self, &join(self, &items)).to_owned(),
            ambiguous: ambiguous.map(|item| item.leaf.path()).collect(),
            coverage: items.iter().map(|item| item.leaf.path()).collect(),
        }
    }
}

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

    fn path_text(&self, separator: &str, doubled: bool) -> String {
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

/// One `name=text` before it is joined to the others.
pub(crate) struct Item<'a> {
    pub(crate) leaf: &'a Leaf<'a>,
    pub(crate) path: String,
    pub(crate) text: Cow<'a, str>,
}

impl Item<'_> {
    fn could_split(&self, scheme: &Scheme) -> bool {
        match scheme.seam {
            Seam::Item => holds_seam(scheme, &self.path) || holds_seam(scheme, &self.text),
            Seam::Separator => {
                let in_names = |name: &str| name.contains(scheme.item) || name.contains(scheme.pair);
                self.leaf.names().any(in_names) || self.text.contains(scheme.item)
            }
        }
    }
}

/// The items of a document in the order in which they are signed.
pub(crate) fn items<'a>(scheme: &Scheme, reading: Reading, leaves: &'a [Leaf<'a>]) -> Vec<Item<'a>> {
    let separator = scheme.path.unwrap_or("");
    let mut items: Vec<_> = leaves
        .iter()
        .filter_map(|leaf| {
            let text = text_of(leaf.value, scheme, reading)?;
            Some(Item { leaf, path: leaf.path_text(separator, reading.doubled_separators), text })
        })
        .collect();
    order::sort(&mut items, reading.order, scheme.pair);
    items
}

pub(crate) fn join(scheme: &Scheme, items: &[Item<'_>]) -> String {
    let items: Vec<_> = items.iter().map(|item| [&item.path, scheme.pair, &item.text].concat()).collect();
    items.join(scheme.item)
}

/// The joined text as it is signed, without the separators at its ends where the scheme cuts them off.
pub(crate) fn strip<'t>(scheme: &Scheme, joined: &'t str) -> &'t str {
    if scheme.strips_ends { joined.trim_matches(|end| scheme.item.contains(end)) } else { joined }
}

/// Whether a text holds a name and a pair separator after an item separator, or ends in an item separator.
fn holds_seam(scheme: &Scheme, text: &str) -> bool {
    let in_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    if scheme.item.is_empty() {
        let ends_in_a_name = |before: &str| before.ends_with(in_name);
        return text.match_indices(scheme.pair).any(|(at, _)| ends_in_a_name(&text[..at]));
    }
    let starts_an_item = |after: &str| {
        let rest = after.trim_start_matches(in_name);
        rest.len() < after.len() && rest.starts_with(scheme.pair)
    };
    text.ends_with(scheme.item)
        || text.match_indices(scheme.item).any(|(at, item)| starts_an_item(&text[at + item.len()..]))
}
