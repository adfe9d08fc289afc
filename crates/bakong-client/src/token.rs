//! The access token (specification, section 6): a JWT whose signature only Bakong can check, so its claims serve to
//! plan and never to trust.

mod claims;
mod email;
mod keeper;
mod schedule;
mod source;

use std::fmt;

use pay_core::{Secret, Timestamp};
use sha2::{Digest as _, Sha256};

use self::claims::Claims;
pub use self::email::{InvalidEmail, RegisteredEmail};
pub(crate) use self::keeper::{Keeper, Renewal};
pub use self::schedule::TokenStatus;
pub use self::source::{TokenSource, TokenSourceError};

/// An access token of the Open API.
///
/// `Debug` shows its fingerprint and when it expires; only the `Authorization` header gets the text.
#[derive(Clone)]
pub struct AccessToken {
    secret: Secret,
    fingerprint: Fingerprint,
    claims: Claims,
}

/// The first 12 hexadecimal digits of a token's SHA-256: enough to tell tokens apart in a log or a quota's ledger.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(String);

impl AccessToken {
    /// Takes a token as the National Bank mails it. White space around it, such as a file's last newline, is not part
    /// of it.
    pub fn new(text: &str) -> Result<Self, InvalidToken> {
        let text = text.trim();
        if let Some(at) = text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            return Err(InvalidToken::Character { at });
        }
        let secret = Secret::new(text).map_err(|_| InvalidToken::Blank)?;
        let fingerprint = Fingerprint(hex::encode(&Sha256::digest(text.as_bytes())[..6]));
        Ok(Self { secret, fingerprint, claims: Claims::read(text) })
    }

    /// The token's name in logs.
    pub const fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// When it expires: its `exp`, or else 90 days after its `iat`, or else nobody knows.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.claims.expires_at()
    }

    /// Whether it is known to have expired. Such a token is not sent, because the refusal is charged like an answer.
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at().is_some_and(|at| at <= now)
    }

    pub(crate) const fn secret(&self) -> &Secret {
        &self.secret
    }

    /// The token itself, for whoever stores it.
    pub fn expose(&self) -> &str {
        self.secret.expose()
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("fingerprint", &self.fingerprint)
            .field("expires_at", &self.expires_at())
            .finish_non_exhaustive()
    }
}

impl Fingerprint {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is no token. It is not repeated here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidToken {
    /// Nothing is there.
    Blank,
    /// A character that no token has, at this byte: a blank inside (as of `Bearer `), a line end, a letter with an
    /// accent.
    Character {
        /// Offset behind the leading white space.
        at: usize,
    },
}

impl fmt::Display for InvalidToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("expected a token, found blank text"),
            Self::Character { at } => write!(f, "expected a token in visible ascii, at byte {at}"),
        }
    }
}

impl std::error::Error for InvalidToken {}
