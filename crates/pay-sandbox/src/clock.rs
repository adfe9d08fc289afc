use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use pay_core::{BoxFuture, Clock, Timer, Timestamp};
use tokio::sync::watch;

/// The sandbox's own time, which everything in it goes by: settlement, expiry, tokens, quotas.
///
/// A held clock moves only when it is told to; a running one moves along real time as well. It never goes
/// back. Clones are the same clock.
///
/// ```
/// use std::time::Duration;
/// use pay_core::Timestamp;
/// use pay_sandbox::SandboxClock;
///
/// let clock = SandboxClock::held(Timestamp::from_millis(1_750_000_000_000));
/// clock.advance(Duration::from_secs(2));
/// assert_eq!(clock.now(), Timestamp::from_millis(1_750_000_002_000));
/// ```
#[derive(Clone)]
pub struct SandboxClock(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// Moved on by every change from outside, for who waits for a time.
    changes: watch::Sender<()>,
}

struct State {
    at: Timestamp,
    /// When real time began to count on top of `at`; `None` while the clock is held.
    since: Option<Instant>,
}

impl SandboxClock {
    /// A clock that stands at `start`.
    pub fn held(start: Timestamp) -> Self {
        let state = Mutex::new(State { at: start, since: None });
        Self(Arc::new(Inner { state, changes: watch::Sender::new(()) }))
    }

    /// A clock that runs from `start` along real time.
    pub fn running(start: Timestamp) -> Self {
        let clock = Self::held(start);
        clock.run();
        clock
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.with(|state| state.now())
    }

    /// Moves the clock forward and answers the new time.
    pub fn advance(&self, span: Duration) -> Timestamp {
        self.change(|state| {
            state.at = state.at.after(span);
            state.now()
        })
    }

    /// Moves the clock forward to `moment` and answers the new time. A moment in the past leaves it alone.
    pub fn advance_to(&self, moment: Timestamp) -> Timestamp {
        self.change(|state| {
            state.at = state.at.after(moment.since(state.now()));
            state.now()
        })
    }

    /// Lets the clock run along real time from now on.
    pub fn run(&self) {
        self.change(|state| {
            state.since.get_or_insert_with(Instant::now);
        });
    }

    /// Stops the clock where it is.
    pub fn hold(&self) {
        self.change(|state| {
            state.at = state.now();
            state.since = None;
        });
    }

    /// Whether the clock runs along real time.
    pub fn is_running(&self) -> bool {
        self.with(|state| state.since.is_some())
    }

    /// Sees every change that is made from now on.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    /// Returns when it is this time.
    pub(crate) async fn reached(&self, at: Timestamp) {
        let mut changes = self.changes();
        while self.now() < at {
            tokio::select! {
                _ = changes.changed() => {}
                () = tokio::time::sleep(at.since(self.now())), if self.is_running() => {}
            }
        }
    }

    fn change<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        let answer = self.with(act);
        self.0.changes.send_replace(());
        answer
    }

    fn with<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        // Each change is a single assignment, so a panic elsewhere leaves nothing half done.
        act(&mut self.0.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn now(&self) -> Timestamp {
        self.since.map_or(self.at, |since| self.at.after(since.elapsed()))
    }
}

/// So that what is tested can go by the sandbox's time.
impl Clock for SandboxClock {
    fn now(&self) -> Timestamp {
        SandboxClock::now(self)
    }
}

/// A held clock jumps, so that who waits for ten minutes has waited; a running one takes real time for it.
impl Timer for SandboxClock {
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        if !self.is_running() {
            self.advance_to(at);
            return Box::pin(std::future::ready(()));
        }
        Box::pin(tokio::time::sleep(at.since(self.now())))
    }
}

impl fmt::Debug for SandboxClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = if self.is_running() { "running" } else { "held" };
        write!(f, "SandboxClock({}, {state})", self.now())
    }
}

/// The time of the machine, which a sandbox starts at unless told otherwise.
pub(crate) fn real_time() -> Timestamp {
    Timestamp::from_millis(0).after(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default())
}

/// A moment for people: `2025-06-15T15:06:40Z`; the milliseconds, where the calendar ends.
pub(crate) fn print(moment: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(moment.as_millis())
        .map_or_else(|_| moment.to_string(), |moment| moment.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_millis(1_750_000_000_000);

    #[test]
    fn a_held_clock_moves_only_when_told() {
        let clock = SandboxClock::held(START);
        assert_eq!(clock.now(), START);
        assert_eq!(clock.clone().advance(Duration::from_millis(1)), START.after(Duration::from_millis(1)));
        assert_eq!(clock.now(), START.after(Duration::from_millis(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_time_is_reached_by_the_clock_and_not_by_waiting() {
        let clock = SandboxClock::held(START);
        let at = START.after(Duration::from_secs(3));
        let mut reached = std::pin::pin!(clock.reached(at));
        let hour = Duration::from_hours(1);
        tokio::time::timeout(hour, reached.as_mut()).await.unwrap_err();
        clock.advance(Duration::from_secs(2));
        tokio::time::timeout(hour, reached.as_mut()).await.unwrap_err();
        clock.advance(Duration::from_secs(1));
        tokio::time::timeout(hour, reached).await.unwrap();
        clock.reached(START).await;
    }

    #[test]
    fn time_never_goes_back() {
        let clock = SandboxClock::held(START);
        assert_eq!(clock.advance_to(START.before(Duration::from_secs(1))), START);
        assert_eq!(
            clock.advance_to(START.after(Duration::from_secs(1))),
            START.after(Duration::from_secs(1))
        );
    }

    #[test]
    fn a_moment_prints_also_beyond_the_calendar() {
        assert_eq!(print(START), "2025-06-15T15:06:40Z");
        assert_eq!(print(Timestamp::from_millis(i64::MAX)), i64::MAX.to_string());
    }

    #[test]
    fn a_running_clock_can_be_held() {
        let clock = SandboxClock::running(START);
        assert!(clock.is_running());
        clock.hold();
        let held = clock.now();
        assert!(held >= START && !clock.is_running());
        assert_eq!(clock.now(), held);
    }
}
