//! Postbacks as they are read (section 3): names, encodings, dates, limits.

use std::fmt::Write as _;
use std::time::Duration;

use airpay_client::{InvalidPostback, PostbackStatus, UnverifiedPostback};
use pay_core::{NoticeError, NotificationSource as _, Observation, Timestamp, Trust, Untrusted};
use proptest::prelude::*;

use crate::wire::{NOW, delivery, notifications, path, postback};

fn read(query: &str) -> Result<UnverifiedPostback, InvalidPostback> {
    UnverifiedPostback::read(query)
}

/// A postback with these members in the place of id and status.
fn query(id_and_status: &str) -> String {
    format!("{id_and_status}&trx_date=2025-10-27T15:04:11%2B07:00&status_desc=Success")
}

fn dated(date: &str) -> String {
    format!("trx_id=LINKIT25112222229&trx_date={date}&status=1&status_desc=Success")
}

fn escaped(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat()
}

#[test]
fn the_documents_sample_is_read() {
    let postback = read(&postback()).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_debug_snapshot!("postback@sample", postback);
        insta::assert_debug_snapshot!("postback@notice", postback.to_notice());
    });
}

/// The document's own table: the members, all required, and their limits in characters.
#[test]
fn the_members_have_the_documents_limits() {
    let table = conformance::fixture("airpay/postback-members.tsv");
    let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(rows.len(), 4);
    for row in rows {
        let [member, "yes", limit] = row[..] else { panic!("{row:?}") };
        let limit: usize = limit.parse().unwrap();
        let with = |value: &str| {
            let others = postback().replace("trx_id=", "trxid=");
            let kept = others.split('&').filter(|pair| !pair.starts_with(&format!("{member}=")));
            let kept: Vec<&str> = kept.collect();
            format!("{}&{member}={value}", kept.join("&"))
        };
        // Khmer, which no id and no date is made of: refused for that and not for its length.
        let fits = read(&with(&"%E1%9E%80".repeat(limit)));
        assert!(!matches!(fits, Err(InvalidPostback::TooLong { .. })), "{member}");
        let found = limit + 1;
        let name = if member == "trxid" { "trxid" } else { member };
        match read(&with(&"%E1%9E%80".repeat(found))) {
            Err(InvalidPostback::TooLong { member, found: counted, limit: most }) => {
                assert_eq!((member, counted, most), (name, found, limit));
            }
            other => panic!("{member}: {other:?}"),
        }
        let missing = with("").replace(&format!("&{member}="), "");
        assert!(matches!(read(&missing), Err(InvalidPostback::Missing(_))), "{member}");
        assert!(read(&with(&"x".repeat(found))).is_err(), "{member}");
    }
    let id = "x".repeat(150);
    assert_eq!(read(&query(&format!("trxid={id}&status=1"))).unwrap().platform_id.as_str(), id);
}

/// What each status claims, and how that reads in the words of all providers.
#[test]
fn f34_statuses_are_exact_and_unknown_ones_are_kept() {
    let mut table = String::new();
    for status in ["0", "1", "2", "3", "01", "%201", "1%20", "1%00", "true", "-1", "%D9%A1", "SUCCESS"] {
        let notice = read(&query(&format!("trx_id=LINKIT1&status={status}"))).unwrap().to_notice();
        assert_eq!(notice.trust, Trust::Hint);
        let said = notice.claim.status();
        writeln!(table, "{status}: {said}, {:?}", notice.claim).unwrap();
    }
    assert_eq!(read(&query("trx_id=LINKIT1&status=")), Err(InvalidPostback::Missing("status")));
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("postback@statuses", table);
    });
}

