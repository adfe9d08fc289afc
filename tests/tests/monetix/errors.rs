//! Refusals, pages and outages, and what is known after each (section 4.2).

use conformance::wire::PAGES;
use monetix_client::{Code, Error, ErrorKind, Malformed, RetryAdvice, Unreachable};
use pay_core::{Outcome, Throttle};
use pay_http::TransportErrorKind;
use pay_http::http::HeaderValue;
use pay_http::http::header::{LOCATION, RETRY_AFTER};

use crate::wire::{Answer, Wire, broken, client, http, refund, refunding, refused};

/// Of a refund, which is sent once.
async fn error(answer: Answer) -> Error {
    let wire = Wire::script([answer]);
    let error = client(&wire, refunding()).call(&refund()).await.unwrap_err();
    assert_eq!(wire.sent().len(), 1);
    error
}

/// A code comes as text or as a number, under HTTP 200 or 4xx, or in the first of `errors`.
#[tokio::test]
async fn codes_are_read_however_they_are_written() {
    for (status, body) in [
        (200, r#"{"status":"error","code":"3283","message":"m"}"#),
        (200, r#"{"status":"error","code":3283}"#),
        (400, r#"{"status":"error","code":3283}"#),
        (422, r#"{"code":"3283"}"#),
        (400, r#"{"status":"error","errors":[{"code":3283,"field":"payment.amount"}]}"#),
        (200, "\u{feff}{\"status\":\"error\",\"code\":\"3283\"}"),
    ] {
        let error = error(http(status, body)).await;
        let api = error.kind().api().unwrap();
        assert_eq!(api.code, Some(Code::new("3283")), "{body}");
        assert_eq!((api.http, error.outcome()), (status, Outcome::Refused), "{body}");
    }
}

#[tokio::test]
async fn the_outcome_follows_the_code() {
    let outcome = async |code: &str| error(refused(code)).await.outcome();
    for code in [
        "702", "903", "1405", "2003", "2147", "3041", "3061", "3230", "3261", "3613", "10105", "20000",
        "30001",
    ] {
        assert_eq!(outcome(code).await, Outcome::Refused, "{code}");
    }
    for code in
        ["0", "501", "601", "602", "9999", "19999", "20602", "20802", "20899", "29999", "77777", "new", ""]
    {
        assert_eq!(outcome(code).await, Outcome::Unknown, "{code}");
    }
    // A failure of the server's is no refusal, whatever its code.
    let broke = r#"{"status":"error","code":"2004"}"#;
    assert_eq!(error(http(500, broke)).await.outcome(), Outcome::Unknown);
    assert_eq!(error(http(400, r#"{"status":"error"}"#)).await.outcome(), Outcome::Refused);
    assert_eq!(error(http(200, r#"{"status":"error"}"#)).await.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn pages_in_place_of_an_answer_are_not_answers() {
    let kind = async |answer| error(answer).await.kind().clone();
    for (status, expected) in PAGES {
        assert_eq!(kind(http(status, "<html></html>")).await, ErrorKind::Unreachable(expected), "{status}");
    }
    assert_eq!(kind(http(400, "Bad Request")).await, ErrorKind::Unreachable(Unreachable::Page));
    assert_eq!(kind(http(200, "")).await, ErrorKind::Malformed(Malformed::NotJson));
    assert_eq!(kind(http(200, &b"\xff\xfe{\x00"[..])).await, ErrorKind::Malformed(Malformed::NotJson));
    assert_eq!(
        kind(http(500, r#"{"status":"success"}"#)).await,
        ErrorKind::Malformed(Malformed::Contradiction)
    );
    let twice = kind(http(200, r#"{"status":"success","status":"error"}"#)).await;
    assert_eq!(twice.to_string(), r#"expected the member "status" once, found it again"#);
    let mut redirect = http(307, "").unwrap();
    redirect.headers_mut().insert(LOCATION, HeaderValue::from_static("https://evil.tld/"));
    assert_eq!(kind(Ok(redirect)).await, ErrorKind::Unreachable(Unreachable::Redirect));
    // Also with a refusal in it: what was refused there is not what was asked here.
    let refusal = http(303, r#"{"status":"error","code":"2004"}"#);
    assert_eq!(kind(refusal).await, ErrorKind::Unreachable(Unreachable::Redirect));
    let mut throttled = http(429, "").unwrap();
    throttled.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1000000000"));
    let hour = std::time::Duration::from_hours(1);
    assert_eq!(kind(Ok(throttled)).await, ErrorKind::Throttled(Throttle::Burst(Some(hour))));
    // An address that is not on the list of the Gate (section 1).
    let forbidden = error(http(403, "")).await;
    assert_eq!(forbidden.to_string(), "refund: forbidden before the gate: is this address on its list?");
}

/// A refund is on the wire once, whatever becomes of it.
#[tokio::test]
async fn f01_a_refund_whose_answer_is_lost_is_not_sent_again() {
    for (answer, outcome) in [
        (broken(TransportErrorKind::Timeout, Outcome::Unknown), Outcome::Unknown),
        (broken(TransportErrorKind::Truncated, Outcome::Unknown), Outcome::Unknown),
        (broken(TransportErrorKind::Connect, Outcome::NotSent), Outcome::NotSent),
        (http(502, "<html>"), Outcome::Unknown),
        (refused("601"), Outcome::Unknown),
    ] {
        assert_eq!(error(answer).await.outcome(), outcome);
    }
}

/// The same id again: the first one counts.
#[tokio::test]
async fn f32_a_refund_repeated_under_its_id_is_refused_by_code() {
    let error = error(refused("3230")).await;
    let code = error.kind().api().and_then(|api| api.code.clone()).unwrap();
    assert_eq!((code.retry_advice(), error.outcome()), (RetryAdvice::Ask, Outcome::Refused));
    assert_eq!(error.to_string(), "refund: refund id exists (3230): m");
}

#[tokio::test]
async fn what_a_refusal_complains_of_is_named_and_not_repeated() {
    let members: Vec<String> =
        ["a", "b", "c", "d"].map(|field| format!(r#"{{"field":"{field}","message":"canary"}}"#)).to_vec();
    let body = format!(r#"{{"status":"error","code":2004,"errors":[{}]}}"#, members.join(","));
    let four = error(http(400, body)).await;
    assert_eq!(four.to_string(), "refund: required member missing (2004) (a, b, c, ..)");
    assert_eq!(four.kind().api().unwrap().errors.len(), 4);
    for nothing in ["null", "[]", "7", r#""x""#, "[1]", "{}"] {
        let body = format!(r#"{{"status":"error","code":2004,"errors":{nothing}}}"#);
        assert_eq!(
            error(http(400, body)).await.to_string(),
            "refund: required member missing (2004)",
            "{nothing}"
        );
    }
    let long = format!(r#"{{"status":"error","message":"{}"}}"#, "x ".repeat(10_000));
    assert!(error(http(400, long)).await.to_string().len() < 300);
}
