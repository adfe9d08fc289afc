//! directPay and saveCard.

use serde::Serialize;
use serde_json::value::RawValue;

use super::json;
use super::order::Wanted;
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::card::SavePage;
use crate::kess::order::Kind;
use crate::kess::order_info::OrderInfo;
use crate::kess::refusal::Refusal;

#[derive(Serialize)]
struct Direct<'a> {
    required_3ds: bool,
    pre_card_input: bool,
    html_confirm_payment: String,
    order_info: OrderInfo<'a>,
}

/// The card cannot be read here, so that none is declined: the payer decides on the page that the HTML leads to.
pub(super) fn direct_pay(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read(asked)?;
    asked.block("card")?;
    asked.optional_block("customer")?;
    let (now, base_url) = (kess.now(), &kess.settings().base_url);
    kess.with(|state| {
        let order = wanted.open(state, now, Kind::Link)?;
        // The sample sends its form by script; a page without one needs a click.
        let html_confirm_payment = format!(
            "<!DOCTYPE html><html><head><title>Process Secure Payment</title></head><body>\
             <form method=\"get\" action=\"{base_url}/pay/{}\">\
             <input type=\"hidden\" name=\"method\" value=\"VISA_MASTER\">\
             <input type=\"submit\" value=\"Continue\"></form></body></html>\n",
            order.token,
        );
        let order_info = order.info(now);
        json(Ok(Direct { required_3ds: true, pre_card_input: true, html_confirm_payment, order_info }))
    })
}

#[derive(Serialize)]
pub(super) struct Link {
    link: String,
}

pub(super) fn save(kess: &Kess, asked: &Asked<'_>) -> Result<Link, Refusal> {
    asked.text("seller_code", 32)?;
    let notify_url = asked.url("notify_url")?;
    let notify_url = notify_url.ok_or(Refusal::invalid("notify_url", "the member is required"))?;
    let redirect_url = asked.url("redirect_url")?;
    let base_url = &kess.settings().base_url;
    kess.with(|state| {
        let token = state.draws.hex("KESS card page", 24);
        let link = format!("{base_url}/spa/inti-card?token={token}");
        state.cards.pages.push(SavePage { token, notify_url, redirect_url, card_token: None });
        Ok(Link { link })
    })
}
