//! What the shop is told, and in which form.

use axum::Json;
use axum::extract::State;
use pay_sign::SignType;
use serde::Deserialize;

use crate::KessForm;
use crate::control::json::{Problem, Sent};
use crate::control::notification::{NotificationJson, again, list, options};
use crate::sandbox::Parts;

pub(in crate::control) async fn notifications(State(parts): State<Parts>) -> Json<Vec<NotificationJson>> {
    list(parts.kess.notifications())
}

/// [`NotifyOptions`](crate::NotifyOptions) and [`KessForm`], or `again` with the number of a notification.
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
        return Ok(list(vec![again(parts.kess.courier(), number)?]));
    }
    let mut form = KessForm::new();
    if wanted.form {
        form = form.form();
    }
    if wanted.nested {
        form = form.nested();
    }
    let mut options = options(wanted.copies, wanted.late_ms);
    match wanted.signature {
        None | Some(SignatureJson::Md5) => {}
        Some(SignatureJson::HmacSha256) => form = form.sign_type(SignType::HmacSha256),
        Some(SignatureJson::Forged) => options = options.forged(),
        Some(SignatureJson::Absent) => options = options.unsigned(),
    }
    parts.kess.notify_in(form);
    parts.kess.notify_as(options);
    Ok(notifications(State(parts)).await)
}
