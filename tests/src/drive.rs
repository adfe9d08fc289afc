//! Time that passes in jumps.

use std::time::Duration;

use pay_core::Timestamp;
use pay_sandbox::SandboxClock;

/// Lets this span pass. `step` does what is due, and says when something is due again.
pub async fn run(clock: &SandboxClock, span: Duration, mut step: impl AsyncFnMut() -> Option<Timestamp>) {
    let end = clock.now().after(span);
    while let Some(at) = step().await.filter(|at| *at <= end) {
        clock.advance_to(at);
    }
    clock.advance_to(end);
}
