//! Who may send a postback: the secret segment of the path, and the allow-list (threat D-51).

use std::net::IpAddr;

use airpay_client::{InvalidPostback, Peers};
use pay_core::{Delivery, NoticeError, NotificationSource as _};

use crate::wire::{TOKEN, delivery, notifications, path, postback};

type Headers<'a> = &'a [(&'a str, &'a [u8])];

const AIRPAY: &str = "203.0.113.7";

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn peers() -> Peers {
    Peers::new(|address| address == ip(AIRPAY))
        .behind(|address| [ip("10.0.0.1"), ip("10.0.0.2")].contains(&address))
}

/// Whether the sample of this peer with these headers is taken.
fn is_taken(peers: Peers, peer: &str, headers: Headers<'_>) -> bool {
    let (path, query) = (path(), postback());
    let delivery = Delivery { headers, ..delivery(&path, &query) };
    match notifications().peers(peers).postback(Some(ip(peer)), &delivery) {
        Ok(_) => true,
        Err(InvalidPostback::Peer) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn d51_a_wrong_or_absent_token_is_not_found() {
    let query = postback();
    let longer = format!("/airpay/{TOKEN}0");
    let upper = format!("/airpay/{}", TOKEN.to_uppercase());
    let escaped = format!("/airpay/%30{}", &TOKEN[1..]);
    let behind = format!("/airpay/{TOKEN}/");
    let before = format!("/{TOKEN}/airpay");
    let cut = format!("/airpay/{}", &TOKEN[1..]);
    let in_query = format!("/airpay?{TOKEN}");
    for wrong in
        ["/airpay", "/airpay/", "/", "", &longer, &upper, &escaped, &behind, &before, &cut, &in_query]
    {
        let delivery = delivery(wrong, &query);
        assert_eq!(notifications().postback(None, &delivery), Err(InvalidPostback::Path), "{wrong}");
        let error = notifications().read(&delivery).unwrap_err();
        assert_eq!((error, notifications().refusal(error).status), (NoticeError::NotAuthentic, 404));
    }
    // A proxy may strip what stands before the segment.
    for right in [path(), format!("/{TOKEN}"), TOKEN.to_owned(), format!("/shop/airpay/{TOKEN}")] {
        assert!(notifications().read(&delivery(&right, &query)).is_ok(), "{right}");
    }
}

#[test]
fn d51_an_address_outside_the_allow_list_is_not_found() {
    assert!(is_taken(peers(), AIRPAY, &[]));
    assert!(is_taken(peers(), "::ffff:203.0.113.7", &[]), "IPv4 in the form of IPv6");
    for outside in ["203.0.113.8", "198.51.100.1", "127.0.0.1", "10.0.0.1", "::1", "::203.0.113.7"] {
        assert!(!is_taken(peers(), outside, &[]), "{outside}");
    }
    let (path, query) = (path(), postback());
    let notifications = notifications().peers(peers());
    // An allow-list without a peer admits nobody.
    let error = notifications.read(&delivery(&path, &query)).unwrap_err();
    assert_eq!((error, notifications.refusal(error).status), (NoticeError::NotAuthentic, 404));
}

/// The header counts only as far as configured proxies wrote it: from its end.
#[test]
fn d51_a_forged_forwarded_header_is_not_believed() {
    let forwarded = |value: &'static str| [("X-Forwarded-For", value.as_bytes())];
    // Not from a proxy.
    assert!(!is_taken(peers(), "198.51.100.1", &forwarded(AIRPAY)));
    assert!(is_taken(peers(), AIRPAY, &forwarded("198.51.100.1")));
    // Through a proxy, which adds the address that it saw behind what the sender forged.
    assert!(is_taken(peers(), "10.0.0.1", &forwarded(AIRPAY)));
    assert!(is_taken(peers(), "10.0.0.1", &forwarded("198.51.100.1, 203.0.113.7")));
    assert!(!is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7, 198.51.100.1")));
    assert!(!is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7,\t198.51.100.1 ")));
    // Through two of them.
    assert!(is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7, 10.0.0.2")));
    assert!(!is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7, 198.51.100.1, 10.0.0.2")));
    // A header in several lines is one list.
    let lines = |first: &'static str, second: &'static str| {
        [("x-forwarded-for", first.as_bytes()), ("X-FORWARDED-FOR", second.as_bytes())]
    };
    assert!(!is_taken(peers(), "10.0.0.1", &lines(AIRPAY, "198.51.100.1")));
    assert!(is_taken(peers(), "10.0.0.1", &lines("198.51.100.1", AIRPAY)));
    // With a port, and what is no address.
    assert!(is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7:4711")));
    assert!(!is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7, unknown")));
    assert!(!is_taken(peers(), "10.0.0.1", &forwarded("203.0.113.7, ")));
    assert!(!is_taken(peers(), "10.0.0.1", &[("X-Forwarded-For", b"203.0.113.7, \xff")]));
    // Other headers are nobody's.
    assert!(!is_taken(
        peers(),
        "10.0.0.1",
        &[("X-Real-IP", b"203.0.113.7"), ("Forwarded", b"for=203.0.113.7")]
    ));
    // Without proxies the header is not read at all.
    let alone = Peers::new(|address| address == ip(AIRPAY));
    assert!(!is_taken(alone.clone(), "10.0.0.1", &forwarded(AIRPAY)));
    assert!(is_taken(alone, AIRPAY, &forwarded("unknown")));
}
