use std::num::NonZeroUsize;

use pay_core::{
    AccountId, BoxFuture, NoAnswer, NoAnswerReason, Observation, Observed, OrderKey, StatusSource,
};

use crate::Kess;
use crate::error::{Error, ErrorKind, Malformed};
use crate::service::QueryOrder;
use crate::status;
use crate::value::OutTradeNo;

/// Asks queryOrder, one key after the other: the gateway has no question about several orders.
///
/// After a failure that would meet the next question too, the rest is not asked and is missing from the answers.
impl StatusSource for Kess {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(async move {
            let mut observed = Observed::default();
            for key in keys {
                let out_trade_no = match OutTradeNo::new(key.as_str()) {
                    Ok(out_trade_no) => out_trade_no,
                    Err(invalid) => {
                        let said = Err(NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string()));
                        observed.answers.push((key.clone(), said));
                        continue;
                    }
                };
                let said = self.observation(out_trade_no).await;
                observed.requests += 1;
                let kind = said.as_ref().err().map(|error| error.kind().clone());
                let said = said.or_else(|error| status::without_order(error.kind()));
                observed.answers.push((key.clone(), said));
                if kind.is_some_and(|kind| is_about_all(&kind)) {
                    break;
                }
            }
            observed
        })
    }
}

impl Kess {
    /// What queryOrder says of an order of this seller's.
    pub(crate) async fn observation(&self, out_trade_no: OutTradeNo) -> Result<Observation, Error> {
        let order = self.call(&QueryOrder::new(out_trade_no)).await?;
        let observation = status::observation(&order);
        let seller =
            observation.payment().and_then(|payment| payment.receiver.as_ref()).map(AccountId::as_str);
        if seller.is_some_and(|seller| seller != self.settings.seller_code.as_str()) {
            return Err(Error::new(
                <QueryOrder as crate::service::Service>::NAME,
                ErrorKind::Malformed(Malformed::OtherSeller).into(),
            ));
        }
        Ok(observation)
    }
}

/// Whether the next question would fare no better.
const fn is_about_all(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Unauthorized(_) | ErrorKind::Throttled(_) | ErrorKind::Unreachable(_) => true,
        ErrorKind::Api(_) | ErrorKind::Malformed(_) | ErrorKind::InvalidRequest(_) => false,
    }
}
