//! From Vexora's words to the vocabulary of all providers: the one place where a status is mapped (section 5).

use std::fmt;

use pay_core::{Currency, Money, NoAnswerReason, Observation, OrderKey, Payment, TransactionId, Untrusted};
use pay_http::RefusedQuestion;
use pay_http::json::Problem;

use crate::error::{Api, ResponseCode};
use crate::model::{Deposit, Payout};

/// The `status` of an order or a disbursement, compared as text: `0029` and `00029` are two spellings of one (V10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// `0000`: paid.
    Succeeded,
    /// `0001`: paid in part, of orders alone.
    PartiallyPaid,
    /// `0015`: under way.
    Processing,
    /// `00029` or `0029`: failed, rejected, timed out.
    Failed,
    /// `00032`: unknown error.
    UnknownError,
    /// `0100019`: the payee's amount for the day is reached.
    DailyAmountReached,
    /// Anything else.
    Other(Untrusted),
}

/// What a status means for an order, by the vendor's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Collection {
    /// Paid.
    Paid,
    /// Paid in part: never in full, whatever the amount says.
    Partial,
    /// Open.
    Pending,
    /// Failed. The vendor says so of every status that is not listed, too.
    Failed,
}

/// What a status means for a disbursement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Disbursed {
    /// The money went out.
    Paid,
    /// Under way.
    Pending,
    /// The money stayed.
    Failed,
    /// Nobody knows: ask again, and do not send again.
    Unknown,
}

impl Status {
    /// Reads a status.
    pub fn read(text: &Untrusted) -> Self {
        match text.as_raw() {
            "0000" => Self::Succeeded,
            "0001" => Self::PartiallyPaid,
            "0015" => Self::Processing,
            "00029" | "0029" => Self::Failed,
            "00032" => Self::UnknownError,
            "0100019" => Self::DailyAmountReached,
            _ => Self::Other(text.clone()),
        }
    }

    /// What it means for an order.
    ///
    /// A status that is not listed counts as failed by the vendor's words. What is observed of such an order is not final
    /// all the same: giving up an order that the payer is about to pay costs more than asking again.
    pub const fn of_collection(&self) -> Collection {
        match self {
            Self::Succeeded => Collection::Paid,
            Self::PartiallyPaid => Collection::Partial,
            Self::Processing => Collection::Pending,
            Self::Failed | Self::UnknownError | Self::DailyAmountReached | Self::Other(_) => {
                Collection::Failed
            }
        }
    }

    /// What it means for a disbursement. One that is not listed is no reason to send money again.
    pub const fn of_disbursement(&self) -> Disbursed {
        match self {
            Self::Succeeded => Disbursed::Paid,
            Self::Processing => Disbursed::Pending,
            Self::Failed | Self::UnknownError | Self::DailyAmountReached => Disbursed::Failed,
            Self::PartiallyPaid | Self::Other(_) => Disbursed::Unknown,
        }
    }

    /// Whether Vexora will not change it by itself.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Succeeded | Self::Failed | Self::UnknownError | Self::DailyAmountReached => true,
            Self::PartiallyPaid | Self::Processing | Self::Other(_) => false,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Succeeded => "paid",
            Self::PartiallyPaid => "partially paid (0001)",
            Self::Processing => "processing",
            Self::Failed => "failed",
            Self::UnknownError => "unknown error",
            Self::DailyAmountReached => "daily amount of the payee reached",
            Self::Other(text) => return text.fmt(f),
        })
    }
}

/// Everything that an observation is made of, from an answer or from a notification.
pub(crate) struct Said<'a> {
    pub(crate) status: Option<Status>,
    pub(crate) message: Option<&'a Untrusted>,
    pub(crate) trade_no: Option<&'a Untrusted>,
    pub(crate) platform_trade_no: Option<&'a Untrusted>,
    pub(crate) amount: Result<Money, Problem>,
}

