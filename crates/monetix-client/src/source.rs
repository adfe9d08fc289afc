use std::num::NonZeroUsize;

use pay_core::{BoxFuture, NoAnswer, NoAnswerReason, Observed, OrderKey, StatusSource};

use crate::Monetix;
use crate::endpoint::Status;
use crate::status;
use crate::value::PaymentId;

/// Asks for the status, one key after the other: the Gate has no question about several payments.
impl StatusSource for Monetix {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MIN
    }

    fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
        Box::pin(Observed::one_by_one(keys, |key| {
            let payment_id = PaymentId::new(key.as_str());
            let payment_id =
                payment_id.map_err(|invalid| NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string()))?;
            Ok(async {
                match self.call(&Status::new(payment_id)).await {
                    Ok(report) => Ok(report.observation()),
                    Err(error) => status::without_payment(error.kind()),
                }
            })
        }))
    }
}
