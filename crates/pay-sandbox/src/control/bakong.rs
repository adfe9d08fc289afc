//! `/_sandbox/bakong/..`.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use khqr_emv::Khqr;
use pay_core::{Currency, Money};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::json::{self, Problem, Sent};
use crate::sandbox::Parts;
use crate::{Bakong, Failure, PayOptions, Transaction, number, token};

/// [`PayOptions`] with the code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pay {
    qr: String,
    /// A number or a text, kept as it came so that it is read exactly.
    amount: Option<Box<RawValue>>,
    /// The code's own, when it is not there.
    currency: Option<String>,
    receiver: Option<String>,
    payer: Option<String>,
    settles_in_ms: Option<u64>,
    fails: Option<FailureJson>,
    #[serde(default)]
    late: bool,
    #[serde(default)]
    again: bool,
    description: Option<String>,
    tracking_status: Option<String>,
    instruction_ref: Option<String>,
}

#[derive(Deserialize)]
enum FailureJson {
    #[serde(rename = "code_3")]
    Code3,
    #[serde(rename = "code_1")]
    Code1,
}

#[derive(Serialize)]
pub(super) struct PaymentJson {
    hash: String,
    short_hash: String,
    md5: String,
    from_account: String,
    to_account: String,
    amount: String,
    currency: &'static str,
    created_ms: i64,
    settled_ms: i64,
    failed: bool,
    description: Option<String>,
    tracking_status: Option<String>,
    instruction_ref: Option<String>,
    external_ref: Option<String>,
}

pub(super) async fn pay(
    State(parts): State<Parts>,
    Sent(pay): Sent<Pay>,
) -> Result<Json<PaymentJson>, Problem> {
    let amount = amount(&pay)?;
    let options = PayOptions {
        amount,
        receiver: pay.receiver,
        payer: pay.payer,
        settles_in: pay.settles_in_ms.map(Duration::from_millis),
        failure: pay.fails.map(|failure| match failure {
            FailureJson::Code3 => Failure::Code3,
            FailureJson::Code1 => Failure::Code1,
        }),
        late: pay.late,
        again: pay.again,
        description: pay.description,
        tracking_status: pay.tracking_status,
        instruction_ref: pay.instruction_ref,
    };
    parts.pay(&pay.qr, options).map(|paid| Json(paid.into())).map_err(Problem::refused)
}

pub(super) async fn payments(State(parts): State<Parts>) -> Json<Vec<PaymentJson>> {
    Json(parts.bakong.transactions().into_iter().map(PaymentJson::from).collect())
}

fn amount(pay: &Pay) -> Result<Option<Money>, Problem> {
    let Some(amount) = &pay.amount else {
        // Paid as the code says, a currency alone would look like a wrong one that was taken.
        return if pay.currency.is_none() {
            Ok(None)
        } else {
            Err(Problem::bad("expected an amount beside the currency"))
        };
    };
    let currency = match &pay.currency {
        Some(letters) => letters.parse::<Currency>().map_err(|error| Problem::bad(error.to_string()))?,
        None => Khqr::parse(&pay.qr)
            .ok()
            .and_then(|khqr| khqr.currency())
            .ok_or_else(|| Problem::bad("expected a currency beside the amount"))?,
    };
    json::money(amount, currency).map(Some)
}

impl From<Transaction> for PaymentJson {
    fn from(paid: Transaction) -> Self {
        Self {
            short_hash: paid.short_hash().to_owned(),
            hash: paid.hash,
            md5: paid.md5,
            from_account: paid.from_account,
            to_account: paid.to_account,
            amount: number::fixed(paid.amount),
            currency: paid.amount.currency().code(),
            created_ms: paid.created.as_millis(),
            settled_ms: paid.settled.as_millis(),
            failed: paid.failure.is_some(),
            description: paid.description,
            tracking_status: paid.tracking_status,
            instruction_ref: paid.instruction_ref,
            external_ref: paid.external_ref,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issue {
    email: Option<String>,
    lifetime_s: Option<u64>,
}

#[derive(Serialize)]
pub(super) struct Issued {
    email: String,
    token: String,
    fingerprint: String,
}

pub(super) async fn issue(State(parts): State<Parts>, Sent(issue): Sent<Issue>) -> Json<Issued> {
    let email = issue.email.unwrap_or_else(|| Bakong::EMAIL.to_owned());
    let lifetime = issue.lifetime_s.map_or(Bakong::TOKEN_LIFETIME, Duration::from_secs);
    let token = parts.bakong.issue(&email, lifetime);
    Json(Issued { email, fingerprint: token::fingerprint(&token), token })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddAccount {
    account_id: String,
}

#[derive(Serialize)]
pub(super) struct Accounts {
    accounts: Vec<String>,
}

pub(super) async fn accounts(State(parts): State<Parts>) -> Json<Accounts> {
    Json(Accounts { accounts: parts.bakong.accounts() })
}

pub(super) async fn add_account(State(parts): State<Parts>, Sent(add): Sent<AddAccount>) -> Json<Accounts> {
    parts.bakong.add_account(add.account_id);
    Json(Accounts { accounts: parts.bakong.accounts() })
}

/// The limit must be there, as a number or as null.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetQuota {
    #[serde(deserialize_with = "Option::deserialize")]
    limit: Option<u32>,
}

#[derive(Serialize)]
pub(super) struct QuotaJson {
    limit: Option<u32>,
    charged_today: BTreeMap<String, u32>,
}

pub(super) async fn quota(State(parts): State<Parts>) -> Json<QuotaJson> {
    Json(quota_json(&parts.bakong))
}

pub(super) async fn set_quota(State(parts): State<Parts>, Sent(set): Sent<SetQuota>) -> Json<QuotaJson> {
    parts.bakong.set_daily_quota(set.limit);
    Json(quota_json(&parts.bakong))
}

fn quota_json(bakong: &Bakong) -> QuotaJson {
    let charged = bakong.registrations().into_iter().map(|email| {
        let charged = bakong.charged_today(&email);
        (email, charged)
    });
    QuotaJson { limit: bakong.daily_quota(), charged_today: charged.collect() }
}
