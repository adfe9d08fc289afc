//! The ways in which the document prints a moment, beside the clock on the wall (specification, E23).

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::Offset;
use pay_core::Timestamp;

use crate::phnom_penh::{at, zoned};

/// `2022-07-18T10:44:53.000000Z`, as the orders have it.
pub(super) fn instant(moment: Timestamp) -> String {
    at(moment, Offset::UTC).strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// The day of a moment in UTC, which the orders print.
pub(super) fn day(moment: Timestamp) -> Date {
    at(moment, Offset::UTC).date()
}

/// `2602`: year and month, so many months on.
pub(super) fn card_expiry(moment: Timestamp, months: u32) -> String {
    let month = zoned(moment).date().saturating_add(jiff::Span::new().months(months));
    month.strftime("%y%m").to_string()
}

/// `02-05T08:12:27.000Z`, as a card's transactions have it: no year.
pub(super) fn without_year(moment: Timestamp) -> String {
    at(moment, Offset::UTC).strftime("%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// `1 week ago`.
pub(super) fn ago(span: Duration) -> String {
    const UNITS: [(u64, &str); 5] =
        [(604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let seconds = span.as_secs();
    let (size, name) = UNITS.into_iter().find(|(size, _)| seconds >= *size).unwrap_or((1, "second"));
    let count = seconds / size;
    format!("{count} {name}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_print_as_in_the_document() {
        // 2022-07-18T10:44:53Z and 2025-01-13T02:32:21Z, by date(1).
        assert_eq!(instant(Timestamp::from_millis(1_658_141_093_000)), "2022-07-18T10:44:53.000000Z");
        assert_eq!(card_expiry(Timestamp::from_millis(1_736_735_541_000), 13), "2602");
        assert_eq!(ago(Duration::from_secs(604_800)), "1 week ago");
        assert_eq!(ago(Duration::from_secs(2 * 604_800 + 1)), "2 weeks ago");
        assert_eq!(ago(Duration::ZERO), "0 seconds ago");
        assert!(instant(Timestamp::from_millis(i64::MAX)).starts_with("9999-12-30T"));
    }
}
