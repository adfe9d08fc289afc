//! createVirtualCard, getVirtualCards, getVirtualCardBalance, getVirtualCardDetail, getVirtualCardReport.

use pay_core::{Currency, Money};
use serde::Serialize;

use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::card::{Purchase, VirtualCard};
use crate::kess::refusal::Refusal;
use crate::kess::time::{card_expiry, without_year};
use crate::number::Number;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Detail {
    purchase_request_id: String,
    velocity_control: Velocity,
    transaction_limit_control: Limit,
    vcn_information: Vcn,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Velocity {
    max_trans: u32,
    available_balance: Number,
    currency: &'static str,
}

#[derive(Serialize)]
struct Limit {
    amount: Number,
}

#[derive(Serialize)]
struct Vcn {
    pan: String,
    expiry: String,
    avv: String,
}

/// A card that may spend `cumulative_limit` in all, in at most `max_trans` purchases of `trans_limit_amount` each.
/// The money stays in the wallet until it is spent, and is not taken from it then.
pub(super) fn create(kess: &Kess, asked: &Asked<'_>) -> Result<Detail, Refusal> {
    asked.text("seller_code", 32)?;
    asked.text("purchase_type", 255)?;
    asked.text("description", 255)?;
    let currency = asked.currency("currency")?;
    let limit = whole(asked.integer("trans_limit_amount", 1..=u32::MAX)?, currency);
    let available = whole(asked.integer("cumulative_limit", 1..=u32::MAX)?, currency);
    let months = asked.integer("valid_for", 12..=24)?;
    let max_trans = asked.integer("max_trans", 1..=u32::MAX)?;
    let wallet_id = asked.optional("wallet_id", 255)?;
    let expiry = card_expiry(kess.now(), months);
    kess.with(|state| {
        let user_id = match wallet_id {
            Some(id) => state.wallets.wallet(&id)?.0.user_id.clone(),
            None => state.wallets.merchant().user_id.clone(),
        };
        let card = VirtualCard {
            purchase_request_id: state.draws.digits("KESS card", 8),
            user_id,
            pan: with_check_digit(&format!("536458{}", state.draws.digits("KESS pan", 9))),
            expiry,
            avv: state.draws.digits("KESS avv", 3),
            max_trans,
            limit,
            available,
            purchases: Vec::new(),
        };
        let detail = Detail::from(&card);
        state.cards.virtuals.push(card);
        Ok(detail)
    })
}

#[derive(Serialize)]
pub(super) struct Item {
    purchase_req_id: String,
    pan: String,
    expiry: String,
    avv: String,
    currency: &'static str,
    status: u8,
}

/// Every card, or those of a user.
pub(super) fn list(kess: &Kess, asked: &Asked<'_>) -> Result<Vec<Item>, Refusal> {
    asked.text("seller_code", 32)?;
    let user_id = asked.optional("user_id", 255)?;
    kess.with(|state| {
        let of_user = |card: &&VirtualCard| user_id.as_ref().is_none_or(|id| *id == card.user_id);
        Ok(state.cards.virtuals.iter().filter(of_user).map(Item::from).collect())
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Balance {
    purchase_request_id: String,
    available_balance: Number,
}

pub(super) fn balance(kess: &Kess, asked: &Asked<'_>) -> Result<Balance, Refusal> {
    asked.text("seller_code", 32)?;
    let id = asked.text("purchase_req_id", 255)?;
    kess.with(|state| {
        let available_balance = Number(state.cards.virtual_card(&id)?.available);
        Ok(Balance { purchase_request_id: id, available_balance })
    })
}

pub(super) fn detail(kess: &Kess, asked: &Asked<'_>) -> Result<Detail, Refusal> {
    asked.text("seller_code", 32)?;
    let id = asked.text("purchase_req_id", 255)?;
    kess.with(|state| state.cards.virtual_card(&id).map(Detail::from))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Report {
    #[serde(rename = "reportStatus")]
    status: &'static str,
    from: u32,
    to: u32,
    has_more: bool,
    tran_infos: Vec<Transaction>,
}

/// `transaction_virtual_card`. What the sample has and nothing here knows is as in the sample.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transaction {
    purchase_request_id: u64,
    real_card_alias: &'static str,
    real_card_number: &'static str,
    virtual_card_number: String,
    vcn_expiry: String,
    requestor_name: &'static str,
    billing_amount: Number,
    billing_currency_code: &'static str,
    billing_currency_code_description: &'static str,
    merchant_amount: Number,
    merchant_currency_code: &'static str,
    merchant_currency_code_description: &'static str,
    txn_exchange_rate: Option<()>,
    txn_date_time: String,
    txn_date_time_with_time: String,
    txn_type: &'static str,
    txn_sub_type: &'static str,
    txn_environment: &'static str,
    issuer_response: &'static str,
    avs_response_code: Option<()>,
    in_control_response: &'static str,
    mcc: &'static str,
    mcc_description: &'static str,
    merchant_id: &'static str,
    merchant_name: &'static str,
    merchant_city: Option<()>,
    merchant_state: Option<()>,
    merchant_country_code: &'static str,
    merchant_country: &'static str,
    #[serde(rename = "acquirerICA")]
    acquirer_ica: &'static str,
    #[serde(rename = "processorICA")]
    processor_ica: &'static str,
    terminal_id: &'static str,
    settled: &'static str,
    incontrol_issuer_id: &'static str,
    company_name: &'static str,
    company_number: &'static str,
}

/// `from` and `to` count purchases from 0, `to` left out; the document does not say what they count (E11).
pub(super) fn report(kess: &Kess, asked: &Asked<'_>) -> Result<Report, Refusal> {
    asked.text("seller_code", 32)?;
    let id = asked.text("purchase_req_id", 255)?;
    let from = asked.integer("from", 0..=u32::MAX)?;
    let to = asked.integer("to", from..=u32::MAX)?;
    kess.with(|state| {
        let card = state.cards.virtual_card(&id)?;
        let asked_for = card.purchases.iter().take(to as usize).skip(from as usize);
        let tran_infos = asked_for.map(|purchase| card.transaction(purchase)).collect();
        let has_more = card.purchases.len() > to as usize;
        Ok(Report { status: "Completed", from, to, has_more, tran_infos })
    })
}

impl VirtualCard {
    fn transaction(&self, purchase: &Purchase) -> Transaction {
        let currency = purchase.amount.currency();
        let description = match currency {
            Currency::Usd => "U.S. DOLLAR",
            _ => "RIEL",
        };
        let moment = without_year(purchase.at);
        Transaction {
            // A number, where the other answers have text (E10).
            purchase_request_id: self.purchase_request_id.parse().unwrap_or_default(),
            real_card_alias: "Sandbox Shop",
            real_card_number: "XXXX-XXXX-XXXX-4358",
            virtual_card_number: self.masked(),
            vcn_expiry: self.expiry.clone(),
            requestor_name: "system",
            billing_amount: Number(purchase.amount),
            billing_currency_code: currency.code(),
            billing_currency_code_description: description,
            merchant_amount: Number(purchase.amount),
            merchant_currency_code: currency.code(),
            merchant_currency_code_description: description,
            txn_exchange_rate: None,
            txn_date_time: moment.chars().take(5).collect(),
            txn_date_time_with_time: moment,
            txn_type: "Authorization",
            txn_sub_type: "PreAuth",
            txn_environment: "ECOM",
            issuer_response: "Approved or completed successfully",
            avs_response_code: None,
            in_control_response: "Approval",
            mcc: "4121",
            mcc_description: "LIMOUSINES AND TAXICABS",
            merchant_id: "000000027000026",
            merchant_name: "Sandbox Taxi Phnom Penh KHM",
            merchant_city: None,
            merchant_state: None,
            merchant_country_code: "116",
            merchant_country: "CAMBODIA",
            acquirer_ica: "023177",
            processor_ica: "004601",
            terminal_id: "27000026",
            settled: "Unsettled",
            incontrol_issuer_id: "1155",
            company_name: "Sandbox Bank PLC.",
            company_number: "001712101",
        }
    }
}

impl From<&VirtualCard> for Detail {
    fn from(card: &VirtualCard) -> Self {
        Self {
            purchase_request_id: card.purchase_request_id.clone(),
            velocity_control: Velocity {
                max_trans: card.max_trans,
                available_balance: Number(card.available),
                currency: card.available.currency().code(),
            },
            transaction_limit_control: Limit { amount: Number(card.limit) },
            vcn_information: Vcn {
                pan: card.pan.clone(),
                expiry: card.expiry.clone(),
                avv: card.avv.clone(),
            },
        }
    }
}

impl From<&VirtualCard> for Item {
    fn from(card: &VirtualCard) -> Self {
        Self {
            purchase_req_id: card.purchase_request_id.clone(),
            pan: card.pan.clone(),
            expiry: card.expiry.clone(),
            avv: card.avv.clone(),
            currency: card.available.currency().code(),
            status: 1,
        }
    }
}

fn whole(units: u32, currency: Currency) -> Money {
    Money::from_minor(i64::from(units) * 10_i64.pow(currency.exponent()), currency)
}

/// A number with its last digit (ISO/IEC 7812-1, Luhn).
fn with_check_digit(digits: &str) -> String {
    let doubled = |(place, digit): (usize, u8)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
    };
    let sum: u32 = digits.bytes().rev().enumerate().map(doubled).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sample of Wikipedia's article, and a well-known number for tests.
    #[test]
    fn the_last_digit_is_luhns() {
        assert_eq!(with_check_digit("1789372997"), "17893729974");
        assert_eq!(with_check_digit("411111111111111"), "4111111111111111");
    }
}
