//! Rows 26 and 28: giving money back.

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::RefundInfo;
use crate::value::{Amount, CallbackUrl, OutTradeNo, Text};

/// Row 26: what became of a refund, by the gateway's transaction or by the merchant's reference (E14).
#[derive(Clone, Debug, Serialize)]
pub struct QueryRefund {
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_id: Option<Text<32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    merchant_reference: Option<OutTradeNo>,
}

impl QueryRefund {
    /// By the gateway's transaction.
    pub const fn by_transaction(transaction_id: Text<32>) -> Self {
        Self { transaction_id: Some(transaction_id), merchant_reference: None }
    }

    /// By the merchant's own reference.
    pub const fn by_reference(merchant_reference: OutTradeNo) -> Self {
        Self { transaction_id: None, merchant_reference: Some(merchant_reference) }
    }
}

impl Service for QueryRefund {
    const NAME: &'static str = "webpay.acquire.queryRefund";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = RefundInfo;

    fn read(&self, data: Data<'_>) -> Result<RefundInfo, Malformed> {
        let found: RefundInfo = data.object()?;
        if let Some(asked) = &self.transaction_id {
            bound::names(found.transaction_id.as_ref(), asked.as_str(), Malformed::OtherRefund)?;
        }
        if let Some(asked) = &self.merchant_reference {
            bound::names(found.merchant_reference.as_ref(), asked.as_str(), Malformed::OtherRefund)?;
        }
        Ok(found)
    }
}

/// Row 28: gives a payment back, in whole or in part.
///
/// For Visa and Master cards, Wing, ACLEDA, `WeChat` and Alipay alone; cards, Wing and ACLEDA take up to 15 days. See
/// [`Kess::refund_once`](crate::Kess::refund_once) for one that an impatient operator may ask for twice.
#[derive(Clone, Debug, Serialize)]
pub struct Refund {
    out_trade_no: OutTradeNo,
    reason: Text<255>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_refund_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    partial_refund_amount_ccy: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<CallbackUrl>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) merchant_reference: Option<OutTradeNo>,
}

impl Refund {
    /// All of it.
    pub const fn whole(out_trade_no: OutTradeNo, reason: Text<255>) -> Self {
        Self {
            out_trade_no,
            reason,
            partial_refund_amount: None,
            partial_refund_amount_ccy: None,
            callback_url: None,
            merchant_reference: None,
        }
    }

    /// So much of it. Amount and currency go together.
    pub fn partial(out_trade_no: OutTradeNo, reason: Text<255>, amount: Amount) -> Self {
        Self {
            partial_refund_amount: Some(amount),
            partial_refund_amount_ccy: Some(amount.currency()),
            ..Self::whole(out_trade_no, reason)
        }
    }

    /// Where KESS tells the merchant's server what became of it. It is named so here and `notify_url` elsewhere (E28).
    #[must_use]
    pub fn callback_url(self, url: CallbackUrl) -> Self {
        Self { callback_url: Some(url), ..self }
    }

    /// The merchant's own reference, which makes the refund findable after a failure.
    #[must_use]
    pub fn merchant_reference(self, reference: OutTradeNo) -> Self {
        Self { merchant_reference: Some(reference), ..self }
    }

    pub(crate) const fn out_trade_no(&self) -> &OutTradeNo {
        &self.out_trade_no
    }

    pub(crate) const fn amount(&self) -> Option<Amount> {
        self.partial_refund_amount
    }
}

impl Service for Refund {
    const NAME: &'static str = "webpay.acquire.v2Refund";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Omitted;
    type Response = RefundInfo;

    /// The sample (`fixtures/kess/v2Refund.json`) answers about the order `TR-345` where `TEST-1234567891` was asked
    /// for. Money hangs on it, so another order is an error all the same.
    fn read(&self, data: Data<'_>) -> Result<RefundInfo, Malformed> {
        let given: RefundInfo = data.object()?;
        bound::names(given.out_trade_no.as_ref(), self.out_trade_no.as_str(), Malformed::OtherOrder)?;
        if let Some(asked) = &self.merchant_reference {
            bound::names(given.merchant_reference.as_ref(), asked.as_str(), Malformed::OtherRefund)?;
        }
        if let Some(asked) = self.partial_refund_amount {
            bound::currency(given.currency.as_ref(), asked)?;
            bound::amount(given.amount.as_ref(), asked)?;
        }
        Ok(given)
    }
}
