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
    tag: Tag,
    /// Header and value.
    text: &'a str,
    offset: usize,
    /// For the objects of its value.
    cut: Cut,
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
        &self.text[HEADER..]
    }

    /// Tag, length and value.
    pub const fn text(&self) -> &'a str {
        self.text
    }

    /// The bytes of tag, length and value in the payload.
    pub const fn bytes(&self) -> Range<usize> {
        self.offset..self.offset + self.text.len()
    }

    /// The bytes of the value in the payload.
    pub const fn value_bytes(&self) -> Range<usize> {
        self.offset + HEADER..self.offset + self.text.len()
    }

    /// The value read as data objects, for a template. Ends where the value is none.
    ///
    /// In a [`Payload`](crate::Payload) the values of 29, 30, 62, 64 and 99 are read to their end; in other
    /// tags, whose owners define the value, nothing is known about it.
    pub fn objects(&self) -> Objects<'a> {
        Objects(Reader { cut: self.cut, ..self.reader() })
    }

    /// Reads the value as data objects, with what is wrong in it.
    pub(crate) fn reader(&self) -> Reader<'a> {
        let offset = self.value_bytes().start;
        Reader { rest: self.value(), offset, path: TagPath::root(self.tag), cut: Cut::Refuse }
    }
}

/// The data objects of one level, in order of appearance.
#[derive(Clone, Debug)]
pub struct Objects<'a>(pub(crate) Reader<'a>);

impl<'a> Iterator for Objects<'a> {
    type Item = Object<'a>;

    fn next(&mut self) -> Option<Object<'a>> {
        self.0.next()?.ok()
    }
}

/// Reads the objects of one level. After an error there is nothing more, unless it was the tag alone: then the
/// length still frames the value.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a str,
    /// Where `rest` starts in the payload.
    offset: usize,
    path: TagPath,
    cut: Cut,
}

impl<'a> Reader<'a> {
    /// The root level of a text.
    pub(crate) const fn root(text: &'a str) -> Self {
        Self { rest: text, offset: 0, path: TagPath::WHOLE, cut: Cut::Refuse }
    }

    /// The same, from a byte where an object starts.
    pub(crate) fn ahead(self, bytes: usize) -> Self {
        Self { rest: &self.rest[bytes..], offset: self.offset + bytes, ..self }
    }

    /// The same, with another way to treat what is cut short.
    pub(crate) const fn cut(self, cut: Cut) -> Self {
        Self { cut, ..self }
    }

    #[inline]
    fn object(&self) -> Result<Object<'a>, ParseError> {
        let [tag_high, tag_low, high, low, ..] = *self.rest.as_bytes() else {
            return Err(self.header_error());
        };
        let tag = two_digits(tag_high, tag_low).and_then(Tag::new).ok_or_else(|| self.header_error())?;
        let length = two_digits(high, low).ok_or_else(|| self.header_error())?;
        let value = &self.rest[HEADER..];
        let end = match units::prefix(value, usize::from(length)) {
            Ok(end) => end,
            Err(NoPrefix::Short(_)) if self.cut == Cut::Keep => value.len(),
            Err(why) => return Err(self.value_error(tag, usize::from(length), why)),
        };
        let cut = if self.cut == Cut::Refuse { Cut::Refuse } else { Cut::Keep };
        Ok(Object { tag, text: &self.rest[..HEADER + end], offset: self.offset, cut })
    }

    #[cold]
    fn header_error(&self) -> ParseError {
        let mut characters = self.rest.char_indices();
        let mut two = || Some([characters.next()?, characters.next()?]);
        let error = |kind, path, start, end| ParseError {
            kind,
            location: Location::new(path, self.offset + start..self.offset + end),
        };
        let whole = || error(ParseErrorKind::HeaderCutShort, self.path, 0, self.rest.len());
        let (Some(tag), Some(length)) = (two(), two()) else { return whole() };
        let found = |pair: [(usize, char); 2]| pair.map(|(_, character)| character);
        let digits = |pair: [char; 2]| match pair {
            [high @ '0'..='9', low @ '0'..='9'] => two_digits(high as u8, low as u8),
            _ => None,
        };
        match digits(found(tag)).and_then(Tag::new) {
            None => error(ParseErrorKind::TagNotDigits { found: found(tag) }, self.path, 0, length[0].0),
            Some(tag) => {
                let end = length[1].0 + length[1].1.len_utf8();
                let kind = ParseErrorKind::LengthNotDigits { found: found(length) };
                error(kind, self.path.then(tag), length[0].0, end)
            }
        }
    }

    /// The reader behind an object that cannot be read.
    #[cold]
    fn behind(&self, error: &ParseError) -> Self {
        let framed = || {
            let tag = error.location().bytes().len();
            let [high, low] = *self.rest.as_bytes().get(tag..)?.first_chunk()?;
            let length = two_digits(high, low)?;
            let value = tag + 2;
            Some(value + units::prefix(&self.rest[value..], usize::from(length)).ok()?)
        };
        let tag_alone = matches!(error.kind(), ParseErrorKind::TagNotDigits { .. });
        let end = tag_alone.then(framed).flatten().unwrap_or(self.rest.len());
        self.clone().ahead(end)
    }

    #[cold]
    fn value_error(&self, tag: Tag, declared: usize, why: NoPrefix) -> ParseError {
        let value = self.offset + HEADER;
        let (kind, bytes) = match why {
            NoPrefix::Short(available) => {
                (ParseErrorKind::ValueCutShort { declared, available }, value..self.offset + self.rest.len())
            }
            NoPrefix::Split(at) => {
                let character = self.rest[HEADER + at..].chars().next().map_or(0, char::len_utf8);
                (ParseErrorKind::CharacterSplit, value + at..value + at + character)
            }
        };
        ParseError { kind, location: Location::new(self.path.then(tag), bytes) }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Object<'a>, ParseError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let object = self.object();
        match &object {
            Ok(object) => {
                self.rest = &self.rest[object.text.len()..];
                self.offset += object.text.len();
            }
            Err(error) => *self = self.behind(error),
        }
        Some(object)
    }
}

