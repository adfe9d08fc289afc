//! The opt-in comparison of `payInfo` with the order (V4, threat D-48).

use std::fmt;

use khqr_emv::{Khqr, ParseError};
use pay_core::{AccountId, Money, Untrusted};

use crate::model::CheckoutOrder;

impl CheckoutOrder {
    /// The order's KHQR, if it asks for `amount`, and pays into `receiver` where that is given. Show nothing else to a
    /// payer: no signature covers it.
    ///
    /// The vendor's own sample is refused, because it is no sound KHQR.
    pub fn khqr(&self, amount: Money, receiver: Option<&AccountId>) -> Result<Khqr<'_>, InvalidPayInfo> {
        let text = self.pay_info.as_ref().ok_or(InvalidPayInfo::Missing)?;
        let khqr = Khqr::parse(text.as_raw()).map_err(InvalidPayInfo::Unreadable)?;
        let found = khqr.amount().and_then(|found| found.money().ok());
        if found != Some(amount) {
            return Err(InvalidPayInfo::Amount { expected: amount, found });
        }
        let account = khqr.account_id().unwrap_or_default();
        let is_other = |receiver: &AccountId| {
            AccountId::new(account).map_or(true, |account| !account.is_same_account(receiver))
        };
        match receiver {
            Some(receiver) if is_other(receiver) => {
                Err(InvalidPayInfo::Receiver { expected: receiver.clone(), found: Untrusted::new(account) })
            }
            _ => Ok(khqr),
        }
    }
}

/// A `payInfo` that is not to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidPayInfo {
    /// There is none.
    Missing,
    /// It is no KHQR.
    Unreadable(ParseError),
    /// It asks for another amount, or for none.
    Amount {
        /// The order's.
        expected: Money,
        /// The code's.
        found: Option<Money>,
    },
    /// It pays somebody else.
    Receiver {
        /// Who has to be paid.
        expected: AccountId,
        /// Whom the code pays.
        found: Untrusted,
    },
}

impl fmt::Display for InvalidPayInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("payInfo: missing"),
            Self::Unreadable(error) => write!(f, "payInfo: {error}"),
            Self::Amount { expected, found: Some(found) } => {
                write!(f, "payInfo: expected {expected}, found {found}")
            }
            Self::Amount { expected, found: None } => {
                write!(f, "payInfo: expected {expected}, found no amount")
            }
            Self::Receiver { expected, found } => {
                write!(f, "payInfo: expected the account {expected}, found {found}")
            }
        }
    }
}

impl std::error::Error for InvalidPayInfo {}
