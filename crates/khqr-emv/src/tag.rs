//! Tags, and where in a payload something stands.

use core::fmt;
use core::ops::Range;

/// The two digits that name a data object.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u8);

impl Tag {
    /// 00, version of the payload format: `01`.
    pub const PAYLOAD_FORMAT: Self = Self(0);
    /// 01, point of initiation: `11` static, `12` dynamic.
    pub const INITIATION: Self = Self(1);
    /// 15, merchant account of `UnionPay`.
    pub const UNION_PAY: Self = Self(15);
    /// 29, template of an individual's account.
    pub const INDIVIDUAL: Self = Self(29);
    /// 30, template of a merchant's account.
    pub const MERCHANT: Self = Self(30);
    /// 52, merchant category code.
    pub const CATEGORY: Self = Self(52);
    /// 53, ISO 4217 number of the currency.
    pub const CURRENCY: Self = Self(53);
    /// 54, amount.
    pub const AMOUNT: Self = Self(54);
    /// 58, country.
    pub const COUNTRY: Self = Self(58);
    /// 59, merchant name.
    pub const NAME: Self = Self(59);
    /// 60, merchant city.
    pub const CITY: Self = Self(60);
    /// 62, template of additional data.
    pub const ADDITIONAL: Self = Self(62);
    /// 63, the CRC, always last.
    pub const CRC: Self = Self(63);
    /// 64, template of name and city in another language.
    pub const LANGUAGE: Self = Self(64);
    /// 99, template of the timestamps.
    pub const TIMESTAMPS: Self = Self(99);

    /// The tag of a number below 100.
    pub const fn new(number: u8) -> Option<Self> {
        if number < 100 { Some(Self(number)) } else { None }
    }

    /// For the constants of this crate; a number above 99 does not compile.
    pub(crate) const fn of(number: u8) -> Self {
        assert!(number < 100, "a tag has two digits");
        Self(number)
    }

    /// The number, 0 to 99.
    pub const fn number(self) -> u8 {
        self.0
    }

    /// Whether KHQR defines the value of this root tag as data objects: 29, 30, 62, 64 and 99.
    pub const fn is_template(self) -> bool {
        matches!(self.0, 29 | 30 | 62 | 64 | 99)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.0)
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The sub-tags of the templates, section 5 of the KHQR specification.
pub mod sub {
    use super::Tag;

    /// 29/00 and 30/00, the Bakong account.
    pub const ACCOUNT_ID: Tag = Tag::of(0);
    /// 29/01, the account's own number.
    pub const ACCOUNT_INFORMATION: Tag = Tag::of(1);
    /// 30/01, the merchant's id at its bank.
    pub const MERCHANT_ID: Tag = Tag::of(1);
    /// 29/02 and 30/02, the acquiring bank.
    pub const BANK: Tag = Tag::of(2);

    /// 62/01.
    pub const BILL_NUMBER: Tag = Tag::of(1);
    /// 62/02.
    pub const MOBILE_NUMBER: Tag = Tag::of(2);
    /// 62/03.
    pub const STORE_LABEL: Tag = Tag::of(3);
    /// 62/07.
    pub const TERMINAL_LABEL: Tag = Tag::of(7);
    /// 62/08.
    pub const PURPOSE: Tag = Tag::of(8);

    /// 64/00, two letters of ISO 639.
    pub const PREFERENCE: Tag = Tag::of(0);
    /// 64/01.
    pub const ALTERNATE_NAME: Tag = Tag::of(1);
    /// 64/02.
    pub const ALTERNATE_CITY: Tag = Tag::of(2);

    /// 99/00, milliseconds since 1970.
    pub const CREATION: Tag = Tag::of(0);
    /// 99/01, milliseconds since 1970.
    pub const EXPIRATION: Tag = Tag::of(1);
}

/// A set of tags.
#[derive(Clone, Copy, Default)]
pub(crate) struct TagSet {
    below_64: u64,
    from_64: u64,
}

impl TagSet {
    pub(crate) const EMPTY: Self = Self { below_64: 0, from_64: 0 };

    pub(crate) const fn has(self, tag: Tag) -> bool {
        let half = if tag.0 < 64 { self.below_64 } else { self.from_64 };
        half & Self::bit(tag) != 0
    }

    /// Adds a tag, unless it was there before.
    #[inline]
    pub(crate) const fn insert_new(&mut self, tag: Tag) -> Option<()> {
        if self.has(tag) {
            return None;
        }
        let half = if tag.0 < 64 { &mut self.below_64 } else { &mut self.from_64 };
        *half |= Self::bit(tag);
        Some(())
    }

    const fn bit(tag: Tag) -> u64 {
        1 << (tag.0 % 64)
    }
}

/// The tags that lead to a place: none for the payload itself, `62`, or `62/01`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TagPath {
    root: Option<Tag>,
    sub: Option<Tag>,
}

impl TagPath {
    /// The payload as a whole.
    pub const WHOLE: Self = Self { root: None, sub: None };

    /// A root object.
    pub const fn root(tag: Tag) -> Self {
        Self { root: Some(tag), sub: None }
    }

    /// An object in a template.
    pub const fn nested(template: Tag, tag: Tag) -> Self {
        Self { root: Some(template), sub: Some(tag) }
    }

    /// The tags from the root down.
    pub fn tags(self) -> impl Iterator<Item = Tag> {
        self.root.into_iter().chain(self.sub)
    }

    /// One level down.
    pub(crate) const fn then(self, tag: Tag) -> Self {
        match self.root {
            None => Self::root(tag),
            Some(root) => Self::nested(root, tag),
        }
    }
}

/// `62/01`, or `payload` for the whole.
impl fmt::Display for TagPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.root, self.sub) {
            (None, _) => f.write_str("payload"),
            (Some(root), None) => write!(f, "{root}"),
            (Some(root), Some(sub)) => write!(f, "{root}/{sub}"),
        }
    }
}

/// A place in the text that the caller gave: the tags that lead to it and its bytes.
///
/// What is missing has the empty range where its level ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Location {
    path: TagPath,
    bytes: Range<usize>,
}

impl Location {
    pub(crate) const fn new(path: TagPath, bytes: Range<usize>) -> Self {
        Self { path, bytes }
    }

    /// The tags from the root down.
    pub const fn path(&self) -> TagPath {
        self.path
    }

    /// The first byte.
    pub const fn offset(&self) -> usize {
        self.bytes.start
    }

    /// The bytes, for slicing the text.
    pub fn bytes(&self) -> Range<usize> {
        self.bytes.clone()
    }
}

/// `62/01 at 97..123`.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}..{}", self.path, self.bytes.start, self.bytes.end)
    }
}
