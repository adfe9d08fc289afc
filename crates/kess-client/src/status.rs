//! From KESS's words to the vocabulary of all providers: the one place where a status is mapped (section 3.3).

use std::time::Duration;

use pay_core::{AccountId, Money, NoAnswerReason, Observation, OrderKey, Payment, TransactionId, Untrusted};
use pay_http::RefusedQuestion;

use crate::error::{Api, Code};
use crate::model::{Moment, OrderInfo};

/// The status of an order. Names come with blanks at their ends and in several spellings (E21).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrderState {
    /// `WAITING`: new.
    Waiting,
    /// `SUCCESS`: paid.
    Success,
    /// `CLOSED`: closed, failed or expired.
    Closed,
    /// `REFUNDED`.
    Refunded,
    /// `PENDING_REFUNDED`: to be given back, which may take 15 days.
    PendingRefund,
    /// `PARTIAL_REFUNDED`.
    PartiallyRefunded,
    /// `PENDING_PARTIAL_REFUND`: a part is to be given back, which may take 15 days.
    PendingPartialRefund,
    /// Anything else. Never final, never paid.
    Other(Untrusted),
}

/// The status of a refund: the last four of an order's.
pub type RefundState = OrderState;

/// How long a bank may take over a refund.
pub const REFUND_HORIZON: Duration = Duration::from_secs(15 * 24 * 60 * 60);

impl OrderState {
    /// Reads a status.
    pub fn read(text: &Untrusted) -> Self {
        match text.as_raw().trim().to_ascii_uppercase().as_str() {
            "WAITING" => Self::Waiting,
            "SUCCESS" => Self::Success,
            "CLOSED" => Self::Closed,
            "REFUNDED" => Self::Refunded,
            "PENDING_REFUNDED" | "PENDING_REFUND" => Self::PendingRefund,
            "PARTIAL_REFUNDED" => Self::PartiallyRefunded,
            "PENDING_PARTIAL_REFUND" | "PENDING_PARTIAL_REFUNDED" => Self::PendingPartialRefund,
            _ => Self::Other(text.clone()),
        }
    }

    /// Whether the gateway will not change it by itself. A closed order can still turn out to be paid, and a paid one
    /// can be given back.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Success | Self::Closed | Self::Refunded | Self::PartiallyRefunded => true,
            Self::Waiting | Self::PendingRefund | Self::PendingPartialRefund | Self::Other(_) => false,
        }
    }
}

/// What an order's own answer says of it.
pub(crate) fn observation(order: &OrderInfo) -> Observation {
    read(order, Way::In)
}

/// What it says of a withdrawal, whose amount is written below zero: "paid" is money that went out.
pub(crate) fn withdrawal(order: &OrderInfo) -> Observation {
    read(order, Way::Out)
}

#[derive(Clone, Copy)]
enum Way {
    In,
    Out,
}

fn read(order: &OrderInfo, way: Way) -> Observation {
    let Some(state) = order.state() else {
        return Observation::Unrecognized(Untrusted::new("no status"));
    };
    match state {
        OrderState::Waiting => Observation::Pending,
        OrderState::Closed => Observation::Closed,
        OrderState::Success => match payment(order, way) {
            Ok(payment) => Observation::Paid(payment),
            Err(reason) => Observation::PaidUnreadable(reason),
        },
        // Paid, and on the way back: not settled, and not forgotten either.
        OrderState::PendingRefund | OrderState::PendingPartialRefund => match payment(order, way) {
            Ok(mut payment) => {
                payment.reversal.clone_from(&order.status);
                Observation::Paid(payment)
            }
            Err(reason) => Observation::PaidUnreadable(reason),
        },
        OrderState::Refunded | OrderState::PartiallyRefunded => match payment(order, way) {
            Ok(payment) => Observation::Refunded(payment),
            Err(reason) => Observation::PaidUnreadable(reason),
        },
        OrderState::Other(text) => Observation::Unrecognized(text),
    }
}

impl RefusedQuestion for Api {
    fn of_order(&self) -> Result<Observation, NoAnswerReason> {
        match self.code {
            _ if self.is_not_found() => Ok(Observation::NotFound),
            Some(Code::SystemError | Code::FeatureUnderMaintenance | Code::GatewayTimeout) => {
                Err(NoAnswerReason::Unreachable)
            }
            _ => Err(NoAnswerReason::Rejected),
        }
    }
}

fn payment(order: &OrderInfo, way: Way) -> Result<Payment, Untrusted> {
    let unreadable = |what: &dyn std::fmt::Display| Untrusted::new(what.to_string());
    let amount = order.amount().map_err(|problem| unreadable(&problem))?;
    let amount = match way {
        Way::In if amount.minor() < 0 => return Err(Untrusted::new("total_amount: below zero")),
        Way::In => amount,
        Way::Out => match amount.minor().checked_neg() {
            Some(minor @ 1..) => Money::from_minor(minor, amount.currency()),
            _ => return Err(Untrusted::new("total_amount: expected one below zero, of a withdrawal")),
        },
    };
    // The transaction where there is one; the order's token is as unique.
    let id = order.transaction_id.as_ref().or(order.token.as_ref()).ok_or("transaction_id: missing")?;
    let id = TransactionId::new(id.as_raw())
        .map_err(|error| unreadable(&format_args!("transaction_id: {error}")))?;
    let key = order.out_trade_no.as_ref().ok_or("out_trade_no: missing")?;
    let key =
        OrderKey::new(key.as_raw()).map_err(|error| unreadable(&format_args!("out_trade_no: {error}")))?;
    let mut payment = Payment::new(id, amount);
    payment.order = Some(key);
    payment.paid_at = order.paid_at.as_ref().and_then(Moment::utc);
    let seller = order.seller.as_ref().and_then(|seller| seller.code.as_ref());
    payment.receiver = seller.and_then(|code| AccountId::new(code.as_raw()).ok());
    Ok(payment)
}
