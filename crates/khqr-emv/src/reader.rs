//! The one reader of data objects: `TT LL V`, at any level (specification, section 2.1).

use core::ops::Range;

use crate::error::{ParseError, ParseErrorKind};
use crate::tag::{Location, Tag, TagPath};
use crate::units::{self, NoPrefix};

/// Bytes of a tag and a length.
pub(crate) const HEADER: usize = 4;

/// One data object: a tag and a value, as they stand in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<'a> {
    /// The payload until the end of the object.
    text: &'a str,
    offset: usize,
    tag: Tag,
    /// For the objects of its value.
    cut: Cut,
    is_ascii: bool,
}

/// What becomes of an object whose length runs past the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cut {
    /// It is an error.
    Refuse,
    /// At this level it is an error; in a template, what is there of the value is the value.
    RefuseAtRoot,
    /// What is there of the value is the value.
    Keep,
}

impl<'a> Object<'a> {
    /// The tag.
    pub const fn tag(&self) -> Tag {
        self.tag
    }

    /// The value, exactly as carried.
    pub fn value(&self) -> &'a str {
        &self.text[self.offset + HEADER..]
    }

    /// Tag, length and value.
    pub fn text(&self) -> &'a str {
        &self.text[self.offset..]
    }

    /// The bytes of tag, length and value in the payload.
    pub const fn bytes(&self) -> Range<usize> {
        self.offset..self.text.len()
    }

    /// The bytes of the value in the payload.
    pub const fn value_bytes(&self) -> Range<usize> {
        self.offset + HEADER..self.text.len()
    }

    /// The value read as data objects, for a template. Ends where the value is none.
    ///
    /// In a [`Payload`](crate::Payload) the values of 29, 30, 62, 64 and 99 are read to their end; in other
    /// tags, whose owners define the value, nothing is known about it.
    pub fn objects(&self) -> Objects<'a> {
        Objects(Reader { cut: self.cut, ..self.reader() })
    }

    /// Reads the value as data objects, with what is wrong in it.
    #[inline]
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader::template(self.text, self.tag, self.offset, self.is_ascii)
    }
}

/// The data objects of one level, in order of appearance.
#[derive(Clone, Debug)]
pub struct Objects<'a>(pub(crate) Reader<'a>);

impl<'a> Iterator for Objects<'a> {
    type Item = Object<'a>;

    #[inline]
    fn next(&mut self) -> Option<Object<'a>> {
        self.0.advance()
    }
}

/// Reads the objects of one level.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    /// The payload until the end of the level, so that offsets are the payload's.
    text: &'a str,
    at: usize,
    path: TagPath,
    cut: Cut,
    /// Asked once for the whole payload; then units are bytes.
    is_ascii: bool,
}

impl<'a> Reader<'a> {
    /// The root level of a text.
    pub(crate) fn root(text: &'a str, is_ascii: bool) -> Self {
        Self { text, at: 0, path: TagPath::WHOLE, cut: Cut::Refuse, is_ascii }
    }

    /// The objects in the value of an object that ends where the text ends.
    #[inline]
    pub(crate) const fn template(text: &'a str, tag: Tag, offset: usize, is_ascii: bool) -> Self {
        Self { text, at: offset + HEADER, path: TagPath::root(tag), cut: Cut::Refuse, is_ascii }
    }

    /// The same, at a byte where an object ends.
    pub(crate) const fn until(self, at: usize) -> Self {
        Self { at, ..self }
    }

    /// The same, with another way to treat what is cut short.
    pub(crate) const fn cut(self, cut: Cut) -> Self {
        Self { cut, ..self }
    }

