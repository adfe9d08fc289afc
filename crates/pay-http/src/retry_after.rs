use std::time::{Duration, UNIX_EPOCH};

use http::HeaderMap;
use http::header::RETRY_AFTER;
use pay_core::Timestamp;

/// How long the provider asks to wait (RFC 9110, section 10.2.3), but never longer than `cap`.
///
/// Reads whole seconds and the three forms of an HTTP date; a date that has passed is no wait. `None` when the
/// header is missing, says something else, or is there twice.
pub fn retry_after(headers: &HeaderMap, now: Timestamp, cap: Duration) -> Option<Duration> {
    let mut values = headers.get_all(RETRY_AFTER).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let text = value.to_str().ok()?.trim();
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are as good as for ever.
        text.parse().map_or(Duration::MAX, Duration::from_secs)
    } else {
        let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
        Timestamp::from_millis(0).after(date).since(now)
    };
    Some(wait.min(cap))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const CAP: Duration = Duration::from_secs(3_600);
    /// The moment of the examples in RFC 9110, section 5.6.7.
    const NOW: Timestamp = Timestamp::from_millis(784_111_777_000);

    fn read(value: &str) -> Option<Duration> {
        let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
        retry_after(&HeaderMap::from_iter([(RETRY_AFTER, value)]), NOW, CAP)
    }

    #[test]
    fn f21_seconds_are_read() {
        assert_eq!(read("120"), Some(Duration::from_secs(120)));
        assert_eq!(read(" 0 "), Some(Duration::ZERO));
    }

    #[test]
    fn f21_dates_in_all_three_forms_are_read() {
        for date in
            ["Sun, 06 Nov 1994 08:50:37 GMT", "Sunday, 06-Nov-94 08:50:37 GMT", "Sun Nov  6 08:50:37 1994"]
        {
            assert_eq!(read(date), Some(Duration::from_secs(60)), "{date}");
        }
        assert_eq!(read("Sun, 06 Nov 1994 08:48:37 GMT"), Some(Duration::ZERO));
    }

    #[test]
    fn f21_absurd_waits_end_at_the_cap() {
        for value in ["1000000000", "99999999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"] {
            assert_eq!(read(value), Some(CAP), "{value}");
        }
    }

    #[test]
    fn f21_without_a_readable_value_there_is_no_wait() {
        assert_eq!(retry_after(&HeaderMap::new(), NOW, CAP), None);
        for value in ["", "-1", "1.5", "soon", "1e9", "\u{661}", "Sun, 32 Nov 1994 08:49:37 GMT"] {
            assert_eq!(read(value), None, "{value}");
        }
        let mut twice = HeaderMap::new();
        twice.append(RETRY_AFTER, HeaderValue::from_static("1"));
        twice.append(RETRY_AFTER, HeaderValue::from_static("2"));
        assert_eq!(retry_after(&twice, NOW, CAP), None);
    }
}
