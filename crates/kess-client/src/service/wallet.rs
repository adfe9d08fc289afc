//! Rows 5 to 7: movements on the merchant's wallets.

use std::num::NonZeroU32;

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{MoneyTransferred, TransactionInfo, TransactionPage};
use crate::value::{Amount, Text};

/// Row 5: movements, page by page. See [`Pages`](crate::Pages).
#[derive(Clone, Copy, Debug, Serialize)]
pub struct ListTransactions {
    pub(crate) page: u32,
}

impl ListTransactions {
    /// From this page on; the first is 1.
    pub const fn new(page: NonZeroU32) -> Self {
        Self { page: page.get() }
    }
}

impl Service for ListTransactions {
    const NAME: &'static str = "webpay.acquire.getTxnLists";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = TransactionPage;

    fn read(&self, data: Data<'_>) -> Result<TransactionPage, Malformed> {
        data.object()
    }
}

/// Row 6: one movement.
#[derive(Clone, Debug, Serialize)]
pub struct TransactionDetail {
    transaction_ref: Text<64>,
}

impl TransactionDetail {
    /// By `TR...`.
    pub const fn new(transaction_ref: Text<64>) -> Self {
        Self { transaction_ref }
    }
}

impl Service for TransactionDetail {
    const NAME: &'static str = "webpay.acquire.getTxnDetail";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = TransactionInfo;

    fn read(&self, data: Data<'_>) -> Result<TransactionInfo, Malformed> {
        let found: TransactionInfo = data.object()?;
        bound::names(
            found.transaction_ref.as_ref(),
            self.transaction_ref.as_str(),
            Malformed::OtherTransfer,
        )?;
        Ok(found)
    }
}

/// Row 7: money from one wallet to another.
///
/// It has no number of the merchant's own: after an unknown outcome, look for it in [`ListTransactions`].
#[derive(Clone, Debug, Serialize)]
pub struct MoneyTransfer {
    amount: Amount,
    currency: &'static str,
    from_wallet_id: Text<64>,
    to_wallet_id: Text<64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<Text<255>>,
}

impl MoneyTransfer {
    /// So much, from `CW...` to another wallet.
    pub const fn new(amount: Amount, from_wallet_id: Text<64>, to_wallet_id: Text<64>) -> Self {
        Self { amount, currency: amount.currency(), from_wallet_id, to_wallet_id, comment: None }
    }

    /// What it is for.
    #[must_use]
    pub fn comment(self, comment: Text<255>) -> Self {
        Self { comment: Some(comment), ..self }
    }
}

impl Service for MoneyTransfer {
    const NAME: &'static str = "webpay.acquire.moneytransfer";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = MoneyTransferred;

    /// The sample (`fixtures/kess/moneytransfer.json`) answers 25 where 10 was asked for, so that the amount of an answer
    /// may be another thing than the request's; its currency is compared, and it names neither wallet.
    fn read(&self, data: Data<'_>) -> Result<MoneyTransferred, Malformed> {
        let sent: MoneyTransferred = data.object()?;
        bound::currency(sent.currency.as_ref(), self.amount)?;
        Ok(sent)
    }
}
