use std::time::{Duration, SystemTime, UNIX_EPOCH};

use pay_core::{BoxFuture, Clock, Timer, Timestamp};

/// The clock of the machine, UTC. It needs a tokio runtime with time enabled.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl SystemClock {
    /// The longest sleep at a stretch. A runtime's timer stands still while the machine is suspended, and
    /// does not see the clock being set: looking again this often bounds what either can delay.
    const NAP: Duration = Duration::from_secs(15);
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let epoch = Timestamp::from_millis(0);
        match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(span) => epoch.after(span),
            Err(before) => epoch.before(before.duration()),
        }
    }
}

impl Timer for SystemClock {
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(at.since(self.now()).min(Self::NAP)))
    }
}
