//! `/_sandbox/monetix/..`.

mod payment;

use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use pay_sign::Order;
use serde::{Deserialize, Serialize};

use super::json::{Problem, Sent};
use super::notification::{NotificationJson, Notify, list};
use crate::sandbox::Parts;
use crate::{Monetix, MonetixErrors, MonetixForm};

pub(super) fn router() -> Router<Parts> {
    Router::new()
        .route("/project", get(project).post(configure))
        .route("/pay", post(payment::pay))
        .route("/payments", get(payment::payments).post(payment::tell))
        .route("/refunds", post(payment::decline_refunds))
        .route("/notifications", get(notifications).post(notify))
        .route("/form", post(form))
}

/// What a client is configured with.
#[derive(Serialize)]
struct ProjectJson {
    base_url: String,
    project_id: u64,
    secret_key: &'static str,
    encryption_key: &'static str,
}

async fn project(State(parts): State<Parts>) -> Json<ProjectJson> {
    Json(ProjectJson {
        base_url: parts.monetix.premises().base_url.clone(),
        project_id: Monetix::PROJECT_ID,
        secret_key: Monetix::SECRET_KEY,
        encryption_key: Monetix::ENCRYPTION_KEY,
    })
}

/// The project's own address for callbacks, and how Gate says no. What is absent stays as it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configure {
    callback_url: Option<String>,
    errors: Option<ErrorsJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ErrorsJson {
    ByStatus,
    ByBody,
}

async fn configure(State(parts): State<Parts>, Sent(wanted): Sent<Configure>) -> StatusCode {
    if let Some(url) = &wanted.callback_url {
        parts.monetix.callback_to(Some(url));
    }
    match wanted.errors {
        Some(ErrorsJson::ByStatus) => parts.monetix.refuse_as(MonetixErrors::ByStatus),
        Some(ErrorsJson::ByBody) => parts.monetix.refuse_as(MonetixErrors::ByBody),
        None => {}
    }
    StatusCode::NO_CONTENT
}

async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    list(parts.monetix.notifications())
}

async fn notify(
    State(parts): State<Parts>,
    Sent(wanted): Sent<Notify>,
) -> Result<Json<Vec<NotificationJson>>, Problem> {
    wanted.carry_out(parts.monetix.courier()).map(list)
}

/// [`MonetixForm`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default)]
    general: bool,
    #[serde(default)]
    by_post: bool,
    order: Option<OrderJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderJson {
    Natural,
    PathBytes,
    ItemBytes,
    PerLevel,
}

async fn form(State(parts): State<Parts>, Sent(wanted): Sent<Form>) -> StatusCode {
    let mut form = MonetixForm::new().order(match wanted.order {
        None | Some(OrderJson::Natural) => Order::Natural,
        Some(OrderJson::PathBytes) => Order::PathBytes,
        Some(OrderJson::ItemBytes) => Order::ItemBytes,
        Some(OrderJson::PerLevel) => Order::PerLevel,
    });
    if wanted.general {
        form = form.signed_in_general();
    }
    if wanted.by_post {
        form = form.redirect_by_post();
    }
    parts.monetix.notify_in(form);
    StatusCode::NO_CONTENT
}
