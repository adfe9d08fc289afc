//! Refunds and their end.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use crate::control::json::{Problem, Sent};
use crate::sandbox::Parts;
use crate::{KessRefund, number};

#[derive(Serialize)]
pub(in crate::control) struct RefundJson {
    transaction_id: String,
    out_trade_no: String,
    amount: String,
    currency: &'static str,
    status: &'static str,
    merchant_reference: Option<String>,
    rejected_reason: Option<String>,
}

pub(in crate::control) async fn refunds(State(parts): State<Parts>) -> Json<Vec<RefundJson>> {
    Json(parts.kess.refunds().into_iter().map(RefundJson::from).collect())
}

/// `hold` for those to come, or one refund and its end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::control) struct ChangeRefund {
    hold: Option<bool>,
    transaction_id: Option<String>,
    rejected_reason: Option<String>,
}

pub(in crate::control) async fn change_refund(
    State(parts): State<Parts>,
    Sent(change): Sent<ChangeRefund>,
) -> Result<Json<Vec<RefundJson>>, Problem> {
    let ended = match (change.hold, change.transaction_id, change.rejected_reason) {
        (Some(hold), None, None) => {
            parts.kess.hold_refunds(hold);
            return Ok(refunds(State(parts)).await);
        }
        (None, Some(id), None) => parts.kess.settle_refund(&id),
        (None, Some(id), Some(reason)) => parts.kess.reject_refund(&id, reason),
        _ => return Err(Problem::bad("expected hold, or transaction_id and perhaps rejected_reason")),
    };
    let ended = ended.ok_or_else(|| Problem::absent("pending refund"))?;
    Ok(Json(vec![ended.into()]))
}

impl From<KessRefund> for RefundJson {
    fn from(refund: KessRefund) -> Self {
        Self {
            transaction_id: refund.transaction_id,
            out_trade_no: refund.out_trade_no,
            amount: number::fixed(refund.amount),
            currency: refund.amount.currency().code(),
            status: refund.status,
            merchant_reference: refund.merchant_reference,
            rejected_reason: refund.rejected_reason,
        }
    }
}
