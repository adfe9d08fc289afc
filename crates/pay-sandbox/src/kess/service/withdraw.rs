//! verifybankaccount, tokenizebankaccount, withdraw, withdrawByBankNumber.

use serde::Serialize;
use serde_json::value::RawValue;

use super::json;
use super::order::Wanted;
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::bank::BankAccount;
use crate::kess::order::{Kind, Withdrawal};
use crate::kess::order_info::OrderInfo;
use crate::kess::refusal::Refusal;
use crate::kess::state::State;

#[derive(Serialize)]
pub(super) struct Verified {
    owner_name: String,
    currency: &'static str,
    account_number: String,
}

pub(super) fn verify(kess: &Kess, asked: &Asked<'_>) -> Result<Verified, Refusal> {
    asked.text("seller_code", 32)?;
    let (number, bic) = (asked.digits("bank_account_number", 64)?, asked.text("bic", 32)?);
    kess.with(|state| {
        let account = state.banks.account(&bic, &number)?.clone();
        let BankAccount { owner: owner_name, number: account_number, currency, .. } = account;
        Ok(Verified { owner_name, currency: currency.code(), account_number })
    })
}

#[derive(Serialize)]
pub(super) struct Tokenized {
    token: String,
    holder_name: String,
    account_number: String,
    bank_bic: String,
    currency: &'static str,
}

pub(super) fn tokenize(kess: &Kess, asked: &Asked<'_>) -> Result<Tokenized, Refusal> {
    asked.text("seller_code", 32)?;
    let (number, bic) = (asked.digits("bank_account_number", 64)?, asked.text("bic", 32)?);
    asked.block("customer")?;
    kess.with(|state| {
        let account = state.banks.account(&bic, &number)?.clone();
        let token = state.draws.hex("KESS bank account", 64);
        state.banks.tokenize(token.clone(), account.clone());
        Ok(Tokenized {
            token,
            account_number: account.masked(),
            holder_name: account.owner,
            bank_bic: account.bic,
            currency: account.currency.code(),
        })
    })
}

/// The members of the order stand directly in `data`, as in the sample (E27).
#[derive(Serialize)]
struct Withdrawn<'a> {
    #[serde(flatten)]
    order: OrderInfo<'a>,
    receiver_name: String,
    is_required_otp: bool,
    verify_otp_url: Option<String>,
}

/// Money to an account by its token. While a one-time password is asked for, nothing has left the wallet.
pub(super) fn by_token(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read_withdrawal(asked)?;
    let token = asked.text("bank_account_token", 64)?;
    asked.block("customer")?;
    let (now, base_url) = (kess.now(), &kess.settings().base_url);
    let out_trade_no = kess.with(|state| {
        let to = state.banks.of_token(&token)?.clone();
        let otp = if state.otp { Some(state.draws.digits("KESS otp", 6)) } else { None };
        open(state, wanted, to, otp, now)
    })?;
    kess.start_withdrawal(&out_trade_no);
    kess.with(|state| {
        let order = state.order(&out_trade_no)?;
        let Kind::Withdrawal(to) = &order.kind else { return Err(Refusal::SYSTEM_ERROR) };
        let required = to.otp.is_some();
        let answer = Withdrawn {
            order: order.info(now),
            receiver_name: to.receiver_name.clone(),
            is_required_otp: required,
            verify_otp_url: required.then(|| format!("{base_url}/otp/{}", order.token)),
        };
        json(Ok(answer))
    })
}

/// Money to an account by its number, at once.
pub(super) fn by_number(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read_withdrawal(asked)?;
    let (bic, number) = (asked.text("bic", 32)?, asked.text("bank_account", 64)?);
    asked.block("customer")?;
    let user_id = asked.optional("user_id", 255)?;
    let now = kess.now();
    let out_trade_no = kess.with(|state| {
        if let Some(user_id) = user_id {
            state.wallets.user(&user_id)?;
        }
        let to = state.banks.account(&bic, &number)?.clone();
        open(state, wanted, BankAccount { bic, ..to }, None, now)
    })?;
    kess.start_withdrawal(&out_trade_no);
    kess.with(|state| Ok(state.order(&out_trade_no)?.info(now).json()))
}

/// Opens the order, where the merchant's wallet has the money.
fn open(
    state: &mut State,
    wanted: Wanted,
    to: BankAccount,
    otp: Option<String>,
    now: pay_core::Timestamp,
) -> Result<String, Refusal> {
    let left = state.wallets.merchants(wanted.amount.currency()).balance.checked_sub(wanted.amount);
    if left.is_none_or(|left| left.minor() < 0) {
        return Err(Refusal::failed("Insufficient balance."));
    }
    let kind =
        Kind::Withdrawal(Withdrawal { bic: to.bic, receiver_name: to.owner, account_number: to.number, otp });
    wanted.open(state, now, kind).map(|order| order.out_trade_no.clone())
}
