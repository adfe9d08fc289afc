//! Rows 12 to 16: virtual cards. The samples of rows 13 to 16 lack `sign_type`; it is always sent (E9).

use pay_core::Effect;
use serde::Serialize;

use super::{SellerCode, Service, bound};
use crate::envelope::Data;
use crate::error::Malformed;
use crate::model::{VirtualCard, VirtualCardBalance, VirtualCardItem, VirtualCardReport};
use crate::value::{Amount, InvalidValue, Text};

/// Row 12: a new virtual card, charged to a wallet.
#[derive(Clone, Debug, Serialize)]
pub struct CreateVirtualCard {
    trans_limit_amount: Amount,
    purchase_type: Text<64>,
    cumulative_limit: Amount,
    valid_for: u8,
    max_trans: u32,
    currency: &'static str,
    description: Text<255>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wallet_id: Option<Text<64>>,
}

impl CreateVirtualCard {
    /// A card good for `max_trans` purchases of at most `trans_limit_amount` each and `cumulative_limit` in all, for 12 to
    /// 24 months (E12).
    ///
    /// Both limits are integers on the wire, so that they are whole riel or dollars, and of one currency.
    pub fn new(
        trans_limit_amount: Amount,
        cumulative_limit: Amount,
        max_trans: u32,
        valid_for: u8,
        purchase_type: Text<64>,
        description: Text<255>,
    ) -> Result<Self, InvalidValue> {
        match valid_for {
            0..12 => return Err(InvalidValue::TooFew { limit: 12 }),
            12..=24 => {}
            _ => return Err(InvalidValue::TooMany { limit: 24 }),
        }
        let currency = trans_limit_amount.currency();
        if cumulative_limit.currency() != currency {
            return Err(InvalidValue::Currency);
        }
        Ok(Self {
            trans_limit_amount: trans_limit_amount.whole()?,
            purchase_type,
            cumulative_limit: cumulative_limit.whole()?,
            valid_for,
            max_trans,
            currency,
            description,
            wallet_id: None,
        })
    }

    /// The wallet that pays.
    #[must_use]
    pub fn wallet_id(self, wallet_id: Text<64>) -> Self {
        Self { wallet_id: Some(wallet_id), ..self }
    }
}

impl Service for CreateVirtualCard {
    const NAME: &'static str = "webpay.acquire.createVirtualCard";
    const EFFECT: Effect = Effect::MoneyOut;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = VirtualCard;

    fn read(&self, data: Data<'_>) -> Result<VirtualCard, Malformed> {
        data.object()
    }
}

/// Row 13: the merchant's virtual cards, or a user's.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListVirtualCards {
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<Text<64>>,
}

impl ListVirtualCards {
    /// Of this user alone.
    pub const fn of_user(user_id: Text<64>) -> Self {
        Self { user_id: Some(user_id) }
    }
}

impl Service for ListVirtualCards {
    const NAME: &'static str = "webpay.acquire.getVirtualCards";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = Vec<VirtualCardItem>;

    fn read(&self, data: Data<'_>) -> Result<Vec<VirtualCardItem>, Malformed> {
        data.list()
    }
}

/// Row 14: how much is left on a card.
#[derive(Clone, Debug, Serialize)]
pub struct VirtualCardBalanceOf {
    purchase_req_id: Text<64>,
}

impl VirtualCardBalanceOf {
    /// Of this card.
    pub const fn new(purchase_req_id: Text<64>) -> Self {
        Self { purchase_req_id }
    }
}

impl Service for VirtualCardBalanceOf {
    const NAME: &'static str = "webpay.acquire.getVirtualCardBalance";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = VirtualCardBalance;

    /// The sample (`fixtures/kess/getVirtualCardBalance.json`) answers for the card `24808839` where `24831209` was asked
    /// for. What is left on another card is no answer, so it is an error all the same.
    fn read(&self, data: Data<'_>) -> Result<VirtualCardBalance, Malformed> {
        let found: VirtualCardBalance = data.object()?;
        bound::names(
            found.purchase_request_id.as_ref(),
            self.purchase_req_id.as_str(),
            Malformed::OtherCard,
        )?;
        Ok(found)
    }
}

/// Row 15: a card, with its number.
#[derive(Clone, Debug, Serialize)]
pub struct VirtualCardDetail {
    purchase_req_id: Text<64>,
}

impl VirtualCardDetail {
    /// Of this card.
    pub const fn new(purchase_req_id: Text<64>) -> Self {
        Self { purchase_req_id }
    }
}

impl Service for VirtualCardDetail {
    const NAME: &'static str = "webpay.acquire.getVirtualCardDetail";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = VirtualCard;

    fn read(&self, data: Data<'_>) -> Result<VirtualCard, Malformed> {
        let found: VirtualCard = data.object()?;
        bound::names(
            found.purchase_request_id.as_ref(),
            self.purchase_req_id.as_str(),
            Malformed::OtherCard,
        )?;
        Ok(found)
    }
}

/// Row 16: the purchases with a card, from one offset to another (E11). See [`Pages`](crate::Pages).
#[derive(Clone, Debug, Serialize)]
pub struct VirtualCardReportOf {
    pub(crate) purchase_req_id: Text<64>,
    pub(crate) from: u32,
    pub(crate) to: u32,
}

impl VirtualCardReportOf {
    /// Of this card, from the first offset to the last.
    pub fn new(purchase_req_id: Text<64>, from: u32, to: u32) -> Result<Self, InvalidValue> {
        if to <= from {
            return Err(InvalidValue::NotPositive);
        }
        Ok(Self { purchase_req_id, from, to })
    }
}

impl Service for VirtualCardReportOf {
    const NAME: &'static str = "webpay.acquire.getVirtualCardReport";
    const EFFECT: Effect = Effect::Read;
    const SELLER: SellerCode = SellerCode::Sent;
    type Response = VirtualCardReport;

    /// The sample (`fixtures/kess/getVirtualCardReport.json`) lists a purchase with the card `24824411` where `24831209`
    /// was asked about. What was bought with another card does not belong here, so it is an error all the same.
    fn read(&self, data: Data<'_>) -> Result<VirtualCardReport, Malformed> {
        let report: VirtualCardReport = data.object()?;
        for purchase in &report.items {
            let card = purchase.purchase_request_id.as_ref();
            bound::names(card, self.purchase_req_id.as_str(), Malformed::OtherCard)?;
        }
        Ok(report)
    }
}
