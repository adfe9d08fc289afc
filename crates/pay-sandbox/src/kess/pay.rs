//! The payer: what becomes of an order on its page, or in a bank's application.

use std::time::Duration;

use pay_core::{Money, Timestamp};

use super::order::{Attempt, Kind, Order, Payment};
use super::{Kess, method};
use crate::{Transaction, clock};

/// How an order is paid. By default as it says: its amount, successful after the sandbox's settlement delay, and
/// the merchant is notified.
///
/// ```
/// use std::time::Duration;
/// use pay_core::{Currency, Money};
/// use pay_sandbox::KessPay;
///
/// let too_little = KessPay::new().amount(Money::from_minor(1, Currency::Usd));
/// let declined = KessPay::new().method("VISA_MASTER").fails("INSUFFICIENT_FUNDS");
/// let much_later = KessPay::new().settles_in(Duration::from_secs(3_600));
/// let after_closing = KessPay::new().late();
/// ```
#[derive(Clone, Debug, Default)]
pub struct KessPay {
    pub(crate) amount: Option<Money>,
    pub(crate) method: Option<String>,
    pub(crate) settles_in: Option<Duration>,
    pub(crate) fails: Option<String>,
    pub(crate) waits: bool,
    pub(crate) late: bool,
    pub(crate) silent: bool,
}

impl KessPay {
    /// As the order says.
    pub fn new() -> Self {
        Self::default()
    }

    /// Pays this amount, of this currency, whatever the order says.
    #[must_use]
    pub fn amount(self, amount: Money) -> Self {
        Self { amount: Some(amount), ..self }
    }

    /// Pays with this method, such as `WECHAT` or `VISA_MASTER` (specification, section 3.4). A link is paid with
    /// WECHAT unless told otherwise, and a code with what it is for.
    #[must_use]
    pub fn method(self, bic: impl Into<String>) -> Self {
        Self { method: Some(bic.into()), ..self }
    }

    /// Succeeds after this much of the sandbox's time.
    #[must_use]
    pub fn settles_in(self, delay: Duration) -> Self {
        Self { settles_in: Some(delay), ..self }
    }

    /// Fails with this gateway code (section 5), and leaves the order as it was.
    #[must_use]
    pub fn fails(self, code: impl Into<String>) -> Self {
        Self { fails: Some(code.into()), ..self }
    }

    /// Sends the payer back with `WAITING_FINAL_STATUS`, which looks like a failure, and succeeds after all.
    #[must_use]
    pub fn waits_for_final_status(self) -> Self {
        Self { waits: true, ..self }
    }

    /// Pays an order that may be closed or expired.
    #[must_use]
    pub fn late(self) -> Self {
        Self { late: true, ..self }
    }

    /// Sends no notification.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }
}

/// An order, as the sandbox sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KessOrder {
    /// The merchant's name for it.
    pub out_trade_no: String,
    /// The last part of its payment link.
    pub token: String,
    /// What a query would be told now.
    pub status: String,
    /// What was asked for.
    pub amount: Money,
    /// What was paid, where it was; it may not have settled yet.
    pub paid: Option<Money>,
    /// When that settles, or did.
    pub paid_at: Option<Timestamp>,
    /// The payment's `transaction_id`.
    pub transaction_id: Option<String>,
    /// Where the payer's browser is sent back to after the last attempt: `redirect_url` and what section 5 adds.
    pub redirect: Option<String>,
}

/// Why an order cannot be paid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KessPayError {
    /// No order has this name, token, link or code.
    #[error("there is no such order")]
    NoOrder,
    /// It was paid before.
    #[error("the order was paid before, by transaction {transaction_id}")]
    AlreadyPaid {
        /// The first payment's.
        transaction_id: String,
    },
    /// It was closed, or has expired.
    #[error("the order is closed, or expired at {}", clock::print(*expired_at))]
    Over {
        /// When it expires or did.
        expired_at: Timestamp,
    },
    /// It sends money out.
    #[error("the order is a withdrawal")]
    Withdrawal,
    /// There is no such method.
    #[error("expected a method such as WECHAT, found {0:?}")]
    UnknownMethod(String),
}

impl Kess {
    /// Pays an order, named by its `out_trade_no`, token, payment link, or the text of its QR code.
    pub fn pay(&self, order: &str, options: KessPay) -> Result<KessOrder, KessPayError> {
        if let Some(bic) = options.method.as_ref().filter(|bic| !method::is_known(bic)) {
            return Err(KessPayError::UnknownMethod(bic.clone()));
        }
        let now = self.now();
        self.with(|state| {
            let transaction_id = format!("TR-{}", state.draws.digits("KESS payment", 18));
            let order = state.order_named(order).ok_or(KessPayError::NoOrder)?;
            check(order, now, options.late)?;
            let out_trade_no = order.out_trade_no.clone();
            let at = now.after(options.settles_in.unwrap_or(self.settings().settlement));
            let order = state.order_mut(&out_trade_no).map_err(|_| KessPayError::NoOrder)?;
            let code = options.fails.or_else(|| options.waits.then(|| "WAITING_FINAL_STATUS".to_owned()));
            if let Some(code) = &code {
                order.errors.push(Attempt { code: code.clone(), at: now });
            }
            if code.is_none() || options.waits {
                let method = options.method.unwrap_or_else(|| own_method(&order.kind).to_owned());
                let amount = options.amount.unwrap_or(order.amount);
                order.payment = Some(Payment { transaction_id, method, amount, at });
                if !options.silent {
                    state.notify(&out_trade_no, at);
                }
            }
            let order = state.order(&out_trade_no).map_err(|_| KessPayError::NoOrder)?;
            Ok(order.summary(now, code.as_deref()))
        })
    }

