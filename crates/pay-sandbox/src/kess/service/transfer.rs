//! moneytransfer, getTxnLists, getTxnDetail.

use serde::Serialize;

use super::merchant::PAGE;
use super::{Page, page};
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::refusal::Refusal;
use crate::kess::wallet::{Transfer, TransferInfo};
use crate::number::Number;
use crate::phnom_penh::wall;

#[derive(Serialize)]
pub(super) struct Sent {
    transaction_ref: String,
    amount: Number,
    currency: &'static str,
    comment: String,
    created_at: String,
}

/// From one wallet of the merchant or its users to another one, of the same currency.
pub(super) fn send(kess: &Kess, asked: &Asked<'_>) -> Result<Sent, Refusal> {
    asked.text("seller_code", 32)?;
    let currency = asked.currency("currency")?;
    let amount = asked.amount("amount", currency)?;
    let (from, to) = (asked.text("from_wallet_id", 255)?, asked.text("to_wallet_id", 255)?);
    let comment = asked.optional("comment", 255)?.unwrap_or_default();
    let now = kess.now();
    kess.with(|state| {
        let (debited, from_wallet) = state.wallets.wallet(&from)?;
        let (credited, to_wallet) = state.wallets.wallet(&to)?;
        if from_wallet.id == to_wallet.id {
            return Err(Refusal::invalid("to_wallet_id", "expected another wallet"));
        }
        if from_wallet.balance.currency() != currency || to_wallet.balance.currency() != currency {
            return Err(Refusal::failed("The wallet has another currency."));
        }
        let users = (debited.user_id.clone(), credited.user_id.clone());
        state.wallets.take(&from, amount)?;
        state.wallets.put(&to, amount)?;
        let transfer = Transfer {
            reference: format!("TR2501-{}", state.draws.digits("KESS transfer", 18)),
            amount,
            created: now,
            debited_user: users.0,
            credited_user: users.1,
        };
        let transaction_ref = transfer.reference.clone();
        state.wallets.transfers.push(transfer);
        let (amount, created_at) = (Number(amount), wall(now));
        Ok(Sent { transaction_ref, amount, currency: currency.code(), comment, created_at })
    })
}

/// The newest first, so that a page moves when money does.
pub(super) fn list(kess: &Kess, asked: &Asked<'_>) -> Result<Page<TransferInfo>, Refusal> {
    asked.text("seller_code", 32)?;
    let current = asked.integer("page", 1..=u32::MAX)?;
    let now = kess.now();
    kess.with(|state| {
        let merchant = state.wallets.merchant();
        let infos = state.wallets.transfers.iter().rev().map(|transfer| transfer.info(merchant, now));
        let (data, last) = page(infos, current, PAGE);
        Ok(Page { data, current, last })
    })
}

pub(super) fn detail(kess: &Kess, asked: &Asked<'_>) -> Result<TransferInfo, Refusal> {
    asked.text("seller_code", 32)?;
    let reference = asked.text("transaction_ref", 255)?;
    let now = kess.now();
    kess.with(|state| {
        let found = state.wallets.transfers.iter().find(|transfer| transfer.reference == reference);
        found.map(|transfer| transfer.info(state.wallets.merchant(), now)).ok_or(Refusal::NOT_FOUND)
    })
}
