//! Endpoint 10: a new access token.

use pay_core::Effect;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Auth, Endpoint};
use crate::classify::Answer;
use crate::error::{ErrorKind, FieldProblem, Malformed};
use crate::token::{AccessToken, RegisteredEmail};
use crate::wire;

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
            ErrorKind::Rejected(mut rejected) => {
                let email = self.email.expose().to_lowercase();
                rejected.message.take_if(|message| message.as_raw().to_lowercase().contains(&email));
                ErrorKind::Rejected(rejected)
            }
            kind => kind,
        }
    }
}

fn exposed<S: serde::Serializer>(email: &RegisteredEmail, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(email.expose())
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'a"))]
struct Wire<'a> {
    token: Option<&'a RawValue>,
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
        let token = success.data().and_then(wire::object::<Wire<'_>>).and_then(|wire| wire.token);
        let unreadable =
            |problem| ErrorKind::Malformed(Malformed::Unreadable { path: "data.token".to_owned(), problem });
        let token = token.and_then(wire::text).ok_or_else(|| unreadable(FieldProblem::Missing))?;
        AccessToken::new(&token).map_err(|_| unreadable(FieldProblem::Token))
    }
}
