//! `POST /v2/payment/banks/cambodia/sale`.

use std::time::Duration;

use super::asked::{Asked, is_email};
use super::operation::{Kind, Stage};
use super::payment::{Callback, Customer, Origin, Payment, Returns};
use super::refusal::Refusal;
use super::{Monetix, bank, gate};

/// The longest `callback.delay`, in seconds.
const LONGEST_DELAY: u64 = 600;

pub(super) fn run(monetix: &Monetix, asked: &Asked) -> Result<String, Refusal> {
    let payment = read(asked)?;
    let now = monetix.now();
    monetix.with(|state| {
        if state.registered(&payment.id).is_some() {
            return Err(Refusal::PAYMENT_EXISTS);
        }
        let operation = state.draw_operation(Kind::Sale, payment.amount, now, Stage::Redirect);
        let (id, request_id, operation_id) = (payment.id.clone(), operation.request_id.clone(), operation.id);
        let token = state.draw_token();
        state.put(Payment { token, operations: vec![operation], ..payment });
        state.tell(&id, operation_id, now);
        Ok(gate::accepted(&request_id, &id))
    })
}

/// Every member that the vendor document names, as it has to be.
fn read(asked: &Asked) -> Result<Payment, Refusal> {
    asked.optional("customer.email")?.filter(|text| is_email(text)).ok_or(Refusal::EMAIL)?;
    let customer = Customer {
        id: asked.optional("customer.id")?.ok_or(Refusal::CUSTOMER_ID)?,
        name: asked.text("account.customer_name")?,
        ip_address: Some(asked.text("customer.ip_address")?),
    };
    let amount = asked.amount()?;
    let bank = asked.optional_integer("account.bank_id").map_err(|_| Refusal::BANK_OR_CURRENCY)?;
    let bank = bank.ok_or(Refusal::BANK_MISSING)?;
    if !bank::is_known(bank) {
        return Err(Refusal::NO_BANK);
    }
    bank::check_limits(amount)?;
    Ok(Payment {
        id: asked.text("general.payment_id")?,
        token: String::new(),
        amount,
        description: asked.optional("payment.description")?.unwrap_or_default(),
        customer,
        callback: callback(asked)?,
        returns: Returns {
            success: asked.url("return_url.success")?,
            decline: asked.url("return_url.decline")?,
            anyway: asked.url("return_url.return")?,
        },
        origin: Origin::Gate,
        bank: Some(bank),
        best_before: None,
        operations: Vec::new(),
        told_status: None,
    })
}

fn callback(asked: &Asked) -> Result<Callback, Refusal> {
    let delay = asked.optional_integer("callback.delay")?.unwrap_or(0);
    if delay > LONGEST_DELAY {
        return Err(Refusal::malformed("callback.delay"));
    }
    Ok(Callback {
        url: asked.url("general.merchant_callback_url")?,
        delay: Duration::from_secs(delay),
        disabled: asked.optional_integer("callback.force_disable")? == Some(1),
    })
}
