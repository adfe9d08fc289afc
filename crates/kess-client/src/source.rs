use std::num::NonZeroUsize;

use pay_core::{BoxFuture, Observation, Observed, OrderKey, StatusSource};

use crate::Kess;
use crate::error::{Error, ErrorKind, Fault};
use crate::model::OrderInfo;
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
    async fn observation(&self, out_trade_no: OutTradeNo) -> Result<Observation, Error> {
        Ok(status::observation(&self.own_order(out_trade_no).await?))
    }

    /// What queryOrder says of an order of this seller's; another seller's is an error, paid or not (threat D-04).
    pub(crate) async fn own_order(&self, out_trade_no: OutTradeNo) -> Result<OrderInfo, Error> {
        let order = self.call(&QueryOrder::new(out_trade_no)).await?;
        order.sold_by(&self.settings.seller_code).map_err(|other| {
            Error::new(QueryOrder::NAME, Fault::after(QueryOrder::EFFECT, ErrorKind::Malformed(other)))
        })
    }
}
