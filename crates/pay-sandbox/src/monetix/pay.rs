//! The payer: what becomes of a payment on its hosted page or at the bank.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::operation::{Kind, Stage};
use super::payment::{Origin, Payment};
use super::refusal::Refusal;
use super::{Monetix, bank};
use crate::clock;

/// How a payment is made. By default as it says: its amount, at the first bank, successful after the sandbox's
/// settlement delay, and the shop is told.
///
/// ```
/// use std::time::Duration;
/// use pay_core::{Currency, Money};
/// use pay_sandbox::MonetixPay;
///
/// let too_little = MonetixPay::new().amount(Money::from_minor(1, Currency::Usd));
/// let declined = MonetixPay::new().bank(62411).declines("20105");
/// let much_later = MonetixPay::new().settles_in(Duration::from_secs(3_600));
/// let once_more = MonetixPay::new().again();
/// ```
#[derive(Clone, Debug, Default)]
pub struct MonetixPay {
    pub(crate) amount: Option<Money>,
    pub(crate) converted: Option<Money>,
    pub(crate) bank: Option<u64>,
    pub(crate) settles_in: Option<Duration>,
    pub(crate) declines: Option<String>,
    pub(crate) undecided: Option<String>,
    pub(crate) late: bool,
    pub(crate) again: bool,
    pub(crate) silent: bool,
}

impl MonetixPay {
    /// As the payment says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pays this amount, of this currency, whatever the shop asked for. Riel are told in hundredths.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// The amount that the platform counts in after a conversion: `sum_converted`.
    #[must_use]
    pub fn converted(self, amount: Money) -> Self {
        Self { converted: Some(amount), ..self }
    }

    /// Pays at this bank, where the payer chooses one.
    #[must_use]
    pub fn bank(self, id: u64) -> Self {
        Self { bank: Some(id), ..self }
    }

    /// Ends after this much of the sandbox's time.
    #[must_use]
    pub fn settles_in(self, delay: Duration) -> Self {
        Self { settles_in: Some(delay), ..self }
    }

    /// Ends with `decline` and this code, such as `20000`. The payer may try again.
    #[must_use]
    pub fn declines(self, code: impl Into<String>) -> Self {
        Self { declines: Some(code.into()), ..self }
    }

    /// Leaves it undecided, with this code, such as `20802`: the next call decides.
    #[must_use]
    pub fn undecided(self, code: impl Into<String>) -> Self {
        Self { undecided: Some(code.into()), ..self }
    }

    /// Pays after `best_before`.
    #[must_use]
    pub fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// Pays what was paid before, or is being paid.
    #[must_use]
    pub fn again(self) -> Self {
        Self { again: true, ..self }
    }

    /// Sends no callback.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }
}

/// A payment, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MonetixPayment {
    /// The shop's name for it.
    pub payment_id: String,
    /// The last part of the address of its hosted page.
    pub token: String,
    /// What a question would be told now; of a page that nobody has confirmed yet, `error`.
    pub status: String,
    /// What was asked for.
    pub amount: Money,
    /// What was paid, where it was; it may not have settled yet.
    pub paid: Option<Money>,
    /// When that settles, or did.
    pub paid_at: Option<Timestamp>,
    /// The number of the last operation.
    pub operation_id: Option<u64>,
    /// The code of the last operation.
    pub code: Option<String>,
    /// How many operations there are.
    pub operations: usize,
    /// Where the payer's browser is sent back to after the last attempt.
    pub redirect: Option<String>,
}

/// Why a payment cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MonetixPayError {
    /// No payment has this name, token or page.
    #[error("there is no such payment")]
    NoPayment,
    /// The link is refused.
    #[error("the link is refused with code {code}: {message}")]
    Link {
        /// As in section 7 of the specification.
        code: &'static str,
        /// In words.
        message: &'static str,
    },
    /// It was paid before, or is being paid.
    #[error("the payment was made before, by operation {operation_id}")]
    AlreadyPaid {
        /// The first one's.
        operation_id: u64,
    },
    /// `best_before` has passed.
    #[error("the payment expired at {}", clock::print(*expired_at))]
    Over {
        /// When.
        expired_at: Timestamp,
    },
    /// No bank of the list has this number.
    #[error("expected the id of a bank of the list, found {0}")]
    UnknownBank(u64),
}

