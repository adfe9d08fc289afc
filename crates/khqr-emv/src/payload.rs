//! A text whose structure holds.

use core::fmt;

use crate::error::{ParseError, ParseErrorKind};
use crate::index::{Index, Slot};
use crate::reader::{Cut, HEADER, Object, Objects, Reader};
use crate::tag::{Location, Tag, TagPath, TagSet};
use crate::{MAX_UNITS, Md5Key, scan, units};

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
    /// The index has the objects of the templates, too.
    holds: bool,
}

impl<'a> Payload<'a> {
    /// Reads the structure, in one pass and without an allocation.
    #[inline]
    pub fn read(text: &'a str) -> Result<Self, ParseError> {
        check_length(text)?;
        let ascii_until = scan::ascii_until(text.as_bytes(), 0);
        let is_ascii = ascii_until == text.len();
        let mut payload = Self { text, index: Index::EMPTY, cut: Cut::Refuse, is_ascii, holds: true };
        if scan::index(text, ascii_until, &mut payload.index) { Ok(payload) } else { Self::explain(text) }
    }

    /// Reads the structure with a place for every fault: the answer where it does not hold.
    #[cold]
    pub(crate) fn explain(text: &'a str) -> Result<Self, ParseError> {
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

    fn build(text: &'a str, cut: Cut, mut fault: impl FnMut(ParseError) -> Goes) -> Self {
        let is_ascii = text.is_ascii();
        let mut index = Index::EMPTY;
        let mut reader = Reader::root(text, is_ascii);
        loop {
            let mut offset = reader.offset();
            while let Some(tag) = reader.step() {
                if let Err(error) = add(&mut index, tag, offset, &text[..reader.offset()], is_ascii)
                    && fault(error) == Goes::No
                {
                    return Self { text, index, cut, is_ascii, holds: false };
                }
                offset = reader.offset();
            }
            if reader.is_done() {
                break;
            }
            let Some(error) = reader.fault() else { break };
            add_broken(&mut index, text, &error, cut);
            reader.resume(&error);
            if fault(error) == Goes::No {
                break;
            }
        }
        Self { text, index, cut, is_ascii, holds: false }
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
    #[inline]
    pub fn object(&self, tag: Tag) -> Option<Object<'a>> {
        let slot = Index::slot(tag);
        if slot.is_other() {
            return self.index.has(tag).then(|| self.objects().find(|object| object.tag() == tag))?;
        }
        let bytes = self.index.bytes(slot)?;
        Some(self.reader().until(bytes.end).object(tag, bytes.start))
    }

    /// The value of a root tag, exactly as carried.
    #[inline]
    pub fn value(&self, tag: Tag) -> Option<&'a str> {
        let slot = Index::slot(tag);
        if slot.is_other() { self.object(tag).map(|object| object.value()) } else { self.value_at(slot) }
    }

    /// The value of an object in a template, exactly as carried.
    pub fn nested(&self, template: Tag, tag: Tag) -> Option<&'a str> {
        if self.is_indexed() && !Index::slots_in(template).of(tag).is_other() {
            return self.indexed(template, tag);
        }
        self.object(template)?.objects().find(|object| object.tag() == tag).map(|object| object.value())
    }

    /// Whether the index has what stands in templates: where the structure holds.
    pub(crate) const fn is_indexed(&self) -> bool {
        self.holds
    }

    /// The value of a field of a template, from the index.
    #[inline]
    pub(crate) fn indexed(&self, template: Tag, tag: Tag) -> Option<&'a str> {
        self.value_at(Index::slots_in(template).of(tag))
    }

    #[inline]
    fn value_at(&self, slot: Slot) -> Option<&'a str> {
        let bytes = self.index.bytes(slot)?;
        Some(&self.text[bytes.start + HEADER..bytes.end])
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
#[inline]
pub(crate) fn check_length(text: &str) -> Result<(), ParseError> {
    // A text has at least as many bytes as units, so a short one is not counted.
    if text.len() <= MAX_UNITS {
        return Ok(());
    }
    count_length(text)
}

#[cold]
fn count_length(text: &str) -> Result<(), ParseError> {
    match units::count(text) {
        ..=MAX_UNITS => Ok(()),
        units => Err(ParseError {
            kind: ParseErrorKind::TooLong { units },
            location: Location::new(TagPath::WHOLE, 0..text.len()),
        }),
    }
}

/// Whether to read on behind a fault that leaves the framing intact.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    No,
}

/// Adds the object from an offset to the end of a text.
fn add(index: &mut Index, tag: Tag, offset: usize, text: &str, is_ascii: bool) -> Result<(), ParseError> {
    let behind_crc = index.has(Tag::CRC);
    let is_new = index.see(tag, Some(offset..text.len()));
    let kind = if behind_crc {
        ParseErrorKind::CrcNotLast
    } else if !is_new {
        ParseErrorKind::DuplicateTag
    } else if !tag.is_template() {
        return Ok(());
    } else if index.has(Tag::INDIVIDUAL) && index.has(Tag::MERCHANT) {
        ParseErrorKind::BothAccounts
    } else {
        return check_template(tag, Reader::template(text, tag, offset, is_ascii));
    };
    Err(ParseError { kind, location: Location::new(TagPath::root(tag), offset..text.len()) })
}

/// Adds the object that a fault is in; what can be kept of its value is found again.
fn add_broken(index: &mut Index, text: &str, error: &ParseError, cut: Cut) {
    let Some(tag) = error.location().path().tags().next() else { return };
    let kept = cut == Cut::Keep && matches!(error.kind(), ParseErrorKind::ValueCutShort { .. });
    // The error points at the value, behind the header.
    index.see(tag, kept.then(|| error.location().offset() - HEADER..text.len()));
}

/// The objects of a template: to the end of its value, no tag twice.
fn check_template(template: Tag, mut reader: Reader<'_>) -> Result<(), ParseError> {
    let mut seen = TagSet::default();
    let mut offset = reader.offset();
    while let Some(tag) = reader.step() {
        if seen.insert_new(tag).is_none() {
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
