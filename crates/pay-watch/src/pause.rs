use std::fmt;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use pay_core::{NoAnswerReason, Throttle, Timestamp};

use crate::Limits;
use crate::store::CLOCK_SLACK;

/// A source that is left alone, and its orders with it. Their expiry goes on.
///
/// It stays on record until the source answers again, so that pauses grow while the trouble lasts, and it is kept
/// in the store, so that a restart does not spend what a quota no longer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// Since when the source has not answered.
    pub since: Timestamp,
    /// When this pause was made.
    pub made_at: Timestamp,
    /// When the source may be asked again; `None` until someone says so.
    pub until: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
}

/// Why a source is left alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PauseReason {
    /// It does not accept our credentials. Ends with [`Watcher::resume`](crate::Watcher::resume).
    AuthLost,
    /// It says that the day's quota is spent. Ends with the provider's day.
    QuotaSpent,
    /// Our own budget for the day is spent. Ends with the provider's day.
    BudgetSpent,
    /// It asked for fewer questions at once.
    TooMany,
    /// Nothing usable came back.
    Unreachable,
}

impl PauseReason {
    /// The word for people and for JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthLost => "credentials not accepted",
            Self::QuotaSpent => "daily quota spent",
            Self::BudgetSpent => "daily budget spent",
            Self::TooMany => "too many requests",
            Self::Unreachable => "unreachable",
        }
    }
}

impl fmt::Display for PauseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What is wrong with a source, and not with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trouble {
    Unreachable,
    Burst(Option<Duration>),
    Budget,
    Quota,
    Auth,
}

impl Trouble {
    /// The trouble that an unanswered question points to, if it is the source's.
    pub(crate) fn of(reason: NoAnswerReason) -> Option<Self> {
        match reason {
            NoAnswerReason::Unauthorized => Some(Self::Auth),
            NoAnswerReason::Throttled(Throttle::Daily) => Some(Self::Quota),
            NoAnswerReason::Throttled(Throttle::Burst(wait)) => Some(Self::Burst(wait)),
            NoAnswerReason::Rejected | NoAnswerReason::Unreadable => None,
            // Also what a later version of the vocabulary adds: no answer, and nothing known of the order.
            _ => Some(Self::Unreachable),
        }
    }
}

impl Pause {
    /// How long after its end a pause still counts.
    const FORGOTTEN: Duration = Duration::from_hours(1);

    /// Whether the source is not to be asked at `now`. A pause that was made by a clock that is ahead of `now` is
    /// void, unless it has no end.
    pub fn blocks(&self, now: Timestamp) -> bool {
        let void = self.until.is_some() && self.made_at > now.after(CLOCK_SLACK);
        !void && self.until.is_none_or(|until| now < until)
    }

    /// The pause that trouble at `now` leads to, after the one before it.
    pub(crate) fn after(previous: Option<&Self>, trouble: Trouble, now: Timestamp, limits: &Limits) -> Self {
        // Trouble that comes long after a pause was over is new trouble.
        let is_recent = |pause: &&Self| pause.until.is_none_or(|until| now.since(until) < Self::FORGOTTEN);
        let previous = previous.filter(is_recent);
        let failures = previous.map_or(0, |pause| pause.failures).saturating_add(1);
        let growing = backoff(limits, failures, now);
        let (reason, until) = match trouble {
            Trouble::Unreachable => (PauseReason::Unreachable, Some(now.after(growing))),
            Trouble::Burst(wait) => {
                let wait = wait.map_or(growing, |wait| wait.max(limits.first_pause));
                (PauseReason::TooMany, Some(now.after(wait.min(limits.longest_burst_pause))))
            }
            Trouble::Budget | Trouble::Quota => {
                let reason = if trouble == Trouble::Quota {
                    PauseReason::QuotaSpent
                } else {
                    PauseReason::BudgetSpent
                };
                (reason, Some(limits.next_day(now).after(backoff(limits, 1, now))))
            }
            Trouble::Auth => (PauseReason::AuthLost, None),
        };
        let since = previous.map_or(now, |pause| pause.since.min(now));
        Self { reason, since, made_at: now, until, failures }
    }

    /// Whether the operator hears of it: at once of what lasts, and of an outage once it has lasted.
    pub(crate) fn is_alert(&self, previous: Option<&Self>, limits: &Limits) -> bool {
        match self.reason {
            PauseReason::Unreachable | PauseReason::TooMany => self.failures == limits.alert_after,
            reason => previous.is_none_or(|previous| previous.reason != reason || previous.until.is_some()),
        }
    }
}

/// The pause after so many failures in a row, spread by the seed and the moment.
fn backoff(limits: &Limits, failures: u32, now: Timestamp) -> Duration {
    // Past this many doublings every pause is the longest one.
    let nth = failures.clamp(1, 32) as usize - 1;
    ExponentialBuilder::new()
        .with_min_delay(limits.first_pause)
        .with_max_delay(limits.longest_pause)
        .without_max_times()
        .with_jitter()
        .with_jitter_seed(limits.seed ^ now.as_millis().unsigned_abs())
        .build()
        .nth(nth)
        .map_or(limits.longest_pause, |pause| pause.min(limits.longest_pause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::at;

    fn outage(previous: Option<&Pause>, seconds: u64) -> Pause {
        Pause::after(previous, Trouble::Unreachable, at(seconds), &Limits::default())
    }

    #[test]
    fn an_outage_is_counted_from_its_first_failure_and_is_heard_of_at_the_fifth() {
        let mut pause = outage(None, 0);
        let mut heard_at = Vec::new();
        for failures in 2..8 {
            let next = outage(Some(&pause), failures * 60);
            assert_eq!((next.since, u64::from(next.failures)), (at(0), failures));
            if next.is_alert(Some(&pause), &Limits::default()) {
                heard_at.push(failures);
            }
            pause = next;
        }
        assert_eq!(heard_at, [5]);
    }

    #[test]
    fn trouble_an_hour_after_the_end_of_a_pause_is_new() {
        let first = outage(None, 0);
        let hour = first.until.unwrap().since(at(0)).as_secs() + 3_601;
        let second = outage(Some(&first), hour);
        assert_eq!((second.since, second.failures), (at(hour), 1));
    }

    #[test]
    fn pauses_grow_to_the_longest_one_and_stay_there() {
        let mut pause = outage(None, 0);
        for _ in 0..100 {
            let length = pause.until.unwrap().since(pause.made_at);
            assert!(length >= Duration::from_secs(5) && length <= Duration::from_mins(5), "{length:?}");
            pause =
                Pause::after(Some(&pause), Trouble::Unreachable, pause.until.unwrap(), &Limits::default());
        }
        assert_eq!(pause.until.unwrap().since(pause.made_at), Duration::from_mins(5));
    }
}