    /// An order, by any name that [`pay`](Self::pay) takes.
    pub fn order(&self, name: &str) -> Option<KessOrder> {
        let now = self.now();
        self.with(|state| state.order_named(name).map(|order| order.summary(now, order.last_error())))
    }

    /// Every order, in the order in which they were made.
    pub fn orders(&self) -> Vec<KessOrder> {
        let now = self.now();
        self.with(|state| state.orders.iter().map(|order| order.summary(now, order.last_error())).collect())
    }

    /// A KHQR was paid at Bakong: if it is one of KESS's own, an order or a wallet has its money.
    pub(crate) fn khqr_paid(&self, paid: &Transaction) {
        let now = self.now();
        self.with(|state| {
            let is_code = |order: &&Order| {
                matches!(&order.kind, Kind::Native { qr: Some(qr), .. } if khqr_emv::md5(qr).as_str() == paid.md5)
            };
            let Some(order) = state.orders.iter().find(is_code) else {
                if paid.failure.is_none() {
                    state.wallets.receive(&paid.md5, paid.amount, now);
                }
                return;
            };
            let out_trade_no = order.out_trade_no.clone();
            let transaction_id = format!("TR-{}", state.draws.digits("KESS payment", 18));
            let Ok(order) = state.order_mut(&out_trade_no) else { return };
            if paid.failure.is_some() {
                order.errors.push(Attempt { code: "DECLINED".to_owned(), at: now });
            } else if order.payment.is_none() {
                let method = own_method(&order.kind).to_owned();
                order.payment = Some(Payment { transaction_id, method, amount: paid.amount, at: paid.settled });
                state.notify(&out_trade_no, paid.settled);
            }
        });
    }
}

/// Whether an order takes a payment.
fn check(order: &Order, now: Timestamp, late: bool) -> Result<(), KessPayError> {
    if matches!(order.kind, Kind::Withdrawal(_)) {
        return Err(KessPayError::Withdrawal);
    }
    if let Some(payment) = &order.payment {
        return Err(KessPayError::AlreadyPaid { transaction_id: payment.transaction_id.clone() });
    }
    if order.is_over(now) && !late {
        return Err(KessPayError::Over { expired_at: order.expires });
    }
    Ok(())
}

/// What an order is paid with unless told otherwise.
pub(super) fn own_method(kind: &Kind) -> &str {
    match kind {
        Kind::Link => "WECHAT",
        Kind::Native { service_code, .. } | Kind::Quick { service_code } => service_code,
        Kind::Kiosk => "VISA_MASTER",
        Kind::Withdrawal(to) => &to.bic,
    }
}

impl Order {
    pub(super) fn last_error(&self) -> Option<&str> {
        self.errors.last().filter(|_| self.payment.is_none()).map(|attempt| &*attempt.code)
    }

    /// The order for who looks from outside; `code` is of an attempt that failed.
    pub(super) fn summary(&self, now: Timestamp, code: Option<&str>) -> KessOrder {
        KessOrder {
            out_trade_no: self.out_trade_no.clone(),
            token: self.token.clone(),
            status: self.status(now).to_owned(),
            amount: self.amount,
            paid: self.payment.as_ref().map(|payment| payment.amount),
            paid_at: self.payment.as_ref().map(|payment| payment.at),
            transaction_id: self.payment.as_ref().map(|payment| payment.transaction_id.clone()),
            redirect: self.redirect(code),
        }
    }

    /// The merchant's address with the members of section 5; nothing before an attempt.
    fn redirect(&self, code: Option<&str>) -> Option<String> {
        let mut url = url::Url::parse(self.redirect_url.as_deref()?).ok()?;
        let mut query = url.query_pairs_mut();
        if let Some(code) = code {
            let response =
                serde_json::json!({ "gatewayCode": code, "acquirerMessage": "Sandbox" }).to_string();
            query
                .append_pair("success", "0")
                .append_pair("token", &self.token)
                .append_pair("out_trade_no", &self.out_trade_no)
                .append_pair("message", "Payment failed!")
                .append_pair("pay_response", &response);
        } else {
            self.payment.as_ref()?;
            query
                .append_pair("success", "1")
                .append_pair("out_trade_no", &self.out_trade_no)
                .append_pair("message", "Payment Successful!")
                .append_pair("token", &self.token);
        }
        drop(query);
        Some(url.into())
    }
}
