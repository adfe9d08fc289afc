use std::error::Error;

use pay_core::OrderId;

use crate::ExpiryTooLong;

/// The store itself failed. Whether the change was made is not known; reading the order tells.
#[derive(Debug, thiserror::Error)]
#[error("store failed")]
pub struct StoreError(#[source] Box<dyn Error + Send + Sync>);

impl StoreError {
    /// The failure of the database below.
    pub fn new(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self(source.into())
    }
}

/// An order cannot be registered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RegisterError {
    /// It is open for too long.
    #[error(transparent)]
    ExpiryTooLong(#[from] ExpiryTooLong),
    /// Another order has the id.
    #[error("another order has this id")]
    DuplicateId,
    /// A live order has the key: one payment would settle both.
    #[error("order {live} is live with the same key")]
    DuplicateKey {
        /// The live order.
        live: OrderId,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A step cannot be committed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// The order has changed since it was read: read it and step again.
    #[error("order has changed since it was read")]
    Conflict,
    /// The transaction is bound to another order.
    #[error("transaction has already settled order {by}")]
    TransactionTaken {
        /// That order.
        by: OrderId,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
