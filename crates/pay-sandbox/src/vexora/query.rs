//! What became of an order, and what there is to pay out (specification, section 4).

use serde::Serialize;
use serde_json::value::RawValue;

use super::Vexora;
use super::answer::data;
use super::asked::Asked;
use super::refusal::Refusal;
use super::status;
use crate::phnom_penh::wall;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Found<'a> {
    trade_no: &'a str,
    #[serde(rename = "platFormTradeNo")]
    platform_trade_no: &'a str,
    status: &'a str,
    amount: Box<RawValue>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    success_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
}

#[derive(Serialize)]
struct Balance {
    #[serde(rename = "availableAmount")]
    available: Box<RawValue>,
    #[serde(rename = "freezeAmount")]
    frozen: Box<RawValue>,
    #[serde(rename = "unsettledAmount")]
    unsettled: Box<RawValue>,
}

/// What became of a deposit.
pub(super) fn deposit(vexora: &Vexora, asked: &Asked) -> Result<Box<RawValue>, Refusal> {
    let (now, trade_no) = (vexora.now(), asked.trade_no()?);
    vexora.with(|state| {
        let trade_no = state.mixed_up.get(trade_no).map_or(trade_no, |other| other);
        let found = state
            .deposits
            .iter()
            .find(|deposit| deposit.merchant.number == asked.merchant.number && deposit.trade_no == trade_no)
            .ok_or_else(absent)?;
        let status = found.status(now);
        Ok(data(&Found {
            trade_no: &found.trade_no,
            platform_trade_no: &found.platform_trade_no,
            status,
            amount: state.answers.amount(found.told_amount(now)),
            message: status::message(status),
            success_time: found.received_at(now).map(wall),
            remark: Some(&found.remark),
        }))
    })
}

/// What became of a disbursement.
pub(super) fn disbursement(vexora: &Vexora, asked: &Asked) -> Result<Box<RawValue>, Refusal> {
    let (now, trade_no) = (vexora.now(), asked.trade_no()?);
    vexora.with(|state| {
        let trade_no = state.mixed_up.get(trade_no).map_or(trade_no, |other| other);
        let found = state
            .disbursements
            .iter()
            .find(|out| out.merchant.number == asked.merchant.number && out.trade_no == trade_no)
            .ok_or_else(absent)?;
        let status = found.status(now);
        Ok(data(&Found {
            trade_no: &found.trade_no,
            platform_trade_no: &found.platform_trade_no,
            status,
            amount: state.answers.amount(found.amount),
            message: status::message(status),
            success_time: found.arrived_at(now).map(wall),
            remark: found.remark.as_deref(),
        }))
    })
}

/// What a merchant has.
pub(super) fn balance(vexora: &Vexora, asked: &Asked) -> Result<Box<RawValue>, Refusal> {
    let now = vexora.now();
    vexora.with(|state| {
        let balance = state.balance(asked.merchant, now);
        Ok(data(&Balance {
            available: state.answers.amount(balance.available),
            frozen: state.answers.amount(balance.frozen),
            unsettled: state.answers.amount(balance.unsettled),
        }))
    })
}

fn absent() -> Refusal {
    Refusal::of("tradeNo", "there is no such order")
}
