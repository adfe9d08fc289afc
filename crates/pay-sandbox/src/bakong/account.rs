//! Endpoint 8: whether an account exists.

use axum::extract::State;
use serde::Deserialize;

use super::Bakong;
use super::answer::{Refusal, Success};
use super::gate::{Asked, Upstream};

/// The longest account id (KHQR, tags 29 and 30, sub-tag 00).
const MAX: usize = 32;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check {
    account_id: String,
}

pub(super) async fn check(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(Check { account_id }): Asked<Check>,
) -> Result<Success<()>, Refusal> {
    upstream.up_or(Refusal::UPSTREAM)?;
    if !is_account(&account_id) {
        return Err(Refusal::INVALID_ACCOUNT);
    }
    if !bakong.has_account(&account_id) {
        return Err(Refusal::NO_ACCOUNT);
    }
    Ok(Success { message: "Account ID exists", data: () })
}

/// `name@bank` with exactly one `@`.
fn is_account(text: &str) -> bool {
    let halves = text.split_once('@');
    text.encode_utf16().count() <= MAX
        && halves.is_some_and(|(name, bank)| !name.is_empty() && !bank.is_empty() && !bank.contains('@'))
}
