use std::fmt;
use std::time::Duration;

use pay_core::Timestamp;

/// How much a source is asked, and how it is left alone when it is in trouble.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The requests that the provider allows in a day, refused ones included: 100. `None` for no limit.
    pub daily: Option<u32>,
    /// Of these, how many are left for whatever else uses the registration: 10. Orders are never asked about
    /// with them.
    pub reserve: u32,
    /// How far the provider's day is ahead of UTC, in minutes: 420, Phnom Penh, which has no summer time.
    pub day_offset: i32,
    /// The longest that a request for fewer questions is honoured: an hour. A provider can say any number.
    pub longest_burst_pause: Duration,
    /// The first pause after a source was out of reach: 5 seconds. It doubles with each failure in a row.
    pub first_pause: Duration,
    /// The longest pause after a source was out of reach: 5 minutes.
    pub longest_pause: Duration,
    /// After how many failures in a row the operator hears of it: 5.
    pub alert_after: u32,
    /// How long one question may take before it counts as unanswered: a minute. The source's own time-out is
    /// shorter; this one is for a source that hangs.
    pub answer_within: Duration,
    /// What spreads pauses, so that many watchers do not come back in the same instant. Choose a different one
    /// for each; equal seeds give equal pauses.
    pub seed: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            daily: Some(100),
            reserve: 10,
            day_offset: 7 * 60,
            longest_burst_pause: Duration::from_hours(1),
            first_pause: Duration::from_secs(5),
            longest_pause: Duration::from_mins(5),
            alert_after: 5,
            answer_within: Duration::from_mins(1),
            seed: 0,
        }
    }
}

impl Limits {
    /// No daily limit, all else by default.
    pub fn unlimited() -> Self {
        Self { daily: None, ..Self::default() }
    }

    /// How many requests the watcher may make in a day.
    pub fn budget(&self) -> Option<u32> {
        self.daily.map(|daily| daily.saturating_sub(self.reserve))
    }

    /// The provider's day at `now`.
    pub fn day(&self, now: Timestamp) -> Day {
        Day(self.local(now).div_euclid(DAY))
    }

    /// When the day after `now` begins at the provider.
    pub fn next_day(&self, now: Timestamp) -> Timestamp {
        now.after(Duration::from_millis((DAY - self.local(now).rem_euclid(DAY)).unsigned_abs()))
    }

    fn local(&self, now: Timestamp) -> i64 {
        now.as_millis().saturating_add(i64::from(self.day_offset) * 60_000)
    }
}

const DAY: i64 = 86_400_000;

/// A day of the provider's calendar, counted from 1970-01-01: what a budget is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(i64);

impl Day {
    /// The number of the day.
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_phnom_penh() {
        let limits = Limits::default();
        // 2026-11-21T16:59:59.999Z is a millisecond before midnight at UTC+7.
        let last = Timestamp::from_millis(1_795_280_399_999);
        let first = last.after(Duration::from_millis(1));
        assert_eq!(limits.day(last).number() + 1, limits.day(first).number());
        assert_eq!(limits.next_day(last), first);
        assert_eq!(limits.next_day(first), first.after(Duration::from_hours(24)));
    }

    #[test]
    fn a_day_before_the_epoch_and_the_ends_of_time_are_days_too() {
        let limits = Limits { day_offset: -60, ..Limits::default() };
        assert_eq!(limits.day(Timestamp::from_millis(0)).number(), -1);
        assert_eq!(limits.next_day(Timestamp::from_millis(0)), Timestamp::from_millis(3_600_000));
        let last = Timestamp::from_millis(i64::MAX);
        assert!(limits.next_day(last) <= last);
    }

    #[test]
    fn the_reserve_is_not_spent() {
        assert_eq!(Limits::default().budget(), Some(90));
        assert_eq!(Limits { daily: Some(5), ..Limits::default() }.budget(), Some(0));
        assert_eq!(Limits::unlimited().budget(), None);
    }
}
