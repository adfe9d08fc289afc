//! RSA encryption of `card` and `customer` for KESS PAY.

mod pem;

use std::fmt;

use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::rand_core::OsRng;
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Encrypt, RsaPublicKey};

/// The provider's public key, for encrypting what only the provider may read.
///
/// PKCS#1 v1.5 padding, one block, lower-case hex. It encrypts and does nothing else; there is no private
/// key here. The padding is random: encrypt once, then sign and send that same text.
#[derive(Clone)]
pub struct EncryptionKey(RsaPublicKey);

impl EncryptionKey {
    /// Reads a PEM public key: `BEGIN PUBLIC KEY` (SPKI) or `BEGIN RSA PUBLIC KEY` (PKCS#1).
    ///
    /// Taken as well: CRLF, indentation, text before and after, and `\n` written as two characters, as
    /// environment variables have it. Refused: private keys, certificates, a modulus below 1024 bits or
    /// above 4096, an even exponent or one of 1.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        let (label, pem) = pem::tidy(text)?;
        let key = match label {
            pem::Label::Spki => RsaPublicKey::from_public_key_pem(&pem).map_err(|_| KeyError::Malformed)?,
            pem::Label::Pkcs1 => RsaPublicKey::from_pkcs1_pem(&pem).map_err(|_| KeyError::Malformed)?,
        };
        let key = Self(key);
        if key.bits() < LEAST_BITS {
            return Err(KeyError::TooShort { bits: key.bits() });
        }
        Ok(key)
    }

    /// The length of the modulus in bits.
    pub fn bits(&self) -> usize {
        self.0.n().bits()
    }

    /// Whether the key is shorter than 2048 bits, which is weak; say so to the operator.
    pub fn is_short(&self) -> bool {
        self.bits() < 2048
    }

    /// The most bytes that fit one block: 117 for 1024 bits, 245 for 2048.
    pub fn limit(&self) -> usize {
        self.0.size() - PADDING
    }

    /// Encrypts `plain`, at most [`limit`](EncryptionKey::limit) bytes, to lower-case hex of the length of
    /// the modulus. It is never split or cut.
    pub fn encrypt(&self, plain: &[u8]) -> Result<String, EncryptError> {
        if plain.len() > self.limit() {
            return Err(EncryptError::TooLong { length: plain.len(), limit: self.limit() });
        }
        let cipher = self.0.encrypt(&mut OsRng, Pkcs1v15Encrypt, plain).map_err(|_| EncryptError::Failed)?;
        Ok(hex::encode(cipher))
    }
}

const LEAST_BITS: usize = 1024;
/// Two marker bytes, eight of padding at least, a zero.
const PADDING: usize = 11;

impl fmt::Debug for EncryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EncryptionKey({} bits)", self.bits())
    }
}

/// Text that is no public key to encrypt with.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// No `-----BEGIN ..-----` line.
    NotPem,
    /// A PEM block of another kind, with its label: a private key, a certificate.
    NotAPublicKey(String),
    /// A public key that cannot be read, or not of RSA, of more than 4096 bits, or with an exponent that is
    /// even or 1.
    Malformed,
    /// A modulus below 1024 bits.
    TooShort {
        /// Its length.
        bits: usize,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPem => f.write_str("expected a PEM block"),
            Self::NotAPublicKey(label) => write!(f, "expected a PEM public key, found {label:?}"),
            Self::Malformed => {
                f.write_str("expected an RSA public key of at most 4096 bits with an odd exponent")
            }
            Self::TooShort { bits } => {
                write!(f, "expected an RSA key of at least {LEAST_BITS} bits, found {bits}")
            }
        }
    }
}

impl std::error::Error for KeyError {}

/// A text that was not encrypted. It is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptError {
    /// It does not fit one block.
    TooLong {
        /// Its length in bytes.
        length: usize,
        /// The most that the key takes.
        limit: usize,
    },
    /// The library refused.
    Failed,
}

impl fmt::Display for EncryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong { length, limit } => {
                write!(f, "expected at most {limit} bytes to encrypt, found {length}")
            }
            Self::Failed => f.write_str("text cannot be encrypted with this key"),
        }
    }
}

impl std::error::Error for EncryptError {}
