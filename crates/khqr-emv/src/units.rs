//! Lengths in UTF-16 code units, the unit of every length and limit in KHQR (specification, section 2.2).

/// How many UTF-16 units a text takes.
pub(crate) fn count(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    // One at the first byte of a character, and one more where it has four bytes.
    let of_byte = |byte: u8| usize::from(byte & 0xc0 != 0x80) + usize::from(byte >= 0xf0);
    text.bytes().map(of_byte).sum()
}

/// Whether a text takes more units than this. It has at least as many bytes as units, so a short one is not
/// counted.
#[inline]
pub(crate) fn exceed(text: &str, max: usize) -> bool {
    text.len() > max && count(text) > max
}

/// Why a text has no prefix of so many units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoPrefix {
    /// The text has only so many.
    Short(usize),
    /// The boundary falls between the halves of a surrogate pair; the character starts at this byte.
    Split(usize),
}

/// The byte length of the prefix that takes exactly `units`.
#[inline]
pub(crate) fn prefix(text: &str, units: usize) -> Result<usize, NoPrefix> {
    match text.as_bytes().get(..units) {
        Some(bytes) if bytes.is_ascii() => Ok(units),
        _ => prefix_of_chars(text, units),
    }
}

/// Eight bytes at a time: a character is one unit at its first byte, and one more where it has four bytes.
pub(crate) fn prefix_of_chars(text: &str, units: usize) -> Result<usize, NoPrefix> {
    #[cfg(all(test, feature = "alloc"))]
    crate::steps::take(text.len().min(2 * units));
    let bytes = text.as_bytes();
    let (mut at, mut left) = (0, units);
    while let Some(word) = bytes[at..].first_chunk::<8>().map(|word| u64::from_le_bytes(*word)) {
        let starts = (!word | word << 1) & HIGH; // all but 10......
        let count = (starts >> 7).wrapping_mul(EACH) >> 56;
        if word & word << 1 & word << 2 & word << 3 & HIGH != 0 {
            break; // a character of four bytes, 1111....
        }
        if count > left as u64 {
            return Ok(at + place_of_start(starts, left));
        }
        left -= count as usize;
        at += 8;
    }
    for (place, byte) in bytes.iter().enumerate().skip(at).filter(|(_, byte)| **byte & 0xc0 != 0x80) {
        let taken = if *byte >= 0xf0 { 2 } else { 1 };
        match left {
            0 => return Ok(place),
            1 if taken == 2 => return Err(NoPrefix::Split(place)),
            _ => left -= taken,
        }
    }
    if left == 0 { Ok(text.len()) } else { Err(NoPrefix::Short(units - left)) }
}

/// The high bit of each byte of a word, and the low one.
const HIGH: u64 = 0x8080_8080_8080_8080;
const EACH: u64 = 0x0101_0101_0101_0101;

/// The byte of the start that has so many starts before it.
fn place_of_start(starts: u64, before: usize) -> usize {
    let starts = (0..before).fold(starts, |starts, _| starts & starts.wrapping_sub(1));
    starts.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn khmer_counts_once_and_emoji_twice() {
        assert_eq!(count("ភ្នំពេញ"), 7);
        assert_eq!(count("😀a"), 3);
        assert_eq!(prefix("ភ្នំពេញ63", 7), Ok("ភ្នំពេញ".len()));
        assert_eq!(prefix("a😀", 3), Ok(5));
    }

    #[test]
    fn d28_a_boundary_inside_a_character_is_not_a_prefix() {
        assert_eq!(prefix("a😀b", 2), Err(NoPrefix::Split(1)));
        assert_eq!(prefix("ក", 2), Err(NoPrefix::Short(1)));
        assert_eq!(prefix("", 1), Err(NoPrefix::Short(0)));
        assert_eq!(prefix("", 0), Ok(0));
    }

    #[test]
    fn every_prefix_of_every_mixture_is_found() {
        extern crate std;
        let letters = ["a", "é", "ក", "😀"];
        for mixture in 0..4_usize.pow(7) {
            let text: std::string::String = (0..7).map(|place| letters[mixture >> (2 * place) & 3]).collect();
            let mut units = 0;
            for (at, character) in text.char_indices() {
                assert_eq!(prefix(&text, units), Ok(at), "{text} {units}");
                if character.len_utf16() == 2 {
                    assert_eq!(prefix(&text, units + 1), Err(NoPrefix::Split(at)), "{text} {units}");
                }
                units += character.len_utf16();
            }
            assert_eq!(prefix(&text, units), Ok(text.len()), "{text}");
            assert_eq!(prefix(&text, units + 3), Err(NoPrefix::Short(units)), "{text}");
        }
    }
}
