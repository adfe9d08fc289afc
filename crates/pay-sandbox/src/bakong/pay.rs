//! The payer: what a bank's application does with a code.

use std::time::Duration;

use khqr_emv::{Khqr, OfficialError, ParseError, UnreadableAmount, VerifyError};
use pay_core::{Money, Timestamp};

use super::transaction::Failure;
use crate::clock;

/// How a code is paid. By default as the code says: its amount, to its account, settled after the sandbox's
/// settlement delay.
///
/// ```
/// use pay_core::{Currency, Money};
/// use pay_sandbox::PayOptions;
///
/// let too_little = PayOptions::new().amount(Money::from_minor(1, Currency::Usd));
/// let elsewhere = PayOptions::new().receiver("someone@devb");
/// let declined = PayOptions::new().fails();
/// let after_expiry = PayOptions::new().late();
/// ```
#[derive(Clone, Debug, Default)]
pub struct PayOptions {
    pub(crate) amount: Option<Money>,
    pub(crate) receiver: Option<String>,
    pub(crate) payer: Option<String>,
    pub(crate) settles_in: Option<Duration>,
    pub(crate) failure: Option<Failure>,
    pub(crate) late: bool,
    pub(crate) again: bool,
    pub(crate) description: Option<String>,
    pub(crate) tracking_status: Option<String>,
    pub(crate) instruction_ref: Option<String>,
}

impl PayOptions {
    /// As the code says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pays this amount, of this currency, whatever the code says. A static code needs it.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// Pays another account than the code's.
    #[must_use]
    pub fn receiver(self, account: impl Into<String>) -> Self {
        Self { receiver: Some(account.into()), ..self }
    }

    /// Pays from this account instead of [`Bakong::PAYER`](super::Bakong::PAYER).
    #[must_use]
    pub fn payer(self, account: impl Into<String>) -> Self {
        Self { payer: Some(account.into()), ..self }
    }

    /// Is found after this much of the sandbox's time instead of its settlement delay.
    #[must_use]
    pub fn settles_in(self, delay: Duration) -> Self {
        Self { settles_in: Some(delay), ..self }
    }

    /// The payment fails, and is told as [`Failure::Code3`].
    #[must_use]
    pub fn fails(self) -> Self {
        self.fails_as(Failure::Code3)
    }

    /// The payment fails, and is told so.
    #[must_use]
    pub fn fails_as(self, failure: Failure) -> Self {
        Self { failure: Some(failure), ..self }
    }

    /// Pays a code that may have expired.
    #[must_use]
    pub fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// Pays a code that may have been paid before.
    #[must_use]
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// The payer's note.
    #[must_use]
    pub fn description(self, text: impl Into<String>) -> Self {
        Self { description: Some(text.into()), ..self }
    }

    /// The `trackingStatus` of the transaction, such as `REFUNDED_BY_RECEIVER` (specification, section 3.4).
    #[must_use]
    pub fn tracking_status(self, status: impl Into<String>) -> Self {
        Self { tracking_status: Some(status.into()), ..self }
    }

    /// The `instructionRef` of the transaction.
    #[must_use]
    pub fn instruction_ref(self, reference: impl Into<String>) -> Self {
        Self { instruction_ref: Some(reference.into()), ..self }
    }
}

/// Why the payer's application refuses a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PayError {
    /// The text is no KHQR: structure or CRC.
    #[error("the text is no KHQR: {0}")]
    Unreadable(#[from] ParseError),
    /// A rule of KHQR is broken.
    #[error("the KHQR is not valid: {0}")]
    Invalid(#[from] VerifyError),
    /// The code is static and says no amount.
    #[error("the KHQR is static: expected an amount beside it")]
    Static,
    /// The code cannot be paid any more.
    #[error("the KHQR expired at {}, and it is {}", clock::print(*expired_at), clock::print(*now))]
    Expired {
        /// The code's own expiry.
        expired_at: Timestamp,
        /// The sandbox's time.
        now: Timestamp,
    },
    /// Tag 54 says no amount.
    #[error("the amount of the KHQR is not readable: {0}")]
    UnreadableAmount(#[from] UnreadableAmount),
    /// Nothing would be paid.
    #[error("expected an amount above zero, found {0}")]
    NotPositive(Money),
    /// The code was paid before, and paying it again was not asked for.
    #[error("the KHQR was paid before, by transaction {hash}")]
    AlreadyPaid {
        /// The first transaction.
        hash: String,
    },
}

/// What a payer sees of a code, and what it would pay.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    pub(crate) khqr: Khqr<'a>,
    pub(crate) account: &'a str,
    pub(crate) merchant_name: &'a str,
    pub(crate) merchant_city: &'a str,
    /// `None` for a static code.
    pub(crate) amount: Option<Money>,
}

impl<'a> Scan<'a> {
    /// Reads a code at a time, which does not matter when a late payment is wanted.
    pub(crate) fn read(qr: &'a str, now: Timestamp, late: bool) -> Result<Self, PayError> {
        let khqr = Khqr::parse(qr)?;
        let expires_at = khqr.expires_at();
        let at = match expires_at {
            Some(expires_at) if late => now.min(expires_at),
            _ => now,
        };
        let valid = khqr_emv::verify(qr, at).map_err(|error| match expires_at {
            Some(over) if error.official_number() == Some(OfficialError::Expired.number()) => {
                PayError::Expired { expired_at: over, now }
            }
            _ => PayError::Invalid(error),
        })?;
        let amount = match valid.amount() {
            Some(amount) if valid.is_dynamic() => Some(amount.money()?),
            _ => None,
        };
        Ok(Self {
            account: valid.account_id(),
            merchant_name: valid.merchant_name(),
            merchant_city: valid.merchant_city(),
            amount,
            khqr,
        })
    }
}
