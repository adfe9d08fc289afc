//! What distinguishes one provider's signatures from another's, as data.

mod kess;
mod monetix;
mod vexora;

pub use self::kess::SignType;

use crate::algorithm::{Algorithm, Encoding};
use crate::number::NumberText;
use crate::rule::Rule;

/// How a provider makes a signature out of a document: which members, in which order, in which text, with
/// the secret where, under which hash.
///
/// Every scheme is a constant: [`KESS`](Scheme::KESS), [`KESS_MD5`](Scheme::KESS_MD5),
/// [`VEXORA`](Scheme::VEXORA), [`MONETIX`](Scheme::MONETIX). The setters make a variant, for an account that
/// was told otherwise or to find out what a counterpart did.
///
/// ```
/// use pay_sign::{Keying, Scheme};
///
/// const VEXORA_SECRET_FIRST: Scheme = Scheme::VEXORA.keyed(Keying::Prefix(""));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Scheme {
    pub(crate) name: &'static str,
    /// Between a name and its text.
    pub(crate) pair: &'static str,
    /// Between two pairs.
    pub(crate) item: &'static str,
    /// Between the names of a path. Without one, lists and objects are not signed.
    pub(crate) path: Option<&'static str>,
    /// The text of `false` and of `true`.
    pub(crate) booleans: [&'static str; 2],
    /// A member whose text is `""` is left out. (`false` may have that text too, and stays.)
    pub(crate) drops_empty_text: bool,
    /// Names that are left out, at every depth that is signed.
    pub(crate) drops: &'static [&'static str],
    /// Item separators at both ends of the joined text are cut off.
    pub(crate) strips_ends: bool,
    /// How a signature is made, and what is tried first when one is verified.
    pub(crate) reading: Reading,
    /// What else a counterpart may have done, tried in this order.
    pub(crate) also: &'static [Reading],
    pub(crate) keying: Keying,
    pub(crate) algorithm: Algorithm,
    pub(crate) encoding: Encoding,
    /// The member that names the algorithm, and its value.
    pub(crate) declares: Option<(&'static str, &'static str)>,
    /// Where the signature stands. The last place whose parent exists is the one.
    pub(crate) places: &'static [&'static [&'static str]],
    /// Documents that have no signature to rely on.
    pub(crate) unsignable: &'static [Rule],
    /// Requests that the provider might read otherwise than they were meant.
    pub(crate) outbound: &'static [Rule],
    /// What in a text could be the seam between two items.
    pub(crate) seam: Seam,
}

/// The part of a scheme that implementations of it disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// The order of the items.
    pub order: Order,
    /// The text of a JSON number.
    pub numbers: NumberText,
    /// The text of `null`, or `None` where it is left out.
    pub null: Option<&'static str>,
    /// Whether a path separator inside a name is written twice.
    pub doubled_separators: bool,
}

impl Reading {
    pub(crate) const fn new(order: Order, numbers: NumberText, null: Option<&'static str>) -> Self {
        Self { order, numbers, null, doubled_separators: false }
    }

    pub(crate) const fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    pub(crate) const fn numbers(mut self, numbers: NumberText) -> Self {
        self.numbers = numbers;
        self
    }

    pub(crate) const fn null(mut self, null: Option<&'static str>) -> Self {
        self.null = null;
        self
    }

    pub(crate) const fn doubled_separators(mut self) -> Self {
        self.doubled_separators = true;
        self
    }
}

/// The order of the items in the canonical text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Order {
    /// By the bytes of the name or path.
    PathBytes,
    /// As [`PathBytes`](Order::PathBytes), after the names that PHP takes for numbers, which come by value.
    PhpNames,
    /// By path in PHP's natural order: runs of digits compare as numbers.
    Natural,
    /// By the bytes of the whole item, text included.
    ItemBytes,
    /// Level by level: names that are array indices first, by value, the others by UTF-16 units.
    PerLevel,
}

/// Where the secret goes. Under HMAC it is the key in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keying {
    /// After the canonical text and this text.
    Suffix(&'static str),
    /// Before the canonical text, with this text between.
    Prefix(&'static str),
    /// Into the key of the HMAC alone. Under plain MD5 the signature would need no secret, so there the
    /// secret is the suffix.
    KeyOnly,
}

/// What in a text could pass for the seam between two items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seam {
    /// The item separator, something like a name, the pair separator.
    Item,
    /// The item separator alone.
    Separator,
}

impl Scheme {
    /// The provider's name, with the algorithm where it has a choice.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The hash.
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// How a signature of ours is made.
    pub const fn reading(&self) -> Reading {
        self.reading
    }

    /// With the secret elsewhere.
    #[must_use]
    pub const fn keyed(mut self, keying: Keying) -> Self {
        self.keying = keying;
        self
    }

    /// With the items in another order.
    #[must_use]
    pub const fn ordered(mut self, order: Order) -> Self {
        self.reading.order = order;
        self
    }

    /// With numbers in another text.
    #[must_use]
    pub const fn numbered(mut self, numbers: NumberText) -> Self {
        self.reading.numbers = numbers;
        self
    }

    /// Without the member that names the algorithm: for verifying a part of a document whose envelope
    /// names it.
    #[must_use]
    pub const fn undeclared(mut self) -> Self {
        self.declares = None;
        self
    }

    /// Only the reading that signs, and none that other implementations are known for.
    #[must_use]
    pub const fn exact(mut self) -> Self {
        self.also = &[];
        self
    }

    /// The name of the signature member.
    pub(crate) fn signature_name(&self) -> &'static str {
        self.places
            .first()
            .and_then(|place| place.last())
            .expect("every scheme has a place for its signature")
    }
}
