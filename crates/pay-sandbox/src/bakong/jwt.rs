//! Tokens of the form that Bakong gives out (specification, section 6.1).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use pay_core::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::seed::Seed;

/// Signs and reads tokens. The key comes from the seed, so a sandbox that was started again with the same seed
/// knows the tokens of the one before.
#[derive(Clone)]
pub(super) struct Issuer {
    mac: Hmac<Sha256>,
}

/// What a token says, once its signature held.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// Not one of ours, or changed.
    Unknown,
    /// Over. It still names the registration, which is charged for the attempt.
    Expired {
        registration: String,
    },
    Good {
        registration: String,
    },
}

const HEADER: &[u8] = br#"{"typ":"JWT","alg":"HS256"}"#;

#[derive(Serialize, Deserialize)]
struct Claims {
    /// Seconds since the epoch.
    exp: i64,
    iat: i64,
    data: Data,
}

#[derive(Serialize, Deserialize)]
struct Data {
    id: String,
}

impl Issuer {
    pub(super) fn new(seed: Seed) -> Self {
        let mac = Hmac::new_from_slice(&seed.bytes("token key", 0)).expect("HMAC takes a key of any length");
        Self { mac }
    }

    pub(super) fn issue(&self, registration: &str, now: Timestamp, lifetime: Duration) -> String {
        let claims = Claims {
            exp: seconds(now.after(lifetime)),
            iat: seconds(now),
            data: Data { id: registration.to_owned() },
        };
        let claims = serde_json::to_vec(&claims).expect("integers and a string are JSON");
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(HEADER), URL_SAFE_NO_PAD.encode(claims));
        let signature = self.mac.clone().chain_update(&signed).finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    pub(super) fn read(&self, token: &str, now: Timestamp) -> Reading {
        match self.claims(token) {
            None => Reading::Unknown,
            Some(claims) if claims.exp <= seconds(now) => Reading::Expired { registration: claims.data.id },
            Some(claims) => Reading::Good { registration: claims.data.id },
        }
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        let (signed, signature) = token.rsplit_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        self.mac.clone().chain_update(signed).verify_slice(&signature).ok()?;
        let (_, claims) = signed.split_once('.')?;
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
    }
}

const fn seconds(moment: Timestamp) -> i64 {
    moment.as_millis().div_euclid(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_750_000_000_000);

    #[test]
    fn a_token_is_good_until_its_last_second() {
        let issuer = Issuer::new(Seed(1));
        let token = issuer.issue("0123456789abcdef", NOW, Duration::from_secs(60));
        let registration = || "0123456789abcdef".to_owned();
        let last = NOW.after(Duration::from_millis(59_999));
        assert_eq!(issuer.read(&token, last), Reading::Good { registration: registration() });
        let over = NOW.after(Duration::from_secs(60));
        assert_eq!(issuer.read(&token, over), Reading::Expired { registration: registration() });
    }

    #[test]
    fn claims_have_the_members_of_the_document() {
        let token = Issuer::new(Seed(1)).issue("0123456789abcdef", NOW, Duration::from_secs(60));
        let parts: Vec<_> = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap()).collect();
        assert_eq!(parts[0], HEADER);
        assert_eq!(parts[1], br#"{"exp":1750000060,"iat":1750000000,"data":{"id":"0123456789abcdef"}}"#);
        assert_eq!(parts[2].len(), 32);
    }

    #[test]
    fn a_token_of_another_sandbox_is_unknown() {
        let token = Issuer::new(Seed(1)).issue("0123456789abcdef", NOW, Duration::from_secs(60));
        assert_eq!(Issuer::new(Seed(2)).read(&token, NOW), Reading::Unknown);
        for wrong in ["", ".", "..", "a.b.c", &token[1..], &token[..token.len() - 1]] {
            assert_eq!(Issuer::new(Seed(1)).read(wrong, NOW), Reading::Unknown, "{wrong:?}");
        }
    }
}
