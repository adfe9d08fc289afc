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
}

impl<'a> Payload<'a> {
    /// Reads the structure, in one pass and without an allocation.
    pub fn read(text: &'a str) -> Result<Self, ParseError> {
        check_length(text)?;
        let mut first = None;
        let index = Index::build(text, Cut::Refuse, |error| {
            first = Some(error);
            Goes::No
        });
        match first {
            Some(error) => Err(error),
            None => Ok(Self { text, index, cut: Cut::Refuse }),
        }
    }

    /// What can be read of a text whose structure does not hold, with every fault on the way. Of a tag that is
    /// there twice, the first counts.
    pub(crate) fn salvage(text: &'a str, cut: Cut, mut fault: impl FnMut(ParseError)) -> Self {
        let index = Index::build(text, cut, |error| {
            fault(error);
            Goes::On
        });
        Self { text, index, cut }
    }

    /// The text, as given.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The root objects in order of appearance, unknown ones too.
    pub fn objects(&self) -> Objects<'a> {
        Objects(Reader::root(self.text).cut(self.cut))
    }

    /// The root object of a tag.
    pub fn object(&self, tag: Tag) -> Option<Object<'a>> {
        let offset = self.index.offset(tag)?;
        Reader::root(self.text).cut(self.cut).ahead(offset).next()?.ok()
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
/// There, but cut short or with a broken length.
const BROKEN: u16 = u16::MAX;

/// Whether to read on behind a fault that leaves the framing intact.
#[derive(PartialEq, Eq)]
enum Goes {
    On,
    No,
}

impl Index {
    const fn offset(&self, tag: Tag) -> Option<usize> {
        match self.0[tag.number() as usize] {
            ABSENT | BROKEN => None,
            next => Some(next as usize - 1),
        }
    }

    const fn has(&self, tag: Tag) -> bool {
        self.0[tag.number() as usize] != ABSENT
    }

    /// Reads the text once. An object that is cut short counts as there.
    fn build(text: &str, cut: Cut, mut fault: impl FnMut(ParseError) -> Goes) -> Self {
        let mut index = Self([0; 100]);
        for object in Reader::root(text) {
            let outcome = match object {
                Ok(object) => {
                    let first = index.add(&object);
                    match if object.tag().is_template() { first.and(check_template(&object)) } else { first }
                    {
                        Ok(()) => continue,
                        Err(error) => fault(error),
                    }
                }
                Err(error) => {
                    index.add_broken(&error, cut);
                    fault(error)
                }
            };
            if outcome == Goes::No {
                break;
            }
        }
        index
    }

    #[inline]
    fn add(&mut self, object: &Object<'_>) -> Result<(), ParseError> {
        let tag = object.tag();
        let fault = if self.has(Tag::CRC) {
            Some(ParseErrorKind::CrcNotLast)
        } else if self.has(tag) {
            Some(ParseErrorKind::DuplicateTag)
        } else if tag == Tag::MERCHANT && self.has(Tag::INDIVIDUAL)
            || tag == Tag::INDIVIDUAL && self.has(Tag::MERCHANT)
        {
            Some(ParseErrorKind::BothAccounts)
        } else {
            None
        };
        if !self.has(tag) {
            let next = object.bytes().start + 1;
            self.0[usize::from(tag.number())] = u16::try_from(next).unwrap_or(BROKEN);
        }
        let Some(kind) = fault else { return Ok(()) };
        Err(ParseError { kind, location: Location::new(TagPath::root(tag), object.bytes()) })
    }

    fn add_broken(&mut self, error: &ParseError, cut: Cut) {
        if let Some(tag) = error.location().path().tags().next()
            && !self.has(tag)
        {
            let kept = cut == Cut::Keep && matches!(error.kind(), ParseErrorKind::ValueCutShort { .. });
            // The error points at the value, behind the header.
            let next = if kept { error.location().offset() - HEADER + 1 } else { usize::from(BROKEN) };
            self.0[usize::from(tag.number())] = u16::try_from(next).unwrap_or(BROKEN);
        }
    }
}

/// The objects of a template: to the end of its value, no tag twice.
fn check_template(template: &Object<'_>) -> Result<(), ParseError> {
    let mut seen = 0_u128;
    for object in template.reader() {
        let object = object?;
        let bit = 1_u128 << object.tag().number();
        if seen & bit != 0 {
            return Err(ParseError {
                kind: ParseErrorKind::DuplicateTag,
                location: Location::new(TagPath::nested(template.tag(), object.tag()), object.bytes()),
            });
        }
        seen |= bit;
    }
    Ok(())
}
