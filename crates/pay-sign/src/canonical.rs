//! The text that is signed: leaves of the document, in their text, in order, joined.

mod item;
mod leaf;
mod natural;
mod order;

use std::fmt;
use std::iter;

pub(crate) use self::item::{Texts, items, join, strip};
pub(crate) use self::leaf::{Leaf, leaves, text_of};
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

    /// This scheme's reading and the others that it is known to have, what is signed most likely first.
    pub(crate) fn readings(&self) -> impl Iterator<Item = Reading> {
        iter::once(self.reading).chain(self.also.iter().copied())
    }
}
