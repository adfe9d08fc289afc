//! Endpoint 10: a new access token.

use pay_core::Effect;
use pay_http::json::Problem;
use serde::Serialize;

use super::{Auth, Endpoint};
use crate::classify::Answer;
use crate::error::ErrorKind;
use crate::token::{AccessToken, RegisteredEmail};

/// Endpoint 10: a new token for a registered address. It needs no token, so the address is a credential.
///
/// Whether the old token ends is not documented. [`Bakong`](crate::Bakong) calls this by itself where an address is
/// configured.
#[derive(Clone, Debug, Serialize)]
pub struct RenewToken {
    /// The address of the registration.
    #[serde(serialize_with = "exposed")]
    pub email: RegisteredEmail,
}

impl RenewToken {
    /// A refusal may well name the address that it refuses.
    fn without_email(&self, kind: ErrorKind) -> ErrorKind {
        match kind {
            ErrorKind::Api(mut api) => {
                let email = self.email.expose().to_lowercase();
                api.message.take_if(|message| message.as_raw().to_lowercase().contains(&email));
                ErrorKind::Api(api)
            }
            kind => kind,
        }
    }
}

fn exposed<S: serde::Serializer>(email: &RegisteredEmail, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(email.expose())
}

impl Endpoint for RenewToken {
    const PATH: &'static str = "renew_token";
    const AUTH: Auth = Auth::None;
    const EFFECT: Effect = Effect::Create;
    type Response = AccessToken;

    fn read(&self, answer: Answer<'_>) -> Result<AccessToken, ErrorKind> {
        let success = match answer {
            Answer::Success(success) => success,
            Answer::Refusal(refusal) => return Err(self.without_email(refusal.into_error())),
        };
        let token = success.text("token")?;
        AccessToken::new(&token).map_err(|_| Problem::expected("a token").inside("data.token").into())
    }
}
