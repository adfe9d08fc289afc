use pay_core::{OrderId, Timestamp};

use super::Watcher;
use crate::store::{CommitError, StoreError};
use crate::{Input, Order, step};

/// An input could not be applied to an order.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// No such order.
    #[error("order is not watched")]
    Unknown,
    /// The order changed each time that it was read. Nothing is lost by trying again later.
    #[error("order is changed by too many at once")]
    Contended,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How often a step is made anew because somebody else changed the order meanwhile.
const ATTEMPTS: u32 = 16;

impl Watcher {
    /// Somebody says that the payer has paid: the order is asked about soon, and if no result comes within seconds
    /// a manual check is suggested. Anybody may say so; it proves nothing.
    pub async fn hint(&self, id: &OrderId) -> Result<Order, ApplyError> {
        self.apply(id, Input::Hint).await
    }

    /// Gives an order up. Should it be paid all the same, [`EventKind::LatePaid`](crate::EventKind::LatePaid) tells.
    pub async fn cancel(&self, id: &OrderId) -> Result<Order, ApplyError> {
        self.apply(id, Input::Cancel).await
    }

    /// Applies an input to an order and commits what comes of it. The order afterwards.
    pub async fn apply(&self, id: &OrderId, input: Input) -> Result<Order, ApplyError> {
        let after = self.apply_at(id, input, self.timer.now()).await?;
        self.news.notify_one();
        Ok(after)
    }

    pub(super) async fn apply_at(
        &self,
        id: &OrderId,
        mut input: Input,
        now: Timestamp,
    ) -> Result<Order, ApplyError> {
        for _ in 0..ATTEMPTS {
            let before = self.store.order(id).await?.ok_or(ApplyError::Unknown)?;
            let step = step(&before, input.clone(), now, &self.policy);
            if let Some(status) = step.contradiction {
                tracing::warn!(order = %id, %status, "provider contradicts a payment; the order stays paid");
            }
            if !step.changes(&before) {
                return Ok(before);
            }
            match self.store.commit(&step).await {
                Ok(()) => {
                    if let Some(event) = &step.event {
                        tracing::info!(order = %id, event = %event.id, kind = %event.kind, "order changed");
                        self.events.notify_one();
                    }
                    return Ok(step.order);
                }
                Err(CommitError::Conflict) => {}
                Err(CommitError::TransactionTaken { by }) => match step.order.payment() {
                    Some(payment) => input = Input::TransactionTaken { payment: payment.clone(), by },
                    None => return Err(ApplyError::Contended),
                },
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(ApplyError::Contended)
    }
}
