//! Times in words, and words as times.

use std::time::Duration;

use jiff::tz::{Offset, TimeZone};
use pay_core::{Clock as _, Timestamp};
use pay_watch::SystemClock;

use crate::exit::Failure;

/// Date and time in Phnom Penh, as `2026-01-31 18:45:10+07:00`; the number itself when it is no date.
pub(crate) fn in_phnom_penh(at: Timestamp) -> String {
    // Cambodia has kept +07:00 without daylight saving since 1975, so no time zone database is needed.
    let zone = TimeZone::fixed(Offset::constant(7));
    match jiff::Timestamp::from_millisecond(at.as_millis()) {
        Ok(at) => at.to_zoned(zone).strftime("%Y-%m-%d %H:%M:%S%:z").to_string(),
        Err(_) => at.to_string(),
    }
}

/// `10m`, `90s`, `1h30m`, `2 days`: a length of time of at least one millisecond.
pub(crate) fn parse_duration(text: &str) -> Result<Duration, String> {
    let span: jiff::SignedDuration =
        text.parse().map_err(|_| "expected a length of time such as 10m or 90s".to_owned())?;
    match Duration::try_from(span) {
        Ok(span) if !span.is_zero() => Ok(span),
        _ => Err("expected a length of time above zero".to_owned()),
    }
}

/// Milliseconds since the epoch, or a moment as RFC 3339 has it.
pub(crate) fn parse_timestamp(text: &str) -> Result<Timestamp, String> {
    let millis = match text.parse::<i64>() {
        Ok(millis) => millis,
        Err(_) => text
            .parse::<jiff::Timestamp>()
            .map_err(|_| {
                "expected milliseconds since 1970 or a time such as 2026-01-31T18:45:10+07:00".to_owned()
            })?
            .as_millisecond(),
    };
    Ok(Timestamp::from_millis(millis))
}

/// The moment given, or now.
pub(crate) fn or_now(given: Option<Timestamp>) -> Timestamp {
    given.unwrap_or_else(|| SystemClock.now())
}

/// A length of time in its two largest units: `9m 51s`, `10m`, `89d 23h`.
pub(crate) fn words(span: Duration) -> String {
    let (seconds, millis) = (span.as_secs(), span.subsec_millis());
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) if millis > 0 && seconds < 10 => format!("{seconds}.{}s", millis / 100),
        (0, 0, seconds) => format!("{seconds}s"),
        (0, minutes, 0) => format!("{minutes}m"),
        (0, minutes, seconds) => format!("{minutes}m {seconds:02}s"),
        (hours @ 0..48, minutes, _) => format!("{hours}h {minutes:02}m"),
        (hours, ..) => format!("{}d {:02}h", hours / 24, hours % 24),
    }
}

/// A failure of `--now` and `--expires-in` together: the sum is no date.
pub(crate) fn later(now: Timestamp, span: Duration) -> Result<Timestamp, Failure> {
    let at = now.after(span);
    if jiff::Timestamp::from_millisecond(at.as_millis()).is_ok() {
        Ok(at)
    } else {
        Err(Failure::bad_input("expiry lies beyond the year 9999"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_a_unit_and_a_size() {
        assert_eq!(parse_duration("10m"), Ok(Duration::from_mins(10)));
        assert_eq!(parse_duration("1h 30m"), Ok(Duration::from_mins(90)));
        for wrong in ["", "10", "-10m", "0s", "ten minutes", "10m!"] {
            assert!(parse_duration(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn moments_are_milliseconds_or_rfc_3339() {
        let expected = Ok(Timestamp::from_millis(1_750_000_000_000));
        assert_eq!(parse_timestamp("1750000000000"), expected);
        assert_eq!(parse_timestamp("2025-06-15T22:06:40+07:00"), expected);
        assert!(parse_timestamp("2025-02-29T00:00:00Z").is_err());
    }

    #[test]
    fn times_print_in_phnom_penh() {
        assert_eq!(in_phnom_penh(Timestamp::from_millis(1_750_000_000_000)), "2025-06-15 22:06:40+07:00");
        assert_eq!(in_phnom_penh(Timestamp::from_millis(i64::MAX)), "9223372036854775807");
    }
}
