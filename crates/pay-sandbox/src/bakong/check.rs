//! Endpoints 1 to 5: one transaction, by one of its names.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use pay_core::{AmountFormat, Currency, Money};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Bakong;
use super::answer::{Refusal, Success};
use super::gate::{Asked, Upstream};
use super::ledger::Lookup;
use super::transaction::Failure;

/// The longest md5 or hash that is taken.
const KEY_MAX: usize = 255;
/// The longest reference of a payer's side.
const REFERENCE_MAX: usize = 35;
/// The digits of a short hash.
const SHORT_HASH: usize = 8;

#[derive(Deserialize)]
pub(super) struct ByMd5 {
    md5: String,
}

#[derive(Deserialize)]
pub(super) struct ByHash {
    hash: String,
}

#[derive(Deserialize)]
pub(super) struct ByShortHash {
    hash: String,
    /// As text, so that it is read exactly.
    amount: Box<RawValue>,
    currency: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ByInstructionRef {
    instruction_ref: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ByExternalRef {
    external_ref: String,
}

pub(super) async fn by_md5(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(ByMd5 { md5 }): Asked<ByMd5>,
) -> Result<Response, Refusal> {
    within(&md5, KEY_MAX)?;
    upstream.up_or(Refusal::UPSTREAM)?;
    let now = bakong.now();
    bakong.with(|state| answer(&bakong, &state.ledger.by_md5(&md5, now)))
}

pub(super) async fn by_hash(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(ByHash { hash }): Asked<ByHash>,
) -> Result<Response, Refusal> {
    within(&hash, KEY_MAX)?;
    upstream.up_or(Refusal::UPSTREAM)?;
    let now = bakong.now();
    bakong.with(|state| answer(&bakong, &state.ledger.by_hash(&hash, now)))
}

pub(super) async fn by_short_hash(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(asked): Asked<ByShortHash>,
) -> Result<Response, Refusal> {
    if asked.hash.len() != SHORT_HASH {
        return Err(Refusal::BAD_REQUEST);
    }
    let amount = amount(&asked).ok_or(Refusal::BAD_REQUEST)?;
    upstream.up_or(Refusal::UPSTREAM)?;
    let now = bakong.now();
    bakong.with(|state| {
        let named = state.ledger.by(|found| found.short_hash() == asked.hash && found.amount == amount, now);
        answer(&bakong, &named)
    })
}

pub(super) async fn by_instruction_ref(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(asked): Asked<ByInstructionRef>,
) -> Result<Response, Refusal> {
    within(&asked.instruction_ref, REFERENCE_MAX)?;
    upstream.up_or(Refusal::UPSTREAM)?;
    let (now, wanted) = (bakong.now(), Some(asked.instruction_ref));
    bakong.with(|state| answer(&bakong, &state.ledger.by(|found| found.instruction_ref == wanted, now)))
}

pub(super) async fn by_external_ref(
    State(bakong): State<Bakong>,
    upstream: Upstream,
    Asked(asked): Asked<ByExternalRef>,
) -> Result<Response, Refusal> {
    within(&asked.external_ref, REFERENCE_MAX)?;
    upstream.up_or(Refusal::UPSTREAM)?;
    let (now, wanted) = (bakong.now(), Some(asked.external_ref));
    bakong.with(|state| answer(&bakong, &state.ledger.by(|found| found.external_ref == wanted, now)))
}

fn answer(bakong: &Bakong, lookup: &Lookup<'_>) -> Result<Response, Refusal> {
    match lookup {
        Lookup::Paid(transaction) => {
            let data = transaction.body(bakong.spelling());
            Ok(Success { message: "Getting transaction successfully.", data }.into_response())
        }
        Lookup::Failed(Failure::Code3) => Err(Refusal::FAILED),
        Lookup::Failed(Failure::Code1) => Err(Refusal::FAILED_CODE_1),
        Lookup::NotFound => Err(Refusal::NOT_FOUND),
        Lookup::StaticQr => Err(Refusal::STATIC_QR),
    }
}

/// A JSON number in one of the two currencies, by its value.
fn amount(asked: &ByShortHash) -> Option<Money> {
    let currency: Currency = asked.currency.parse().ok()?;
    AmountFormat::shortest().read_number(asked.amount.get(), currency).ok()
}

fn within(text: &str, max: usize) -> Result<(), Refusal> {
    if (1..=max).contains(&text.chars().count()) { Ok(()) } else { Err(Refusal::BAD_REQUEST) }
}
