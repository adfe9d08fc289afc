//! What is printed and logged (section 6.4).

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bakong_client::{AccessToken, Bakong, Environment, Md5, RegisteredEmail};
use conformance::output::{Log, print};
use pay_core::{NoAnswer, OrderKey, Outcome, StatusSource as _};
use pay_http::TransportErrorKind;
use pay_http::http::header::LOCATION;

use crate::wire::{Answer, HandClock, NOW, TOKEN, Wire, bearer, broken, fixture, http, operation};

const EMAIL: &str = "canary@example.com";

/// Answers that provoke every error, some of them repeating the request as debug pages do.
fn provocations() -> Vec<Answer> {
    let mut redirect = http(307, format!("Bearer {TOKEN}")).unwrap();
    redirect.headers_mut().insert(LOCATION, format!("https://evil.tld/?t={TOKEN}").parse().unwrap());
    let echo = |code: &str| {
        http(
            200,
            format!(r#"{{"responseCode":1,"errorCode":{code},"responseMessage":"no: Bearer {TOKEN}"}}"#),
        )
    };
    vec![
        Ok(redirect),
        http(403, format!("<html>Authorization: Bearer {TOKEN}</html>")),
        http(400, format!("Bearer {TOKEN}")),
        http(200, TOKEN),
        http(200, format!(r#"{{"responseCode":0,"data":{{"hash":"{TOKEN}","amount":"{TOKEN}"}}}}"#)),
        http(200, format!(r#"{{"responseCode":0,"errorCode":"{TOKEN}"}}"#)),
        echo("3"),
        echo("5"),
        echo("9"),
        echo("null"),
        fixture(401, "f09-unauthorized.json"),
        broken(TransportErrorKind::Timeout, Outcome::Unknown),
        broken(TransportErrorKind::TooLarge, Outcome::Unknown),
    ]
}

/// The canary stands in the token and in the address. It must come out nowhere but in the request itself.
#[tokio::test]
async fn d27_the_token_is_in_no_error_span_log_panic_or_debug_output() {
    let log = Log::default();
    let caught = log.catch();
    let mut printed = String::new();
    for answer in provocations() {
        let answer = Mutex::new(Some(answer));
        let wire = Wire::new(move |sent| match operation(sent) {
            "renew_token" => http(
                200,
                format!(r#"{{"responseCode":1,"errorCode":10,"responseMessage":"{TOKEN} of {EMAIL}"}}"#),
            ),
            _ => answer.lock().unwrap().take().unwrap_or_else(|| fixture(401, "f09-unauthorized.json")),
        });
        let token = AccessToken::new(TOKEN).unwrap();
        write!(printed, "{token:?} {token:#?}").unwrap();
        let bakong = Bakong::new(&Environment::Sit, Arc::new(token), wire.clone(), HandClock::at(NOW))
            .renew_by(RegisteredEmail::new(EMAIL).unwrap());
        write!(printed, "{bakong:?}").unwrap();
        let key = OrderKey::new("d60f3db96913029a2af979a1662c1e72").unwrap();
        let observed = bakong.observe(std::slice::from_ref(&key)).await;
        for (_, said) in &observed.answers {
            write!(printed, "{said:?} {}", said.as_ref().err().map(NoAnswer::to_string).unwrap_or_default())
                .unwrap();
        }
        print(&mut printed, bakong.check_by_md5(Md5::new(key.as_str()).unwrap()).await);
        for sent in &wire.sent() {
            write!(printed, "{:?}", sent.headers()).unwrap();
        }
        assert_eq!(bearer(&wire.sent()[0]), Some(TOKEN), "it was there to be printed");
    }
    drop(caught);
    let log = log.text();
    assert!(log.contains("check_transaction_by_md5"), "the log was read: {log}");
    for (name, text) in [("log", &log), ("output", &printed)] {
        assert!(!text.contains("canary"), "{name}: {text}");
    }
}

/// The name of a token in logs: the first 12 digits of its SHA-256, as `printf %s TOKEN | sha256sum` gives it.
#[test]
fn a_fingerprint_is_the_head_of_the_sha_256() {
    let token = AccessToken::new("  abc\n").unwrap();
    assert_eq!(token.fingerprint().as_str(), "ba7816bf8f01");
    assert_eq!(format!("{token:?}"), "AccessToken { fingerprint: ba7816bf8f01, expires_at: None, .. }");
}

#[tokio::test]
async fn fixture_f24_is_logged_as_doubtful() {
    let log = Log::default();
    let caught = log.catch();
    let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
    crate::wire::answered(fixture(200, "f24-code-1-without-message.json"))
        .check_by_md5(md5.clone())
        .await
        .unwrap();
    drop(caught);
    let line = "ambiguous refusal read as not found operation=\"check_transaction_by_md5\"";
    assert!(log.text().lines().any(|it| it.contains("WARN") && it.contains(line)), "{}", log.text());

    let log = Log::default();
    let caught = log.catch();
    crate::wire::answered(fixture(200, "f07-not-found.json")).check_by_md5(md5).await.unwrap();
    drop(caught);
    assert!(log.text().contains("check_transaction_by_md5"), "the log was read: {}", log.text());
    assert!(!log.text().contains("WARN"), "{}", log.text());
}

/// Day 87 of 90: once a day, from then on.
#[tokio::test]
async fn f19_the_end_of_a_token_is_warned_of_three_days_ahead() {
    const DAY: Duration = Duration::from_hours(24);
    let log = Log::default();
    let caught = log.catch();
    let issued = conformance::fixture("bakong/token-issued.json");
    let token = issued.split('"').find(|part| part.starts_with("eyJ")).unwrap();
    let token = AccessToken::new(token).unwrap();
    let fingerprint = token.fingerprint().clone();
    let clock = HandClock::at(NOW);
    let wire = Wire::new(|_| fixture(200, "f07-not-found.json"));
    let bakong = Bakong::new(&Environment::Sit, Arc::new(token), wire, clock.clone());
    let warnings = async |passed: Duration| {
        clock.pass(passed);
        let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
        bakong.check_by_md5(md5).await.unwrap();
        log.text().lines().filter(|line| line.contains("WARN") && line.contains("token expires soon")).count()
    };
    assert_eq!(warnings(DAY * 86).await, 0);
    assert_eq!(warnings(Duration::from_millis(86_399_999)).await, 0);
    assert_eq!(warnings(Duration::from_millis(1)).await, 1);
    assert_eq!(warnings(DAY / 2).await, 1);
    assert_eq!(warnings(DAY / 2).await, 2);
    drop(caught);
    assert!(log.text().contains(&format!("fingerprint={fingerprint}")), "{}", log.text());
}
