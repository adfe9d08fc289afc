//! The words by which Bakong is asked about a transaction.

use std::fmt;
use std::str::FromStr;

use pay_core::OrderKey;

/// Why a text cannot serve as a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidKey {
    /// Not so many hexadecimal digits as the key has.
    Hex {
        /// How many there must be.
        digits: usize,
        /// How many characters were found.
        found: usize,
    },
    /// A character that is no hexadecimal digit, at this byte.
    HexDigit {
        /// Offset of the character.
        at: usize,
    },
    /// A reference is 1 to 35 characters.
    Reference {
        /// How many characters were found.
        found: usize,
    },
    /// A control character, at this byte.
    Control {
        /// Offset of the character.
        at: usize,
    },
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hex { digits, found } => {
                write!(f, "expected {digits} hexadecimal digits, found {found} characters")
            }
            Self::HexDigit { at } => write!(f, "expected a hexadecimal digit, at byte {at}"),
            Self::Reference { found } => {
                write!(f, "expected a reference of 1 to 35 characters, found {found}")
            }
            Self::Control { at } => write!(f, "control character in a reference, at byte {at}"),
        }
    }
}

impl std::error::Error for InvalidKey {}

/// The digits in lower case, which is the one form that goes over the wire.
fn hex(text: &str, digits: usize) -> Result<String, InvalidKey> {
    let found = text.chars().count();
    if found != digits {
        return Err(InvalidKey::Hex { digits, found });
    }
    match text.char_indices().find(|(_, character)| !character.is_ascii_hexdigit()) {
        Some((at, _)) => Err(InvalidKey::HexDigit { at }),
        None => Ok(text.to_ascii_lowercase()),
    }
}

fn reference(text: &str) -> Result<String, InvalidKey> {
    let found = text.chars().count();
    if !(1..=35).contains(&found) {
        return Err(InvalidKey::Reference { found });
    }
    match text.char_indices().find(|(_, character)| character.is_control()) {
        Some((at, _)) => Err(InvalidKey::Control { at }),
        None => Ok(text.to_owned()),
    }
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident, $text:ident => $check:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Checks the text before a request is spent on it.
            pub fn new($text: &str) -> Result<Self, InvalidKey> {
                $check.map(Self)
            }

            /// The text as it goes over the wire.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidKey;

            fn from_str(text: &str) -> Result<Self, InvalidKey> {
                Self::new(text)
            }
        }
    };
}

key! {
    /// The MD5 of a whole KHQR text, CRC included: 32 hexadecimal digits.
    ///
    /// For an order it is computed from the QR that the shop made itself (see [`KhqrCheckout`](crate::KhqrCheckout)
    /// and [`DynamicQr`](crate::DynamicQr)); one that a browser or an app sends may be that of a cheaper QR.
    Md5, text => hex(text, 32)
}

key! {
    /// The whole hash of a transaction: 64 hexadecimal digits.
    FullHash, text => hex(text, 64)
}

key! {
    /// The first 8 hexadecimal digits of a transaction's hash, as receipts print it.
    ShortHash, text => hex(text, 8)
}

key! {
    /// A reference of 1 to 35 characters, made on the payer's side: see
    /// [`CheckByExternalRef`](crate::endpoint::CheckByExternalRef).
    Reference, text => reference(text)
}

impl From<khqr_emv::Md5Key> for Md5 {
    fn from(key: khqr_emv::Md5Key) -> Self {
        Self(key.as_str().to_owned())
    }
}

impl From<Md5> for OrderKey {
    fn from(Md5(digits): Md5) -> Self {
        Self::new(digits).expect("32 hexadecimal digits are visible ASCII")
    }
}

impl From<FullHash> for ShortHash {
    fn from(hash: FullHash) -> Self {
        let FullHash(mut digits) = hash;
        digits.truncate(8);
        Self(digits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_lower_case_and_counted() {
        assert_eq!(
            Md5::new("D60F3DB96913029A2AF979A1662C1E72").unwrap().as_str(),
            "d60f3db96913029a2af979a1662c1e72"
        );
        assert_eq!(Md5::new("d60f"), Err(InvalidKey::Hex { digits: 32, found: 4 }));
        assert_eq!(ShortHash::new("8465d72g"), Err(InvalidKey::HexDigit { at: 7 }));
        assert_eq!(ShortHash::new("8465d72é"), Err(InvalidKey::HexDigit { at: 7 }));
        assert_eq!(Reference::new(""), Err(InvalidKey::Reference { found: 0 }));
        assert_eq!(Reference::new(&"x".repeat(36)), Err(InvalidKey::Reference { found: 36 }));
        assert_eq!(Reference::new("100FT\n"), Err(InvalidKey::Control { at: 5 }));
    }

    /// Specification, section 2: the short hash of the document's own samples.
    #[test]
    fn a_short_hash_is_the_head_of_the_whole() {
        let whole =
            FullHash::new("8465d722d7d5065f2886f0a474a4d34dc6a7855355b611836f7b6111228893e9").unwrap();
        assert_eq!(ShortHash::from(whole), ShortHash::new("8465d722").unwrap());
    }
}
