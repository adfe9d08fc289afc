//! createorder and closeorder.

use std::time::Duration;

use pay_core::{Money, Timestamp};
use serde_json::value::RawValue;

use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::order::{Kind, Order};
use crate::kess::refusal::Refusal;
use crate::kess::state::State;
use crate::kess::time::day;

/// The lifetime of an order that says none (section 3.1).
const LIFETIME: u32 = 1_800;
/// The longest lifetime that is taken: a year.
const LIFETIME_MAX: u32 = 31_536_000;

/// The common data of a transaction.
pub(super) struct Wanted {
    out_trade_no: String,
    body: String,
    pub(super) amount: Money,
    notify_url: Option<String>,
    redirect_url: Option<String>,
    expires_in: u32,
}

impl Wanted {
    /// For a service whose table requires a description.
    pub(super) fn read(asked: &Asked<'_>) -> Result<Self, Refusal> {
        let body = asked.text("body", 255)?;
        Self::read_with(asked, body)
    }

    /// For withdrawals, whose samples have none (E25).
    pub(super) fn read_withdrawal(asked: &Asked<'_>) -> Result<Self, Refusal> {
        let body = asked.optional("body", 255)?;
        Self::read_with(asked, body.unwrap_or_else(|| "Fund transfer".to_owned()))
    }

    fn read_with(asked: &Asked<'_>, body: String) -> Result<Self, Refusal> {
        asked.text("seller_code", 32)?;
        let out_trade_no = asked.text("out_trade_no", 32)?;
        if !out_trade_no.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return Err(Refusal::invalid("out_trade_no", "expected letters, digits and dashes"));
        }
        let currency = asked.currency("currency")?;
        Ok(Self {
            out_trade_no,
            body,
            amount: asked.amount("total_amount", currency)?,
            notify_url: asked.url("notify_url")?,
            redirect_url: asked.url("redirect_url")?,
            expires_in: asked.optional_integer("expires_in", 1..=LIFETIME_MAX)?.unwrap_or(LIFETIME),
        })
    }

    /// Opens the order, or refuses a name that was used before.
    pub(super) fn open(self, state: &mut State, now: Timestamp, kind: Kind) -> Result<&mut Order, Refusal> {
        if state.order(&self.out_trade_no).is_ok() {
            return Err(Refusal::DUPLICATED);
        }
        let today = state.orders.iter().filter(|order| day(order.created) == day(now)).count();
        let token = state.draws.hex("KESS order", 24);
        state.orders.push(Order {
            token,
            out_trade_no: self.out_trade_no,
            body: self.body,
            amount: self.amount,
            notify_url: self.notify_url,
            redirect_url: self.redirect_url,
            created: now,
            expires: now.after(Duration::from_secs(self.expires_in.into())),
            closed: None,
            queue: u32::try_from(today + 1).unwrap_or(u32::MAX),
            kind,
            payment: None,
            errors: Vec::new(),
            refunds: Vec::new(),
            told_status: None,
        });
        Ok(state.orders.last_mut().expect("one was pushed"))
    }
}

pub(super) fn create(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read(asked)?;
    if let Some(login) = asked.optional("login_type", 32)?
        && !matches!(&*login, "ANONYMOUS" | "GENERAL" | "FACEBOOK")
    {
        return Err(Refusal::invalid("login_type", "expected ANONYMOUS, GENERAL or FACEBOOK"));
    }
    asked.optional_block("customer")?;
    let (now, base_url) = (kess.now(), &kess.settings().base_url);
    kess.with(|state| {
        let order = wanted.open(state, now, Kind::Link)?;
        let link = format!("{base_url}/pay/{}", order.token);
        Ok(order.info(now).with_link(link).json())
    })
}

/// A paid order cannot be closed; one that is closed stays so.
pub(super) fn close(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let out_trade_no = asked.text("out_trade_no", 32)?;
    let now = kess.now();
    kess.with(|state| {
        let order = state.order_mut(&out_trade_no)?;
        if order.paid(now).is_some() {
            return Err(Refusal::failed("The order was paid."));
        }
        order.closed.get_or_insert(now);
        Ok(order.info(now).json())
    })
}
