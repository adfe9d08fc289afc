use core::fmt;
use core::ops::Deref;

use md5::{Digest as _, Md5};

/// The MD5 of a whole payload, CRC included, as lower-case hex: the key of Bakong's check by md5.
///
/// Taken over the exact bytes; no text is normalised. Meaningful for dynamic codes only, since two payers of
/// one static code share it.
pub fn md5(text: &str) -> Md5Key {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let mut hex = [0; 32];
    for (pair, byte) in hex.chunks_exact_mut(2).zip(Md5::digest(text.as_bytes())) {
        pair.copy_from_slice(&[HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
    }
    Md5Key(hex)
}

/// 32 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Md5Key([u8; 32]);

impl Md5Key {
    /// The digits.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.0).expect("hex digits are ASCII")
    }
}

impl Deref for Md5Key {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Md5Key {
    fn as_ref(&self) -> &str {
        self
    }
}

impl fmt::Display for Md5Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Md5Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Md5Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 1321, appendix A.5.
    #[test]
    fn the_vectors_of_the_algorithm() {
        assert_eq!(md5("").as_str(), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(md5("message digest").as_str(), "f96b697d7cb7938d525a2f31aaf161d0");
    }

    /// Composed and decomposed e-acute look the same and are not.
    #[test]
    fn d30_no_text_is_normalised() {
        assert_ne!(md5("Caf\u{e9}"), md5("Cafe\u{301}"));
    }
}
