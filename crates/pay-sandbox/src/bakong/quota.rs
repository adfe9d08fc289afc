use std::collections::HashMap;

use pay_core::Timestamp;

/// Requests a day (specification, section 5). A day is one in Phnom Penh, which is UTC+7 all year.
#[derive(Debug)]
pub(super) struct Quota {
    limit: Option<u32>,
    /// By registration: the day that is counted, and how many there were.
    charged: HashMap<String, (i64, u32)>,
}

const HOUR_MS: i64 = 60 * 60 * 1_000;
const PHNOM_PENH_MS: i64 = 7 * HOUR_MS;

impl Quota {
    pub(super) fn new(limit: Option<u32>) -> Self {
        Self { limit, charged: HashMap::new() }
    }

    pub(super) const fn limit(&self) -> Option<u32> {
        self.limit
    }

    pub(super) fn set_limit(&mut self, limit: Option<u32>) {
        self.limit = limit;
    }

    /// Charges one request to a registration; the limit, when it is now above it.
    pub(super) fn charge(&mut self, registration: &str, now: Timestamp) -> Result<(), u32> {
        let today = day(now);
        let (counted, requests) = self.charged.entry(registration.to_owned()).or_insert((today, 0));
        if *counted != today {
            (*counted, *requests) = (today, 0);
        }
        *requests = requests.saturating_add(1);
        match self.limit {
            Some(limit) if *requests > limit => Err(limit),
            _ => Ok(()),
        }
    }

    /// How many requests a registration made today.
    pub(super) fn charged(&self, registration: &str, now: Timestamp) -> u32 {
        match self.charged.get(registration) {
            Some((counted, requests)) if *counted == day(now) => *requests,
            _ => 0,
        }
    }
}

/// The day in Phnom Penh, counted from 1970-01-01.
const fn day(now: Timestamp) -> i64 {
    now.as_millis().saturating_add(PHNOM_PENH_MS).div_euclid(24 * HOUR_MS)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_phnom_penh() {
        // 2026-11-21T17:00:00Z is midnight of the 22nd there.
        let midnight: jiff::Timestamp = "2026-11-21T17:00:00Z".parse().unwrap();
        let midnight = Timestamp::from_millis(midnight.as_millisecond());
        let before = midnight.before(Duration::from_millis(1));
        let mut quota = Quota::new(Some(1));
        assert_eq!(quota.charge("a", before), Ok(()));
        assert_eq!(quota.charge("a", before), Err(1));
        assert_eq!(quota.charge("b", before), Ok(()));
        assert_eq!((quota.charged("a", before), quota.charged("a", midnight)), (2, 0));
        assert_eq!(quota.charge("a", midnight), Ok(()));
    }
}
