use std::fmt;

use pay_core::{Mismatch, NoAnswer, OrderId, Payment, Settled, Untrusted};

/// Where an order stands.
///
/// ```text
/// Watching ◄─clock─► Grace ──► TimedOut    Watching, Grace ──► Paid | LatePaid | Failed | Cancelled | Review
///                                          TimedOut, Failed, Cancelled ──► Review (a payment turned up)
///                                          Paid ──► Review (money went back, or came twice), still settled
/// ```
///
/// Nothing leads from [`Paid`](State::Paid) to an unpaid state.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Open, and the payer has time.
    Watching,
    /// Expired by our clock; whether it was paid is not known yet.
    Grace,
    /// Paid as it was asked for, with the proof.
    Paid(Box<Settled>),
    /// Paid as it was asked for, but after it had expired. Whether the goods go out is for the shop to say.
    LatePaid(Box<Payment>),
    /// Not paid: the payment failed, or the provider closed the order.
    Failed(Failure),
    /// Not paid: the provider said so in answer to a question asked after the expiry.
    TimedOut,
    /// The merchant gave it up. A payer who has the QR can still pay it until it expires.
    Cancelled,
    /// A person has to look.
    Review(Box<Review>),
}

impl State {
    /// Whether the order is still open: [`Watching`](State::Watching) or [`Grace`](State::Grace).
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Watching | Self::Grace)
    }

    /// How the order ended without a payment, if it did.
    pub fn ended(&self) -> Option<Ended> {
        match self {
            Self::TimedOut => Some(Ended::TimedOut),
            Self::Failed(_) => Some(Ended::Failed),
            Self::Cancelled => Some(Ended::Cancelled),
            Self::Review(review) if review.reason.is_without_an_answer() => Some(Ended::Unanswered),
            _ => None,
        }
    }

    /// The word for people and for JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Watching => "watching",
            Self::Grace => "grace",
            Self::Paid(_) => "paid",
            Self::LatePaid(_) => "late paid",
            Self::Failed(_) => "failed",
            Self::TimedOut => "timed out",
            Self::Cancelled => "cancelled",
            Self::Review(_) => "review",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a provider said that an order will not be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// The payment failed, in the provider's words.
    Declined(Untrusted),
    /// The provider closed the order while it was open here.
    Closed,
}

/// An order that a person has to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Why.
    pub reason: Reason,
    /// The proof of payment, when the order was paid before it came to review: it stays paid.
    pub settled: Option<Settled>,
}

/// Why a person has to look at an order.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A payment was found and is not the one that was asked for, or it went back; with both sides.
    Mismatch(Mismatch),
    /// A payment that is right but for its time was found after the order had been reported as unpaid.
    PaidAfterEnd {
        /// What had been reported.
        ended: Ended,
        /// The payment.
        payment: Payment,
    },
    /// The order is paid, and a second transaction paid it again: one of the two has to go back.
    PaidTwice {
        /// The payment that settled it.
        first: Payment,
        /// The second payment, compared with nothing.
        second: Payment,
    },
    /// The payment found for an open order has already settled another one.
    TransactionTaken {
        /// The payment.
        payment: Payment,
        /// The order that it settled.
        by: OrderId,
    },
    /// The provider says paid, and the particulars cannot be read.
    PaidUnreadable(Untrusted),
    /// The provider says that the money was given back.
    Refunded(Payment),
    /// The provider cannot follow this order.
    Untraceable(Untrusted),
    /// The provider refused the question, or answered unreadably, several times in a row.
    NoReadableAnswer(NoAnswer),
    /// Long after the expiry there is still no answer that says paid or not paid.
    Unverified,
}

impl Reason {
    /// The word for people and for JSON.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Mismatch(_) => "mismatch",
            Self::PaidAfterEnd { .. } => "paid after end",
            Self::PaidTwice { .. } => "paid twice",
            Self::TransactionTaken { .. } => "transaction taken",
            Self::PaidUnreadable(_) => "paid but unreadable",
            Self::Refunded(_) => "refunded",
            Self::Untraceable(_) => "untraceable",
            Self::NoReadableAnswer(_) => "no readable answer",
            Self::Unverified => "unverified",
        }
    }

    /// Whether nothing at all is known of a payment.
    const fn is_without_an_answer(&self) -> bool {
        matches!(self, Self::Untraceable(_) | Self::NoReadableAnswer(_) | Self::Unverified)
    }
}

/// One sentence, fit for a terminal.
impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mismatch(mismatch) => mismatch.fmt(f),
            Self::PaidAfterEnd { ended, payment } => {
                write!(f, "paid by {} after it was reported as {ended}", payment.transaction)
            }
            Self::PaidTwice { second, .. } => write!(f, "paid a second time, by {}", second.transaction),
            Self::TransactionTaken { payment, by } => {
                write!(f, "transaction {} has already settled order {by}", payment.transaction)
            }
            Self::PaidUnreadable(text) => write!(f, "paid, but the payment cannot be read: {text}"),
            Self::Refunded(payment) => write!(f, "given back: {} of {}", payment.amount, payment.transaction),
            Self::Untraceable(text) => write!(f, "the provider cannot follow this order: {text}"),
            Self::NoReadableAnswer(answer) => write!(f, "no readable answer: {answer}"),
            Self::Unverified => f.write_str("neither paid nor unpaid could be established"),
        }
    }
}

/// How an order was reported to have ended without a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ended {
    /// [`State::TimedOut`].
    TimedOut,
    /// [`State::Failed`].
    Failed,
    /// [`State::Cancelled`].
    Cancelled,
    /// [`State::Review`], because nobody answered.
    Unanswered,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::TimedOut => "timed out",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Unanswered => "unanswered",
        })
    }
}
