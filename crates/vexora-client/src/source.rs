use std::num::NonZeroUsize;

use pay_core::{BoxFuture, NoAnswer, NoAnswerReason, Observation, Observed, OrderKey, StatusSource};

use crate::Vexora;
use crate::error::Error;
use crate::operation::DepositQuery;
use crate::status::{self, Said};
use crate::value::TradeNo;

/// Asks the deposit query, one key after the other: there is no question about several orders.
///
/// Nothing that it answers says "not found": a question about an order that Vexora does not know fails, and says nothing.
impl StatusSource for Vexora {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(Observed::one_by_one(keys, |key| {
            let trade_no = asked_by(key)?;
            Ok(async { answered(self.observation(trade_no).await) })
        }))
    }
}

impl Vexora {
    /// What the deposit query says of an order.
    pub(crate) async fn observation(&self, trade_no: TradeNo) -> Result<Observation, Error> {
        let answer = self.call(&DepositQuery::new(trade_no)).await?;
        Ok(Said::of_deposit(&answer.data, self.settings.currency).of_collection())
    }
}

/// The number that a key stands for.
pub(crate) fn asked_by(key: &OrderKey) -> Result<TradeNo, NoAnswer> {
    TradeNo::new(key.as_str()).map_err(|invalid| NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string()))
}

/// What a question brought, in the vocabulary of all providers.
pub(crate) fn answered(said: Result<Observation, Error>) -> Result<Observation, NoAnswer> {
    said.map_err(|error| status::no_answer(error.kind()))
}
