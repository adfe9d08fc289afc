use std::iter;

use pay_core::Untrusted;

/// The beginning of a body that is not what was asked for, for a person: at most 256 bytes of text.
///
/// White space is one blank; characters that are not printable are gone; what may be a token, a key or a session
/// (24 or more letters, digits and `-_.+/=` in a row) is `[redacted]`, because error pages repeat requests.
pub fn excerpt(body: &[u8]) -> Untrusted {
    // Four times is enough to fill it, unless nearly all of that is blank or redacted.
    let head = String::from_utf8_lossy(&body[..body.len().min(4 * EXCERPT_LEN)]);
    let mut text = String::with_capacity(EXCERPT_LEN);
    for word in head.split_whitespace() {
        let blank = if text.is_empty() { "" } else { " " };
        for piece in iter::once(blank).chain(pieces(word)) {
            for character in piece.chars().filter(|&c| !Untrusted::is_unprintable(c)) {
                if text.len() + character.len_utf8() > EXCERPT_LEN {
                    return Untrusted::new(text);
                }
                text.push(character);
            }
        }
    }
    Untrusted::new(text)
}

const EXCERPT_LEN: usize = 256;
const SECRET_LEN: usize = 24;

/// Splits a word where its characters begin or cease to be those of a token, and replaces the long ones.
fn pieces(word: &str) -> impl Iterator<Item = &str> {
    word.as_bytes().chunk_by(|a, b| is_token(*a) == is_token(*b)).scan(0, move |start, piece| {
        let text = &word[*start..*start + piece.len()];
        *start += piece.len();
        Some(if is_token(piece[0]) && piece.len() >= SECRET_LEN { "[redacted]" } else { text })
    })
}

const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'/' | b'=')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn d26_error_page_is_one_short_line() {
        let page =
            b"<html>\r\n<head><title>403 Forbidden</title></head>\r\n\x1b[2J<hr><center>nginx</center>";
        assert_eq!(
            excerpt(page).to_string(),
            "<html> <head><title>403 Forbidden</title></head> [2J<hr><center>nginx</center>"
        );
        assert_eq!(excerpt(b"").to_string(), "");
    }

    #[test]
    fn d26_token_in_an_error_page_is_redacted() {
        let page = b"denied: Bearer eyJhbGciOiJIUzI1NiJ9.eyJpZCI6ImNhbmFyeSJ9.c2ln (request 7731)";
        assert_eq!(excerpt(page).to_string(), "denied: Bearer [redacted] (request 7731)");
        let page = [&b"token="[..], &b"canary".repeat(100)].concat();
        assert_eq!(excerpt(&page).to_string(), "[redacted]");
    }

    proptest! {
        #[test]
        fn d26_never_more_than_256_bytes_or_a_control_character(body: Vec<u8>) {
            let text = excerpt(&body);
            prop_assert!(text.as_raw().len() <= 256);
            prop_assert!(!text.as_raw().chars().any(Untrusted::is_unprintable));
        }
    }
}
