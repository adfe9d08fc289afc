//! queryOrder, queryorderbydaterange, getpaymentmethods.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::value::RawValue;

use super::{json, page};
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::method::METHODS;
use crate::kess::order_info::OrderInfo;
use crate::kess::refusal::Refusal;
use crate::kess::time::day;

pub(super) fn order(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let out_trade_no = asked.text("out_trade_no", 32)?;
    let now = kess.now();
    kess.with(|state| {
        let answered = state.mixed_up.get(&out_trade_no).unwrap_or(&out_trade_no);
        Ok(state.order(answered)?.info(now).json())
    })
}

#[derive(Serialize)]
struct Range<'a> {
    items: Vec<OrderInfo<'a>>,
    current_page: u32,
    last_page: u32,
    total: usize,
    per_page: u32,
}

/// The days are of UTC, which the orders print; both ends belong to the range. The newest order comes first, so
/// that a page moves when an order is opened.
pub(super) fn by_dates(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let (from, to) = (date(asked, "start_date")?, date(asked, "end_date")?);
    if to < from {
        return Err(Refusal::invalid("end_date", "expected a day not before start_date"));
    }
    let per_page = asked.integer("per_page", 1..=1_000)?;
    let current_page = asked.integer("page", 1..=u32::MAX)?;
    let now = kess.now();
    kess.with(|state| {
        let within = state.orders.iter().rev().filter(|order| (from..=to).contains(&day(order.created)));
        let within: Vec<_> = within.collect();
        let total = within.len();
        let (items, last_page) =
            page(within.into_iter().map(|order| order.info(now)), current_page, per_page);
        json(Ok(Range { items, current_page, last_page, total, per_page }))
    })
}

fn date(asked: &Asked<'_>, name: &'static str) -> Result<Date, Refusal> {
    let text = asked.text(name, 10)?;
    text.parse().map_err(|_| Refusal::invalid(name, "expected a day such as 2022-01-15"))
}

/// The first of the two shapes that a payment method has (E22).
#[derive(Serialize)]
pub(super) struct MethodInfo {
    id: u32,
    title: &'static str,
    img_url: String,
    bic: &'static str,
    storelink: StoreLink,
}

#[derive(Serialize)]
struct StoreLink {
    ios: Option<()>,
    android: Option<()>,
}

/// All of the document. The pictures are not there.
#[expect(clippy::unnecessary_wraps, reason = "the form of every service")]
pub(super) fn methods(kess: &Kess, _: &Asked<'_>) -> Result<Vec<MethodInfo>, Refusal> {
    let base_url = &kess.settings().base_url;
    let info = |method: crate::kess::method::Method<'static>| MethodInfo {
        id: method.id,
        title: method.title,
        img_url: format!("{base_url}/storage/payment-methods/{}.png", method.bic),
        bic: method.bic,
        storelink: StoreLink { ios: None, android: None },
    };
    Ok(METHODS.into_iter().map(info).collect())
}
