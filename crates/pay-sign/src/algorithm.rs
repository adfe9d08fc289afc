//! The hashes, the encodings of what they give, and the comparison of two signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest as _, Md5};
use pay_core::Secret;
use sha2::{Sha256, Sha512};
use subtle::{Choice, ConstantTimeEq as _};

use crate::scheme::Keying;

/// What turns the canonical text and the secret into a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Algorithm {
    /// MD5 over a text that holds the secret: 16 bytes.
    Md5,
    /// HMAC-SHA256 keyed with the secret: 32 bytes.
    HmacSha256,
    /// HMAC-SHA512 keyed with the secret: 64 bytes.
    HmacSha512,
}

impl Algorithm {
    /// The usual name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha512 => "HMAC-SHA512",
        }
    }

    const fn size(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::HmacSha256 => 32,
            Self::HmacSha512 => 64,
        }
    }

    /// The signature of a text. The text with the secret in it is fed to the hash and never put together.
    pub(crate) fn tag(self, keying: Keying, text: &str, secret: &Secret) -> Tag {
        let key = secret.expose();
        let parts = match (self, keying) {
            (_, Keying::Suffix(before)) => [text, before, key],
            (Self::Md5, Keying::KeyOnly) => [text, "", key],
            (_, Keying::Prefix(after)) => [key, after, text],
            (_, Keying::KeyOnly) => [text, "", ""],
        };
        Tag(match self {
            Self::Md5 => parts.iter().fold(Md5::new(), Md5::chain_update).finalize().to_vec(),
            Self::HmacSha256 => mac::<Hmac<Sha256>>(key, parts),
            Self::HmacSha512 => mac::<Hmac<Sha512>>(key, parts),
        })
    }
}

fn mac<M: Mac + KeyInit>(key: &str, parts: [&str; 3]) -> Vec<u8> {
    let mac = <M as KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    parts.iter().fold(mac, M::chain_update).finalize().into_bytes().to_vec()
}

/// The bytes of a signature.
pub(crate) struct Tag(Vec<u8>);

impl Tag {
    /// The same in hexadecimal, as bytes: what a hash function gives that was not asked for raw ones.
    pub(crate) fn in_hex(&self) -> Self {
        Self(hex::encode(&self.0).into_bytes())
    }

    /// Whether two signatures are the same, in a time that depends on their length alone.
    pub(crate) fn matches(&self, other: &Self) -> Choice {
        self.0.as_slice().ct_eq(other.0.as_slice())
    }
}

/// How a signature is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Lower-case hexadecimal. Read in either case: counterparts are known that write capitals.
    Hex,
    /// The standard base64 alphabet with padding.
    Base64,
}

impl Encoding {
    pub(crate) fn encode(self, tag: &Tag) -> String {
        match self {
            Self::Hex => {
                let mut digits = vec![0; 2 * tag.0.len()];
                hex::encode_to_slice(&tag.0, &mut digits).expect("two digits a byte");
                String::from_utf8(digits).expect("digits are ASCII")
            }
            Self::Base64 => STANDARD.encode(&tag.0),
        }
    }

    /// The bytes of a signature of this algorithm, or nothing if it is of another length, has anything
    /// around it or is not written in the one canonical way.
    pub(crate) fn decode(self, text: &str, algorithm: Algorithm) -> Option<Tag> {
        let bytes = match self {
            Self::Hex => hex::decode(text).ok()?,
            Self::Base64 => STANDARD.decode(text).ok()?,
        };
        (bytes.len() == algorithm.size()).then_some(Tag(bytes))
    }
}
