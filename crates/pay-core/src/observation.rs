use crate::{AccountId, Money, OrderKey, Timestamp, TransactionId, Untrusted};

/// What a provider said of one order. Evidence, and not yet a proof: only
/// [`Expected::verify`](crate::Expected::verify) turns a [`Paid`](Observation::Paid) into a
/// [`Settled`](crate::Settled).
///
/// A question without an answer is no observation: see [`NoAnswer`](crate::NoAnswer).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Observation {
    /// The provider knows of no payment for the key: not yet paid, or never.
    NotFound,
    /// The provider knows the order and waits for the payer or for itself.
    Pending,
    /// A payment was made.
    Paid(Payment),
    /// The provider says that it was paid, and the payment's particulars cannot be read. A person must look.
    PaidUnreadable(Untrusted),
    /// The payment failed.
    Failed(Untrusted),
    /// The order was closed, or expired at the provider, without a payment.
    Closed,
    /// The payment was given back, in part or whole.
    Refunded(Payment),
    /// The provider cannot follow this order at all, as Bakong cannot follow a static QR.
    Untraceable(Untrusted),
    /// A status that is not in the provider's document as we know it, with its text. Never final, never paid.
    Unrecognized(Untrusted),
}

/// A movement of money as a provider reports it, before it is compared with anything.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Payment {
    /// The provider's id of the transaction.
    pub transaction: TransactionId,
    /// How much was paid.
    pub amount: Money,
    /// Who was paid, where the provider says so.
    pub receiver: Option<AccountId>,
    /// Who paid: often the payer's bank, not the person.
    pub payer: Option<AccountId>,
    /// When, by the provider's clock.
    pub paid_at: Option<Timestamp>,
    /// The order that the answer names, where it names one.
    pub order: Option<OrderKey>,
    /// The provider's word for the money having gone back or got stuck after it was paid.
    pub reversal: Option<Untrusted>,
}

impl Payment {
    /// A payment of which only the id and the amount are known; the rest is set by field.
    pub const fn new(transaction: TransactionId, amount: Money) -> Self {
        Self { transaction, amount, receiver: None, payer: None, paid_at: None, order: None, reversal: None }
    }
}

impl Observation {
    /// The status alone.
    pub const fn status(&self) -> OrderStatus {
        match self {
            Self::NotFound => OrderStatus::NotFound,
            Self::Pending => OrderStatus::Pending,
            Self::Paid(_) | Self::PaidUnreadable(_) => OrderStatus::Paid,
            Self::Failed(_) => OrderStatus::Failed,
            Self::Closed => OrderStatus::Closed,
            Self::Refunded(_) => OrderStatus::Refunded,
            Self::Untraceable(_) => OrderStatus::Untraceable,
            Self::Unrecognized(_) => OrderStatus::Unrecognized,
        }
    }

    /// The payment, where one was read.
    pub const fn payment(&self) -> Option<&Payment> {
        match self {
            Self::Paid(payment) | Self::Refunded(payment) => Some(payment),
            _ => None,
        }
    }
}

/// The state of an order at its provider, in one word for all providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OrderStatus {
    /// No payment is known.
    NotFound,
    /// Open.
    Pending,
    /// Paid, by the provider's word.
    Paid,
    /// Failed.
    Failed,
    /// Closed without a payment.
    Closed,
    /// Given back, in part or whole.
    Refunded,
    /// Cannot be followed.
    Untraceable,
    /// Not a status that we know.
    Unrecognized,
}

impl OrderStatus {
    /// The word for people and for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotFound => "not found",
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Closed => "closed",
            Self::Refunded => "refunded",
            Self::Untraceable => "untraceable",
            Self::Unrecognized => "unrecognized",
        }
    }
}

impl core::fmt::Display for OrderStatus {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.as_str())
    }
}
