//! The merchant: credentials, tokens, accounts at banks, cards, one-time passwords.

use axum::Json;
use axum::extract::State;
use http::StatusCode;
use pay_core::Currency;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::order::{OrderJson, order_json};
use crate::Kess;
use crate::control::json::{self, Problem, Sent};
use crate::sandbox::Parts;

/// What a client is configured with.
#[derive(Serialize)]
pub(in crate::control) struct Merchant {
    base_url: String,
    client_id: &'static str,
    client_secret: &'static str,
    username: &'static str,
    password: &'static str,
    seller_code: &'static str,
    api_secret_key: &'static str,
    public_key: &'static str,
}

pub(in crate::control) async fn merchant(State(parts): State<Parts>) -> Json<Merchant> {
    Json(Merchant {
        base_url: parts.kess.settings().base_url.clone(),
        client_id: Kess::CLIENT_ID,
        client_secret: Kess::CLIENT_SECRET,
        username: Kess::USERNAME,
        password: Kess::PASSWORD,
        seller_code: Kess::SELLER_CODE,
        api_secret_key: Kess::API_SECRET_KEY,
        public_key: Kess::PUBLIC_KEY,
    })
}

/// Ends every token.
pub(in crate::control) async fn revoke(State(parts): State<Parts>) -> StatusCode {
    parts.kess.revoke_tokens();
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct AddAccount {
    bic: String,
    number: String,
    owner: String,
    currency: String,
}

pub(in crate::control) async fn add_account(
    State(parts): State<Parts>,
    Sent(add): Sent<AddAccount>,
) -> Result<StatusCode, Problem> {
    let currency = currency(&add.currency)?;
    parts.kess.add_bank_account(add.bic, add.number, add.owner, currency);
    Ok(StatusCode::NO_CONTENT)
}

/// A purchase with a virtual card.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Buy {
    purchase_request_id: String,
    amount: Box<RawValue>,
    currency: String,
}

pub(in crate::control) async fn buy(
    State(parts): State<Parts>,
    Sent(buy): Sent<Buy>,
) -> Result<StatusCode, Problem> {
    let amount = json::money(&buy.amount, currency(&buy.currency)?)?;
    parts.kess.buy_with_card(&buy.purchase_request_id, amount).map_err(Problem::refused)?;
    Ok(StatusCode::NO_CONTENT)
}

fn currency(letters: &str) -> Result<Currency, Problem> {
    letters.parse().map_err(|error: pay_core::UnknownCurrency| Problem::bad(error.to_string()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct EnterOtp {
    /// Whether withdrawals to come ask for one.
    ask: Option<bool>,
    order: Option<String>,
    code: Option<String>,
}

/// `ask`, or `order` and `code`.
pub(in crate::control) async fn otp(
    State(parts): State<Parts>,
    Sent(enter): Sent<EnterOtp>,
) -> Result<Json<Option<OrderJson>>, Problem> {
    match (enter.ask, enter.order, enter.code) {
        (Some(ask), None, None) => {
            parts.kess.ask_for_otp(ask);
            Ok(Json(None))
        }
        (None, Some(order), Some(code)) => {
            let order = parts.kess.enter_otp(&order, &code).map_err(Problem::refused)?;
            Ok(Json(Some(order_json(&parts.kess, order))))
        }
        _ => Err(Problem::bad("expected ask, or order and code")),
    }
}
