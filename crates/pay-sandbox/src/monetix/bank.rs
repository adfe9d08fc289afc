//! The banks of the method, and the limits that they are given here.

use pay_core::{Currency, Money};
use serde::Serialize;

use super::asked::Asked;
use super::refusal::Refusal;

/// One bank of the vendor document's table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bank {
    pub(crate) id: u64,
    abbr: &'static str,
    pub(crate) name: &'static str,
}

/// The four of the vendor document.
pub(crate) const BANKS: [Bank; 4] = [
    Bank { id: 62401, abbr: "ABA", name: "ABA PAY" },
    Bank { id: 62411, abbr: "ACL", name: "ACLEDA Bank" },
    Bank { id: 62391, abbr: "SAT", name: "Sathapana" },
    Bank { id: 61021, abbr: "WNG", name: "Wing Bank" },
];

/// 1.00 USD.
const LEAST: i64 = 100;
/// 10,000.00 USD.
const MOST: i64 = 1_000_000;

pub(super) fn is_known(id: u64) -> bool {
    BANKS.iter().any(|bank| bank.id == id)
}

/// Whether a bank takes this much.
pub(super) fn check_limits(amount: Money) -> Result<(), Refusal> {
    match amount.minor() {
        ..LEAST => Err(Refusal::BELOW_LIMIT),
        minor if minor > MOST => Err(Refusal::ABOVE_LIMIT),
        _ => Ok(()),
    }
}

/// The list: an array, unsigned. It has every bank, also for an amount that none of them takes.
pub(super) fn list(asked: &Asked) -> Result<String, Refusal> {
    asked.text("general.payment_id")?;
    asked.amount()?;
    let row = |bank: &Bank| Row {
        min_amount: LEAST,
        max_amount: MOST,
        limit_currency: Currency::Usd.code(),
        id: bank.id,
        abbr: bank.abbr,
        name: bank.name,
        native_name: bank.name,
        currencies: [CurrencyRow {
            id: Currency::Usd.number(),
            alpha_3_4217: Currency::Usd.code(),
            number_3_4217: Currency::Usd.number().to_string(),
            currency_type: "fiat",
            exponent: 2,
        }],
    };
    let rows: Vec<Row> = BANKS.iter().map(row).collect();
    Ok(serde_json::to_string(&rows).expect("names and numbers are JSON"))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row {
    min_amount: i64,
    max_amount: i64,
    limit_currency: &'static str,
    id: u64,
    abbr: &'static str,
    name: &'static str,
    native_name: &'static str,
    currencies: [CurrencyRow; 1],
}

#[derive(Serialize)]
struct CurrencyRow {
    id: u16,
    alpha_3_4217: &'static str,
    number_3_4217: String,
    currency_type: &'static str,
    exponent: u32,
}
