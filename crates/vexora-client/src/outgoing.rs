//! What became of money that left the merchant. Nothing here sends any: a disbursement is one request, and after an
//! unknown outcome this is asked (threat F-01).

use std::num::NonZeroUsize;
use std::sync::Arc;

use pay_core::{BoxFuture, Expected, Observation, Observed, OrderKey, StatusSource, Timestamp};

use crate::Vexora;
use crate::error::Error;
use crate::operation::{Disbursement, DisbursementQuery};
use crate::status::Said;
use crate::value::TradeNo;

/// Asks the disbursement query about disbursements, by their `tradeNo`.
///
/// To `Expected` and to a watcher a disbursement is an order seen from the other side: "paid" is money that went out.
/// That Cambodia has this query is assumed ([`Origin::OtherCountries`](crate::operation::Origin::OtherCountries)).
#[derive(Debug)]
pub struct Disbursements(Arc<Vexora>);

impl Disbursements {
    /// Those of a client's merchant.
    pub const fn new(vexora: Arc<Vexora>) -> Self {
        Self(vexora)
    }

    /// What the disbursement has to be: to be written down at `now`, before it is sent. It is looked for until
    /// [`Expected::UNKNOWN_FOR`] has passed.
    pub fn expected(disbursement: &Disbursement, now: Timestamp) -> Expected {
        let (key, amount) = (disbursement.trade_no().to_key(), disbursement.amount().money());
        Expected::outgoing(key, amount, now, Expected::UNKNOWN_FOR)
    }

    async fn observation(&self, trade_no: TradeNo) -> Result<Observation, Error> {
        let answer = self.0.call(&DisbursementQuery::new(trade_no)).await?;
        Ok(Said::of_payout(&answer.data, self.0.settings.currency).of_disbursement())
    }
}

impl StatusSource for Disbursements {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |trade_no| self.observation(trade_no)))
    }
}
