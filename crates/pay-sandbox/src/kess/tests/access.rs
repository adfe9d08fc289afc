//! Tokens: `/oauth/token`.

use super::*;

fn grant(kind: &str, extra: &Value) -> String {
    let mut members =
        json!({ "grant_type": kind, "client_id": Kess::CLIENT_ID, "client_secret": Kess::CLIENT_SECRET });
    members.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
    members.to_string()
}

fn password() -> String {
    grant("password", &json!({ "username": Kess::USERNAME, "password": Kess::PASSWORD }))
}

impl Bench {
    async fn is_good(&self, token: &Value) -> bool {
        let body = signed(&Scheme::KESS, &with_service("getpaymentmethods", json!({})));
        let (status, _) = self.send(Kess::GATEWAY, token.as_str(), &body).await;
        assert!(matches!(status, StatusCode::OK | StatusCode::UNAUTHORIZED));
        status == StatusCode::OK
    }
}

#[tokio::test]
async fn the_answer_has_the_members_of_the_sample() {
    let bench = Bench::new();
    let (status, body) = bench.send(Kess::TOKEN, None, &password()).await;
    assert_eq!(status, StatusCode::OK);
    let names: Vec<_> = body.as_object().unwrap().keys().collect();
    assert_eq!(names, ["access_token", "expires_in", "refresh_token", "token_type"]);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!("1800")));
    assert!(bench.is_good(&body["access_token"]).await);
    assert!(!bench.is_good(&body["refresh_token"]).await);
}

#[tokio::test]
async fn an_access_token_ends_with_the_clock_and_a_refresh_token_fifteen_minutes_later() {
    let bench = Bench::new();
    let (_, first) = bench.send(Kess::TOKEN, None, &password()).await;
    bench.advance(Duration::from_secs(1_799));
    assert!(bench.is_good(&first["access_token"]).await);
    bench.advance(Duration::from_secs(1));
    assert!(!bench.is_good(&first["access_token"]).await);
    bench.advance(Duration::from_secs(899));
    let refresh = grant("refresh_token", &json!({ "refresh_token": first["refresh_token"] }));
    let (status, second) = bench.send(Kess::TOKEN, None, &refresh).await;
    assert_eq!(status, StatusCode::OK);
    assert!(bench.is_good(&second["access_token"]).await);
    // Used up.
    assert_eq!(bench.send(Kess::TOKEN, None, &refresh).await.0, StatusCode::UNAUTHORIZED);
    bench.advance(Duration::from_secs(2_700));
    let late = grant("refresh_token", &json!({ "refresh_token": second["refresh_token"] }));
    assert_eq!(bench.send(Kess::TOKEN, None, &late).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn wrong_credentials_have_no_token() {
    let bench = Bench::new();
    for (body, status, error) in [
        ("{}".to_owned(), 400, "unsupported_grant_type"),
        ("[".to_owned(), 400, "unsupported_grant_type"),
        (grant("client_credentials", &json!({})), 400, "unsupported_grant_type"),
        (grant("password", &json!({ "username": Kess::USERNAME, "password": "x" })), 400, "invalid_grant"),
        (grant("password", &json!({ "client_secret": "x" })), 401, "invalid_client"),
        (grant("refresh_token", &json!({ "refresh_token": "x" })), 401, "invalid_request"),
        (grant("refresh_token", &json!({})), 401, "invalid_request"),
    ] {
        let (found, answer) = bench.send(Kess::TOKEN, None, &body).await;
        assert_eq!((found.as_u16(), &answer["error"]), (status, &json!(error)), "{body}");
    }
}

#[tokio::test]
async fn f18_every_token_can_end_at_once_and_a_password_gives_new_ones() {
    let bench = Bench::with(|builder| builder.kess_token_lifetime(Duration::from_secs(60)));
    let (_, tokens) = bench.send(Kess::TOKEN, None, &password()).await;
    assert_eq!(tokens["expires_in"], json!("60"));
    bench.parts.kess.revoke_tokens();
    assert!(!bench.is_good(&tokens["access_token"]).await);
    let refresh = grant("refresh_token", &json!({ "refresh_token": tokens["refresh_token"] }));
    assert_eq!(bench.send(Kess::TOKEN, None, &refresh).await.0, StatusCode::UNAUTHORIZED);
    let (status, tokens) = bench.send(Kess::TOKEN, None, &password()).await;
    assert_eq!(status, StatusCode::OK);
    assert!(bench.is_good(&tokens["access_token"]).await);
}