impl Monetix {
    /// Pays a payment, named by its `payment_id`, its hosted page or that page's token, or a link to the Payment
    /// Page, which is opened first.
    pub fn pay(&self, payment: &str, options: MonetixPay) -> Result<MonetixPayment, MonetixPayError> {
        if let Some(id) = options.bank.filter(|id| !bank::is_known(*id)) {
            return Err(MonetixPayError::UnknownBank(id));
        }
        let opened = self.visit_link(payment).transpose();
        let opened =
            opened.map_err(|Refusal { code, message, .. }| MonetixPayError::Link { code, message })?;
        let name = opened.as_deref().unwrap_or(payment);
        let now = self.now();
        let at = now.after(options.settles_in.unwrap_or(self.premises().settlement));
        self.with(|state| {
            let payment = state.named(name).ok_or(MonetixPayError::NoPayment)?;
            payment.check(now, options.late, options.again)?;
            let (id, asked) = (payment.id.clone(), payment.amount);
            let (stage, told_at) = match options.undecided {
                Some(code) => (Stage::Undecided { code }, now),
                None => (Stage::Ends { at, code: options.declines.unwrap_or_else(|| "0".to_owned()) }, at),
            };
            // Drawn also where one is open, so that the next number does not depend on it.
            let fresh = state.draw_operation(Kind::Sale, asked, now, stage.clone());
            let payment = state.payment_mut(&id).ok_or(MonetixPayError::NoPayment)?;
            if payment.origin == Origin::PaymentPage {
                payment.bank = options.bank.or(payment.bank).or(bank::BANKS.first().map(|bank| bank.id));
            }
            if payment.open_sale().is_none() {
                payment.operations.push(fresh);
            }
            let sale = payment.operations.iter_mut().rfind(|operation| operation.kind == Kind::Sale);
            let sale = sale.ok_or(MonetixPayError::NoPayment)?;
            sale.stage = stage;
            sale.amount = options.amount.unwrap_or(sale.amount);
            sale.converted = options.converted.unwrap_or(sale.amount);
            let operation_id = sale.id;
            if !options.silent {
                state.tell(&id, operation_id, told_at);
            }
            state.named(&id).map(|payment| payment.summary(now)).ok_or(MonetixPayError::NoPayment)
        })
    }

    /// A payment, by any name that [`pay`](Self::pay) takes but a link.
    pub fn payment(&self, name: &str) -> Option<MonetixPayment> {
        let now = self.now();
        self.with(|state| state.named(name).map(|payment| payment.summary(now)))
    }

    /// Every payment, pages that nobody has confirmed among them, in the order in which they were made.
    pub fn payments(&self) -> Vec<MonetixPayment> {
        let now = self.now();
        self.with(|state| state.payments.iter().map(|payment| payment.summary(now)).collect())
    }
}

impl Payment {
    /// Whether it can be paid.
    pub(super) fn check(&self, now: Timestamp, late: bool, again: bool) -> Result<(), MonetixPayError> {
        let ended = |stage: &Stage| matches!(stage, Stage::Ends { .. });
        let paid = self.sales().find(|sale| ended(&sale.stage) && !sale.will_fail());
        // One that is on its way to a decline is waited for, too.
        let under_way = self.sales().find(|sale| ended(&sale.stage) && sale.status(now) == "processing");
        if let Some(sale) = paid.or(under_way).filter(|_| !again) {
            return Err(MonetixPayError::AlreadyPaid { operation_id: sale.id });
        }
        match self.best_before {
            Some(expired_at) if self.is_over(now) && !late => Err(MonetixPayError::Over { expired_at }),
            _ => Ok(()),
        }
    }

    /// The payment for who looks from outside.
    pub(super) fn summary(&self, now: Timestamp) -> MonetixPayment {
        let paid = self.sale().filter(|sale| matches!(sale.stage, Stage::Ends { .. }) && !sale.will_fail());
        let last = self.operations.last();
        MonetixPayment {
            payment_id: self.id.clone(),
            token: self.token.clone(),
            status: self.status(now),
            amount: self.amount,
            paid: paid.map(|sale| sale.amount),
            paid_at: paid.map(|sale| sale.date(Timestamp::from_millis(i64::MAX))),
            operation_id: last.map(|operation| operation.id),
            code: last.map(|operation| operation.code(now).0.to_owned()),
            operations: self.operations.len(),
            redirect: self.back(),
        }
    }

    /// Where the browser goes after an attempt.
    fn back(&self) -> Option<String> {
        let sale = self.sale().filter(|sale| matches!(sale.stage, Stage::Ends { .. }))?;
        let own = if sale.will_fail() { &self.returns.decline } else { &self.returns.success };
        own.clone().or_else(|| self.returns.anyway.clone())
    }
}
