//! Endpoints 8 to 10, against the samples of section 3.5.

use super::*;
use crate::{Bakong, Fault};

const ACCOUNT: &str = "/v1/check_bakong_account";
const DEEP_LINK: &str = "/v1/generate_deeplink_by_qr";
const RENEW: &str = "/v1/renew_token";

#[tokio::test]
async fn an_account_exists_or_not_or_is_none() {
    let bench = Bench::new();
    bench.parts.bakong.add_account("new@aclb");
    for token in [None, Some(&*bench.token)] {
        for account in ["new@aclb", "merchant@devb"] {
            let (status, body) =
                bench.post_as(token, ACCOUNT, &format!(r#"{{"accountId":"{account}"}}"#)).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(
                body,
                r#"{"responseCode":0,"responseMessage":"Account ID exists","errorCode":null,"data":null}"#
            );
        }
    }
    assert_eq!(
        bench.post(ACCOUNT, r#"{"accountId":"user@bank"}"#).await.1,
        r#"{"responseCode":1,"responseMessage":"Account ID not found","errorCode":11,"data":null}"#
    );
    let long = format!("{}@devb", "a".repeat(28));
    for wrong in ["", "user", "@bank", "user@", "a@b@c", &long] {
        let asked = format!(r#"{{"accountId":"{wrong}"}}"#);
        assert_eq!(bench.refused(ACCOUNT, &asked).await, (200, 12), "{wrong}");
    }
}

#[tokio::test]
async fn a_link_differs_at_every_call() {
    let bench = Bench::new();
    let asked = serde_json::json!({"qr": QR}).to_string();
    let mut links = Vec::new();
    for _ in 0..2 {
        let (status, body) = bench.post_as(None, DEEP_LINK, &asked).await;
        assert_eq!(status, StatusCode::OK);
        let envelope: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(envelope["responseMessage"], "Getting deep link successfully");
        links.push(envelope["data"]["shortLink"].as_str().unwrap().to_owned());
    }
    assert_ne!(links[0], links[1]);
    for link in links {
        let name = link.strip_prefix("http://127.0.0.1:4000/l/").unwrap();
        assert_eq!(bench.parts.bakong.code_of_link(name).as_deref(), Some(QR));
    }
}

#[tokio::test]
async fn a_source_is_whole_or_absent() {
    let bench = Bench::new();
    for source in [
        "null",
        // The document's sample.
        r#"{"appIconUrl":"https://bakong.nbc.org.kh/images/logo.svg","appName":"Bakong","appDeepLinkCallback":"https://bakong.nbc.org.kh/"}"#,
    ] {
        let (_, body) = bench.post(DEEP_LINK, &format!(r#"{{"qr":"0002","sourceInfo":{source}}}"#)).await;
        assert!(body.starts_with(r#"{"responseCode":0,"#), "{body}");
    }
    for wrong in [
        r#"{"qr":"0002","sourceInfo":{}}"#,
        r#"{"qr":"0002","sourceInfo":{"appIconUrl":"a","appName":"b"}}"#,
        r#"{"qr":"0002","sourceInfo":{"appIconUrl":"a","appName":"","appDeepLinkCallback":"c"}}"#,
        r#"{"qr":"0002","sourceInfo":{"appIconUrl":"a","appName":null,"appDeepLinkCallback":"c"}}"#,
        r#"{"qr":""}"#,
        "{}",
    ] {
        assert_eq!(bench.refused(DEEP_LINK, wrong).await, (200, 5), "{wrong}");
    }
    bench.parts.faults.next(DEEP_LINK, Fault::Upstream { keys: vec![] });
    assert_eq!(bench.refused(DEEP_LINK, r#"{"qr":"0002"}"#).await, (200, 4));
}

#[tokio::test]
async fn a_registered_email_renews_its_token() {
    let bench = Bench::new();
    bench.parts.clock.advance(Bakong::TOKEN_LIFETIME);
    let asked = r#"{"md5":"a"}"#;
    assert_eq!(bench.post(MD5, asked).await.0, StatusCode::UNAUTHORIZED);
    let (status, body) = bench.post_as(None, RENEW, r#"{"email":"shop@example.com"}"#).await;
    let envelope: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status, &envelope["responseMessage"]),
        (StatusCode::OK, &Value::from("Token has been issued"))
    );
    let token = envelope["data"]["token"].as_str().unwrap();
    assert_ne!(token, bench.token);
    assert_eq!(bench.post_as(Some(token), MD5, asked).await.0, StatusCode::OK);
}

#[tokio::test]
async fn an_email_that_is_not_registered_renews_nothing() {
    let bench = Bench::new();
    assert_eq!(
        bench.post_as(None, RENEW, r#"{"email":"nobody@example.com"}"#).await,
        (
            StatusCode::OK,
            r#"{"responseCode":1,"responseMessage":"Not registered yet","errorCode":10,"data":null}"#
                .to_owned()
        )
    );
    let long = format!("{}@example.com", "a".repeat(19));
    for wrong in ["", &long] {
        assert_eq!(bench.refused(RENEW, &format!(r#"{{"email":"{wrong}"}}"#)).await, (400, 5), "{wrong}");
    }
}
