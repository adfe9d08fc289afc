use pay_core::Money;
use pay_http::json::Problem;

use crate::Kess;
use crate::error::{Api, Error, ErrorKind, Fault, InvalidRequest, Malformed};
use crate::model::RefundInfo;
use crate::service::{QueryOrder, QueryRefund, Refund, Service};
use crate::value::{Amount, OutTradeNo};

impl Kess {
    /// Gives money back once under this reference, however often it is asked for.
    ///
    /// Asks for the reference first, and answers with the refund that is there, if it is of this order and this amount
    /// (of the order's total, where all of it is to be given back); then for the order, and refuses what would give
    /// back more than was paid. Two calls at the same moment can both find nothing: see to it that one
    /// process at a time refunds an order. After an unknown outcome, call it again: it asks before it sends.
    pub async fn refund_once(&self, refund: Refund, reference: OutTradeNo) -> Result<RefundInfo, Error> {
        match self.call(&QueryRefund::by_reference(reference.clone())).await {
            Ok(found) => return self.same(&refund, found).await,
            Err(error) if is_not_found(&error) => {}
            Err(error) => return Err(error),
        }
        let order = self.call(&QueryOrder::new(refund.out_trade_no().clone())).await?;
        let left = order.refundable().map_err(unreadable)?;
        let asked = refund.amount().map_or_else(|| order.amount().unwrap_or(left), Amount::money);
        if !is_within(asked, left) {
            let invalid = InvalidRequest::OverRefund { asked, left };
            return Err(Error::new(Refund::NAME, Fault::unsent(ErrorKind::InvalidRequest(invalid))));
        }
        self.call(&refund.merchant_reference(reference)).await
    }

    /// One reference is one refund: another order or another amount under it is a mistake, and not a second refund.
    async fn same(&self, refund: &Refund, found: RefundInfo) -> Result<RefundInfo, Error> {
        let asked = refund.out_trade_no();
        if found.out_trade_no.as_ref().is_some_and(|answered| answered.as_raw() != asked.as_str()) {
            return Err(fault(Malformed::OtherOrder));
        }
        let wanted = match refund.amount() {
            Some(part) => part.money(),
            None => self.call(&QueryOrder::new(asked.clone())).await?.amount().map_err(unreadable)?,
        };
        match found.amount().map_err(unreadable)? {
            amount if amount == wanted => Ok(found),
            _ => Err(fault(Malformed::OtherAmount)),
        }
    }
}

fn unreadable(problem: Problem) -> Error {
    fault(problem.inside("data").into())
}

fn is_not_found(error: &Error) -> bool {
    error.kind().api().is_some_and(Api::is_not_found)
}

fn is_within(asked: Money, left: Money) -> bool {
    asked.checked_cmp(left).is_some_and(std::cmp::Ordering::is_le)
}

/// An answer that keeps the refund from being sent.
fn fault(malformed: Malformed) -> Error {
    Error::new(Refund::NAME, Fault::unsent(ErrorKind::Malformed(malformed)))
}
