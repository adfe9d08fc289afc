//! `POST /v2/payment/banks/cambodia/refund`: what the platform does for its other methods (specification, section
//! 4.5). Whether this method has refunds is not known.

use pay_core::Money;

use super::asked::Asked;
use super::operation::{Kind, Stage};
use super::refusal::Refusal;
use super::state::State;
use super::{Monetix, gate};

pub(super) fn run(monetix: &Monetix, asked: &Asked) -> Result<String, Refusal> {
    let payment_id = asked.text("general.payment_id")?;
    let merchant_refund_id = asked.optional("payment.merchant_refund_id")?;
    asked.optional("payment.description")?;
    let callback_url = asked.url("general.merchant_callback_url")?;
    let now = monetix.now();
    let at = now.after(monetix.premises().settlement);
    monetix.with(|state| {
        let paid = paid(state, &payment_id, now)?;
        let amount = amount(asked, paid)?;
        let payment = state.registered(&payment_id).ok_or(Refusal::NOT_FOUND)?;
        let kind = Kind::Refund { merchant_refund_id };
        if !matches!(kind, Kind::Refund { merchant_refund_id: None })
            && payment.refunds().any(|refund| refund.kind == kind)
        {
            return Err(Refusal::REFUND_EXISTS);
        }
        let left = paid.minor() - payment.refunding();
        let amount = amount.unwrap_or(Money::from_minor(left, paid.currency()));
        if !amount.is_positive() || amount.minor() > left {
            return Err(Refusal::REFUND_ABOVE_PAID);
        }
        let code = state.refunds_decline.clone().unwrap_or_else(|| "0".to_owned());
        let refund = state.draw_operation(kind, amount, now, Stage::Ends { at, code });
        let (request_id, operation_id) = (refund.request_id.clone(), refund.id);
        let payment = state.payment_mut(&payment_id).ok_or(Refusal::NOT_FOUND)?;
        payment.operations.push(refund);
        payment.callback.url = callback_url.or(payment.callback.url.take());
        state.tell(&payment_id, operation_id, at);
        Ok(gate::accepted(&request_id, &payment_id))
    })
}

/// What a payment brought in; one that brought in nothing cannot be found for this.
fn paid(state: &State, payment_id: &str, now: pay_core::Timestamp) -> Result<Money, Refusal> {
    let payment = state.registered(payment_id).ok_or(Refusal::NOT_FOUND)?;
    let sale = payment.sales().rfind(|sale| sale.succeeded(now)).ok_or(Refusal::NOT_FOUND)?;
    Ok(sale.amount)
}

/// What is to go back: all that is left, unless an amount is there.
fn amount(asked: &Asked, paid: Money) -> Result<Option<Money>, Refusal> {
    if asked.optional("payment.currency")?.is_some_and(|currency| currency != paid.currency().code()) {
        return Err(Refusal::REFUND_CURRENCY);
    }
    match asked.optional_integer("payment.amount")? {
        Some(_) => asked.amount().map(Some),
        None => Ok(None),
    }
}
