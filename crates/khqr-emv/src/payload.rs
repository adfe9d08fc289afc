//! A text whose structure holds.

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::reader::{Cut, HEADER, Object, Objects, Reader};
use crate::tag::{Location, Tag, TagPath};
use crate::{MAX_UNITS, Md5Key, units};

/// A payload whose structure holds: data objects to the last byte, no tag twice at one level, 29 or 30 and not
/// both, nothing behind the CRC.
///
/// Says nothing about the CRC's value (that is [`Khqr`](crate::Khqr)) nor about what a field holds (that is
/// [`verify`](crate::verify)). Borrows the text and prints it back byte for byte; what nobody here understands
/// is still there, in its place.
#[derive(Clone)]
pub struct Payload<'a> {
    text: &'a str,
    index: Index,
    /// What becomes of what is cut short; nothing is, where the structure holds.
    cut: Cut,
    is_ascii: bool,
}

impl<'a> Payload<'a> {
    /// Reads the structure, in one pass and without an allocation.
    #[inline]
    pub fn read(text: &'a str) -> Result<Self, ParseError> {
        check_length(text)?;
        let mut first = None;
        let payload = Self::build(text, Cut::Refuse, |error| {
            first = Some(error);
            Goes::No
        });
        match first {
            None => Ok(payload),
            Some(error) => Err(error),
        }
    }

    /// What can be read of a text whose structure does not hold, with every fault on the way. Of a tag that is
    /// there twice, the first counts.
    pub(crate) fn salvage(text: &'a str, cut: Cut, mut fault: impl FnMut(ParseError)) -> Self {
        Self::build(text, cut, |error| {
            fault(error);
            Goes::On
        })
    }

    #[inline]
    fn build(text: &'a str, cut: Cut, mut fault: impl FnMut(ParseError) -> Goes) -> Self {
        let is_ascii = text.is_ascii();
        let mut index = Index([ABSENT; 100]);
        let mut reader = Reader::root(text, is_ascii);
        loop {
            let mut offset = reader.offset();
            while let Some(tag) = reader.step() {
                if let Err(error) = index.add(tag, offset, &text[..reader.offset()], is_ascii)
                    && fault(error) == Goes::No
                {
                    return Self { text, index, cut, is_ascii };
                }
                offset = reader.offset();
            }
            if reader.is_done() {
                break;
            }
            let Some(error) = reader.fault() else { break };
            index.add_broken(&error, cut);
            reader.resume(&error);
            if fault(error) == Goes::No {
                break;
            }
        }
        Self { text, index, cut, is_ascii }
    }

    fn reader(&self) -> Reader<'a> {
        Reader::root(self.text, self.is_ascii).cut(self.cut)
    }

    /// The text, as given.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The root objects in order of appearance, unknown ones too.
    pub fn objects(&self) -> Objects<'a> {
        Objects(self.reader())
    }

    /// The root object of a tag.
    pub fn object(&self, tag: Tag) -> Option<Object<'a>> {
        self.reader().from(self.index.offset(tag)?).advance()
    }

    /// The value of a root tag, exactly as carried.
    pub fn value(&self, tag: Tag) -> Option<&'a str> {
        self.object(tag).map(|object| object.value())
    }

    /// The value of an object in a template, exactly as carried.
    pub fn nested(&self, template: Tag, tag: Tag) -> Option<&'a str> {
        self.object(template)?.objects().find(|object| object.tag() == tag).map(|object| object.value())
    }

    /// Whether the tag is there.
    pub const fn contains(&self, tag: Tag) -> bool {
        self.index.has(tag)
    }

    /// The MD5 of the whole text, which is the name of a payment at Bakong.
    pub fn md5(&self) -> Md5Key {
        crate::md5(self.text)
    }
}

/// The text, byte for byte.
impl fmt::Display for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text)
    }
}

impl fmt::Debug for Payload<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.objects().map(|object| (object.tag(), object.value()))).finish()
    }
}

impl PartialEq for Payload<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Payload<'_> {}

