//! What every endpoint asks before it looks at a request: the token, the quota, the shape of the body.

use std::convert::Infallible;

use axum::extract::{FromRequest, FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::Bakong;
use super::answer::Refusal;
use super::jwt::Reading;
use crate::fault::UpstreamDown;
use crate::{content, token};

/// For endpoints that need a token: 1 to 7.
pub(super) async fn token_required(State(bakong): State<Bakong>, request: Request, next: Next) -> Response {
    match admit(&bakong, &request) {
        Ok(true) => next.run(request).await,
        Ok(false) => Refusal::UNAUTHORIZED.into_response(),
        Err(refusal) => refusal.into_response(),
    }
}

/// For endpoints that answer without a token, and charge one that is sent: 8 and 9.
pub(super) async fn token_optional(State(bakong): State<Bakong>, request: Request, next: Next) -> Response {
    match admit(&bakong, &request) {
        Ok(_) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

/// Whether the token is good. Charges the registration that it names, also when it is over; refuses what is
/// above the quota of a good one.
fn admit(bakong: &Bakong, request: &Request) -> Result<bool, Refusal> {
    let Some(bearer) = token::bearer(request.headers()) else { return Ok(false) };
    match bakong.read_token(bearer) {
        Reading::Unknown => Ok(false),
        Reading::Expired { registration } => {
            // Section 5: refused requests are charged like successes. The token is what is complained of.
            let _over = bakong.charge(&registration);
            Ok(false)
        }
        Reading::Good { registration } => bakong.charge(&registration).map(|()| true).map_err(Refusal::quota),
    }
}

/// The JSON body of a request, of one shape.
pub(super) struct Asked<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Asked<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refusal> {
        if !content::is_json(request.headers()) {
            return Err(Refusal::BAD_REQUEST);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Refusal::BAD_REQUEST)?;
        serde_json::from_slice(&body).map(Self).map_err(|_| Refusal::BAD_REQUEST)
    }
}

/// Whether what stands behind Bakong is planned to be down for this request.
pub(super) struct Upstream(Option<UpstreamDown>);

impl Upstream {
    /// For an endpoint of one thing.
    pub(super) fn up_or(self, refusal: Refusal) -> Result<(), Refusal> {
        if self.0.is_some() { Err(refusal) } else { Ok(()) }
    }

    /// For an item of a list.
    pub(super) fn fails(&self, key: &str) -> bool {
        self.0.as_ref().is_some_and(|down| down.hits(key))
    }
}

impl<S: Sync> FromRequestParts<S> for Upstream {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get().cloned()))
    }
}
