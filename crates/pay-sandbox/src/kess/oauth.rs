//! `POST /oauth/token`: not signed (specification, section 1.1).

use axum::Json;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::Kess;
use super::access::Grant;
use crate::content;

#[derive(Deserialize, Default)]
struct Asked {
    grant_type: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    username: Option<String>,
    password: Option<String>,
    refresh_token: Option<String>,
}

#[derive(Serialize)]
struct Tokens {
    token_type: &'static str,
    /// Text, as in the sample; the table says Integer.
    expires_in: String,
    access_token: String,
    refresh_token: String,
}

/// Why there is no token: RFC 6749, section 5.2, with the `message` that Laravel adds.
#[derive(Serialize)]
struct Problem {
    error: &'static str,
    error_description: &'static str,
    message: &'static str,
}

pub(super) async fn token(State(kess): State<Kess>, request: Request) -> Response {
    let json = content::is_json(request.headers());
    let body = Bytes::from_request(request, &()).await.ok().filter(|_| json).unwrap_or_default();
    let asked: Asked = serde_json::from_slice(&body).unwrap_or_default();
    match grant(&kess, &asked) {
        Ok(grant) => Json(Tokens::from(grant)).into_response(),
        Err((status, error, description)) => {
            (status, Json(Problem { error, error_description: description, message: description }))
                .into_response()
        }
    }
}

type Refused = (StatusCode, &'static str, &'static str);

fn grant(kess: &Kess, asked: &Asked) -> Result<Grant, Refused> {
    let is = |found: &Option<String>, expected: &str| found.as_deref() == Some(expected);
    let by_password = is(&asked.grant_type, "password");
    if !by_password && !is(&asked.grant_type, "refresh_token") {
        return Err((
            StatusCode::BAD_REQUEST,
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
        ));
    }
    if !is(&asked.client_id, Kess::CLIENT_ID) || !is(&asked.client_secret, Kess::CLIENT_SECRET) {
        return Err((StatusCode::UNAUTHORIZED, "invalid_client", "Client authentication failed"));
    }
    if by_password {
        return if is(&asked.username, Kess::USERNAME) && is(&asked.password, Kess::PASSWORD) {
            Ok(kess.issue())
        } else {
            Err((StatusCode::BAD_REQUEST, "invalid_grant", "The user credentials were incorrect."))
        };
    }
    let refreshed = asked.refresh_token.as_deref().and_then(|token| kess.refresh(token));
    refreshed.ok_or((StatusCode::UNAUTHORIZED, "invalid_request", "The refresh token is invalid."))
}

impl From<Grant> for Tokens {
    fn from(grant: Grant) -> Self {
        Self {
            token_type: "Bearer",
            expires_in: grant.lifetime.as_secs().to_string(),
            access_token: grant.access,
            refresh_token: grant.refresh,
        }
    }
}

/// What the journal keeps of a request for a token: which grant, and no secret.
pub(crate) fn kept(body: &[u8]) -> String {
    let asked: Asked = serde_json::from_slice(body).unwrap_or_default();
    match asked.grant_type.as_deref() {
        Some(known @ ("password" | "refresh_token")) => format!(r#"{{"grant_type":"{known}"}}"#),
        _ => "{}".to_owned(),
    }
}
