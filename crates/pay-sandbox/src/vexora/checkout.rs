//! The operation of the vendor document: a deposit on a hosted page (specification, section 3).

use khqr_emv::Builder;
use pay_core::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::Vexora;
use super::answer::data;
use super::asked::Asked;
use super::deposit::Deposit;
use super::refusal::Refusal;
use super::status;

/// The channel and the way of a page that shows a KHQR.
const KHQR: &str = "KHQR";
/// The account that the codes pay to.
const ACCOUNT: &str = "khqr@vexora";
/// The bank that it is held at.
const BANK: &str = "Vexora";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Checkout<'a> {
    trade_no: &'a str,
    #[serde(rename = "platFormTradeNo")]
    platform_trade_no: &'a str,
    status: &'a str,
    message: &'a str,
    remark: &'a str,
    payment_link: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pay_info: Option<&'a str>,
}

/// Opens a deposit.
pub(super) fn checkout(vexora: &Vexora, asked: &Asked) -> Result<Box<RawValue>, Refusal> {
    let (now, merchant) = (vexora.now(), asked.merchant);
    let mut deposit = Deposit {
        merchant,
        trade_no: asked.trade_no()?.to_owned(),
        platform_trade_no: String::new(),
        token: String::new(),
        qr: None,
        amount: asked.amount()?,
        payer: format!("{} {}", asked.text("firstname")?, asked.text("lastname")?),
        channel_code: asked.text("channelCode")?.to_owned(),
        way_code: asked.text("wayCode")?.to_owned(),
        notify_url: asked.url("notifyUrl")?.to_owned(),
        return_url: asked.url("returnUrl")?.to_owned(),
        remark: asked.text("remark")?.to_owned(),
        created: now,
        payments: Vec::new(),
        failure: None,
        told_status: None,
    };
    asked.mobile()?;
    asked.email()?;
    vexora.with(|state| {
        state.is_free(merchant, &deposit.trade_no)?;
        deposit.platform_trade_no = state.draw_platform_trade_no();
        deposit.token = state.draw_token();
        if deposit.way_code == KHQR {
            deposit.qr = Some(code_of(&deposit, now)?);
        }
        let answer = data(&Checkout {
            trade_no: &deposit.trade_no,
            platform_trade_no: &deposit.platform_trade_no,
            status: status::PROCESSING,
            message: status::message(status::PROCESSING),
            remark: &deposit.remark,
            payment_link: vexora.payment_link(&deposit.token),
            pay_info: deposit.qr.as_deref(),
        });
        state.deposits.push(deposit);
        Ok(answer)
    })
}

/// A KHQR that names the deposit by Vexora's own number, as the sample does.
fn code_of(deposit: &Deposit, now: Timestamp) -> Result<String, Refusal> {
    Builder::merchant(ACCOUNT, deposit.merchant.number, BANK, Vexora::MERCHANT_NAME)
        .amount(deposit.amount)
        .expires_at(deposit.expires())
        .bill_number(&deposit.platform_trade_no)
        .build(now)
        .map_err(|_| Refusal::of("amount", "expected an amount that fits a KHQR"))
}
