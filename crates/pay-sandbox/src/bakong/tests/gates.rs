//! Token, quota, content type.

use super::*;
use crate::Bakong;

/// F09 of the fixture catalogue, in our order of members.
const UNAUTHORIZED: &str = r#"{"responseCode":1,"responseMessage":"Unauthorized, not yet requested for token or code invalid","errorCode":6,"data":null}"#;
/// F11.
const QUOTA: &str = r#"{"responseCode":1,"responseMessage":"Daily request limit of 100 exceeded. Please try again tomorrow.","errorCode":17,"data":null}"#;
const ASKED: &str = r#"{"md5":"a"}"#;

#[tokio::test]
async fn without_a_good_token_every_check_is_401() {
    let bench = Bench::new();
    let expired = bench.parts.bakong.issue(Bakong::EMAIL, Duration::ZERO);
    let foreign = Bench::with(|builder| builder.seed(1)).token;
    for path in [
        "check_transaction_by_md5",
        "check_transaction_by_hash",
        "check_transaction_by_short_hash",
        "check_transaction_by_instruction_ref",
        "check_transaction_by_external_ref",
        "check_transaction_by_md5_list",
        "check_transaction_by_hash_list",
    ] {
        for token in [None, Some("nonsense"), Some(&*expired), Some(&*foreign)] {
            let answer = bench.post_as(token, &format!("/v1/{path}"), ASKED).await;
            assert_eq!(answer, (StatusCode::UNAUTHORIZED, UNAUTHORIZED.to_owned()), "{path}");
        }
    }
}

#[tokio::test]
async fn a_token_expires_by_the_sandboxs_clock() {
    let bench = Bench::new();
    assert_eq!(bench.post(MD5, ASKED).await.0, StatusCode::OK);
    bench.parts.clock.advance_to(START.after(Bakong::TOKEN_LIFETIME).before(Duration::from_secs(1)));
    assert_eq!(bench.post(MD5, ASKED).await.0, StatusCode::OK);
    bench.parts.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.post(MD5, ASKED).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn request_101_of_a_day_is_refused_until_midnight_in_phnom_penh() {
    let bench = Bench::new();
    for _ in 0..100 {
        assert_eq!(bench.post(MD5, ASKED).await.1, NOT_FOUND);
    }
    assert_eq!(bench.post(MD5, ASKED).await, (StatusCode::OK, QUOTA.to_owned()));
    // START is 2025-06-15T15:06:40Z, 22:06:40 there.
    bench.parts.clock.advance(Duration::from_secs(53 * 60 + 20 + 60 * 60 - 1));
    assert_eq!(bench.post(MD5, ASKED).await.1, QUOTA);
    bench.parts.clock.advance(Duration::from_secs(1));
    assert_eq!(bench.post(MD5, ASKED).await.1, NOT_FOUND);
}

#[tokio::test]
async fn refused_requests_and_expired_tokens_are_charged_to_the_registration() {
    let bench = Bench::new();
    let expired = bench.parts.bakong.issue(Bakong::EMAIL, Duration::ZERO);
    bench.post_as(Some(&expired), MD5, ASKED).await;
    bench.post(MD5, "{").await;
    bench.post("/v1/check_bakong_account", r#"{"accountId":"merchant@devb"}"#).await;
    bench.post_as(None, MD5, ASKED).await;
    assert_eq!(bench.parts.bakong.charged_today(Bakong::EMAIL), 3);
    let other = bench.parts.bakong.issue("other@example.com", Duration::from_secs(60));
    bench.post_as(Some(&other), MD5, ASKED).await;
    assert_eq!(bench.parts.bakong.charged_today("other@example.com"), 1);
    assert_eq!(bench.parts.bakong.charged_today(Bakong::EMAIL), 3);
}

#[tokio::test]
async fn the_quota_can_be_another_or_none() {
    let bench = Bench::with(|builder| builder.daily_quota(Some(1)));
    assert_eq!(bench.refused(MD5, ASKED).await, (200, 1));
    let (_, body) = bench.post(MD5, ASKED).await;
    assert!(body.contains("Daily request limit of 1 exceeded."));
    bench.parts.bakong.set_daily_quota(None);
    assert_eq!(bench.refused(MD5, ASKED).await, (200, 1));
}

#[tokio::test]
async fn the_content_type_is_demanded() {
    let bench = Bench::new();
    for (content_type, status) in [
        (Some("application/json"), 200),
        (Some("Application/JSON; charset=utf-8"), 200),
        (Some("text/plain"), 400),
        (Some("application/x-www-form-urlencoded"), 400),
        (None, 400),
    ] {
        let mut request = Request::post(MD5).header("authorization", format!("Bearer {}", bench.token));
        if let Some(value) = content_type {
            request = request.header("content-type", value);
        }
        let (found, _) = bench.send(request.body(Body::from(ASKED)).unwrap()).await;
        assert_eq!(found.as_u16(), status, "{content_type:?}");
    }
}

#[tokio::test]
async fn d61_odd_json_is_refused_or_read_as_text() {
    let bench = Bench::with(|builder| builder.daily_quota(None));
    let keys: Vec<_> = (0..100_000).map(|key| format!(r#""{key}":0"#)).collect();
    let flood = format!(r#"{{{},"md5":"a"}}"#, keys.join(","));
    for (body, answer) in [
        (flood.as_bytes(), (200, 1)),
        (br#"{"md5":"a","n":18446744073709551616}"#, (200, 1)),
        (br#"{"md5":18446744073709551616}"#, (400, 5)),
        (br#"{"md5":"\ud800"}"#, (400, 5)),
        (b"{\"md5\":\"\xff\"}", (400, 5)),
        ("[".repeat(100_000).as_bytes(), (400, 5)),
    ] {
        let request = Request::post(MD5)
            .header("authorization", format!("Bearer {}", bench.token))
            .header("content-type", "application/json")
            .body(Body::from(body.to_vec()));
        let (status, found) = bench.send(request.unwrap()).await;
        assert_eq!((status.as_u16(), error_code(&found)), answer);
    }
}

#[tokio::test]
async fn other_paths_and_methods_are_not_there() {
    let bench = Bench::new();
    for path in ["/v1/request_token", "/v1/verify", "/v1/v1/check_transaction_by_md5", "//v1/renew_token"] {
        let (status, body) = bench.post(path, "{}").await;
        assert_eq!((status, body.starts_with("<html>")), (StatusCode::NOT_FOUND, true), "{path}");
    }
    let get = Request::get(MD5).header("authorization", format!("Bearer {}", bench.token));
    assert_eq!(bench.send(get.body(Body::empty()).unwrap()).await.0, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(bench.parts.journal.len(), 5);
}
