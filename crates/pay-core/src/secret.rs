use alloc::string::String;
use core::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use subtle::ConstantTimeEq as _;

/// A token, key or password: wiped when dropped, printed as `[redacted]`, compared in constant time.
///
/// ```
/// use pay_core::Secret;
///
/// let token = Secret::new("eyJ0eXAiOiJKV1QifQ")?;
/// assert_eq!(format!("{token:?}"), "[redacted]");
/// assert!(Secret::new(" \n").is_err());
/// # Ok::<(), pay_core::BlankSecret>(())
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Keeps the text as it is, surrounding white space included: see
    /// [`has_outer_whitespace`](Secret::has_outer_whitespace). Refuses one that is empty or blank.
    pub fn new(text: impl Into<String>) -> Result<Self, BlankSecret> {
        let text = SecretString::from(text.into());
        if text.expose_secret().trim().is_empty() { Err(BlankSecret) } else { Ok(Self(text)) }
    }

    /// The secret itself. The one place where it leaves this type: search for the word.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether white space stands before or after it, which is nearly always a newline from a file.
    pub fn has_outer_whitespace(&self) -> bool {
        self.expose().trim() != self.expose()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose().as_bytes().ct_eq(other.expose().as_bytes()).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// A secret was empty or only white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlankSecret;

impl fmt::Display for BlankSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a secret, found blank text")
    }
}

impl core::error::Error for BlankSecret {}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::format;

    use super::*;

    #[test]
    fn debug_hides_the_text_also_when_nested() {
        let secret = Secret::new("canary-7731").unwrap();
        assert!(!format!("{:?} {:#?}", Some(&secret), [&secret]).contains("canary"));
    }

    #[test]
    fn blank_is_refused_and_a_trailing_newline_is_seen() {
        assert_eq!(Secret::new("").err(), Some(BlankSecret));
        assert_eq!(Secret::new("\t \n").err(), Some(BlankSecret));
        assert!(Secret::new("key\n").unwrap().has_outer_whitespace());
        assert!(!Secret::new("key").unwrap().has_outer_whitespace());
    }
}
