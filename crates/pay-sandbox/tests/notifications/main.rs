//! Notifications on real sockets, to a shop that answers as it is told.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod airpay;
mod kess;
mod monetix;
mod shop;
mod vexora;

use std::time::Duration;

use pay_core::Timestamp;
use pay_sandbox::Sandbox;

const SETTLED: Duration = Duration::from_secs(2);

/// A sandbox with a clock that is held.
async fn started() -> Sandbox {
    Sandbox::builder().start_at(Timestamp::from_millis(1_750_000_000_000)).start().await.unwrap()
}
