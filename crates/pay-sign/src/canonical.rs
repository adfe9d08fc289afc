//! The text that is signed: leaves of the document, in their text, in order, joined.

mod item;
mod leaf;
mod natural;
mod order;

use std::fmt;

pub(crate) use self::item::{Item, Texts, items, join, strip};
pub(crate) use self::leaf::{Leaf, leaves, text_of, unsigned_leaves};
pub(crate) use self::natural::stand_together;
pub(crate) use self::order::php_takes_for_number;
use crate::coverage::Coverage;
use crate::fields::Fields;
use crate::scheme::{Reading, Scheme};

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

    /// Of items in their order.
    pub(crate) fn of(scheme: &Scheme, items: &[Item<'_>]) -> Self {
        let joined = join(scheme, items);
        let stripped = strip(scheme, &joined);
        let text = if stripped.len() == joined.len() { joined } else { stripped.to_owned() };
        let names = items.iter().map(|item| item.leaf.depth() + 1).sum();
        let mut coverage = Coverage::with_capacity(names, items.iter().map(|item| item.path.len()).sum());
        let mut ambiguous = Coverage::default();
        for item in items {
            coverage.add(item.leaf.names());
            if item.could_split(scheme) {
                ambiguous.add(item.leaf.names());
            }
        }
        Self { text, coverage, ambiguous }
    }

    pub(crate) fn into_text(self) -> String {
        self.text
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
        CanonicalText::of(self, &items(self, reading, &leaves(self, fields)))
    }
}
