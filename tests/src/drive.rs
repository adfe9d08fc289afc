//! Time that passes in jumps, and what the shop does with a notification.

use std::time::Duration;

use pay_core::{Notice, OrderId, Timestamp};
use pay_sandbox::SandboxClock;
use pay_watch::Watcher;

/// Lets this span pass. `step` does what is due, and says when something is due again.
pub async fn run(clock: &SandboxClock, span: Duration, mut step: impl AsyncFnMut() -> Option<Timestamp>) {
    let end = clock.now().after(span);
    while let Some(at) = step().await.filter(|at| *at <= end) {
        clock.advance_to(at);
    }
    clock.advance_to(end);
}

/// Passes notices on to the watcher, to which each is a hint about the order that its key names.
pub async fn hint(watcher: &Watcher, notices: impl IntoIterator<Item = Notice>) {
    for notice in notices {
        watcher.hint(&OrderId::new(notice.key.as_str()).unwrap()).await.unwrap();
    }
}
