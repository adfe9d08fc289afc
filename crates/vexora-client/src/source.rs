use std::num::NonZeroUsize;

use pay_core::{BoxFuture, Observation, Observed, OrderKey, StatusSource};

use crate::Vexora;
use crate::error::Error;
use crate::operation::DepositQuery;
use crate::status::Said;
use crate::value::TradeNo;

/// Asks the deposit query, one key after the other: there is no question about several orders.
///
/// Nothing that it answers says "not found": a question about an order that Vexora does not know fails, and says nothing.
impl StatusSource for Vexora {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |trade_no| self.observation(trade_no)))
    }
}

impl Vexora {
    /// What the deposit query says of an order.
    async fn observation(&self, trade_no: TradeNo) -> Result<Observation, Error> {
        let answer = self.call(&DepositQuery::new(trade_no)).await?;
        Ok(Said::of_deposit(&answer.data, self.settings.currency).of_collection())
    }
}
