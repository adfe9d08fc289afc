//! What is refused before a signature is made, and why.

use std::fmt;

use pay_core::Untrusted;

use crate::canonical::{Item, Leaf, join, php_takes_for_number, stand_together, strip};
use crate::fields::Value;
use crate::number::{NumberText, is_finite, is_integer, is_long};
use crate::scheme::Scheme;

/// A document that is not signed, and the member that is the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    kind: RefusalKind,
    path: Untrusted,
}

impl Refusal {
    pub(crate) fn new(kind: RefusalKind, path: impl Into<String>) -> Self {
        Self { kind, path: Untrusted::new(path) }
    }

    /// Why.
    pub const fn kind(&self) -> RefusalKind {
        self.kind
    }

    /// The name or the path of the member.
    pub const fn path(&self) -> &Untrusted {
        &self.path
    }
}

/// Why a document is not signed. Values are not shown: they may be a payer's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RefusalKind {
    /// The member that names the algorithm does not name this signer's, which is given.
    Undeclared(&'static str),
    /// The name stood twice when the document was read.
    Repeated,
    /// PHP takes the name for a number, and its versions sort such names differently.
    NumberLikeName,
    /// The number is beyond the largest that the counterpart can hold.
    NotFinite,
    /// It is one of more than 64 numbers that have a point or an exponent and more than 14 digits, or that are huge or tiny:
    /// their texts take long to find, and no document of a provider's has so many.
    TooManyLongNumbers,
    /// A list or an object, which the scheme cannot sign.
    Nested,
    /// Two paths that stand at one place of the order.
    EqualPaths,
    /// The name is not ASCII, where counterparts sort differently.
    NotAsciiName,
    /// `null`, which some counterparts leave out and others sign.
    Null,
    /// Empty text, which is not signed.
    EmptyText,
    /// A boolean: its text differs between counterparts.
    Boolean,
    /// Not text, where every member has to be.
    NotText,
    /// A number with a point or an exponent.
    NotAnInteger,
    /// The text signed for the number is not its JSON text: `10.50`, `1e1`, more than 14 digits.
    NotAsWritten,
    /// White space at an end, or a control character, which the counterpart may strip.
    UncleanText,
    /// A separator at the end of the signed text, which is cut off.
    StrippedEnd,
    /// The text holds what reads as another member, whose name is given.
    ItemInText(&'static str),
    /// The text holds what reads as another member of this document.
    OwnItemInText,
    /// The name or the text holds this separator.
    Separator(&'static str),
    /// There is a second signature in the document.
    SecondSignature,
}

/// One thing that a scheme does not sign.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    NoNumberLikeNames,
    NoDigitNames,
    FewLongNumbers,
    FiniteNumbers,
    NoNesting,
    DistinctPaths,
    AsciiNames,
    NoNull,
    NoEmptyText,
    NoBooleans,
    TextOnly,
    IntegersOnly,
    NumbersAsWritten,
    CleanText,
    NoStrippedEnds,
    NoItemInText(&'static [&'static str]),
    OneSignature,
    Without(&'static str),
    NamesWithout(&'static str),
}

impl Rule {
    /// Whether a document keeps the rule; if not, which member is the first to break it, and how. The items are
    /// those of the leaves in their order, for the rules of requests.
    pub(crate) fn check(
        self,
        scheme: &Scheme,
        leaves: &[Leaf<'_>],
        items: &[Item<'_>],
    ) -> Result<(), Refusal> {
        let broken = match self {
            Self::DistinctPaths => equal_paths(items),
            Self::NoStrippedEnds => stripped_end(scheme, items),
            Self::FewLongNumbers => long_number_too_many(scheme, leaves),
            _ => leaves.iter().find_map(|leaf| Some((self.broken_by(scheme, leaf, leaves)?, leaf.shown()))),
        };
        broken.map_or(Ok(()), |(kind, path)| Err(Refusal::new(kind, path)))
    }

    fn broken_by(self, scheme: &Scheme, leaf: &Leaf<'_>, leaves: &[Leaf<'_>]) -> Option<RefusalKind> {
        let value = leaf.value;
        let number = if let Value::Number(token) = value { Some(token.as_str()) } else { None };
        let text = if let Value::Text(text) = value { Some(text.as_str()) } else { None };
        let (broken, kind) = match self {
            Self::NoNumberLikeNames => (php_takes_for_number(leaf.top()), RefusalKind::NumberLikeName),
            Self::NoDigitNames => {
                let digits = leaf.top().bytes().all(|byte| byte.is_ascii_digit());
                (digits && !leaf.top().is_empty(), RefusalKind::NumberLikeName)
            }
            Self::FiniteNumbers => (!number.is_none_or(is_finite), RefusalKind::NotFinite),
            Self::NoNesting => (value.is_nested(), RefusalKind::Nested),
            Self::AsciiNames => (!leaf.top().is_ascii(), RefusalKind::NotAsciiName),
            Self::NoNull => (matches!(value, Value::Null), RefusalKind::Null),
            Self::NoEmptyText => (text.is_some_and(str::is_empty), RefusalKind::EmptyText),
            Self::NoBooleans => (matches!(value, Value::Bool(_)), RefusalKind::Boolean),
            Self::TextOnly => (text.is_none(), RefusalKind::NotText),
            Self::IntegersOnly => (!number.is_none_or(is_integer), RefusalKind::NotAnInteger),
            Self::NumbersAsWritten => {
                let rewritten = number.is_some_and(|token| scheme.reading.numbers.of(token) != token);
                (rewritten, RefusalKind::NotAsWritten)
            }
            Self::CleanText => (text.is_some_and(|text| !is_clean(text)), RefusalKind::UncleanText),
            Self::NoItemInText(known) => return item_in_text(scheme, known, text?, leaves),
            Self::Without(part) => {
                let holds = leaf.names().chain(text).any(|text| text.contains(part));
                (holds, RefusalKind::Separator(part))
            }
            Self::NamesWithout(part) => {
                (leaf.names().any(|name| name.contains(part)), RefusalKind::Separator(part))
            }
            Self::OneSignature => {
                let name = scheme.signature_name();
                (leaf.names().any(|other| other == name), RefusalKind::SecondSignature)
            }
            Self::DistinctPaths | Self::NoStrippedEnds | Self::FewLongNumbers => return None, // of the document: see `check`
        };
        broken.then_some(kind)
    }
}

/// Whether a text has neither control characters nor white space at its ends.
fn is_clean(text: &str) -> bool {
    // All at once and not byte by byte: most texts are printable ASCII.
    let is_printable = text.bytes().fold(true, |all, byte| all & matches!(byte, b' '..=b'~'));
    text.trim() == text && (is_printable || !text.chars().any(char::is_control))
}

/// A text that reads as another member: of the names that the provider knows, or of this document.
fn item_in_text(
    scheme: &Scheme,
    known: &[&'static str],
    text: &str,
    leaves: &[Leaf<'_>],
) -> Option<RefusalKind> {
    if !text.contains(scheme.pair) {
        return None;
    }
    let holds = |name: &str| text.contains(&[scheme.item, name, scheme.pair].concat());
    if let Some(name) = known.iter().find(|name| holds(name)) {
        return Some(RefusalKind::ItemInText(name));
    }
    let own = leaves.iter().any(|leaf| !leaf.top().is_empty() && holds(leaf.top()));
    own.then_some(RefusalKind::OwnItemInText)
}

/// The first long number that is one too many.
fn long_number_too_many(scheme: &Scheme, leaves: &[Leaf<'_>]) -> Option<(RefusalKind, String)> {
    let keeps_integers = scheme.reading.numbers == NumberText::PhpLongIntegers;
    let is_long = |leaf: &&Leaf<'_>| match leaf.value {
        Value::Number(token) => is_long(token) && !(keeps_integers && is_integer(token)),
        _ => false,
    };
    let one_too_many = leaves.iter().filter(is_long).nth(MOST_LONG)?;
    Some((RefusalKind::TooManyLongNumbers, one_too_many.shown()))
}

const MOST_LONG: usize = 64;

/// Two paths of which the order says neither comes first.
fn equal_paths(items: &[Item<'_>]) -> Option<(RefusalKind, String)> {
    let equal = items.windows(2).find(|pair| stand_together(&pair[0].path, &pair[1].path))?;
    Some((RefusalKind::EqualPaths, equal[1].leaf.shown()))
}

/// The first or the last member, if joining the members cuts something off it.
fn stripped_end(scheme: &Scheme, items: &[Item<'_>]) -> Option<(RefusalKind, String)> {
    let (first, last) = (items.first()?, items.last()?);
    let cuts = |end: Option<char>| end.is_none_or(|end| scheme.item.contains(end));
    if !cuts(first.path.chars().next()) && !cuts(last.text.chars().next_back()) {
        return None;
    }
    let joined = join(scheme, items);
    let stripped = strip(scheme, &joined);
    let cut = if !joined.starts_with(stripped) {
        items.first()
    } else if stripped.len() < joined.len() {
        items.last()
    } else {
        None
    };
    cut.map(|item| (RefusalKind::StrippedEnd, item.leaf.shown()))
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            RefusalKind::Undeclared(name) => write!(f, "expected the value {name:?}"),
            RefusalKind::Repeated => f.write_str("expected each name once"),
            RefusalKind::NumberLikeName => f.write_str("expected a name that is no number"),
            RefusalKind::TooManyLongNumbers => {
                write!(f, "expected at most {MOST_LONG} numbers of many digits")
            }
            RefusalKind::NotFinite => f.write_str("expected a number below 1.8e308"),
            RefusalKind::Nested => f.write_str("expected a value without members or items"),
            RefusalKind::EqualPaths => {
                f.write_str("expected a path that is not equal to another in natural order")
            }
            RefusalKind::NotAsciiName => f.write_str("expected an ASCII name"),
            RefusalKind::Null => f.write_str("expected a value or no member, found null"),
            RefusalKind::EmptyText => f.write_str("expected text or no member, found empty text"),
            RefusalKind::Boolean => f.write_str("expected 1 or 0, found a boolean"),
            RefusalKind::NotText => f.write_str("expected text"),
            RefusalKind::NotAnInteger => f.write_str("expected an integer"),
            RefusalKind::NotAsWritten => {
                f.write_str("expected a number in its shortest form, of at most 14 digits if it has decimals")
            }
            RefusalKind::UncleanText => {
                f.write_str("expected text without control characters and without white space at its ends")
            }
            RefusalKind::StrippedEnd => {
                f.write_str("separator at the end of the signed text would be cut off")
            }
            RefusalKind::ItemInText(name) => write!(f, "text reads as another member, {name}"),
            RefusalKind::OwnItemInText => f.write_str("text reads as another member of this document"),
            RefusalKind::Separator(part) => write!(f, "expected no {part:?}, which separates members"),
            RefusalKind::SecondSignature => f.write_str("expected one signature"),
        }?;
        if self.path.as_raw().is_empty() { Ok(()) } else { write!(f, ", in {}", self.path) }
    }
}

impl std::error::Error for Refusal {}
