//! `/_sandbox/airpay/..`.

mod order;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::json::{Problem, Sent};
use super::notification::{NotificationJson, Notify, list};
use crate::sandbox::Parts;
use crate::{Airpay, AirpayAnswers, AirpayForm};

pub(super) fn router() -> Router<Parts> {
    Router::new()
        .route("/merchant", get(merchant).post(postback_to))
        .route("/pay", post(order::pay))
        .route("/orders", get(order::orders))
        .route("/notifications", get(notifications).post(notify))
        .route("/spelling", post(spell))
}

/// What a client is configured with.
#[derive(Serialize)]
struct MerchantJson {
    base_url: String,
    apikey: &'static str,
    country: &'static str,
    channel: &'static str,
    service_ewallet: &'static str,
    postback_url: Option<String>,
}

async fn merchant(State(parts): State<Parts>) -> Json<MerchantJson> {
    Json(MerchantJson {
        base_url: parts.airpay.base_url().to_owned(),
        apikey: Airpay::API_KEY,
        country: Airpay::COUNTRY,
        channel: Airpay::CHANNEL,
        service_ewallet: Airpay::SERVICE,
        postback_url: parts.airpay.postback_url(),
    })
}

/// The one address.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Postback {
    postback_url: String,
}

async fn postback_to(State(parts): State<Parts>, Sent(agreed): Sent<Postback>) -> Json<MerchantJson> {
    parts.airpay.postback_to(agreed.postback_url);
    merchant(State(parts)).await
}

async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    list(parts.airpay.notifications())
}

async fn notify(
    State(parts): State<Parts>,
    Sent(wanted): Sent<Notify>,
) -> Result<Json<Vec<NotificationJson>>, Problem> {
    wanted.carry_out(parts.airpay.courier()).map(list)
}

/// [`AirpayAnswers`] and [`AirpayForm`] from now on; what is left out is as at the start.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelling {
    #[serde(default)]
    by_status: bool,
    #[serde(default)]
    text_codes: bool,
    #[serde(default)]
    empty_data: bool,
    name: Option<NameJson>,
    date: Option<DateJson>,
}

/// What the number of a postback is called.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NameJson {
    TrxId,
    Trxid,
    Both,
}

/// How the date of a postback is written.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum DateJson {
    Plus,
    Encoded,
    Utc,
}

async fn spell(State(parts): State<Parts>, Sent(spelling): Sent<Spelling>) -> StatusCode {
    let mut answers = AirpayAnswers::new();
    if spelling.by_status {
        answers = answers.by_status();
    }
    if spelling.text_codes {
        answers = answers.text_codes();
    }
    if spelling.empty_data {
        answers = answers.empty_data();
    }
    let form = match spelling.name {
        None | Some(NameJson::TrxId) => AirpayForm::new(),
        Some(NameJson::Trxid) => AirpayForm::new().trxid(),
        Some(NameJson::Both) => AirpayForm::new().both_names(),
    };
    parts.airpay.answer_in(answers);
    parts.airpay.notify_in(match spelling.date {
        None | Some(DateJson::Plus) => form,
        Some(DateJson::Encoded) => form.encoded(),
        Some(DateJson::Utc) => form.utc(),
    });
    StatusCode::NO_CONTENT
}
