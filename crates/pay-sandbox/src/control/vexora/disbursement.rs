//! Disbursements and their end.

use axum::Json;
use axum::extract::State;
use pay_core::Timestamp;
use serde::{Deserialize, Serialize};

use crate::control::json::{Problem, Sent};
use crate::sandbox::Parts;
use crate::{VexoraDisbursement, number};

#[derive(Serialize)]
pub(super) struct DisbursementJson {
    trade_no: String,
    platform_trade_no: String,
    status: String,
    amount: String,
    currency: &'static str,
    receiver: String,
    bank_number: String,
    ends_ms: Option<i64>,
}

pub(super) async fn disbursements(State(parts): State<Parts>) -> Json<Vec<DisbursementJson>> {
    Json(parts.vexora.disbursements().into_iter().map(DisbursementJson::from).collect())
}

/// `hold` for those to come, or one disbursement and its end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    hold: Option<bool>,
    trade_no: Option<String>,
    #[serde(default)]
    rejected: bool,
}

pub(super) async fn change(
    State(parts): State<Parts>,
    Sent(change): Sent<Change>,
) -> Result<Json<Vec<DisbursementJson>>, Problem> {
    let ended = match (change.hold, change.trade_no, change.rejected) {
        (Some(hold), None, false) => {
            parts.vexora.hold_disbursements(hold);
            return Ok(disbursements(State(parts)).await);
        }
        (None, Some(name), false) => parts.vexora.settle_disbursement(&name),
        (None, Some(name), true) => parts.vexora.reject_disbursement(&name),
        _ => return Err(Problem::bad("expected hold, or trade_no and perhaps rejected")),
    };
    let ended = ended.ok_or_else(|| Problem::absent("held disbursement"))?;
    Ok(Json(vec![ended.into()]))
}

impl From<VexoraDisbursement> for DisbursementJson {
    fn from(out: VexoraDisbursement) -> Self {
        Self {
            trade_no: out.trade_no,
            platform_trade_no: out.platform_trade_no,
            status: out.status,
            amount: number::fixed(out.amount),
            currency: out.amount.currency().code(),
            receiver: out.receiver,
            bank_number: out.bank_number,
            ends_ms: out.ends_at.map(Timestamp::as_millis),
        }
    }
}
