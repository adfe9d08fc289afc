//! Failures by body and by HTTP status, and what is known after each (section 2).

use std::fmt::Write as _;

use airpay_client::{Code, CodeClass, Error, ErrorKind, Malformed, Unreachable};
use conformance::wire::PAGES;
use pay_core::{Outcome, Throttle, Untrusted};
use pay_http::TransportErrorKind;
use pay_http::http::HeaderValue;
use pay_http::http::header::{LOCATION, RETRY_AFTER};

use crate::wire::{Answer, answered, broken, http};

async fn error(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Error {
    answered(answer).await.unwrap_err()
}

/// The table, generated from the code and compared with the document's.
#[test]
fn the_table_of_errors() {
    let document = conformance::fixture("airpay/error-codes.tsv");
    let numbers: Vec<i64> =
        document.lines().map(|line| line.split_once('\t').unwrap().0.parse().unwrap()).collect();
    assert_eq!(Code::LISTED.map(Code::number).as_slice(), numbers);
    let mut table = String::new();
    for code in Code::LISTED.into_iter().chain([Code::Other(913)]) {
        writeln!(table, "{code}: {code:?}, {:?}, {:?}", code.class(), code.outcome()).unwrap();
        assert_eq!(Code::from_number(code.number()), code);
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("request@errors", table);
    });
}

/// Each code with HTTP 200 and with 4xx, as number and as text.
#[tokio::test]
async fn a_code_is_read_from_the_body_whatever_the_status() {
    for code in Code::LISTED.into_iter().chain([Code::Other(913), Code::Other(-1), Code::Other(0)]) {
        for status in [200, 201, 400, 401, 403, 404, 422, 429] {
            for written in [format!("{}", code.number()), format!("\"{}\"", code.number())] {
                let body = format!(r#"{{"code":{written},"message":"no","data":null}}"#);
                let error = error(move || http(status, body.clone())).await;
                let expected = Some(Untrusted::new("no"));
                let api = error.kind().api().unwrap();
                assert_eq!((api.code, &api.message, api.http), (Some(code), &expected, status));
                assert_eq!(error.outcome(), code.outcome(), "{code} with {status}");
            }
        }
    }
}

#[tokio::test]
async fn after_5xx_the_outcome_is_unknown_whatever_the_code() {
    for code in Code::LISTED {
        for status in [500, 502, 503, 504] {
            let body = format!(r#"{{"code":{},"message":"no"}}"#, code.number());
            let error = error(move || http(status, body.clone())).await;
            assert_eq!(error.kind().api().and_then(|api| api.code), Some(code));
            assert_eq!(error.outcome(), Outcome::Unknown);
        }
    }
}

/// A duplicate is no refusal to forget: an earlier request has arrived, and may have opened the order.
#[tokio::test]
async fn a_duplicate_says_that_an_order_may_exist() {
    let error = error(|| http(200, r#"{"code":911,"message":"Duplicate trxid"}"#)).await;
    assert_eq!(error.kind().api().and_then(|api| api.code).map(Code::class), Some(CodeClass::Duplicate));
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(error.to_string(), "request: duplicate trxid (911): Duplicate trxid");
}

#[tokio::test]
async fn a_status_without_a_code_speaks_for_itself() {
    for (status, body, outcome) in [
        (400, "{}", Outcome::Refused),
        (401, "{}", Outcome::Refused),
        (401, "", Outcome::Refused),
        // As 911 is: an earlier request may have opened the order.
        (409, "{}", Outcome::Unknown),
        (422, r#"{"message":"no"}"#, Outcome::Refused),
        (500, "{}", Outcome::Unknown),
        (503, r#"{"message":"no"}"#, Outcome::Unknown),
    ] {
        let error = error(move || http(status, body)).await;
        assert!(matches!(error.kind(), ErrorKind::Api(api) if api.code.is_none()), "{status} {body}");
        assert_eq!(error.outcome(), outcome, "{status} {body}");
    }
    assert_eq!(error(|| http(401, "")).await.to_string(), "request: refused with http 401");
}

#[tokio::test]
async fn pages_in_place_of_an_answer_are_not_answers() {
    let kind = async |status, body: &'static str| error(move || http(status, body)).await.kind().clone();
    for (status, expected) in PAGES {
        assert_eq!(kind(status, "<html></html>").await, ErrorKind::Unreachable(expected), "{status}");
    }
    for body in ["", "[]", "null", "200", "{}", r#"{"message":"success","data":{}}"#, r#"{"code":null}"#] {
        assert_eq!(kind(200, body).await, ErrorKind::Malformed(Malformed::NotAnEnvelope), "{body}");
    }
    for body in [
        r#"{"code":"OK"}"#,
        r#"{"code":200.5}"#,
        r#"{"code":" 200"}"#,
        r#"{"code":[200]}"#,
        r#"{"code":true}"#,
        r#"{"code":9223372036854775808}"#,
        r#"{"code":903,"code":200}"#,
    ] {
        let error = error(move || http(200, body)).await;
        assert!(matches!(error.kind(), ErrorKind::Malformed(Malformed::Unreadable(_))), "{body}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}");
    }
}

#[tokio::test]
async fn too_many_requests_are_refused_with_their_wait() {
    let throttled = |wait: &'static str, body: &'static str| {
        move || {
            let mut response = http(429, body).unwrap();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(wait));
            Ok(response)
        }
    };
    for body in ["", "{}", "<html>", "[]"] {
        let error = error(throttled("1000000000", body)).await;
        let hour = std::time::Duration::from_hours(1);
        assert_eq!(*error.kind(), ErrorKind::Throttled(Throttle::Burst(Some(hour))), "{body}");
        assert_eq!(error.outcome(), Outcome::Refused);
    }
    let coded = error(throttled("1", r#"{"code":911}"#)).await;
    assert_eq!(coded.kind().api().unwrap().code, Some(Code::DuplicateTrxid));
}

/// The transport knows whether anything can have left; nothing is sent a second time.
#[tokio::test]
async fn f02_and_f03_the_outcome_of_a_broken_connection_is_the_transports() {
    for (kind, outcome) in [
        (TransportErrorKind::Connect, Outcome::NotSent),
        (TransportErrorKind::Timeout, Outcome::NotSent),
        (TransportErrorKind::Timeout, Outcome::Unknown),
        (TransportErrorKind::Reset, Outcome::Unknown),
        (TransportErrorKind::Truncated, Outcome::Unknown),
    ] {
        let error = error(move || broken(kind, outcome)).await;
        assert_eq!(*error.kind(), ErrorKind::Unreachable(Unreachable::Transport(kind)));
        assert_eq!(error.outcome(), outcome);
    }
    let large = error(|| broken(TransportErrorKind::TooLarge, Outcome::Unknown)).await;
    assert_eq!(*large.kind(), ErrorKind::Malformed(Malformed::TooLarge));
}

#[tokio::test]
async fn d33_and_d57_a_redirect_is_not_followed() {
    let redirect = || {
        let mut response = http(307, r#"{"code":200,"data":{}}"#).unwrap();
        response.headers_mut().insert(LOCATION, HeaderValue::from_static("https://evil.tld/"));
        Ok(response)
    };
    let error = error(redirect).await;
    assert_eq!(*error.kind(), ErrorKind::Unreachable(Unreachable::Redirect));
    assert_eq!(error.outcome(), Outcome::Unknown);
}
