//! Pairs of path and text, in order, joined.

use std::borrow::Cow;

use super::leaf::{Leaf, text_of};
use super::order;
use crate::scheme::{Reading, Scheme, Seam};

/// One `name=text` before it is joined to the others.
#[derive(Clone)]
pub(crate) struct Item<'a> {
    pub(crate) leaf: &'a Leaf<'a>,
    pub(crate) path: Cow<'a, str>,
    pub(crate) text: Cow<'a, str>,
}

impl Item<'_> {
    /// Whether its path or its text could be read as the seam between two items.
    pub(super) fn could_split(&self, scheme: &Scheme) -> bool {
        let text_splits = match scheme.seam {
            Seam::Item => holds_seam(scheme, &self.text),
            Seam::Separator => self.text.contains(scheme.item),
        };
        text_splits || self.names_could_split(scheme)
    }

    fn names_could_split(&self, scheme: &Scheme) -> bool {
        let has_item = |text: &str| !scheme.item.is_empty() && count(text, scheme.item) > 0;
        // The path has the names and what parts them: with no more separators than those, no name has one.
        let between = if scheme.path == Some(scheme.pair) { self.leaf.depth() } else { 0 };
        if count(&self.path, scheme.pair) <= between && !has_item(&self.path) {
            return false;
        }
        self.leaf.names().any(|name| count(name, scheme.pair) > 0 || has_item(name))
    }
}

/// How often a part stands in a text. Separators are one byte, and short texts want no searcher.
fn count(text: &str, part: &str) -> usize {
    match part.as_bytes() {
        [byte] => text.bytes().map(|other| usize::from(other == *byte)).sum(),
        _ => text.matches(part).count(),
    }
}

/// The items of a document in the order in which they are signed.
pub(crate) fn items<'a>(scheme: &Scheme, reading: Reading, leaves: &'a [Leaf<'a>]) -> Vec<Item<'a>> {
    let mut items = unsorted_items(scheme, reading, leaves);
    order::sort(&mut items, reading.order, scheme.pair);
    items
}

fn unsorted_items<'a>(scheme: &Scheme, reading: Reading, leaves: &'a [Leaf<'a>]) -> Vec<Item<'a>> {
    let separator = scheme.path.unwrap_or("");
    let item = |leaf: &'a Leaf<'a>| {
        let text = text_of(leaf.value, scheme, reading)?;
        Some(Item { leaf, path: leaf.path_text(separator, reading.doubled_separators), text })
    };
    leaves.iter().filter_map(item).collect()
}

/// The texts of one document under one reading after another.
///
/// Many readings differ in the order alone, so the items are made once for all of those: the text of a
/// number can take long to find.
pub(crate) struct Texts<'a> {
    scheme: &'a Scheme,
    leaves: &'a [Leaf<'a>],
    unsorted: Vec<(Reading, Vec<Item<'a>>)>,
}

impl<'a> Texts<'a> {
    pub(crate) const fn new(scheme: &'a Scheme, leaves: &'a [Leaf<'a>]) -> Self {
        Self { scheme, leaves, unsorted: Vec::new() }
    }

    pub(crate) fn text(&mut self, reading: Reading) -> String {
        let base = reading.order(self.scheme.reading.order);
        let known = self.unsorted.iter().position(|(known, _)| *known == base);
        let place = known.unwrap_or_else(|| {
            self.unsorted.push((base, unsorted_items(self.scheme, base, self.leaves)));
            self.unsorted.len() - 1
        });
        let mut items = self.unsorted[place].1.clone();
        order::sort(&mut items, reading.order, self.scheme.pair);
        strip(self.scheme, &join(self.scheme, &items)).to_owned()
    }
}

pub(crate) fn join(scheme: &Scheme, items: &[Item<'_>]) -> String {
    let parts = |item: &Item<'_>| scheme.item.len() + item.path.len() + scheme.pair.len() + item.text.len();
    let mut joined = String::with_capacity(items.iter().map(parts).sum());
    for (place, item) in items.iter().enumerate() {
        joined.push_str(if place > 0 { scheme.item } else { "" });
        joined.push_str(&item.path);
        joined.push_str(scheme.pair);
        joined.push_str(&item.text);
    }
    joined
}

/// The joined text as it is signed, without the separators at its ends where the scheme cuts them off.
pub(crate) fn strip<'t>(scheme: &Scheme, joined: &'t str) -> &'t str {
    if scheme.strips_ends { joined.trim_matches(|end| scheme.item.contains(end)) } else { joined }
}

/// Whether a text holds a name and a pair separator after an item separator, or ends in an item separator.
fn holds_seam(scheme: &Scheme, text: &str) -> bool {
    if !text.contains(scheme.item) || !text.contains(scheme.pair) && !text.ends_with(scheme.item) {
        return false;
    }
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
