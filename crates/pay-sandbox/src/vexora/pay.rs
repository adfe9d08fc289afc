//! The payer: what becomes of a deposit on its page, or in a bank's application.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::Vexora;
use super::deposit::{Deposit, Failure, Payment};
use super::{state::State, status};
use crate::{Transaction, clock};

/// How a deposit is paid. By default with what is still to be paid of it, successful after the sandbox's settlement
/// delay, and the merchant is notified.
///
/// ```
/// use std::time::Duration;
/// use pay_core::{Currency, Money};
/// use pay_sandbox::VexoraPay;
///
/// let a_part = VexoraPay::new().amount(Money::from_minor(1, Currency::Usd));
/// let rejected = VexoraPay::new().fails();
/// let rejected_in_other_words = VexoraPay::new().fails_as("0029");
/// let much_later = VexoraPay::new().settles_in(Duration::from_secs(600));
/// let by_a_second_payer = VexoraPay::new().again();
/// ```
#[derive(Clone, Debug, Default)]
pub struct VexoraPay {
    pub(crate) amount: Option<Money>,
    pub(crate) settles_in: Option<Duration>,
    pub(crate) fails: Option<String>,
    pub(crate) late: bool,
    pub(crate) again: bool,
    pub(crate) silent: bool,
}

impl VexoraPay {
    /// All that is still to be paid.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pays this amount. Less than is asked for is a partial payment (`0001`), to which others can be added.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// Succeeds, or fails, after this much of the sandbox's time.
    #[must_use]
    pub fn settles_in(self, delay: Duration) -> Self {
        Self { settles_in: Some(delay), ..self }
    }

    /// Fails, which ends the deposit as `00029`.
    #[must_use]
    pub fn fails(self) -> Self {
        self.fails_as(status::FAILED)
    }

    /// Fails with this status, such as `0029`, `00032` or `0100019` (specification, section 5).
    #[must_use]
    pub fn fails_as(self, status: impl Into<String>) -> Self {
        Self { fails: Some(status.into()), ..self }
    }

    /// Pays a deposit that may have failed or timed out.
    #[must_use]
    pub fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// Pays a deposit that may have been paid before: unless an amount is given, all of it once more.
    #[must_use]
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// Sends no notification.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }
}

/// A deposit, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VexoraOrder {
    /// The merchant's name for it.
    pub trade_no: String,
    /// Vexora's name for it.
    pub platform_trade_no: String,
    /// Its page.
    pub payment_link: String,
    /// The text of its KHQR; `None` for another channel.
    pub qr: Option<String>,
    /// What a query would be told now.
    pub status: String,
    /// What was asked for.
    pub amount: Money,
    /// What was paid; it may not have settled yet.
    pub paid: Money,
    /// When the newest payment settles, or did.
    pub paid_at: Option<Timestamp>,
    /// Where the payer's browser is sent back to.
    pub return_url: String,
}

/// Why a deposit cannot be paid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum VexoraPayError {
    /// No deposit has this number, link or code.
    #[error("there is no such deposit")]
    NoDeposit,
    /// All of it was paid before.
    #[error("the deposit was paid before")]
    AlreadyPaid,
    /// It has failed or timed out.
    #[error("the deposit has failed, or timed out at {}", clock::print(*expired_at))]
    Over {
        /// When it times out or did.
        expired_at: Timestamp,
    },
    /// The account holds another currency, and nothing on this wire says which.
    #[error("expected an amount above zero in {0}")]
    Amount(pay_core::Currency),
}

impl Vexora {
    /// Pays a deposit, named by its `tradeNo`, `platFormTradeNo`, payment link, or the text of its KHQR.
    pub fn pay(&self, order: &str, options: VexoraPay) -> Result<VexoraOrder, VexoraPayError> {
        let now = self.now();
        let when = now.after(options.settles_in.unwrap_or_else(|| self.settlement()));
        self.with(|state| {
            let at = state.deposit_at(order).ok_or(VexoraPayError::NoDeposit)?;
            let deposit = &mut state.deposits[at];
            let amount = check(deposit, &options, now)?;
            match options.fails {
                Some(status) => deposit.failure = Some(Failure { status, at: when }),
                None => deposit.payments.push(Payment { amount, at: when }),
            }
            if !options.silent {
                state.tell_deposit(at, when);
            }
            Ok(self.summary(&state.deposits[at], now))
        })
    }

    /// A deposit, by any name that [`pay`](Self::pay) takes.
    pub fn order(&self, name: &str) -> Option<VexoraOrder> {
        let now = self.now();
        self.with(|state| state.deposit_at(name).map(|at| self.summary(&state.deposits[at], now)))
    }

    /// Every deposit, in the order in which they were made.
    pub fn orders(&self) -> Vec<VexoraOrder> {
        let now = self.now();
        self.with(|state| state.deposits.iter().map(|deposit| self.summary(deposit, now)).collect())
    }

    /// A KHQR was paid at Bakong: if it is one of Vexora's own, its deposit has the money. Another currency than the
    /// account's goes elsewhere.
    pub(crate) fn khqr_paid(&self, paid: &Transaction) {
        self.with(|state: &mut State| {
            let is_code = |deposit: &Deposit| {
                deposit.qr.as_ref().is_some_and(|qr| khqr_emv::md5(qr).as_str() == paid.md5)
            };
            let Some(at) = state.deposits.iter().position(is_code) else { return };
            let deposit = &mut state.deposits[at];
            if paid.failure.is_none() && paid.amount.currency() == deposit.merchant.currency {
                deposit.payments.push(Payment { amount: paid.amount, at: paid.settled });
                state.tell_deposit(at, paid.settled);
            }
        });
    }

    fn summary(&self, deposit: &Deposit, now: Timestamp) -> VexoraOrder {
        VexoraOrder {
            trade_no: deposit.trade_no.clone(),
            platform_trade_no: deposit.platform_trade_no.clone(),
            payment_link: self.payment_link(&deposit.token),
            qr: deposit.qr.clone(),
            status: deposit.status(now).to_owned(),
            amount: deposit.amount,
            paid: deposit.paid(),
            paid_at: deposit.payments.iter().map(|payment| payment.at).max(),
            return_url: deposit.return_url.clone(),
        }
    }
}

/// Whether a deposit takes a payment, and of how much.
fn check(deposit: &Deposit, options: &VexoraPay, now: Timestamp) -> Result<Money, VexoraPayError> {
    let open = deposit.open();
    if !open.is_positive() && !options.again {
        return Err(VexoraPayError::AlreadyPaid);
    }
    if deposit.is_over(now) && !options.late {
        return Err(VexoraPayError::Over { expired_at: deposit.expires() });
    }
    let all = if open.is_positive() { open } else { deposit.amount };
    let amount = options.amount.unwrap_or(all);
    let fits = amount.is_positive() && amount.currency() == deposit.merchant.currency;
    if fits { Ok(amount) } else { Err(VexoraPayError::Amount(deposit.merchant.currency)) }
}
