//! `/_sandbox/vexora/..`.

mod disbursement;
mod order;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use pay_sign::NumberText;
use serde::{Deserialize, Serialize};

use super::json::{Problem, Sent};
use super::notification::{NotificationJson, Notify, list};
use crate::sandbox::Parts;
use crate::vexora::MERCHANTS;
use crate::{VexoraAnswers, VexoraForm, number};

pub(super) fn router() -> Router<Parts> {
    Router::new()
        .route("/merchants", get(merchants))
        .route("/pay", post(order::pay))
        .route("/orders", get(order::orders).post(order::tell))
        .route("/disbursements", get(disbursement::disbursements).post(disbursement::change))
        .route("/notifications", get(notifications).post(notify))
        .route("/spelling", post(spell))
}

/// What a client is configured with, and what the account holds.
#[derive(Serialize)]
struct MerchantJson {
    base_url: String,
    merchant_no: &'static str,
    app_secret: &'static str,
    currency: &'static str,
    available: String,
    frozen: String,
    unsettled: String,
}

async fn merchants(State(parts): State<Parts>) -> Json<Vec<MerchantJson>> {
    let merchants = MERCHANTS.iter().filter_map(|merchant| {
        let balance = parts.vexora.balance(merchant.number)?;
        Some(MerchantJson {
            base_url: parts.vexora.base_url().to_owned(),
            merchant_no: merchant.number,
            app_secret: merchant.app_secret,
            currency: merchant.currency.code(),
            available: number::fixed(balance.available),
            frozen: number::fixed(balance.frozen),
            unsettled: number::fixed(balance.unsettled),
        })
    });
    Json(merchants.collect())
}

async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    list(parts.vexora.notifications())
}

async fn notify(
    State(parts): State<Parts>,
    Sent(wanted): Sent<Notify>,
) -> Result<Json<Vec<NotificationJson>>, Problem> {
    wanted.carry_out(parts.vexora.courier()).map(list)
}

/// How answers and notifications are spelled from now on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spelling {
    answers: Option<AnswersJson>,
    amounts: Option<AmountsJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswersJson {
    Sample,
    Table,
}

/// The amount of a notification: text, or a number that is signed as it stands or as Java prints it.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AmountsJson {
    Text,
    Number,
    JavaNumber,
}

async fn spell(State(parts): State<Parts>, Sent(spelling): Sent<Spelling>) -> Result<StatusCode, Problem> {
    if spelling.answers.is_none() && spelling.amounts.is_none() {
        return Err(Problem::bad("expected answers or amounts"));
    }
    match spelling.answers {
        Some(AnswersJson::Sample) => parts.vexora.answer_in(VexoraAnswers::Sample),
        Some(AnswersJson::Table) => parts.vexora.answer_in(VexoraAnswers::Table),
        None => {}
    }
    let form = VexoraForm::new();
    match spelling.amounts {
        Some(AmountsJson::Text) => parts.vexora.notify_in(form),
        Some(AmountsJson::Number) => parts.vexora.notify_in(form.numbers(NumberText::Raw)),
        Some(AmountsJson::JavaNumber) => parts.vexora.notify_in(form.numbers(NumberText::JavaDouble)),
        None => {}
    }
    Ok(StatusCode::NO_CONTENT)
}
