use pay_core::Effect;
use serde::Serialize;

use super::{Operation, Origin, names};
use crate::error::Malformed;
use crate::model::{Deposit, Payout};
use crate::value::TradeNo;

/// Asks what became of an order (section 4).
///
/// Not in the vendor document: described on the vendor's public pages for Cambodia. For one's own orders see
/// [`StatusSource`](pay_core::StatusSource).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DepositQuery {
    trade_no: TradeNo,
}

impl DepositQuery {
    /// Asks about this order.
    pub const fn new(trade_no: TradeNo) -> Self {
        Self { trade_no }
    }
}

impl Operation for DepositQuery {
    const NAME: &'static str = "queryPayInResult";
    const EFFECT: Effect = Effect::Read;
    const ORIGIN: Origin = Origin::PublicPages;
    type Response = Deposit;

    fn check(&self, response: &Deposit) -> Result<(), Malformed> {
        names(response.trade_no.as_ref(), &self.trade_no)
    }
}

/// Asks what became of a disbursement (section 4).
///
/// Neither in the vendor document nor on the public pages for Cambodia: described on those for five other countries, and
/// assumed here. See [`Disbursements`](crate::Disbursements).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DisbursementQuery {
    trade_no: TradeNo,
}

impl DisbursementQuery {
    /// Asks about this disbursement.
    pub const fn new(trade_no: TradeNo) -> Self {
        Self { trade_no }
    }
}

impl Operation for DisbursementQuery {
    const NAME: &'static str = "queryPayOutResult";
    const EFFECT: Effect = Effect::Read;
    const ORIGIN: Origin = Origin::OtherCountries;
    type Response = Payout;

    fn check(&self, response: &Payout) -> Result<(), Malformed> {
        names(response.trade_no.as_ref(), &self.trade_no)
    }
}
