use std::fmt;

/// Why there is no token that Bakong accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unauthorized {
    /// Bakong refused the token, and a new one too where renewal is configured.
    Refused,
    /// The token's `exp` has passed. It was not sent, because a refused request is charged like any other.
    Expired,
    /// The token was refused or had expired, and the request for a new one failed: see the error's source.
    RenewalFailed,
    /// The [`TokenSource`](crate::TokenSource) has no token: see the error's source.
    NoToken,
    /// The last attempt to get an accepted token failed and the next is not due. Nothing was sent.
    Suspended,
}

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "token refused",
            Self::Expired => "token has expired, not sent",
            Self::RenewalFailed => "token is not accepted and was not renewed",
            Self::NoToken => "no token",
            Self::Suspended => "token was refused before, not sent again yet",
        })
    }
}
