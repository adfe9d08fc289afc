//! `/_sandbox/faults`.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderName, HeaderValue, StatusCode};
use serde::{Deserialize, Serialize};

use super::json::{Problem, Sent};
use crate::sandbox::Parts;
use crate::{Fault, Faults};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// Every path, when it is not there.
    path: Option<String>,
    /// Once, when it is not there.
    times: Option<u32>,
    #[serde(default)]
    always: bool,
    fault: FaultJson,
}

/// [`Fault`] as it is asked for. Braces everywhere, so that a member that is not known is an error everywhere.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
enum FaultJson {
    Forbidden {},
    GatewayTimeout {},
    TooManyRequests {
        retry_after: Option<String>,
    },
    Answer {
        status: u16,
        #[serde(default)]
        headers: BTreeMap<String, String>,
        #[serde(default)]
        body: String,
    },
    CutBefore {},
    CutAfter {},
    Truncate {
        keep: usize,
    },
    Drip {
        chunk: usize,
        pause_ms: u64,
    },
    Delay {
        ms: u64,
    },
    Hang {},
    Late {
        ms: u64,
    },
    Upstream {
        #[serde(default)]
        keys: Vec<String>,
    },
}

#[derive(Serialize)]
pub(super) struct PlannedJson {
    path: String,
    times: Option<u32>,
    kind: &'static str,
}

pub(super) async fn list(State(parts): State<Parts>) -> Json<Vec<PlannedJson>> {
    Json(planned(&parts.faults))
}

pub(super) async fn plan(
    State(parts): State<Parts>,
    Sent(plan): Sent<Plan>,
) -> Result<Json<Vec<PlannedJson>>, Problem> {
    let path = plan.path.unwrap_or_else(|| Faults::ANY.to_owned());
    let fault = Fault::try_from(plan.fault)?;
    match (plan.times, plan.always) {
        (Some(_), true) => return Err(Problem::bad("expected times or always, not both")),
        (None, true) => parts.faults.always(path, fault),
        (times, false) => parts.faults.next_times(times.unwrap_or(1), path, fault),
    }
    Ok(Json(planned(&parts.faults)))
}

pub(super) async fn clear(State(parts): State<Parts>) -> StatusCode {
    parts.faults.clear();
    StatusCode::NO_CONTENT
}

fn planned(faults: &Faults) -> Vec<PlannedJson> {
    let rules = faults.planned().into_iter();
    rules.map(|rule| PlannedJson { path: rule.path, times: rule.times, kind: rule.fault.name() }).collect()
}

impl TryFrom<FaultJson> for Fault {
    type Error = Problem;

    fn try_from(json: FaultJson) -> Result<Self, Problem> {
        Ok(match json {
            FaultJson::Forbidden {} => Self::Forbidden,
            FaultJson::GatewayTimeout {} => Self::GatewayTimeout,
            FaultJson::TooManyRequests { retry_after } => {
                Self::TooManyRequests { retry_after: retry_after.as_deref().map(value).transpose()? }
            }
            FaultJson::Answer { status, headers, body } => answer(status, headers, body)?,
            FaultJson::CutBefore {} => Self::CutBefore,
            FaultJson::CutAfter {} => Self::CutAfter,
            FaultJson::Truncate { keep } => Self::Truncate { keep },
            FaultJson::Drip { chunk, pause_ms } => {
                Self::Drip { chunk, pause: Duration::from_millis(pause_ms) }
            }
            FaultJson::Delay { ms } => Self::Delay(Duration::from_millis(ms)),
            FaultJson::Hang {} => Self::Hang,
            FaultJson::Late { ms } => Self::Late(Duration::from_millis(ms)),
            FaultJson::Upstream { keys } => Self::Upstream { keys },
        })
    }
}

fn answer(status: u16, headers: BTreeMap<String, String>, body: String) -> Result<Fault, Problem> {
    // Below 200 is no final answer, and hyper would not send it as one.
    let status = StatusCode::from_u16(status).ok().filter(|status| status.as_u16() >= 200);
    let status = status.ok_or_else(|| Problem::bad("expected a status of 200 to 999"))?;
    let mut response = http::Response::new(Bytes::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    for (name, text) in headers {
        let name: HeaderName =
            name.parse().map_err(|_| Problem::bad(format!("{name:?} is no name of a header")))?;
        response.headers_mut().insert(name, value(&text)?);
    }
    Ok(Fault::Answer(Box::new(response)))
}

fn value(text: &str) -> Result<HeaderValue, Problem> {
    HeaderValue::from_str(text).map_err(|_| Problem::bad(format!("{text:?} is no value of a header")))
}
