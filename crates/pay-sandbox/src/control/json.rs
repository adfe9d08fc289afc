use axum::Json;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use pay_core::{AmountFormat, Currency, Money};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// The JSON body of a control request, whatever its content type; an empty one counts as `{}`.
pub(super) struct Sent<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let body =
            Bytes::from_request(request, state).await.map_err(|error| Problem::bad(error.body_text()))?;
        let body = if body.is_empty() { &b"{}"[..] } else { &body };
        serde_json::from_slice(body).map(Self).map_err(|error| Problem::bad(error.to_string()))
    }
}

/// An amount: a text as people write it, or a number by its value.
pub(super) fn money(token: &RawValue, currency: Currency) -> Result<Money, Problem> {
    let money = match serde_json::from_str::<String>(token.get()) {
        Ok(text) => Money::parse(&text, currency),
        Err(_) => AmountFormat::fixed().read_number(token.get(), currency),
    };
    money.map_err(|error| Problem::bad(format!("amount: {error}")))
}

/// Why a control request was not carried out: `{"error": ".."}`.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    error: String,
}

impl Problem {
    pub(super) fn new(status: StatusCode, error: impl Into<String>) -> Self {
        Self { status, error: error.into() }
    }

    /// The request itself is wrong.
    pub(super) fn bad(error: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error)
    }

    /// The request names what is not there.
    pub(super) fn absent(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no such {what}"))
    }

    /// The request is understood, and what it asks for does not go.
    pub(super) fn refused(error: impl std::error::Error) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        #[derive(Serialize)]
        struct Body {
            error: String,
        }
        (self.status, Json(Body { error: self.error })).into_response()
    }
}
