//! `/_sandbox/vexora/..`.

use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};

use super::json::{Problem, Sent};
use super::notification::{NotificationJson, Notify, list};
use crate::sandbox::Parts;

pub(super) fn router() -> Router<Parts> {
    Router::new().route("/notifications", get(notifications).post(notify))
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
