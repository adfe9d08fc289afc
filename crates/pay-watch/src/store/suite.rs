//! What every [`Store`] has to pass.
//!
//! ```
//! # use std::sync::Arc;
//! # use pay_watch::{MemoryStore, Store, store::suite};
//! # fn main() -> Result<(), std::io::Error> {
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! suite::all(async || Arc::new(MemoryStore::new()) as Arc<dyn Store>).await;
//! # });
//! # Ok(())
//! # }
//! ```
//!
//! Each check wants an empty store and panics on what is wrong with it. More checks may come with a minor release.

mod fixture;
mod ledger;
mod orders;
mod outbox;

use std::sync::Arc;

pub use self::ledger::{budgets, pauses};
pub use self::orders::{agenda, clock_set_back, commits, registration, rivals, transactions};
pub use self::outbox::outbox;
use super::Store;

/// Runs every check on a new store.
pub async fn all(new: impl AsyncFn() -> Arc<dyn Store>) {
    registration(&*new().await).await;
    commits(&*new().await).await;
    rivals(&new().await).await;
    transactions(&*new().await).await;
    agenda(&*new().await).await;
    clock_set_back(&*new().await).await;
    outbox(&*new().await).await;
    budgets(&*new().await).await;
    pauses(&*new().await).await;
}