/// Refuses what no QR symbol holds.
pub(crate) fn check_length(text: &str) -> Result<(), ParseError> {
    // A text has at least as many bytes as units, so a short one is not counted.
    if text.len() <= MAX_UNITS {
        return Ok(());
    }
    match units::count(text) {
        ..=MAX_UNITS => Ok(()),
        units => Err(ParseError {
            kind: ParseErrorKind::TooLong { units },
            location: Location::new(TagPath::WHOLE, 0..text.len()),
        }),
    }
}

/// Where each root tag stands: its byte offset plus one.
///
/// Offsets fit, for [`MAX_UNITS`] units take at most three bytes each.
#[derive(Clone)]
struct Index([u16; 100]);

const ABSENT: u16 = 0;
/// There, but its value cannot be read.
const BROKEN: u16 = u16::MAX;

/// A set of tags.
#[derive(Clone, Copy, Default)]
struct TagSet(u128);

impl TagSet {
    const fn has(self, tag: Tag) -> bool {
        self.0 & 1 << tag.number() != 0
    }

    /// Whether the tag is new.
    #[inline]
    const fn insert(&mut self, tag: Tag) -> bool {
        let is_new = !self.has(tag);
        self.0 |= 1 << tag.number();
        is_new
    }
}

/// Whether to read on behind a fault that leaves the framing intact.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    No,
}

impl Index {
    const fn has(&self, tag: Tag) -> bool {
        self.0[tag.number() as usize] != ABSENT
    }

    const fn offset(&self, tag: Tag) -> Option<usize> {
        match self.0[tag.number() as usize] {
            ABSENT | BROKEN => None,
            next => Some(next as usize - 1),
        }
    }

    fn set(&mut self, tag: Tag, offset: usize) {
        self.0[usize::from(tag.number())] = u16::try_from(offset + 1).unwrap_or(BROKEN);
    }

    /// Adds the object from an offset to the end of a text.
    #[inline]
    fn add(&mut self, tag: Tag, offset: usize, text: &str, is_ascii: bool) -> Result<(), ParseError> {
        let behind_crc = self.has(Tag::CRC);
        let is_new = !self.has(tag);
        if is_new {
            self.set(tag, offset);
        }
        let both = || self.has(Tag::INDIVIDUAL) && self.has(Tag::MERCHANT);
        let kind = if behind_crc {
            ParseErrorKind::CrcNotLast
        } else if !is_new {
            ParseErrorKind::DuplicateTag
        } else if !tag.is_template() {
            return Ok(());
        } else if both() {
            ParseErrorKind::BothAccounts
        } else {
            return check_template(tag, Reader::template(text, tag, offset, is_ascii));
        };
        Err(ParseError { kind, location: Location::new(TagPath::root(tag), offset..text.len()) })
    }

    /// Adds the object that a fault is in; what can be kept of its value is found again.
    fn add_broken(&mut self, error: &ParseError, cut: Cut) {
        let Some(tag) = error.location().path().tags().next() else { return };
        let kept = cut == Cut::Keep && matches!(error.kind(), ParseErrorKind::ValueCutShort { .. });
        if !self.has(tag) {
            // The error points at the value, behind the header.
            self.set(tag, if kept { error.location().offset() - HEADER } else { usize::from(BROKEN) });
        }
    }
}

/// The objects of a template: to the end of its value, no tag twice.
#[inline]
fn check_template(template: Tag, mut reader: Reader<'_>) -> Result<(), ParseError> {
    let mut seen = TagSet::default();
    let mut offset = reader.offset();
    while let Some(tag) = reader.step() {
        if !seen.insert(tag) {
            return Err(ParseError {
                kind: ParseErrorKind::DuplicateTag,
                location: Location::new(TagPath::nested(template, tag), offset..reader.offset()),
            });
        }
        offset = reader.offset();
    }
    if reader.is_done() {
        return Ok(());
    }
    reader.fault().map_or(Ok(()), Err)
}
