//! v2Refund and queryRefund.

use std::time::Duration;

use pay_core::Money;
use serde_json::value::RawValue;

use super::json;
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::method::{self, Days};
use crate::kess::refund::Refund;
use crate::kess::refusal::Refusal;

/// Up to which a refund by card, Wing or ACLEDA takes (section 4.5).
const FIFTEEN_DAYS: Duration = Duration::from_secs(15 * 24 * 60 * 60);

/// All that is left, or a part of it. The sum of all refunds is never above what was paid, and a
/// `merchant_reference` counts once.
pub(super) fn refund(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let out_trade_no = asked.text("out_trade_no", 32)?;
    let reason = asked.text("reason", 255)?;
    let callback_url = asked.url("callback_url")?;
    let merchant_reference = asked.optional("merchant_reference", 32)?;
    let now = kess.now();
    kess.with(|state| {
        let known = |refund: &Refund| refund.merchant_reference == merchant_reference;
        if merchant_reference.is_some() && state.orders.iter().flat_map(|order| &order.refunds).any(known) {
            return Err(Refusal::DUPLICATED);
        }
        let transaction_id = format!("TR-{}", state.draws.digits("KESS refund", 18));
        let waits = state.refunds_wait;
        let order = state.order_mut(&out_trade_no)?;
        let paid = order.paid(now).cloned().ok_or(Refusal::failed("The order is not paid."))?;
        let days = method::refund(&paid.method);
        let days = days.ok_or(Refusal::failed("The payment method has no refund."))?;
        let left = order.refundable(now).ok_or(Refusal::SYSTEM_ERROR)?;
        let amount = part(asked, left)?.unwrap_or(left);
        if !amount.is_positive() || amount.minor() > left.minor() {
            return Err(Refusal::failed("The refunds are more than was paid."));
        }
        let settles = match days {
            _ if waits => None,
            Days::None => Some(now),
            Days::Fifteen => Some(now.after(FIFTEEN_DAYS)),
        };
        let whole = amount == paid.amount;
        order.refunds.push(Refund {
            transaction_id,
            out_trade_no: out_trade_no.clone(),
            amount,
            whole,
            reason,
            merchant_reference,
            callback_url,
            settles,
            rejected: None,
        });
        let item = order.refunds.last().expect("one was pushed").clone();
        state.tell_of_refund(&item);
        json(Ok(item.item(now)))
    })
}

/// The part that is asked for, with its currency, which has to be the order's.
fn part(asked: &Asked<'_>, left: Money) -> Result<Option<Money>, Refusal> {
    if !asked.has("partial_refund_amount") {
        return Ok(None);
    }
    let currency = asked.currency("partial_refund_amount_ccy")?;
    if currency != left.currency() {
        return Err(Refusal::invalid("partial_refund_amount_ccy", "expected the currency of the order"));
    }
    asked.amount("partial_refund_amount", currency).map(Some)
}

/// By the refund's own `transaction_id` or the merchant's reference. By `out_trade_no`, as in the sample (E14),
/// the newest refund of the order is found.
pub(super) fn query(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let transaction_id = asked.optional("transaction_id", 32)?;
    let merchant_reference = asked.optional("merchant_reference", 32)?;
    let out_trade_no = asked.optional("out_trade_no", 32)?;
    if transaction_id.is_none() && merchant_reference.is_none() && out_trade_no.is_none() {
        return Err(Refusal::invalid("transaction_id", "required without a merchant_reference"));
    }
    let now = kess.now();
    kess.with(|state| {
        let agrees = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| Some(wanted) == found)
        };
        let refunds = state.orders.iter().flat_map(|order| &order.refunds);
        let mut named = refunds.filter(|refund| {
            agrees(&transaction_id, Some(&refund.transaction_id))
                && agrees(&merchant_reference, refund.merchant_reference.as_deref())
                && agrees(&out_trade_no, Some(&refund.out_trade_no))
        });
        json(Ok(named.next_back().ok_or(Refusal::NOT_FOUND)?.item(now)))
    })
}
