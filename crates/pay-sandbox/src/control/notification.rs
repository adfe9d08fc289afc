//! What the shop is told, by whichever provider.

use std::time::Duration;

use axum::Json;
use pay_core::Timestamp;
use serde::{Deserialize, Serialize};

use super::json::Problem;
use crate::courier::Courier;
use crate::{NotifyOptions, SentNotification};

#[derive(Serialize)]
pub(super) struct NotificationJson {
    number: u64,
    about: String,
    method: String,
    url: String,
    content_type: Option<&'static str>,
    body: String,
    attempts: Vec<AttemptJson>,
    next_ms: Option<i64>,
}

#[derive(Serialize)]
struct AttemptJson {
    at_ms: i64,
    status: Option<u16>,
    error: Option<String>,
    body: String,
    taken: bool,
}

pub(super) fn list(sent: Vec<SentNotification>) -> Json<Vec<NotificationJson>> {
    Json(sent.into_iter().map(NotificationJson::from).collect())
}

/// [`NotifyOptions`], or `again` with the number of a notification.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Notify {
    again: Option<u64>,
    copies: Option<u32>,
    late_ms: Option<u64>,
    signature: Option<SignatureJson>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SignatureJson {
    Good,
    Forged,
    Absent,
}

impl Notify {
    /// What was sent again; else everything.
    pub(super) fn carry_out(self, courier: &Courier) -> Result<Vec<SentNotification>, Problem> {
        if let Some(number) = self.again {
            return Ok(vec![again(courier, number)?]);
        }
        let options = options(self.copies, self.late_ms);
        courier.notify_as(match self.signature {
            None | Some(SignatureJson::Good) => options,
            Some(SignatureJson::Forged) => options.forged(),
            Some(SignatureJson::Absent) => options.unsigned(),
        });
        Ok(courier.sent())
    }
}

pub(super) fn again(courier: &Courier, number: u64) -> Result<SentNotification, Problem> {
    courier.again(number).ok_or_else(|| Problem::absent("notification"))
}

pub(super) fn options(copies: Option<u32>, late_ms: Option<u64>) -> NotifyOptions {
    NotifyOptions::new().copies(copies.unwrap_or(1)).late(Duration::from_millis(late_ms.unwrap_or(0)))
}

impl From<SentNotification> for NotificationJson {
    fn from(sent: SentNotification) -> Self {
        let attempts = sent.attempts.into_iter().map(|attempt| AttemptJson {
            at_ms: attempt.at.as_millis(),
            status: attempt.answer.as_ref().ok().copied(),
            error: attempt.answer.err(),
            body: attempt.body,
            taken: attempt.taken,
        });
        Self {
            number: sent.number,
            about: sent.about,
            method: sent.method.to_string(),
            url: sent.url,
            content_type: sent.content_type,
            body: sent.body,
            attempts: attempts.collect(),
            next_ms: sent.next.map(Timestamp::as_millis),
        }
    }
}
