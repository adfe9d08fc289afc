//! Endpoint 10: another token, for whoever knows the registered email.

use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::Bakong;
use super::answer::{Refusal, Success};
use super::gate::{Asked, Upstream};

/// The longest email that is taken.
const MAX: usize = 30;

#[derive(Deserialize)]
pub(super) struct Renew {
    email: String,
}

#[derive(Serialize)]
pub(super) struct Renewed {
    token: String,
}

pub(super) async fn renew(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(Renew { email }): Asked<Renew>,
) -> Result<Success<Renewed>, Refusal> {
    if !(1..=MAX).contains(&email.chars().count()) {
        return Err(Refusal::BAD_REQUEST);
    }
    upstream.up_or(Refusal::UPSTREAM)?;
    let token = bakong.renew(&email).ok_or(Refusal::NOT_REGISTERED)?;
    Ok(Success { message: "Token has been issued", data: Renewed { token } })
}
