//! What the shop is told.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use pay_core::Timestamp;
use pay_sign::SignType;
use serde::{Deserialize, Serialize};

use crate::control::json::{Problem, Sent};
use crate::sandbox::Parts;
use crate::{KessNotification, NotifyOptions};

#[derive(Serialize)]
pub(in crate::control) struct NotificationJson {
    number: u64,
    about: String,
    url: String,
    content_type: &'static str,
    body: String,
    attempts: Vec<AttemptJson>,
    next_ms: Option<i64>,
}

#[derive(Serialize)]
struct AttemptJson {
    at_ms: i64,
    status: Option<u16>,
    error: Option<String>,
}

pub(in crate::control) async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    Json(parts.kess.notifications().into_iter().map(NotificationJson::from).collect())
}

/// [`NotifyOptions`], or `again` with the number of a notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct Notify {
    again: Option<u64>,
    copies: Option<u32>,
    late_ms: Option<u64>,
    #[serde(default)]
    form: bool,
    #[serde(default)]
    nested: bool,
    signature: Option<SignatureJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignatureJson {
    Md5,
    HmacSha256,
    Forged,
    Absent,
}

pub(in crate::control) async fn notify(
    State(parts): State<Parts>,
    Sent(wanted): Sent<Notify>,
) -> Result<Json<Vec<NotificationJson>>, Problem> {
    if let Some(number) = wanted.again {
        let sent = parts.kess.notify_again(number).ok_or_else(|| Problem::absent("notification"))?;
        return Ok(Json(vec![sent.into()]));
    }
    let mut options = NotifyOptions::new()
        .copies(wanted.copies.unwrap_or(1))
        .late(Duration::from_millis(wanted.late_ms.unwrap_or(0)));
    if wanted.form {
        options = options.form();
    }
    if wanted.nested {
        options = options.nested();
    }
    parts.kess.notify_as(match wanted.signature {
        None | Some(SignatureJson::Md5) => options,
        Some(SignatureJson::HmacSha256) => options.sign_type(SignType::HmacSha256),
        Some(SignatureJson::Forged) => options.forged(),
        Some(SignatureJson::Absent) => options.unsigned(),
    });
    Ok(notifications(State(parts)).await)
}

impl From<KessNotification> for NotificationJson {
    fn from(sent: KessNotification) -> Self {
        let attempts = sent.attempts.into_iter().map(|attempt| AttemptJson {
            at_ms: attempt.at.as_millis(),
            status: attempt.answer.as_ref().ok().copied(),
            error: attempt.answer.err(),
        });
        Self {
            number: sent.number,
            about: sent.about,
            url: sent.url,
            content_type: sent.content_type,
            body: sent.body,
            attempts: attempts.collect(),
            next_ms: sent.next.map(Timestamp::as_millis),
        }
    }
}
