//! Endpoints 6 and 7: up to 50 transactions at once (specification, section 3.3).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::Bakong;
use super::answer::{Refusal, Success};
use super::gate::{Asked, Upstream};
use super::ledger::Lookup;
use super::transaction::TransactionBody;

/// The most keys of one request.
const MAX: usize = 50;

#[derive(Serialize)]
struct Md5Item<'a> {
    md5: &'a str,
    #[serde(flatten)]
    found: Found<'a>,
}

#[derive(Serialize)]
struct HashItem<'a> {
    hash: &'a str,
    #[serde(flatten)]
    found: Found<'a>,
}

#[derive(Serialize)]
struct Found<'a> {
    status: &'static str,
    message: &'static str,
    data: Option<TransactionBody<'a>>,
}

pub(super) async fn by_md5(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(keys): Asked<Vec<String>>,
) -> Result<Response, Refusal> {
    check(&keys)?;
    let now = bakong.now();
    Ok(bakong.with(|state| {
        list(keys.iter().map(|md5| Md5Item {
            md5,
            found: found(&bakong, &upstream, md5, &state.ledger.by_md5(md5, now)),
        }))
    }))
}

pub(super) async fn by_hash(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(keys): Asked<Vec<String>>,
) -> Result<Response, Refusal> {
    check(&keys)?;
    let now = bakong.now();
    Ok(bakong.with(|state| {
        list(keys.iter().map(|hash| HashItem {
            hash,
            found: found(&bakong, &upstream, hash, &state.ledger.by_hash(hash, now)),
        }))
    }))
}

fn check(keys: &[String]) -> Result<(), Refusal> {
    let good = (1..=MAX).contains(&keys.len()) && keys.iter().all(|key| !key.is_empty());
    if good { Ok(()) } else { Err(Refusal::BAD_REQUEST) }
}

fn list(items: impl Iterator<Item = impl Serialize>) -> Response {
    let data: Vec<_> = items.collect();
    Success { message: "Getting transaction data successfully.", data }.into_response()
}

fn found<'a>(bakong: &Bakong, upstream: &Upstream, key: &str, lookup: &Lookup<'a>) -> Found<'a> {
    let without = |status, message| Found { status, message, data: None };
    if upstream.fails(key) {
        return without("SERVICE_FAILED", "Cannot connect to server");
    }
    match lookup {
        Lookup::Paid(transaction) => Found {
            status: "SUCCESS",
            message: "Transaction success",
            data: Some(transaction.body(bakong.spelling())),
        },
        Lookup::Failed(_) => without("FAILED", "Transaction failed"),
        Lookup::NotFound => {
            without("NOT_FOUND", "Transaction could not be found. Please check and try again")
        }
        Lookup::StaticQr => without("STATIC_QR", "Static QR not supported"),
    }
}
