mod verdict;

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

pub use self::verdict::{Check, Finding, Mismatch, Settled};
use crate::{AccountId, Money, Observation, OrderKey, Payment, Timestamp};

/// What a payment must be for an order to be settled: written down when the order is opened.
///
/// ```
/// use core::time::Duration;
/// use pay_core::{AccountId, Currency, Expected, Money, Observation, OrderKey, Payment, Receiver};
/// use pay_core::{Timestamp, TransactionId};
///
/// let opened = Timestamp::from_millis(1_750_000_000_000);
/// let expected = Expected::new(
///     OrderKey::new("838f6d998f6d700c42391aab5c5be555")?,
///     Money::from_minor(150, Currency::Usd),
///     Receiver::account(AccountId::new("coffee@devb")?),
///     opened,
///     opened.after(Duration::from_secs(600)),
/// );
///
/// let mut payment = Payment::new(TransactionId::new("8465d722")?, Money::from_minor(1, Currency::Usd));
/// payment.receiver = Some(AccountId::new("Coffee@devb")?);
/// let mismatch = expected.verify(&Observation::Paid(payment)).unwrap_err();
/// assert_eq!(mismatch.to_string(), "amount: expected 1.50 USD, found 0.01 USD");
/// # Ok::<(), pay_core::InvalidId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Expected {
    key: OrderKey,
    amount: Money,
    receiver: Receiver,
    opened_at: Timestamp,
    expires_at: Timestamp,
    skew: Duration,
}

/// Who has to be paid.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum Receiver {
    /// One of these accounts: the account in the QR, and the bank's settlement account where it differs.
    /// An answer that names no receiver does not agree.
    Accounts(Vec<AccountId>),
    /// Whoever asks: the provider answers for the merchant's own orders only, and names no receiver.
    BoundToOrder,
}

impl Receiver {
    /// This account alone.
    pub fn account(account: AccountId) -> Self {
        Self::Accounts(alloc::vec![account])
    }

    fn takes(&self, found: Option<&AccountId>) -> bool {
        match self {
            Self::Accounts(accounts) => {
                found.is_some_and(|found| accounts.iter().any(|account| account.is_same_account(found)))
            }
            Self::BoundToOrder => true,
        }
    }
}

impl fmt::Display for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accounts(accounts) => {
                for (nth, account) in accounts.iter().enumerate() {
                    write!(f, "{}{account}", if nth == 0 { "" } else { " or " })?;
                }
                Ok(())
            }
            Self::BoundToOrder => f.write_str("the order's merchant"),
        }
    }
}

impl Expected {
    /// How far the provider's clock may be from ours, unless [`skew`](Expected::skew) says otherwise.
    pub const DEFAULT_SKEW: Duration = Duration::from_secs(60);
    /// How long money that has left, and of which the provider knows nothing, may take to show before a person should hear
    /// of it.
    pub const UNKNOWN_FOR: Duration = Duration::from_secs(15 * 60);

    /// A payment of exactly `amount` to `receiver`, made between `opened_at` and `expires_at`.
    pub const fn new(
        key: OrderKey,
        amount: Money,
        receiver: Receiver,
        opened_at: Timestamp,
        expires_at: Timestamp,
    ) -> Self {
        Self { key, amount, receiver, opened_at, expires_at, skew: Self::DEFAULT_SKEW }
    }

    /// Money that leaves the merchant, an order seen from the other side: "paid" is money that went out. To be written down
    /// at `now`, before it is sent, and looked for over `looked_for`, such as [`UNKNOWN_FOR`](Expected::UNKNOWN_FOR).
    ///
    /// It is bound by its key: who got the money is not in a provider's answer.
    pub fn outgoing(key: OrderKey, amount: Money, now: Timestamp, looked_for: Duration) -> Self {
        Self::new(key, amount, Receiver::BoundToOrder, now, now.after(looked_for))
    }

    /// How far the provider's clock may be from ours.
    #[must_use]
    pub fn skew(self, skew: Duration) -> Self {
        Self { skew, ..self }
    }

    /// The word by which the provider is asked about the order.
    pub const fn key(&self) -> &OrderKey {
        &self.key
    }

    /// How much has to be paid.
    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// Who has to be paid.
    pub const fn receiver(&self) -> &Receiver {
        &self.receiver
    }

    /// When the order was opened, by our clock.
    pub const fn opened_at(&self) -> Timestamp {
        self.opened_at
    }

    /// When the order expires, by our clock.
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Compares what the provider said with what was asked for. There is no other way to a [`Settled`], and
    /// nothing that skips a check.
    pub fn verify(&self, observation: &Observation) -> Result<Settled, Mismatch> {
        let findings = match observation {
            Observation::Paid(payment) => self.findings(payment),
            other => alloc::vec![Finding {
                check: Check::Status,
                expected: "paid".to_string(),
                found: match other {
                    Observation::PaidUnreadable(_) => "paid, but unreadable".to_string(),
                    other => other.status().to_string(),
                },
                agrees: false,
            }],
        };
        match observation {
            Observation::Paid(payment) if findings.iter().all(Finding::agrees) => {
                Ok(Settled { payment: payment.clone(), findings })
            }
            _ => Err(Mismatch {
                expected: Box::new(self.clone()),
                observation: Box::new(observation.clone()),
                findings,
            }),
        }
    }

    fn findings(&self, payment: &Payment) -> Vec<Finding> {
        let finding =
            |check, expected: String, found: String, agrees| Finding { check, expected, found, agrees };
        let opened = self.opened_at.before(self.skew);
        let expires = self.expires_at.after(self.skew);
        alloc::vec![
            finding(
                Check::Order,
                self.key.to_string(),
                payment.order.as_ref().map_or_else(|| "not named".to_string(), ToString::to_string),
                payment.order.as_ref().is_none_or(|order| *order == self.key),
            ),
            finding(
                Check::Currency,
                self.amount.currency().to_string(),
                payment.amount.currency().to_string(),
                self.amount.currency() == payment.amount.currency(),
            ),
            finding(
                Check::Amount,
                self.amount.to_string(),
                payment.amount.to_string(),
                self.amount.minor() == payment.amount.minor(),
            ),
            finding(
                Check::Receiver,
                self.receiver.to_string(),
                payment.receiver.as_ref().map_or_else(|| "not named".to_string(), ToString::to_string),
                self.receiver.takes(payment.receiver.as_ref()),
            ),
            finding(
                Check::Time,
                alloc::format!("{opened} to {expires}"),
                payment.paid_at.map_or_else(|| "not named".to_string(), |at| at.to_string()),
                payment.paid_at.is_none_or(|at| opened <= at && at <= expires),
            ),
            finding(
                Check::Reversal,
                "none".to_string(),
                payment.reversal.as_ref().map_or_else(|| "none".to_string(), ToString::to_string),
                payment.reversal.is_none(),
            ),
        ]
    }
}

#[cfg(test)]
mod tests;
