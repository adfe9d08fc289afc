use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use pay_core::Timestamp;

use crate::store::Mark;

/// How events are delivered to a handler that fails.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Redelivery {
    /// How often an event is tried before it is put aside for a person: 12 times, which takes about an hour.
    pub attempts: u32,
    /// The first wait: a second. It doubles with each failure.
    pub first_wait: Duration,
    /// The longest wait: 15 minutes.
    pub longest_wait: Duration,
    /// How long a handler may take before it counts as failed: 30 seconds.
    pub handler_within: Duration,
}

impl Default for Redelivery {
    fn default() -> Self {
        Self {
            attempts: 12,
            first_wait: Duration::from_secs(1),
            longest_wait: Duration::from_mins(15),
            handler_within: Duration::from_secs(30),
        }
    }
}

impl Redelivery {
    /// What becomes of an event on which a handler has now failed `failures` times.
    pub(crate) fn after(&self, failures: u32, now: Timestamp) -> Mark {
        let Some(left) = self.attempts.checked_sub(failures).filter(|left| *left > 0) else {
            return Mark::Dead;
        };
        let mut waits = ExponentialBuilder::new()
            .with_min_delay(self.first_wait)
            .with_max_delay(self.longest_wait)
            .without_max_times()
            .build();
        let nth = (self.attempts - left).saturating_sub(1).min(32) as usize;
        Mark::Retry(now.after(waits.nth(nth).unwrap_or(self.longest_wait)))
    }
}
