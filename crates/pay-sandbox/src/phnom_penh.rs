//! The clock on the wall in Phnom Penh, as the providers print it.

use jiff::Zoned;
use jiff::tz::{Offset, TimeZone};
use pay_core::Timestamp;

/// Cambodia: UTC+7, all year.
const OFFSET: Offset = Offset::constant(7);

/// `2025-01-13 09:32:21`, without a zone.
pub(crate) fn wall(moment: Timestamp) -> String {
    zoned(moment).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// `2025-01-13T09:32:21+07:00`.
pub(crate) fn with_offset(moment: Timestamp) -> String {
    zoned(moment).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// A moment on this wall.
pub(crate) fn zoned(moment: Timestamp) -> Zoned {
    at(moment, OFFSET)
}

/// A moment elsewhere.
pub(crate) fn at(moment: Timestamp, offset: Offset) -> Zoned {
    // The calendar ends in the year 9999; a clock that was moved beyond it stays there.
    let moment = jiff::Timestamp::from_millisecond(moment.as_millis()).unwrap_or(if moment.as_millis() < 0 {
        jiff::Timestamp::MIN
    } else {
        jiff::Timestamp::MAX
    });
    moment.to_zoned(TimeZone::fixed(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_prints_also_beyond_the_calendar() {
        // 2025-01-13T02:32:21Z, by date(1).
        let moment = Timestamp::from_millis(1_736_735_541_000);
        assert_eq!(wall(moment), "2025-01-13 09:32:21");
        assert_eq!(with_offset(moment), "2025-01-13T09:32:21+07:00");
        assert!(wall(Timestamp::from_millis(i64::MAX)).starts_with("9999-12-3"));
    }
}
