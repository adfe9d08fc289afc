use std::fmt;

use khqr_emv::{UnreadableAmount, Verified, VerifyError};
use pay_core::{AccountId, Expected, InvalidId, Money, Receiver, Timestamp};

use crate::checkout::MAX_LIFETIME;
use crate::key::Md5;

/// A QR that was made elsewhere and can be followed: verified, dynamic, with an amount, and payable for at most ten
/// minutes from its making.
///
/// The md5 is computed here, from the whole text. A CRC is no signature: whoever edits the amount can compute a new
/// one. So the text must come from the shop's own storage, and [`expected`](DynamicQr::expected) compares it with the
/// order.
#[derive(Clone, Debug)]
pub struct DynamicQr<'a> {
    verified: Verified<'a>,
    amount: Money,
    account: AccountId,
    opened_at: Timestamp,
    expires_at: Timestamp,
}

impl<'a> DynamicQr<'a> {
    /// Verifies the text at `now` by the official rules.
    pub fn read(text: &'a str, now: Timestamp) -> Result<Self, QrError> {
        let verified = khqr_emv::verify(text, now).map_err(QrError::Invalid)?;
        let (Some(amount), Some(expires_at), true) =
            (verified.amount(), verified.expires_at(), verified.is_dynamic())
        else {
            return Err(QrError::Static);
        };
        let amount = amount.money().map_err(QrError::Amount)?;
        if !amount.is_positive() {
            return Err(QrError::NoAmount);
        }
        // A time of making in the future makes no QR live longer.
        let opened_at = verified.khqr().created_at().map_or(now, |created_at| created_at.min(now));
        if expires_at.since(opened_at) > MAX_LIFETIME {
            return Err(QrError::ExpiryTooLong);
        }
        let account = AccountId::new(verified.account_id()).map_err(QrError::Account)?;
        Ok(Self { verified, amount, account, opened_at, expires_at })
    }

    /// What Bakong is asked by.
    pub fn md5(&self) -> Md5 {
        self.verified.khqr().md5().into()
    }

    /// What the payer's app shows as due.
    pub const fn amount(&self) -> Money {
        self.amount
    }

    /// The account that is paid.
    pub const fn account(&self) -> &AccountId {
        &self.account
    }

    /// When it was made, by its own word, and at the latest when it was read.
    pub const fn opened_at(&self) -> Timestamp {
        self.opened_at
    }

    /// The last moment at which it can be paid.
    pub const fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// The code with all its objects.
    pub const fn verified(&self) -> &Verified<'a> {
        &self.verified
    }

    /// What a payment must be to settle the order that this QR is for: `amount` is what the order costs, and
    /// `accounts` are the shop's own, the bank's settlement account among them where payments go there.
    ///
    /// A QR for another amount or account is refused.
    pub fn expected(&self, amount: Money, accounts: &[AccountId]) -> Result<Expected, QrError> {
        if amount != self.amount {
            return Err(QrError::OtherAmount { expected: amount, found: self.amount });
        }
        if !accounts.iter().any(|account| account.is_same_account(&self.account)) {
            return Err(QrError::OtherAccount);
        }
        let receiver = Receiver::Accounts(accounts.to_vec());
        Ok(Expected::new(self.md5().into(), amount, receiver, self.opened_at, self.expires_at))
    }
}

/// Why a QR cannot be followed. No request was spent on it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum QrError {
    /// It is no valid KHQR at this time.
    Invalid(VerifyError),
    /// It is static: all who pay it share one md5, so Bakong does not follow it.
    Static,
    /// Its amount cannot be read.
    Amount(UnreadableAmount),
    /// Its amount is zero.
    NoAmount,
    /// It can be paid for more than ten minutes.
    ExpiryTooLong,
    /// Its account cannot be compared with one.
    Account(InvalidId),
    /// It asks for another amount than the order.
    OtherAmount {
        /// The order's.
        expected: Money,
        /// The QR's.
        found: Money,
    },
    /// It pays into an account that is not the shop's.
    OtherAccount,
}

impl fmt::Display for QrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Invalid(error) => error.fmt(f),
            Self::Static => {
                f.write_str("expected a dynamic QR, found a static one, which bakong does not follow")
            }
            Self::Amount(error) => error.fmt(f),
            Self::NoAmount => f.write_str("expected a QR with an amount above zero"),
            Self::ExpiryTooLong => {
                write!(f, "expected a QR that expires within {MAX_LIFETIME:?} of its making")
            }
            Self::Account(error) => error.fmt(f),
            Self::OtherAmount { expected, found } => write!(f, "expected a QR for {expected}, found {found}"),
            Self::OtherAccount => f.write_str("expected a QR that pays into the shop's account"),
        }
    }
}

impl std::error::Error for QrError {}