/// Exactly one id, and a status that is exactly `0`, `1` or `2` or none that is known; 2 is no failure.
#[test]
fn d52_ambiguous_members_are_refused_and_statuses_are_exact() {
    let repeated = |name: &str| Err(InvalidPostback::Repeated(Untrusted::new(name)));
    assert_eq!(read(&query("trx_id=A&trx_id=B&status=1")), repeated("trx_id"));
    assert_eq!(read(&query("trx_id=A&trx_id=A&status=1")), repeated("trx_id"));
    assert_eq!(read(&query("trx_id=A&trxid=B&status=1")), Err(InvalidPostback::TwoIds));
    assert_eq!(read(&query("trx_id=A&trxid=&status=1")), Err(InvalidPostback::TwoIds));
    assert_eq!(read(&query("trx_id=A&trxid=A&status=1")).unwrap().platform_id.as_str(), "A");
    assert_eq!(read(&query("trx_id=A&status=0&status=1")), repeated("status"));
    assert_eq!(read(&query("trx_id=A&status[]=1")), Err(InvalidPostback::Missing("status")));
    assert_eq!(read(&query("trx_id=A&status=0&status[]=1")), repeated("status[]"));
    assert_eq!(read(&query("trx_id=A&status=0&status%5B0%5D=1")), repeated("status[0]"));
    assert_eq!(read(&query("trx%5Fid=A&trx_id=A&status=1")), repeated("trx_id"));
    let status = |status: &str| read(&query(&format!("trx_id=A&status={status}"))).unwrap().status;
    assert_eq!(status("0"), PostbackStatus::Failed);
    assert_eq!(status("1"), PostbackStatus::Success);
    assert_eq!(status("2"), PostbackStatus::Unknown);
    for (wrong, kept) in [("01", "01"), ("1%00", "1\0"), ("true", "true"), ("%201", " 1"), ("+1", " 1")] {
        assert_eq!(status(wrong), PostbackStatus::Other(Untrusted::new(kept)), "{wrong}");
    }
    let notice = read(&query("trx_id=A&status=2")).unwrap().to_notice();
    assert!(matches!(notice.claim, Observation::Unrecognized(_)), "2 is unknown, not failed");
}

/// The plus of the sample, which form decoding makes a blank, and its escape are one date.
#[test]
fn d53_both_readings_of_the_plus_are_one_date_and_its_range_is_checked() {
    let notifications = notifications();
    let read_at = |date: &str, received_at: Timestamp| {
        let query = dated(date);
        let path = path();
        let delivery = pay_core::Delivery { received_at, ..delivery(&path, &query) };
        notifications.postback(None, &delivery).map(|postback| postback.trx_date)
    };
    for date in [
        "2025-10-27T15:04:11+07:00",
        "2025-10-27T15:04:11%2B07:00",
        "2025-10-27T15:04:11%2b07%3A00",
        "2025-10-27T15:04:11%2007:00",
        "2025-10-27T08:04:11Z",
        "2025-10-27T01:04:11-07:00",
    ] {
        assert_eq!(read_at(date, NOW), Ok(NOW), "{date}");
    }
    let days = |days: u64| Duration::from_hours(24 * days);
    let sample = "2025-10-27T15:04:11+07:00";
    let out_of_range = Err(InvalidPostback::DateOutOfRange);
    // In the future, by more than any time zone makes.
    assert_eq!(read_at(sample, NOW.before(Duration::from_hours(24))), Ok(NOW));
    assert_eq!(read_at(sample, NOW.before(Duration::from_millis(24 * 3_600_000 + 1))), out_of_range);
    assert_eq!(read_at("2035-10-27T15:04:11+07:00", NOW), out_of_range);
    assert_eq!(read_at("9999-12-30T15:04:11+07:00", NOW), out_of_range);
    // Ten years old.
    assert_eq!(read_at(sample, NOW.after(days(31))), Ok(NOW));
    assert_eq!(read_at(sample, NOW.after(days(32))), out_of_range);
    assert_eq!(read_at("2015-10-27T15:04:11+07:00", NOW), out_of_range);
    let narrow = notifications.clone().max_age(Duration::ZERO).max_ahead(Duration::ZERO);
    let (path, query) = (path(), dated(sample));
    assert!(narrow.postback(None, &delivery(&path, &query)).is_ok());
    let later =
        pay_core::Delivery { received_at: NOW.after(Duration::from_millis(1)), ..delivery(&path, &query) };
    assert_eq!(narrow.postback(None, &later), out_of_range.map(|_: Timestamp| unreachable!()));
    assert_eq!(narrow.read(&later), Err(NoticeError::Unreadable));
}