    /// The next object; none at the end, and none at a [`fault`](Self::fault).
    #[inline]
    pub(crate) fn advance(&mut self) -> Option<Object<'a>> {
        let offset = self.at;
        let tag = self.step()?;
        Some(self.object(tag, offset))
    }

    /// Goes behind the next object and answers its tag, where [`advance`](Self::advance) would answer all of it.
    #[inline]
    pub(crate) fn step(&mut self) -> Option<Tag> {
        #[cfg(all(test, feature = "alloc"))]
        crate::steps::take(1);
        let header: [u8; HEADER] = *self.text.as_bytes().get(self.at..)?.first_chunk()?;
        let [tag, length] = two_numbers(header)?;
        let ascii_end = self.at + HEADER + usize::from(length);
        self.at = if self.is_ascii && ascii_end <= self.text.len() {
            ascii_end
        } else {
            self.end_of_value(usize::from(length))?
        };
        Tag::new(tag)
    }

    #[inline(never)]
    fn end_of_value(&self, length: usize) -> Option<usize> {
        let value = self.at + HEADER;
        match units::prefix(&self.text[value..], length) {
            Ok(end) => Some(value + end),
            Err(NoPrefix::Short(_)) if self.cut == Cut::Keep => Some(self.text.len()),
            Err(_) => None,
        }
    }

    /// The object that the last [`step`](Self::step) went over, from its offset.
    #[inline]
    pub(crate) fn object(&self, tag: Tag, offset: usize) -> Object<'a> {
        let cut = if self.cut == Cut::Refuse { Cut::Refuse } else { Cut::Keep };
        Object { text: &self.text[..self.at], offset, tag, cut, is_ascii: self.is_ascii }
    }

    /// Where the next object starts.
    pub(crate) const fn offset(&self) -> usize {
        self.at
    }

    /// Whether the level is read to its end.
    pub(crate) const fn is_done(&self) -> bool {
        self.at == self.text.len()
    }

    /// Why there is no next object, unless the level is read to its end.
    #[cold]
    pub(crate) fn fault(&self) -> Option<ParseError> {
        if self.is_done() {
            return None;
        }
        let rest = &self.text[self.at..];
        let error = |kind, path, start, end| {
            let location = Location::new(path, self.at + start..self.at + end);
            Some(ParseError { kind, location })
        };
        let mut characters = rest.char_indices();
        let mut two = || Some([characters.next()?, characters.next()?]);
        let (Some(tag), Some(length)) = (two(), two()) else {
            return error(ParseErrorKind::HeaderCutShort, self.path, 0, rest.len());
        };
        let found = |pair: [(usize, char); 2]| pair.map(|(_, character)| character);
        let Some(number) = number(found(tag)).and_then(Tag::new) else {
            return error(ParseErrorKind::TagNotDigits { found: found(tag) }, self.path, 0, length[0].0);
        };
        let path = self.path.then(number);
        let end = length[1].0 + length[1].1.len_utf8();
        let Some(declared) = self::number(found(length)) else {
            let kind = ParseErrorKind::LengthNotDigits { found: found(length) };
            return error(kind, path, length[0].0, end);
        };
        let declared = usize::from(declared);
        match units::prefix(&rest[HEADER..], declared) {
            Ok(_) => None,
            Err(NoPrefix::Short(available)) => {
                error(ParseErrorKind::ValueCutShort { declared, available }, path, HEADER, rest.len())
            }
            Err(NoPrefix::Split(at)) => {
                let start = HEADER + at;
                let size = rest[start..].chars().next().map_or(0, char::len_utf8);
                error(ParseErrorKind::CharacterSplit, path, start, start + size)
            }
        }
    }

    /// Goes behind a fault: where the tag alone is wrong, the length still frames the value; else to the end.
    pub(crate) fn resume(&mut self, fault: &ParseError) {
        let framed = || {
            let length = fault.location().bytes().end;
            let digits: [u8; 2] = *self.text.as_bytes().get(length..)?.first_chunk()?;
            let [_, units] = two_numbers([b'0', b'0', digits[0], digits[1]])?;
            let value = length + digits.len();
            Some(value + units::prefix(&self.text[value..], usize::from(units)).ok()?)
        };
        let tag_alone = matches!(fault.kind(), ParseErrorKind::TagNotDigits { .. });
        self.at = tag_alone.then(framed).flatten().unwrap_or(self.text.len());
    }
}

/// Four ASCII digits as two numbers, all four at once: with the digits' common bits taken off, each byte is at
/// most 9, so that adding 6 does not reach its upper half, and ten times a byte with its neighbour stays in it.
#[inline]
pub(crate) fn two_numbers(digits: [u8; 4]) -> Option<[u8; 2]> {
    let values = u32::from_le_bytes(digits) ^ 0x3030_3030;
    if (values | values.wrapping_add(0x0606_0606)) & 0xf0f0_f0f0 != 0 {
        return None;
    }
    let [first, _, second, _] = (values * 10 + (values >> 8)).to_le_bytes();
    Some([first, second])
}

fn number(digits: [char; 2]) -> Option<u8> {
    let [high, low] = digits.map(|digit| digit.is_ascii_digit().then_some(digit as u8));
    two_numbers([b'0', b'0', high?, low?]).map(|[_, number]| number)
}

#[cfg(test)]
mod tests;
