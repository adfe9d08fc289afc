use std::num::NonZeroUsize;

use pay_core::{BoxFuture, Observation, Observed, OrderKey, StatusSource};

use crate::Monetix;
use crate::endpoint::Status;
use crate::error::Error;
use crate::value::PaymentId;

/// Asks for the status, one key after the other: the Gate has no question about several payments.
impl StatusSource for Monetix {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(pay_http::observe_by_number(keys, |payment_id| self.observation(payment_id)))
    }
}

impl Monetix {
    async fn observation(&self, payment_id: PaymentId) -> Result<Observation, Error> {
        Ok(self.call(&Status::new(payment_id)).await?.observation())
    }
}
