//! Many at once.

use std::sync::Arc;

use pay_core::{Observation, OrderId, Timestamp};
use pay_watch::{Input, Order, Watcher};
use tokio::task::JoinSet;

/// As many as the threat D-60 has.
pub const MANY: u32 = 1_000;

/// So many hints about one order at once.
pub async fn hint(watcher: &Arc<Watcher>, id: &OrderId) {
    all(|| Input::Hint, watcher, id).await;
}

/// So many back-ends at once that each hand over the answer to a question of their own, which was sent at this moment. The
/// order, as each of them has it afterwards.
pub async fn answer(
    watcher: &Arc<Watcher>,
    id: &OrderId,
    said: &Observation,
    started_at: Timestamp,
) -> Vec<Order> {
    all(|| Input::Observed { answer: Ok(said.clone()), started_at }, watcher, id).await
}

async fn all(input: impl Fn() -> Input, watcher: &Arc<Watcher>, id: &OrderId) -> Vec<Order> {
    let mut tasks = JoinSet::new();
    for _ in 0..MANY {
        let (watcher, id, input) = (Arc::clone(watcher), id.clone(), input());
        tasks.spawn(async move { watcher.apply(&id, input).await.unwrap() });
    }
    tasks.join_all().await
}
