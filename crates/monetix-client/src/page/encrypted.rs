//! Links in which everything is encrypted (section 3.2): AES-256-CBC without a MAC. What protects them from change is the
//! signature inside.

use std::fmt;

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Encryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _};
use pay_core::Secret;
use zeroize::Zeroizing;

use crate::error::InvalidRequest;

/// The second key of a project: 1 to 32 bytes.
///
/// Shorter ones are filled up with zero bytes, as the brand's kits do. A longer one is refused: some kits cut it, others
/// fail, and a link that only some servers can read is none.
#[derive(Clone, Debug)]
pub struct EncryptionKey(Secret);

impl EncryptionKey {
    /// Checks the length.
    pub fn new(key: Secret) -> Result<Self, InvalidKey> {
        match key.expose().len() {
            1..=KEY => Ok(Self(key)),
            found => Err(InvalidKey { found }),
        }
    }

    /// The token of a link: cipher text and IV, each in base64, and both in base64 again, so that nothing in it but `=` has
    /// a meaning in an address.
    pub(super) fn seal(&self, path: &str) -> Result<String, InvalidRequest> {
        let mut iv = [0; BLOCK];
        getrandom::fill(&mut iv).map_err(|_| InvalidRequest::NoRandomness)?;
        Ok(self.seal_under(path, iv))
    }

    fn seal_under(&self, path: &str, iv: [u8; BLOCK]) -> String {
        let mut key = Zeroizing::new([0; KEY]);
        let given = self.0.expose().as_bytes();
        key[..given.len()].copy_from_slice(given);
        let sealed =
            Encryptor::<Aes256>::new((&*key).into(), &iv.into()).encrypt_padded_vec::<Pkcs7>(path.as_bytes());
        STANDARD.encode(format!("{}::{}", STANDARD.encode(sealed), STANDARD.encode(iv)))
    }
}

const KEY: usize = 32;
const BLOCK: usize = 16;

/// A key that is longer than 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidKey {
    found: usize,
}

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected an encryption key of at most {KEY} bytes, found {}", self.found)
    }
}

impl std::error::Error for InvalidKey {}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        encrypted_url: Vec<Vector>,
    }

    #[derive(Deserialize)]
    struct Vector {
        key: String,
        iv_hex: String,
        plaintext: String,
        token: String,
    }

    const VECTORS: &str = include_str!("../../fixtures/monetix/signature-vectors.json");

    /// The vector under this key; six there are.
    fn vector(key: &str) -> Vector {
        let Vectors { encrypted_url } = serde_json::from_str(VECTORS).unwrap();
        assert_eq!(encrypted_url.len(), 6);
        encrypted_url.into_iter().find(|vector| vector.key == key).unwrap()
    }

    fn key(text: &str) -> Result<EncryptionKey, InvalidKey> {
        EncryptionKey::new(Secret::new(text).unwrap())
    }

    #[track_caller]
    fn check(text: &str) {
        let vector = vector(text);
        assert_eq!(key(text).unwrap().seal_under(&vector.plaintext, iv(&vector)), vector.token);
    }

    fn iv(vector: &Vector) -> [u8; BLOCK] {
        let byte = |place: usize| u8::from_str_radix(&vector.iv_hex[2 * place..2 * place + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    #[test]
    fn encrypted_url_under_secret() {
        check("secret");
    }

    #[test]
    fn encrypted_url_under_one_letter_and_without_the_slash_of_php() {
        assert_eq!(vector("k").plaintext, "payment?project_id=1");
        check("k");
    }

    #[test]
    fn encrypted_url_under_exactly_32_bytes() {
        check("0123456789abcdef0123456789abcdef");
    }

    #[test]
    fn encrypted_url_with_khmer_text() {
        check("encrypt_secret");
    }

    #[test]
    fn encrypted_url_of_exactly_one_block_of_text() {
        check("exact16blockkey!");
    }

    /// Where the kits that do not fail cut the key: what is left of it makes the same token.
    #[test]
    fn encrypted_url_under_a_key_that_kits_cut_is_refused() {
        let vector = vector("0123456789abcdef0123456789abcdefEXTRA");
        assert_eq!(key(&vector.key).err(), Some(InvalidKey { found: 37 }));
        let cut = key(&vector.key[..32]).unwrap();
        assert_eq!(cut.seal_under(&vector.plaintext, iv(&vector)), vector.token);
    }

    #[test]
    fn no_two_tokens_are_equal() {
        let key = key("secret").unwrap();
        assert_ne!(key.seal("/payment?x=1"), key.seal("/payment?x=1"));
    }

    #[test]
    fn d16_the_key_is_not_printed() {
        let long = InvalidKey { found: 37 };
        assert!(!format!("{:?}", key("canary-7731")).contains("canary"));
        assert_eq!(long.to_string(), "expected an encryption key of at most 32 bytes, found 37");
    }
}
