//! The control interface: the library's calls as plain HTTP with JSON, for a shop in another language.

mod airpay;
mod bakong;
mod fault;
mod json;
mod kess;
mod monetix;
mod notification;
#[cfg(test)]
mod tests;
mod vexora;

use axum::extract::{Query, State};
use axum::response::Redirect;
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use pay_core::Timestamp;
use serde::{Deserialize, Serialize};

use self::json::{Problem, Sent};
use crate::sandbox::Parts;
use crate::{Entry, SandboxClock};

pub(crate) fn router(parts: &Parts) -> Router {
    let control = Router::new()
        .route("/clock", get(read_clock).post(move_clock))
        .route("/faults", get(fault::list).post(fault::plan).delete(fault::clear))
        .route("/journal", get(read_journal).delete(clear_journal))
        .route("/reset", post(reset))
        .route("/bakong/pay", post(bakong::pay))
        .route("/bakong/payments", get(bakong::payments))
        .route("/bakong/tokens", post(bakong::issue))
        .route("/bakong/accounts", get(bakong::accounts).post(bakong::add_account))
        .route("/bakong/quota", get(bakong::quota).post(bakong::set_quota))
        .nest("/kess", kess::router())
        .nest("/monetix", monetix::router())
        .nest("/vexora", vexora::router())
        .nest("/airpay", airpay::router())
        .fallback(|| async { Problem::new(StatusCode::NOT_FOUND, "no such path in the control interface") })
        .method_not_allowed_fallback(|| async {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, "the path takes another method")
        })
        .with_state::<()>(parts.clone());
    let home = || get(|| async { Redirect::to("/") });
    // A nest does not take its own path with a slash behind.
    Router::new().nest("/_sandbox", control.route("/", home())).route("/_sandbox/", home())
}

#[derive(Serialize)]
struct ClockJson {
    now_ms: i64,
    now: String,
    running: bool,
}

/// Any of these, applied in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    running: Option<bool>,
    to_ms: Option<i64>,
    advance_ms: Option<u64>,
}

async fn read_clock(State(parts): State<Parts>) -> Json<ClockJson> {
    Json(clock_json(&parts.clock))
}

async fn move_clock(
    State(parts): State<Parts>,
    Sent(wanted): Sent<MoveClock>,
) -> Result<Json<ClockJson>, Problem> {
    let MoveClock { running, to_ms, advance_ms } = wanted;
    if running.is_none() && to_ms.is_none() && advance_ms.is_none() {
        return Err(Problem::bad("expected running, to_ms or advance_ms"));
    }
    match running {
        Some(true) => parts.clock.run(),
        Some(false) => parts.clock.hold(),
        None => {}
    }
    if let Some(to) = to_ms {
        parts.clock.advance_to(Timestamp::from_millis(to));
    }
    if let Some(span) = advance_ms {
        parts.clock.advance(std::time::Duration::from_millis(span));
    }
    Ok(Json(clock_json(&parts.clock)))
}

fn clock_json(clock: &SandboxClock) -> ClockJson {
    let now = clock.now();
    ClockJson { now_ms: now.as_millis(), now: crate::clock::print(now), running: clock.is_running() }
}

#[derive(Deserialize)]
struct Which {
    path: Option<String>,
}

#[derive(Serialize)]
struct JournalJson {
    count: usize,
    requests: Vec<Entry>,
}

async fn read_journal(State(parts): State<Parts>, Query(which): Query<Which>) -> Json<JournalJson> {
    let requests = match which.path {
        Some(path) => parts.journal.of(&path),
        None => parts.journal.entries(),
    };
    Json(JournalJson { count: requests.len(), requests })
}

async fn clear_journal(State(parts): State<Parts>) -> StatusCode {
    parts.journal.clear();
    StatusCode::NO_CONTENT
}

async fn reset(State(parts): State<Parts>) -> StatusCode {
    parts.reset();
    StatusCode::NO_CONTENT
}