#[inline]
const fn two_digits(high: u8, low: u8) -> Option<u8> {
    let (high, low) = (high.wrapping_sub(b'0'), low.wrapping_sub(b'0'));
    if high <= 9 && low <= 9 { Some(high * 10 + low) } else { None }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::string::ToString;
    use std::vec::Vec;

    use super::*;

    fn fault(text: &str) -> ParseError {
        Reader::root(text).find_map(Result::err).unwrap()
    }

    #[test]
    fn objects_come_in_order_with_their_bytes() {
        let objects: Vec<_> = Reader::root("5902កខ6000").map(Result::unwrap).collect();
        assert_eq!(objects[0].value(), "កខ");
        assert_eq!(objects[0].value_bytes(), 4..10);
        assert_eq!(objects[1].value(), "");
        assert_eq!(objects[1].bytes(), 10..14);
    }

    #[test]
    fn d28_a_header_that_is_not_four_ascii_digits() {
        for (text, message) in [
            ("590Abc", r#"expected two digits of length, found "0A" (59 at 2..4)"#),
            ("59+1a", r#"expected two digits of length, found "+1" (59 at 2..4)"#),
            ("59０５abcde", r#"expected two digits of length, found "０５" (59 at 2..8)"#),
            ("59 3abc", r#"expected two digits of length, found " 3" (59 at 2..4)"#),
            ("កខគឃ", r#"expected two digits of tag, found "កខ" (payload at 0..6)"#),
            ("\u{202e}\u{0}05", r#"expected two digits of tag, found "\u{202e}\0" (payload at 0..4)"#),
            ("5", "expected two digits of tag and two of length, found the end (payload at 0..1)"),
            ("59é", "expected two digits of tag and two of length, found the end (payload at 0..4)"),
        ] {
            assert_eq!(fault(text).to_string(), message, "{text}");
        }
    }

    #[test]
    fn d28_length_past_the_end_says_how_much_is_there() {
        assert_eq!(fault("5999").to_string(), "expected a value of 99 units, found 0 (59 at 4..4)");
        assert_eq!(
            fault("0000590៩ក").to_string(),
            r#"expected two digits of length, found "0៩" (59 at 6..10)"#
        );
        assert_eq!(fault("5907ភ្នំពេ").kind(), ParseErrorKind::ValueCutShort { declared: 7, available: 6 });
        assert_eq!(fault("5901😀").to_string(), "the value ends inside a character (59 at 4..8)");
    }

    #[test]
    fn an_error_in_a_template_has_its_path_and_offset() {
        let template = Reader::root("00020162060102x").find_map(Result::err);
        assert!(template.is_some(), "62 is cut short");
        let template = Reader::root("000201620501020").last().unwrap().unwrap();
        let error = template.reader().find_map(Result::err).unwrap();
        assert_eq!(error.to_string(), "expected a value of 2 units, found 1 (62/01 at 14..15)");
    }
}
