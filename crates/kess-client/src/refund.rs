use pay_core::Money;

use crate::Kess;
use crate::error::{Code, Error, ErrorKind, Fault, InvalidRequest, Malformed};
use crate::model::RefundInfo;
use crate::service::{QueryOrder, QueryRefund, Refund, Service};
use crate::value::{Amount, OutTradeNo};

impl Kess {
    /// Gives money back once under this reference, however often it is asked for.
    ///
    /// Asks for the reference first, and answers with the refund that is there; then for the order, and refuses what
    /// would give back more than was paid. Two calls at the same moment can both find nothing: see to it that one
    /// process at a time refunds an order. After an unknown outcome, call it again: it asks before it sends.
    pub async fn refund_once(&self, refund: Refund, reference: OutTradeNo) -> Result<RefundInfo, Error> {
        match self.call(&QueryRefund::by_reference(reference.clone())).await {
            Ok(found) => return same(&refund, found),
            Err(error) if is_not_found(&error) => {}
            Err(error) => return Err(error),
        }
        let order = self.call(&QueryOrder::new(refund.out_trade_no().clone())).await?;
        let left = order.refundable().map_err(|problem| fault(Malformed::from(problem.inside("data"))))?;
        let asked = refund.amount().map_or_else(|| order.amount().unwrap_or(left), Amount::money);
        if !is_within(asked, left) {
            let invalid = InvalidRequest::OverRefund { asked, left };
            return Err(Error::new(Refund::NAME, Fault::unsent(ErrorKind::InvalidRequest(invalid))));
        }
        self.call(&refund.merchant_reference(reference)).await
    }
}

/// One reference is one refund: another amount under it is a mistake, and not a second refund.
fn same(refund: &Refund, found: RefundInfo) -> Result<RefundInfo, Error> {
    match (refund.amount(), found.amount()) {
        (Some(asked), Ok(amount)) if asked.money() != amount => Err(fault(Malformed::OtherAmount)),
        _ => Ok(found),
    }
}

fn is_not_found(error: &Error) -> bool {
    error.api().is_some_and(|api| api.code == Some(Code::NotFound) && api.is_enveloped())
}

fn is_within(asked: Money, left: Money) -> bool {
    asked.checked_cmp(left).is_some_and(std::cmp::Ordering::is_le)
}

/// An answer that keeps the refund from being sent.
fn fault(malformed: Malformed) -> Error {
    Error::new(Refund::NAME, Fault::unsent(ErrorKind::Malformed(malformed)))
}
