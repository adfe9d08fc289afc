use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use pay_core::Timestamp;

/// Whether a list path answers: the edge of production has closed one with HTTP 403 (specification, section 4.3,
/// capability rule).
#[derive(Debug)]
pub(crate) struct ListPath {
    /// Milliseconds since the epoch.
    closed_until: AtomicI64,
}

/// How long a closed path is left alone.
const CLOSED_FOR: Duration = Duration::from_secs(6 * 60 * 60);

impl Default for ListPath {
    fn default() -> Self {
        Self { closed_until: AtomicI64::new(i64::MIN) }
    }
}

impl ListPath {
    pub(crate) fn is_open(&self, now: Timestamp) -> bool {
        now.as_millis() >= self.closed_until.load(Ordering::Relaxed)
    }

    pub(crate) fn close(&self, now: Timestamp) {
        self.closed_until.store(now.after(CLOSED_FOR).as_millis(), Ordering::Relaxed);
    }
}
