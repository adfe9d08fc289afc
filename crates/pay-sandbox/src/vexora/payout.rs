//! The operation that sends money out (specification, section 4), and how a test ends what it began.

use pay_core::{Money, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::Vexora;
use super::answer::data;
use super::asked::Asked;
use super::disbursement::{Disbursement, End};
use super::refusal::Refusal;
use super::status;

/// A disbursement, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VexoraDisbursement {
    /// The merchant's name for it.
    pub trade_no: String,
    /// Vexora's name for it.
    pub platform_trade_no: String,
    /// What a query would be told now.
    pub status: String,
    /// What leaves the balance.
    pub amount: Money,
    /// First and last name.
    pub receiver: String,
    /// The wallet.
    pub bank_number: String,
    /// When it ends or did; `None` while it is held.
    pub ends_at: Option<Timestamp>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted<'a> {
    trade_no: &'a str,
    #[serde(rename = "platFormTradeNo")]
    platform_trade_no: &'a str,
    status: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<&'a str>,
}

/// Takes the money from what is available; it arrives after the sandbox's settlement delay.
pub(super) fn disburse(vexora: &Vexora, asked: &Asked) -> Result<Box<RawValue>, Refusal> {
    let (now, merchant) = (vexora.now(), asked.merchant);
    let trade_no = asked.trade_no()?;
    let amount = asked.amount()?;
    let receiver = format!("{} {}", asked.text("firstname")?, asked.text("lastname")?);
    asked.mobile()?;
    asked.email()?;
    for (name, only) in [("channelCode", "EWALLET"), ("wayCode", "LANTON")] {
        if asked.text(name)? != only {
            return Err(Refusal::of(name, &format!("expected {only}")));
        }
    }
    asked.text("bankCode")?;
    let bank_number = asked.text("bankNumber")?.to_owned();
    let notify_url = asked.optional("notifyUrl")?.map(|_| asked.url("notifyUrl")).transpose()?;
    let remark = asked.optional("remark")?;
    vexora.with(|state| {
        state.is_free(merchant, trade_no)?;
        if state.balance(merchant, now).available.minor() < amount.minor() {
            return Err(Refusal::of("amount", "the available balance is less"));
        }
        let end = End { at: now.after(vexora.settlement()), arrived: true };
        let disbursement = Disbursement {
            merchant,
            trade_no: trade_no.to_owned(),
            platform_trade_no: state.draw_platform_trade_no(),
            amount,
            receiver,
            bank_number,
            notify_url: notify_url.map(str::to_owned),
            remark: remark.map(str::to_owned),
            end: (!state.hold).then_some(end),
            told_status: None,
        };
        let answer = data(&Accepted {
            trade_no,
            platform_trade_no: &disbursement.platform_trade_no,
            status: status::PROCESSING,
            message: status::message(status::PROCESSING),
            remark,
        });
        let at = state.disbursements.len();
        state.disbursements.push(disbursement);
        if !state.hold {
            state.tell_disbursement(at, end.at);
        }
        Ok(answer)
    })
}

impl Vexora {
    /// Whether disbursements to come are held until [`settle_disbursement`](Self::settle_disbursement) or
    /// [`reject_disbursement`](Self::reject_disbursement); from the start they arrive after the settlement delay.
    pub fn hold_disbursements(&self, hold: bool) {
        self.with(|state| state.hold = hold);
    }

    /// Lets the money of a held disbursement arrive now. `None`: none is held under this `tradeNo` or
    /// `platFormTradeNo`.
    pub fn settle_disbursement(&self, name: &str) -> Option<VexoraDisbursement> {
        self.end_disbursement(name, true)
    }

    /// Lets a held disbursement fail now; its money is available again.
    pub fn reject_disbursement(&self, name: &str) -> Option<VexoraDisbursement> {
        self.end_disbursement(name, false)
    }

    /// Every disbursement, in the order in which they were made.
    pub fn disbursements(&self) -> Vec<VexoraDisbursement> {
        let now = self.now();
        self.with(|state| state.disbursements.iter().map(|out| out.summary(now)).collect())
    }

    fn end_disbursement(&self, name: &str, arrived: bool) -> Option<VexoraDisbursement> {
        let now = self.now();
        self.with(|state| {
            let at = state.disbursement_at(name).filter(|at| state.disbursements[*at].end.is_none())?;
            state.disbursements[at].end = Some(End { at: now, arrived });
            state.tell_disbursement(at, now);
            Some(state.disbursements[at].summary(now))
        })
    }
}

impl Disbursement {
    fn summary(&self, now: Timestamp) -> VexoraDisbursement {
        VexoraDisbursement {
            trade_no: self.trade_no.clone(),
            platform_trade_no: self.platform_trade_no.clone(),
            status: self.status(now).to_owned(),
            amount: self.amount,
            receiver: self.receiver.clone(),
            bank_number: self.bank_number.clone(),
            ends_at: self.end.map(|end| end.at),
        }
    }
}
