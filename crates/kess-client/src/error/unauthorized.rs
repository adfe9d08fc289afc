use std::fmt;

/// Why there is no token that KESS accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unauthorized {
    /// KESS refused the token; for a question, a new one too. It has done nothing.
    Refused,
    /// KESS gives no token for these credentials: see the error's source.
    NotGranted,
    /// The last attempt to get an accepted token failed and the next is not due. Nothing was sent.
    Suspended,
}

impl fmt::Display for Unauthorized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Refused => "token refused",
            Self::NotGranted => "no token for these credentials",
            Self::Suspended => "no token was accepted a moment ago, not sent again yet",
        })
    }
}
