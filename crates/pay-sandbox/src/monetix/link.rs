//! Encrypted links of the Payment Page (specification, section 3.2).

use aes::Aes256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};

use super::Monetix;

/// The query of the link in a token: `/payment?..`, with or without the slash. `None`: it is no token, or not
/// one of this project's key.
pub(super) fn query_in(token: &str) -> Option<String> {
    query_under(token, Monetix::ENCRYPTION_KEY.as_bytes())
}

fn query_under(token: &str, key: &[u8]) -> Option<String> {
    let text = decrypt(token, key)?;
    let link = text.strip_prefix('/').unwrap_or(&text);
    link.strip_prefix("payment?").map(str::to_owned)
}

/// AES-256-CBC under the key, filled up with zeros and cut at 32 bytes.
fn decrypt(token: &str, key: &[u8]) -> Option<String> {
    let pair = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    let (secret, iv) = pair.split_once("::")?;
    let (mut secret, iv) = (STANDARD.decode(secret).ok()?, STANDARD.decode(iv).ok()?);
    let mut whole = [0; 32];
    whole.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    let cipher = Decryptor::<Aes256>::new_from_slices(&whole, &iv).ok()?;
    let plain = cipher.decrypt_padded::<Pkcs7>(&mut secret).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        encrypted_url: Vec<Link>,
    }

    #[derive(Deserialize)]
    struct Link {
        key: String,
        plaintext: String,
        token: String,
    }

    #[test]
    fn links_that_other_software_encrypted_are_read() {
        let vectors = include_str!("../../fixtures/monetix/signature-vectors.json");
        let Vectors { encrypted_url } = serde_json::from_str(vectors).unwrap();
        assert_eq!(encrypted_url.len(), 6);
        for link in encrypted_url {
            assert_eq!(decrypt(&link.token, link.key.as_bytes()), Some(link.plaintext), "{}", link.key);
            assert_eq!(query_under(&link.token, b"another key"), None);
        }
    }

    #[test]
    fn what_is_no_token_is_none() {
        for token in ["", "a", "::", "Ojo=", "YTo6Yg==", "Ojo6Og=="] {
            assert_eq!(query_in(token), None, "{token}");
        }
    }
}