#[test]
fn the_date_is_kept_as_it_came() {
    let kept = |date: &str| read(&dated(date)).unwrap().trx_date_text;
    assert_eq!(kept("2025-10-27T15:04:11+07:00"), Untrusted::new("2025-10-27T15:04:11 07:00"));
    assert_eq!(kept("2025-10-27T15:04:11%2B07:00"), Untrusted::new("2025-10-27T15:04:11+07:00"));
    for wrong in ["2025-10-27", "2025-10-27T15:04:11", "27/10/2025", "2025-02-29T00:00:00Z", "1761552251"] {
        assert_eq!(read(&dated(wrong)), Err(InvalidPostback::Date), "{wrong}");
    }
}

#[test]
fn d61_odd_bytes_are_an_error_and_no_panic() {
    assert_eq!(read(&query("trx_id=%FF&status=1")), Err(InvalidPostback::NotUtf8 { nth: 0 }));
    assert_eq!(read(&query("trx_id=A&x%C3%28=1&status=1")), Err(InvalidPostback::NotUtf8 { nth: 1 }));
    assert_eq!(read(&query("trx_id=%ED%A0%80&status=1")), Err(InvalidPostback::NotUtf8 { nth: 0 }));
    for odd in ["a%20b", "%00", "%E1%9E%80", "a%0Ab"] {
        let query = query(&format!("trx_id={odd}&status=1"));
        assert_eq!(read(&query), Err(InvalidPostback::PlatformId), "{odd}");
    }
    assert_eq!(read(""), Err(InvalidPostback::Missing("trx_id")));
    assert_eq!(read(&"&".repeat(16_384)), Err(InvalidPostback::Missing("trx_id")));
    let long = format!("{}&x={}", postback(), "y".repeat(16_384));
    let limit = 16_384;
    assert_eq!(read(&long), Err(InvalidPostback::TooMuch { found: long.len(), limit }));
    let many: Vec<String> = (0..1_000).map(|nth| format!("&{nth}=")).collect();
    assert_eq!(read(&(postback() + &many.concat())).unwrap().extra.len(), 1_000);
}

#[test]
fn unknown_members_are_kept_and_not_trusted() {
    let postback = read(&(postback() + "&amount=10.50&currency=USD&msg=a%0Ab")).unwrap();
    let kept: Vec<(&str, &str)> =
        postback.extra.iter().map(|(name, text)| (name.as_str(), text.as_raw())).collect();
    assert_eq!(kept, [("amount", "10.50"), ("currency", "USD"), ("msg", "a\nb")]);
    // An amount in the query is nobody's word.
    assert!(matches!(postback.to_notice().claim, Observation::PaidUnreadable(_)));
}

proptest! {
    #[test]
    fn reading_never_panics(text in ".{0,200}", bytes: Vec<u8>) {
        let _ = read(&text);
        let escaped = escaped(&bytes);
        let _ = read(&query(&format!("trx_id={escaped}&status={escaped}")));
        let _ = read(&dated(&escaped));
        let _ = read(&dated(&text.replace('&', "")));
    }

    #[test]
    fn an_id_is_read_as_it_was_escaped(id in "[!-~]{1,150}") {
        let escaped = escaped(id.as_bytes());
        let postback = read(&query(&format!("trx_id={escaped}&status=1"))).unwrap();
        prop_assert_eq!(postback.platform_id.as_str(), id);
    }
}
