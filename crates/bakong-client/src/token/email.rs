use std::fmt;

use pay_core::Secret;

/// The address that the registration at the Open API was made with. It is a credential: whoever sends it to
/// `renew_token` is given a token.
#[derive(Clone)]
pub struct RegisteredEmail(Secret);

impl RegisteredEmail {
    /// The most characters that `renew_token` takes (specification, section 2). A longer address can be registered,
    /// and only be renewed on the web: better to learn that now than when the token has ended.
    pub const MAX_LEN: usize = 30;

    /// Takes an address of at most 30 characters.
    pub fn new(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let found = text.chars().count();
        if found > Self::MAX_LEN {
            return Err(InvalidEmail::TooLong { found });
        }
        let parts = text.split_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
        let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
        if parts.is_none_or(|(_, host)| host.contains('@')) || !is_plain {
            return Err(InvalidEmail::NotAnAddress);
        }
        Secret::new(text).map(Self).map_err(|_| InvalidEmail::NotAnAddress)
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl fmt::Debug for RegisteredEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Why a text is no address that can be renewed by. The text is not repeated here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidEmail {
    /// It is not `name@host` in visible ASCII.
    NotAnAddress,
    /// `renew_token` does not take it.
    TooLong {
        /// Its characters.
        found: usize,
    },
}

impl fmt::Display for InvalidEmail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnAddress => f.write_str("expected an address like name@host"),
            Self::TooLong { found } => write!(
                f,
                "expected an address of at most {} characters, found {found}: a longer one can only be renewed on \
                 Bakong's web site",
                RegisteredEmail::MAX_LEN
            ),
        }
    }
}

impl std::error::Error for InvalidEmail {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thirty_characters_can_be_renewed_and_no_more() {
        assert!(RegisteredEmail::new("abcdefghijklmnopqr@example.com").is_ok());
        assert_eq!(
            RegisteredEmail::new("abcdefghijklmnopqrs@example.com").unwrap_err(),
            InvalidEmail::TooLong { found: 31 }
        );
        for wrong in ["", "shop", "@example.com", "shop@", "a@b@c", "a b@c", "ខ្មែរ@example.com"] {
            assert_eq!(RegisteredEmail::new(wrong).unwrap_err(), InvalidEmail::NotAnAddress, "{wrong}");
        }
    }

    #[test]
    fn d27_the_address_is_not_printed() {
        let email = RegisteredEmail::new("canary@example.com").unwrap();
        assert!(!format!("{email:?}").contains("canary"));
    }
}
