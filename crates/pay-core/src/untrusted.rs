use alloc::string::String;
use core::fmt::{self, Write as _};

/// Text from outside: a provider's message, a payer's note, a merchant name out of a QR.
///
/// It prints with every character replaced by `\u{fffd}` that could move the cursor, reorder the line or
/// hide in it, so that it cannot forge a line of a log or a terminal.
///
/// ```
/// use pay_core::Untrusted;
///
/// let message = Untrusted::new("failed\x1b[2J\npaid: yes");
/// assert_eq!(message.to_string(), "failed\u{fffd}[2J\u{fffd}paid: yes");
/// assert_eq!(message.as_raw(), "failed\x1b[2J\npaid: yes");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Untrusted(String);

impl Untrusted {
    /// Takes any text, as it came.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as it came, not fit for a terminal.
    pub fn as_raw(&self) -> &str {
        &self.0
    }

    /// Whether a character is replaced when it is printed: control (Cc), the bidirectional overrides and
    /// isolates, zero-width and other invisible format characters, line and paragraph separators.
    pub const fn is_unprintable(character: char) -> bool {
        matches!(character,
            '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
    }
}

impl fmt::Display for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|character| {
            f.write_char(if Self::is_unprintable(character) {
                char::REPLACEMENT_CHARACTER
            } else {
                character
            })
        })
    }
}

impl fmt::Debug for Untrusted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

impl From<&str> for Untrusted {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::format;

    use super::*;

    #[test]
    fn d30_control_bidi_and_zero_width_do_not_reach_a_terminal() {
        let text = Untrusted::new("a\nb\u{202e}c\u{200b}d\0e\u{1b}f\u{2066}g");
        let printed = "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}e\u{fffd}f\u{fffd}g";
        assert_eq!(format!("{text}"), printed);
        assert_eq!(format!("{text:?}"), format!("\"{printed}\""));
    }

    #[test]
    fn khmer_text_prints_as_it_is() {
        assert_eq!(format!("{}", Untrusted::new("ភ្នំពេញ")), "ភ្នំពេញ");
    }
}
