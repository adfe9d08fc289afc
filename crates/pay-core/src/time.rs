use core::fmt;
use core::time::Duration;

use crate::BoxFuture;

/// A moment in milliseconds since the Unix epoch, UTC: the unit of KHQR and of Bakong.
///
/// A clock is never read here: every function that needs the time takes it as an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many milliseconds after the epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The moment `span` later; the last moment that fits when that is too late to hold.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(millis(span)))
    }

    /// The moment `span` earlier; the first moment that fits when that is too early to hold.
    #[must_use]
    pub fn before(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(millis(span)))
    }

    /// How long after `earlier` this is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Duration {
        let span = i128::from(self.0) - i128::from(earlier.0);
        Duration::from_millis(u64::try_from(span.max(0)).unwrap_or(u64::MAX))
    }
}

fn millis(span: Duration) -> i64 {
    i64::try_from(span.as_millis()).unwrap_or(i64::MAX)
}

/// Prints the milliseconds: `1750000000000`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where the time comes from, for what runs for long enough to need it more than once: a client's token, the
/// watch engine. A function that needs one moment takes a [`Timestamp`].
pub trait Clock: Send + Sync {
    /// The time now, UTC.
    fn now(&self) -> Timestamp;
}

/// A clock that can be waited for.
///
/// A virtual one jumps instead of sleeping, and a day passes in a test within a millisecond.
pub trait Timer: Clock {
    /// Returns at `at`, or earlier: who waits looks at the clock again.
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'_, ()>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_stays_inside_the_range() {
        let last = Timestamp::from_millis(i64::MAX);
        let first = Timestamp::from_millis(i64::MIN);
        assert_eq!(last.after(Duration::MAX), last);
        assert_eq!(first.before(Duration::MAX), first);
        assert_eq!(first.since(last), Duration::ZERO);
        assert_eq!(last.since(first), Duration::from_millis(u64::MAX));
    }
}
