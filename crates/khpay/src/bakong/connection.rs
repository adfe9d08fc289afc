//! Which Bakong is asked, and with which token.

use std::path::PathBuf;
use std::sync::Arc;

use bakong_client::{AccessToken, Bakong, Environment, TokenSource, TokenSourceError};
use pay_core::BoxFuture;
use pay_watch::SystemClock;

use crate::cli::{self, Connection, Place};
use crate::exit::{Failure, chain};
use crate::secrets;

const TOKEN_VARIABLE: &str = "BAKONG_TOKEN";

/// A client for the environment or address that was named, with its token.
pub(super) fn open(connection: &Connection) -> Result<Bakong, Failure> {
    at(&connection.place, Arc::new(token(connection.token_file.as_ref())?))
}

/// A client that takes its token from `tokens`.
pub(super) fn at(place: &Place, tokens: Arc<dyn TokenSource>) -> Result<Bakong, Failure> {
    let environment = match (&place.base_url, place.environment) {
        (Some(url), _) => Environment::relay(url).map_err(Failure::bad_input)?,
        (None, cli::Environment::Production) => Environment::Production,
        (None, cli::Environment::Sit) => Environment::Sit,
    };
    Bakong::connect(&environment, tokens, Arc::new(SystemClock))
        .map_err(|error| Failure::provider(format_args!("no transport: {}", chain(&error))))
}

/// The token in the file that was named, or in the environment.
pub(super) fn token(file: Option<&PathBuf>) -> Result<AccessToken, Failure> {
    let token = secrets::read("token", file.map(PathBuf::as_path), TOKEN_VARIABLE)?;
    AccessToken::new(token.expose()).map_err(Failure::bad_input)
}

/// For what needs no token at all.
pub(super) struct NoToken;

impl TokenSource for NoToken {
    fn load(&self) -> BoxFuture<'_, Result<AccessToken, TokenSourceError>> {
        Box::pin(std::future::ready(Err(TokenSourceError::new("this question needs no token"))))
    }

    fn keep<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<(), TokenSourceError>> {
        Box::pin(std::future::ready(Ok(())))
    }
}
