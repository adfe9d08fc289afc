//! The quick reading of a text whose structure holds.
//!
//! One pass that answers yes, with the index, or no; what is wrong and where is found by the [`reader`], whose
//! answer differs in nothing else. Most texts hold, and two thirds of a careful reading goes on being ready to say
//! why not.
//!
//! [`reader`]: crate::reader

use crate::index::Index;
use crate::reader::{HEADER, two_numbers};
use crate::tag::{Tag, TagSet};
use crate::units;

/// Fills the index of a text whose structure holds. Whether it does; if not, the index is good for nothing.
#[inline]
pub(crate) fn index(text: &str, ascii_until: usize, index: &mut Index) -> bool {
    index_objects(text, ascii_until, index).is_some()
}

fn index_objects(text: &str, ascii_until: usize, index: &mut Index) -> Option<()> {
    let mut others = TagSet::default();
    let mut scan = Scan { text, plain: ascii_until, at: 0 };
    while scan.at < text.len() {
        let Header { tag, length } = scan.header()?;
        let slot = Index::slot(tag);
        // Where units are bytes the end is known before the value is looked at, and the next header can be read
        // meanwhile; elsewhere the objects of a template are counted, and not its characters once more.
        let behind = match (scan.plainly_behind(length), slot.is_template()) {
            (Some(behind), false) => behind,
            (Some(behind), true) => index_template(index, tag, scan.value(), length).map(|_| behind)?,
            (None, false) => scan.behind(length)?,
            (None, true) => index_template(index, tag, scan.value(), length)?,
        };
        if slot.is_other() {
            others.insert_new(tag)?;
        } else {
            index.insert_new(slot, scan.at, behind.at)?;
        }
        scan = behind;
    }
    index.add_others(others);
    let ends_in_crc = index.place(Tag::CRC).is_none_or(|crc| crc.end == text.len());
    let one_account = !(index.has(Tag::INDIVIDUAL) && index.has(Tag::MERCHANT));
    (ends_in_crc && one_account).then_some(())
}

/// The objects of a template whose value takes so many units; the place behind them.
#[inline]
fn index_template<'a>(
    index: &mut Index,
    template: Tag,
    mut scan: Scan<'a>,
    units: usize,
) -> Option<Scan<'a>> {
    let slots = Index::slots_in(template);
    let mut others = TagSet::default();
    let mut left = units;
    while left > 0 {
        let Header { tag, length } = scan.header()?;
        left = left.checked_sub(HEADER + length)?;
        let behind = match scan.plainly_behind(length) {
            Some(behind) => behind,
            None => scan.behind(length)?,
        };
        let slot = slots.of(tag);
        if slot.is_other() {
            others.insert_new(tag)?;
        } else {
            index.insert_new(slot, scan.at, behind.at)?;
        }
        scan = behind;
    }
    Some(scan)
}

struct Header {
    tag: Tag,
    /// The units of the value.
    length: usize,
}

/// A place in a text.
#[derive(Clone, Copy)]
struct Scan<'a> {
    text: &'a str,
    /// As far as the text is ASCII from `at` on, so that units are bytes.
    plain: usize,
    at: usize,
}

impl Scan<'_> {
    /// The header of the object that begins here.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: a third of the time of a parse goes on the call")]
    fn header(self) -> Option<Header> {
        #[cfg(all(test, feature = "alloc"))]
        crate::steps::take(1);
        let header: [u8; HEADER] = *self.text.as_bytes().get(self.at..)?.first_chunk()?;
        let [tag, length] = two_numbers(header)?;
        Some(Header { tag: Tag::new(tag)?, length: usize::from(length) })
    }

    /// The place behind the header.
    const fn value(self) -> Self {
        Self { at: self.at + HEADER, ..self }
    }

    /// The place behind the object, if its value is ASCII.
    #[inline]
    fn plainly_behind(self, length: usize) -> Option<Self> {
        let at = self.at + HEADER + length;
        (at <= self.plain).then_some(Self { at, ..self })
    }

    /// The place behind the object, and how far the text is ASCII from there.
    #[inline(never)]
    fn behind(self, length: usize) -> Option<Self> {
        let value = self.value().at;
        let at = value + units::prefix_of_chars(&self.text[value..], length).ok()?;
        let plain = if self.plain < at { ascii_until(self.text.as_bytes(), at) } else { self.plain };
        Some(Self { plain, at, ..self })
    }
}

/// The first byte from `start` on that is not ASCII, or the end.
pub(crate) fn ascii_until(text: &[u8], start: usize) -> usize {
    let (chunks, _) = text[start..].as_chunks::<32>();
    let plain = chunks.iter().take_while(|chunk| chunk.is_ascii()).count();
    let at = start + plain * 32;
    let (words, rest) = text[at..].as_chunks::<8>();
    for (place, word) in words.iter().enumerate() {
        let high = u64::from_le_bytes(*word) & 0x8080_8080_8080_8080;
        if high != 0 {
            return at + place * 8 + high.trailing_zeros() as usize / 8;
        }
    }
    let in_rest = rest.iter().take_while(|byte| byte.is_ascii()).count();
    text.len() - rest.len() + in_rest
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    extern crate std;
    use std::fmt::Write as _;
    use std::string::String;

    use proptest::prelude::*;

    use super::*;
    use crate::Payload;

    /// The answers of the two readings, which have to be one.
    fn assert_agree(text: &str) {
        let careful = Payload::explain(text);
        let mut quick = Index::EMPTY;
        let quick = index(text, ascii_until(text.as_bytes(), 0), &mut quick);
        assert_eq!(quick, careful.is_ok(), "{text}: {:?}", careful.err());
    }

    #[test]
    fn ascii_ends_at_the_first_other_byte() {
        for plain in 0..70 {
            let text = String::from("x").repeat(plain) + "ក" + "yy";
            for start in 0..=plain {
                assert_eq!(ascii_until(text.as_bytes(), start), plain);
            }
            assert_eq!(ascii_until(text.as_bytes(), plain + 3), plain + 5);
        }
    }

    proptest! {
        #[test]
        fn both_readings_accept_the_same(
            text in "((00|29|30|62|63|64|99|80)0[0-9][0-9a]{0,9}|(29|62|64)1[0-9]0[0-2]0[0-5][0-9ក😀]{0,9}|ក|😀|x){0,6}"
        ) {
            assert_agree(&text);
        }

        /// Objects that hold, with a byte changed here and there.
        #[test]
        fn both_readings_accept_the_same_of_what_nearly_holds(
            objects in prop::collection::vec(("(00|15|29|30|53|59|62|63|64|80|99)", "[aក😀]{0,12}", any::<bool>()), 0..8),
            change in prop::option::of((any::<prop::sample::Index>(), "[0-9xក]")),
        ) {
            let mut text = String::new();
            for (tag, value, nested) in objects {
                let value = if nested { std::format!("01{:02}{value}", units::count(&value)) } else { value };
                let _ = write!(text, "{tag}{:02}{value}", units::count(&value));
            }
            if let Some((at, with)) = change {
                let places: std::vec::Vec<_> = text.char_indices().collect();
                if !places.is_empty() {
                    let (at, old) = places[at.index(places.len())];
                    text.replace_range(at..at + old.len_utf8(), &with);
                }
            }
            assert_agree(&text);
        }
    }
}
