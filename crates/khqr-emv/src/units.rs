//! Lengths in UTF-16 code units, the unit of every length and limit in KHQR (specification, section 2.2).

/// How many UTF-16 units a text takes.
pub(crate) fn count(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
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

fn prefix_of_chars(text: &str, units: usize) -> Result<usize, NoPrefix> {
    #[cfg(all(test, feature = "alloc"))]
    crate::steps::take(text.len().min(2 * units));
    let mut taken = 0;
    for (at, character) in text.char_indices() {
        if taken == units {
            return Ok(at);
        }
        taken += character.len_utf16();
        if taken > units {
            return Err(NoPrefix::Split(at));
        }
    }
    if taken == units { Ok(text.len()) } else { Err(NoPrefix::Short(taken)) }
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
}
