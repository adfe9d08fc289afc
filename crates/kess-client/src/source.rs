use std::num::NonZeroUsize;

use pay_core::{AccountId, BoxFuture, Observation, Observed, OrderKey, StatusSource};

use crate::Kess;
use crate::error::{Error, ErrorKind, Fault, Malformed};
use crate::service::{QueryOrder, Service as _};
use crate::status;
use crate::value::OutTradeNo;

/// Asks queryOrder, one key after the other: the gateway has no question about several orders.
impl StatusSource for Kess {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |out_trade_no| self.observation(out_trade_no)))
    }
}

impl Kess {
    /// What queryOrder says of an order of this seller's.
    async fn observation(&self, out_trade_no: OutTradeNo) -> Result<Observation, Error> {
        let order = self.call(&QueryOrder::new(out_trade_no)).await?;
        let observation = status::observation(&order);
        let seller =
            observation.payment().and_then(|payment| payment.receiver.as_ref()).map(AccountId::as_str);
        if seller.is_some_and(|seller| seller != self.settings.seller_code.as_str()) {
            let fault = Fault::after(QueryOrder::EFFECT, ErrorKind::Malformed(Malformed::OtherSeller));
            return Err(Error::new(QueryOrder::NAME, fault));
        }
        Ok(observation)
    }
}