impl<'a> Said<'a> {
    pub(crate) fn of_deposit(deposit: &'a Deposit, currency: Currency) -> Self {
        Self {
            status: deposit.state(),
            message: deposit.message.as_ref(),
            trade_no: deposit.trade_no.as_ref(),
            platform_trade_no: deposit.platform_trade_no.as_ref(),
            amount: deposit.paid(currency),
        }
    }

    pub(crate) fn of_payout(payout: &'a Payout, currency: Currency) -> Self {
        Self {
            status: payout.state(),
            message: payout.message.as_ref(),
            trade_no: payout.trade_no.as_ref(),
            platform_trade_no: payout.platform_trade_no.as_ref(),
            amount: payout.paid(currency),
        }
    }

    /// What is said of an order.
    pub(crate) fn of_collection(self) -> Observation {
        match self.status {
            None => Observation::Unrecognized(Untrusted::new("no status")),
            Some(Status::Processing) => Observation::Pending,
            Some(Status::Succeeded) => paid(self.payment()),
            // The amount may be that of the order and agree with it. It is not paid in full, so it never settles.
            Some(ref partial @ Status::PartiallyPaid) => {
                let reversal = Untrusted::new(partial.to_string());
                paid(self.payment().map(|mut payment| {
                    payment.reversal = Some(reversal);
                    payment
                }))
            }
            Some(Status::Failed | Status::UnknownError | Status::DailyAmountReached) => self.failed(),
            Some(Status::Other(text)) => Observation::Unrecognized(text),
        }
    }

    /// What is said of a disbursement: "paid" is money that went out.
    pub(crate) fn of_disbursement(self) -> Observation {
        match self.status {
            None => Observation::Unrecognized(Untrusted::new("no status")),
            Some(Status::Processing) => Observation::Pending,
            Some(Status::Succeeded) => paid(self.payment()),
            Some(Status::Failed | Status::UnknownError | Status::DailyAmountReached) => self.failed(),
            Some(partial @ Status::PartiallyPaid) => {
                Observation::Unrecognized(Untrusted::new(partial.to_string()))
            }
            Some(Status::Other(text)) => Observation::Unrecognized(text),
        }
    }

    fn failed(self) -> Observation {
        let words = self.message.filter(|message| !message.as_raw().trim().is_empty()).cloned();
        let status = || Untrusted::new(self.status.as_ref().map(Status::to_string).unwrap_or_default());
        Observation::Failed(words.unwrap_or_else(status))
    }

    fn payment(&self) -> Result<Payment, Untrusted> {
        let unreadable = |what: &dyn fmt::Display| Untrusted::new(what.to_string());
        let amount = self.amount.as_ref().map_err(|problem| unreadable(problem))?;
        // No bank's number is told, and there is one payment for each of Vexora's own.
        let id = self.platform_trade_no.ok_or("platFormTradeNo: missing")?;
        let id = TransactionId::new(id.as_raw())
            .map_err(|error| unreadable(&format_args!("platFormTradeNo: {error}")))?;
        let key = self.trade_no.ok_or("tradeNo: missing")?;
        let key =
            OrderKey::new(key.as_raw()).map_err(|error| unreadable(&format_args!("tradeNo: {error}")))?;
        // successTime has no zone, and who was paid is not told.
        let mut payment = Payment::new(id, *amount);
        payment.order = Some(key);
        Ok(payment)
    }
}

fn paid(payment: Result<Payment, Untrusted>) -> Observation {
    match payment {
        Ok(payment) => Observation::Paid(payment),
        Err(reason) => Observation::PaidUnreadable(reason),
    }
}

/// A failed question says nothing of an order, whatever the code (8000, too).
impl RefusedQuestion for Api {
    fn of_order(&self) -> Result<Observation, NoAnswerReason> {
        Err(match self.code {
            ResponseCode::SystemException => NoAnswerReason::Unreachable,
            _ => NoAnswerReason::Rejected,
        })
    }
}
