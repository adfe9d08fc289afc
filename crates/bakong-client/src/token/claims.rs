use std::time::Duration;

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use pay_core::Timestamp;
use pay_http::json::{Members, Number};

/// How long a token without `exp` is taken to live: what the vendor document says.
const LIFETIME: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// The two claims of a token that say when to renew it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Claims {
    pub(super) expires_at: Option<Timestamp>,
    pub(super) issued_at: Option<Timestamp>,
}

/// Some software pads base64url, which JWT forbids. Nothing is decided by it here.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::URL_SAFE,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Claims {
    /// Reads the middle of `header.claims.signature`. What cannot be read is unknown.
    pub(super) fn read(token: &str) -> Self {
        let claims = token.split('.').nth(1).and_then(|claims| BASE64URL.decode(claims).ok());
        let claims = claims.and_then(|claims| String::from_utf8(claims).ok()).unwrap_or_default();
        let Ok(mut claims) = Members::read(&claims) else { return Self::default() };
        Self { expires_at: seconds(&mut claims, "exp"), issued_at: seconds(&mut claims, "iat") }
    }

    pub(super) fn expires_at(self) -> Option<Timestamp> {
        self.expires_at.or_else(|| self.issued_at.map(|at| at.after(LIFETIME)))
    }
}

fn seconds(claims: &mut Members<'_>, name: &str) -> Option<Timestamp> {
    let seconds = claims.readable::<Number>(name)?.truncated()?;
    seconds.checked_mul(1_000).map(Timestamp::from_millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9";

    fn read(claims: &str) -> Option<Timestamp> {
        Claims::read(&format!("{HEADER}.{}.c2ln", BASE64URL.encode(claims))).expires_at()
    }

    #[test]
    fn exp_counts_and_else_iat_and_90_days() {
        let at = |seconds: i64| Some(Timestamp::from_millis(seconds * 1_000));
        assert_eq!(read(r#"{"exp":1644645600,"iat":1636610400,"data":{"id":"1"}}"#), at(1_644_645_600));
        assert_eq!(read(r#"{"exp":1644645600.0}"#), at(1_644_645_600));
        assert_eq!(read(r#"{"exp":null,"iat":1636610400}"#), at(1_636_610_400 + 90 * 86_400));
        assert_eq!(read(r#"{"exp":"soon"}"#), None);
        assert_eq!(read(r#"{"exp":9223372036854775807}"#), None);
        assert_eq!(read("[1644645600]"), None);
    }

    #[test]
    fn what_is_no_jwt_has_no_expiry() {
        for token in ["pasted-token", "a.b.c", "..", "a.%%%.c"] {
            assert_eq!(Claims::read(token), Claims::default(), "{token}");
        }
    }
}
