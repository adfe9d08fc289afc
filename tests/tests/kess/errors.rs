//! Failures by HTTP status and by body, and what is known after each (section 1.2).

use conformance::wire::PAGES;
use kess_client::service::{CreateVirtualCard, QueryOrder};
use kess_client::{Code, Error, ErrorKind, Malformed, Unauthorized, Unreachable};
use pay_core::{Outcome, Throttle, Untrusted};
use pay_http::http::HeaderValue;
use pay_http::http::header::{LOCATION, RETRY_AFTER};

use crate::wire::{Answer, Wire, answered, http, kess, number, text, usd};

/// Of a service that moves money, so that no answer is asked for twice.
async fn error(answer: Answer) -> Error {
    let card = CreateVirtualCard::new(usd(10_000), usd(300), 5, 13, text("Testing Card"), text("Gift Card"))
        .unwrap();
    let wire = Wire::script([answer]);
    let error = kess(&wire).call(&card).await.unwrap_err();
    assert_eq!(wire.calls().len(), 1);
    error
}

fn code(error: &Error) -> Option<Code> {
    match error.kind() {
        ErrorKind::Unauthorized(Unauthorized::Refused) => Some(Code::Unauthenticated),
        _ => error.kind().api().and_then(|api| api.code),
    }
}

/// Errata E36: the number may be the HTTP status or a member, the name any of several members.
#[tokio::test]
async fn codes_are_read_from_the_status_and_from_the_body() {
    for expected in Code::ALL {
        let (nr, name) = (expected.number(), expected.name());
        for (status, body) in [
            (nr, r#"{"message":"m"}"#.to_owned()),
            (200, format!(r#"{{"success":false,"code":{nr}}}"#)),
            (200, format!(r#"{{"success":"false","code":"{nr}"}}"#)),
            (200, format!(r#"{{"success":0,"status_code":"{name}"}}"#)),
            (400, format!(r#"{{"success":false,"error_code":"{name} ","code":0}}"#)),
            (200, format!(r#"{{"error":"{}"}}"#, name.to_lowercase())),
            (200, format!("\u{feff}{{\"code\":{nr}}}")),
        ] {
            let error = error(http(status, body.clone())).await;
            assert_eq!(code(&error), Some(expected), "{status} {body}");
        }
    }
}

#[tokio::test]
async fn the_outcome_follows_the_code() {
    let outcome = async |status, body: &'static str| error(http(status, body)).await.outcome();
    for code in [400, 401, 403, 404, 409, 419] {
        assert_eq!(outcome(code, "{}").await, Outcome::Refused, "{code}");
    }
    for code in [422, 500, 502, 503, 504] {
        assert_eq!(outcome(code, "{}").await, Outcome::Unknown, "{code}");
        assert_eq!(outcome(code, "<html>").await, Outcome::Unknown, "{code}");
    }
    assert_eq!(outcome(503, r#"{"code":"FEATURE_UNDER_MAINTENANCE"}"#).await, Outcome::Refused);
    assert_eq!(outcome(200, r#"{"success":false}"#).await, Outcome::Unknown);
    assert_eq!(outcome(402, r#"{"success":false}"#).await, Outcome::Refused);
}

#[tokio::test]
async fn pages_in_place_of_an_answer_are_not_answers() {
    let kind = async |answer| error(answer).await.kind().clone();
    for (status, expected) in PAGES {
        assert_eq!(kind(http(status, "<html></html>")).await, ErrorKind::Unreachable(expected), "{status}");
    }
    assert_eq!(kind(http(200, "")).await, ErrorKind::Malformed(Malformed::NotAnEnvelope));
    assert_eq!(kind(http(200, "[]")).await, ErrorKind::Malformed(Malformed::NotAnEnvelope));
    assert_eq!(kind(http(200, r#"{"data":{}}"#)).await, ErrorKind::Malformed(Malformed::NotAnEnvelope));
    assert_eq!(kind(http(200, r#"{"success":true}"#)).await, ErrorKind::Malformed(Malformed::NoData));
    assert_eq!(
        kind(http(500, r#"{"success":true,"data":{}}"#)).await,
        ErrorKind::Malformed(Malformed::Contradiction)
    );
    let contradiction = r#"{"success":true,"code":409,"data":{}}"#;
    assert_eq!(kind(http(200, contradiction)).await, ErrorKind::Malformed(Malformed::Contradiction));
    let mut redirect = http(307, "").unwrap();
    redirect.headers_mut().insert(LOCATION, HeaderValue::from_static("https://evil.tld/"));
    assert_eq!(kind(Ok(redirect)).await, ErrorKind::Unreachable(Unreachable::Redirect));
    let mut throttled = http(429, "").unwrap();
    throttled.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1000000000"));
    let hour = std::time::Duration::from_hours(1);
    assert_eq!(kind(Ok(throttled)).await, ErrorKind::Throttled(Throttle::Burst(Some(hour))));
}

/// The version before this one answers `"success": "true"` (section 1).
#[tokio::test]
async fn success_may_be_text() {
    let body = r#"{"success":"true","data":{"out_trade_no":"T-1","status":"WAITING"}}"#;
    let order = answered(http(200, body)).call(&QueryOrder::new(number("T-1"))).await.unwrap();
    assert_eq!(order.state(), Some(kess_client::OrderState::Waiting));
    let refused =
        answered(http(200, r#"{"success":"yes","data":{}}"#)).call(&QueryOrder::new(number("T-1"))).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "webpay.acquire.queryOrder: success: expected true, false, 1 or 0"
    );
}

/// The map of section 1.2, as Laravel writes it and as peers have seen it: a sentence or several for each member.
#[tokio::test]
async fn the_members_at_fault_are_told() {
    let members = |error: &Error| -> Vec<(String, Vec<String>)> {
        let texts = |(member, complaints): (&Untrusted, &[Untrusted])| {
            (member.to_string(), complaints.iter().map(Untrusted::to_string).collect())
        };
        error.kind().api().unwrap().errors().map(texts).collect()
    };
    let error_of = async |errors: &str| {
        let body = format!(
            r#"{{"success":false,"code":400,"message":"The given data was invalid.","errors":{errors}}}"#
        );
        error(http(400, body)).await
    };
    let printed = |error: &Error| error.kind().api().unwrap().to_string();

    let one = error_of(r#"{"total_amount":["The total amount must be a number.","Too small."]}"#).await;
    assert_eq!(printed(&one), "VALIDATION_ERROR (400): The given data was invalid. (total_amount)");
    let complaints = ["The total amount must be a number.", "Too small."].map(str::to_owned).to_vec();
    assert_eq!(members(&one), [("total_amount".to_owned(), complaints)]);

    let four = error_of(r#"{"d":"no","a":"no","c":[],"b":{}}"#).await;
    assert_eq!(printed(&four), "VALIDATION_ERROR (400): The given data was invalid. (a, b, c, ..)");
    assert_eq!(members(&four)[3], ("d".to_owned(), vec!["no".to_owned()]));
    assert!(members(&four)[1..3].iter().all(|(_, complaints)| complaints.is_empty()));

    let card = error_of(r#"{"5473500160001018":["5473500160001018 is no card"]}"#).await;
    assert_eq!(members(&card), [("[redacted]".to_owned(), vec!["[redacted] is no card".to_owned()])]);

    for nothing in ["[]", "null", "\"email\"", "7", r#"["email"]"#] {
        let error = error_of(nothing).await;
        assert_eq!(printed(&error), "VALIDATION_ERROR (400): The given data was invalid.", "{nothing}");
    }
    let many: Vec<String> = (10..1_000).map(|nth| format!(r#""m{nth}":"{}""#, "x ".repeat(1_000))).collect();
    let many = error_of(&format!("{{{}}}", many.join(","))).await;
    assert_eq!(many.kind().api().unwrap().errors().len(), 16);
    assert!(members(&many).iter().all(|(_, complaints)| complaints[0].len() <= 256));
}

#[tokio::test]
async fn the_body_is_kept_and_not_printed() {
    let error = error(http(400, r#"{"success":false,"message":"no","errors":{"email":["canary"]}}"#)).await;
    assert!(error.kind().api().unwrap().body().as_raw().contains("canary"));
    assert!(!format!("{error} {error:?} {:?}", error.kind()).contains("canary"));
}
