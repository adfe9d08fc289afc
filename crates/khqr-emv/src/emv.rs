use core::fmt;

use crate::payload::check_length;
use crate::reader::{Object, Objects, Reader};
use crate::{ParseError, Tag, units};

/// Reads any EMVCo code as a map of tags, whether or not it is a KHQR.
///
/// Templates are guessed: 26 to 51, 62, 64 and 80 to 99 where they have at least six bytes and begin with a data
/// object, and inside 62 the sub-tags 50 to 99 once more. Reading stops, at each level, at the first thing that
/// is no data object, and what was read stays; of a tag that is there twice, the last counts. No CRC is
/// checked. The one error is a text that is too long.
///
/// ```
/// use khqr_emv::{EmvValue, Tag, decode_non_khqr};
///
/// let map = decode_non_khqr("000201391000068551235802KHjunk")?;
/// let Some(EmvValue::Map(account)) = map.get(Tag::new(39).unwrap()) else { panic!() };
/// assert_eq!(account.get(Tag::new(0).unwrap()).unwrap().to_string(), "855123");
/// assert_eq!(map.get(Tag::COUNTRY).unwrap().to_string(), "KH");
/// # Ok::<(), khqr_emv::ParseError>(())
/// ```
pub fn decode_non_khqr(text: &str) -> Result<EmvMap<'_>, ParseError> {
    check_length(text)?;
    Ok(EmvMap::new(Objects(Reader::root(text, text.is_ascii())), Level::Root))
}

/// One level of an EMVCo code.
#[derive(Clone)]
pub struct EmvMap<'a> {
    objects: Objects<'a>,
    level: Level,
    /// Which occurrence of each tag counts, by its place among the objects, from 1.
    last: [u16; 100],
}

/// A value of an EMVCo code: text, or a level of its own.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "made on the way through a map, and not kept")]
pub enum EmvValue<'a> {
    /// The text exactly as carried.
    Text(&'a str),
    /// A template.
    Map(EmvMap<'a>),
}

#[derive(Clone, Copy)]
enum Level {
    Root,
    Template,
    /// Inside 62, where payment systems nest templates of their own.
    Additional,
    System,
}

impl<'a> EmvMap<'a> {
    fn new(objects: Objects<'a>, level: Level) -> Self {
        let mut last = [0; 100];
        for (object, place) in objects.clone().zip(1..) {
            last[usize::from(object.tag().number())] = place;
        }
        Self { objects, level, last }
    }

    /// The value of a tag.
    pub fn get(&self, tag: Tag) -> Option<EmvValue<'a>> {
        self.iter().find_map(|(found, value)| (found == tag).then_some(value))
    }

    /// Tags and values, in order of appearance, each tag once.
    pub fn iter(&self) -> impl Iterator<Item = (Tag, EmvValue<'a>)> {
        self.objects
            .clone()
            .zip(1..)
            .filter(|(object, place)| self.last[usize::from(object.tag().number())] == *place)
            .map(|(object, _)| (object.tag(), self.value(&object)))
    }

    /// Whether nothing could be read.
    pub fn is_empty(&self) -> bool {
        self.objects.clone().next().is_none()
    }

    fn value(&self, object: &Object<'a>) -> EmvValue<'a> {
        let level = match (self.level, object.tag().number()) {
            (Level::Root, 62) => Some(Level::Additional),
            (Level::Root, 26..=51 | 64 | 80..=99) => Some(Level::Template),
            (Level::Additional, 50..=99) => Some(Level::System),
            _ => None,
        };
        let long_enough = |level| matches!(level, Level::System) || units::count(object.value()) >= 6;
        let map = level.filter(|level| long_enough(*level)).map(|level| Self::new(object.objects(), level));
        match map {
            Some(map) if !map.is_empty() => EmvValue::Map(map),
            _ => EmvValue::Text(object.value()),
        }
    }
}

impl fmt::Debug for EmvMap<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Text as carried; a map as its debug form.
impl fmt::Display for EmvValue<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Map(map) => fmt::Debug::fmt(map, f),
        }
    }
}

/// A map from two-digit tags to text or maps.
#[cfg(feature = "serde")]
impl serde::Serialize for EmvMap<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(tag, value)| (TagKey(tag), value)))
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for EmvValue<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Map(map) => map.serialize(serializer),
        }
    }
}

#[cfg(feature = "serde")]
struct TagKey(Tag);

#[cfg(feature = "serde")]
impl serde::Serialize for TagKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Five units and seven bytes are as short as five of both (specification, section 2.2).
    #[test]
    fn a_template_has_six_units_however_many_bytes_they_take() {
        for text in ["26050001a", "26050001ក"] {
            let map = decode_non_khqr(text).unwrap();
            assert!(matches!(map.get(Tag::new(26).unwrap()), Some(EmvValue::Text(_))), "{text}");
        }
    }
}
