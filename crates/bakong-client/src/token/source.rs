use std::error::Error;
use std::fmt;

use pay_core::BoxFuture;

use super::AccessToken;

/// Where the client's token comes from: a pasted one (an [`AccessToken`] is a source), a file, a secret store.
///
/// Bakong's own renewal is called unstable by those who use it, so a person or another program must be able to put a
/// token in its place.
pub trait TokenSource: Send + Sync {
    /// The token that is to be used. Asked before the first request, and again whenever the one in use has expired or
    /// was refused: another process may have renewed it by then.
    fn load(&self) -> BoxFuture<'_, Result<AccessToken, TokenSourceError>>;

    /// Keeps a renewed token. It has answered once by then, so the old one may be forgotten.
    ///
    /// A failure is logged, and the token is brought again after its next answer.
    fn keep<'a>(&'a self, renewed: &'a AccessToken) -> BoxFuture<'a, Result<(), TokenSourceError>>;
}

/// A pasted token: a renewed one lives in the client, for as long as that does.
impl TokenSource for AccessToken {
    fn load(&self) -> BoxFuture<'_, Result<AccessToken, TokenSourceError>> {
        Box::pin(async { Ok(self.clone()) })
    }

    fn keep<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<(), TokenSourceError>> {
        Box::pin(async { Ok(()) })
    }
}

/// A [`TokenSource`] failed. Its text must not hold a token.
#[derive(Debug)]
pub struct TokenSourceError(Box<dyn Error + Send + Sync>);

impl TokenSourceError {
    /// What went wrong in the store.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

impl fmt::Display for TokenSourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("token source failed")
    }
}

impl Error for TokenSourceError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}
