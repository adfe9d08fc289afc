//! The token's life (section 1.1): early renewal, refresh and password, one retry of a question, one renewal for all.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use kess_client::service::{CloseOrder, QueryOrder};
use kess_client::{Error, ErrorKind, Kess, Unauthorized, Unreachable};
use pay_core::Outcome;
use pay_http::TransportErrorKind;

use crate::wire::{
    Answer, HandClock, NOW, Sent, Wire, bearer, body, broken, granted_token, http, is_grant, number,
    settings, success,
};

const SECOND: Duration = Duration::from_secs(1);

fn order() -> Answer {
    success(r#"{"out_trade_no":"T-1","status":"WAITING"}"#)
}

fn kess(wire: &Arc<Wire>) -> (Arc<Kess>, Arc<HandClock>) {
    let clock = HandClock::at(NOW);
    (Arc::new(Kess::new(settings(), wire.clone(), clock.clone())), clock)
}

async fn ask(kess: &Kess) -> Result<(), Error> {
    kess.call(&QueryOrder::new(number("T-1"))).await.map(|_| ())
}

fn kinds(grants: &[Sent]) -> Vec<&'static str> {
    let kind =
        |sent: &Sent| if body(sent).contains(r#""grant_type":"password""#) { "password" } else { "refresh" };
    grants.iter().map(kind).collect()
}

#[tokio::test]
async fn only_the_members_of_the_grant_are_sent() {
    let wire = Wire::gateway(|_| order());
    let (kess, clock) = kess(&wire);
    ask(&kess).await.unwrap();
    clock.pass(SECOND * 1_800);
    ask(&kess).await.unwrap();
    let grants = wire.grants();
    assert_eq!(
        body(&grants[0]),
        r#"{"grant_type":"password","client_id":"client","client_secret":"client-secret-canary","username":"user","password":"password-canary"}"#
    );
    assert_eq!(
        body(&grants[1]),
        r#"{"grant_type":"refresh_token","client_id":"client","client_secret":"client-secret-canary","refresh_token":"refresh-1"}"#
    );
    assert!(bearer(&grants[0]).is_none());
}

#[tokio::test]
async fn a_token_is_renewed_a_minute_early_by_refresh_and_later_by_password() {
    let wire = Wire::gateway(|_| order());
    let (kess, clock) = kess(&wire);
    ask(&kess).await.unwrap();
    clock.pass(SECOND * 1_739);
    ask(&kess).await.unwrap();
    assert_eq!(wire.grants().len(), 1);
    clock.pass(SECOND);
    ask(&kess).await.unwrap();
    // The refresh token lives 2700 seconds.
    clock.pass(SECOND * 2_699);
    ask(&kess).await.unwrap();
    clock.pass(SECOND * 2_700);
    ask(&kess).await.unwrap();
    assert_eq!(kinds(&wire.grants()), ["password", "refresh", "refresh", "password"]);
    let bearers: Vec<String> = wire.calls().iter().filter_map(bearer).map(str::to_owned).collect();
    assert_eq!(bearers, ["token-1", "token-1", "token-2", "token-3", "token-4"]);
}

#[tokio::test]
async fn a_question_is_asked_once_more_with_another_token() {
    for age in [0, 59, 60, 1_000] {
        let is_revoked = Arc::new(AtomicBool::new(false));
        let revoked = Arc::clone(&is_revoked);
        let wire = Wire::gateway(move |sent| match bearer(sent) {
            Some("token-1") if revoked.load(Ordering::Relaxed) => http(401, "{}"),
            _ => order(),
        });
        let (kess, clock) = kess(&wire);
        ask(&kess).await.unwrap();
        clock.pass(SECOND * age);
        is_revoked.store(true, Ordering::Relaxed);
        ask(&kess).await.unwrap();
        assert_eq!(kinds(&wire.grants()), ["password", "refresh"], "{age}");
        let bearers: Vec<String> = wire.calls().iter().filter_map(bearer).map(str::to_owned).collect();
        assert_eq!(bearers, ["token-1", "token-1", "token-2"], "{age}");
    }
}

/// The first token of all may be refused, too, and a request that is no question spends it as well.
#[tokio::test]
async fn a_token_refused_at_once_is_renewed_once() {
    let wire = Wire::gateway(|sent| if bearer(sent) == Some("token-1") { http(401, "{}") } else { order() });
    let (asking, _) = kess(&wire);
    ask(&asking).await.unwrap();
    assert_eq!(kinds(&wire.grants()), ["password", "refresh"]);

    let wire = Wire::gateway(|sent| if bearer(sent) == Some("token-1") { http(401, "{}") } else { order() });
    let (closing, _) = kess(&wire);
    let close = CloseOrder::new(number("T-1"));
    let refused = closing.call(&close).await.unwrap_err();
    assert_eq!(*refused.kind(), ErrorKind::Unauthorized(Unauthorized::Refused));
    closing.call(&close).await.unwrap();
    assert_eq!((wire.grants().len(), wire.calls().len()), (2, 2));
}

#[tokio::test]
async fn f18_a_dead_refresh_token_means_the_password_once() {
    let wire = Wire::new(|sent| match is_grant(sent) {
        true if body(sent).contains("refresh_token\":") => http(401, r#"{"error":"invalid_request"}"#),
        true => granted_token(1),
        false => order(),
    });
    let (kess, clock) = kess(&wire);
    ask(&kess).await.unwrap();
    clock.pass(SECOND * 1_800);
    ask(&kess).await.unwrap();
    assert_eq!(kinds(&wire.grants()), ["password", "refresh", "password"]);
}

/// E36: a refusal may come as a success of HTTP, or as something that nobody can read.
#[tokio::test]
async fn whatever_a_refresh_answers_without_a_token_means_the_password_once() {
    for (status, answer) in [
        (200, r#"{"success":false,"code":401}"#),
        (200, r#"{"success":"false","message":"The refresh token is invalid."}"#),
        (200, r#"{"error":"invalid_grant"}"#),
        (200, r#"{"token_type":"Bearer","access_token":null}"#),
        (200, "{}"),
        (200, "<html></html>"),
        (200, ""),
        (400, r#"{"error":"invalid_grant"}"#),
        (500, r#"{"message":"Server Error"}"#),
    ] {
        let wire = Wire::new(move |sent| match is_grant(sent) {
            true if body(sent).contains("refresh_token\":") => http(status, answer),
            true => granted_token(1),
            false => order(),
        });
        let (kess, clock) = kess(&wire);
        ask(&kess).await.unwrap();
        clock.pass(SECOND * 1_800);
        ask(&kess).await.unwrap();
        assert_eq!(kinds(&wire.grants()), ["password", "refresh", "password"], "{status} {answer}");
    }
}

/// Without an answer, and when told to wait, the password is not tried behind the refresh token.
#[tokio::test]
async fn a_refresh_without_an_answer_is_not_followed_by_the_password() {
    for answer in [|| broken(TransportErrorKind::Timeout, Outcome::Unknown), || http(429, "")] {
        let wire = Wire::new(move |sent| match is_grant(sent) {
            true if body(sent).contains("refresh_token\":") => answer(),
            true => granted_token(1),
            false => order(),
        });
        let (kess, clock) = kess(&wire);
        ask(&kess).await.unwrap();
        clock.pass(SECOND * 1_800);
        ask(&kess).await.unwrap_err();
        assert_eq!(kinds(&wire.grants()), ["password", "refresh"]);
    }
}

/// 401 over 10,000 orders at once: one renewal, the others wait.
#[tokio::test]
async fn f18_a_storm_makes_one_renewal() {
    let wire = Wire::gateway(|sent| if bearer(sent) == Some("token-1") { http(401, "{}") } else { order() });
    let (kess, _) = kess(&wire);
    let answered = Arc::new(AtomicU32::new(0));
    let tasks: Vec<_> = (0..10_000)
        .map(|_| {
            let (kess, answered) = (Arc::clone(&kess), Arc::clone(&answered));
            tokio::spawn(async move {
                ask(&kess).await.unwrap();
                answered.fetch_add(1, Ordering::Relaxed);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(answered.load(Ordering::Relaxed), 10_000);
    assert_eq!(wire.grants().len(), 2, "the first, and one renewal");
}

/// Every token is refused: two are tried, and then nothing for a minute.
#[tokio::test]
async fn f18_when_no_token_helps_nothing_is_asked_for_a_minute() {
    let wire = Wire::gateway(|_| http(401, r#"{"code":"UNAUTHENTICATED"}"#));
    let (kess, clock) = kess(&wire);
    let mut tasks = Vec::new();
    for _ in 0..1_000 {
        let kess = Arc::clone(&kess);
        tasks.push(tokio::spawn(async move { ask(&kess).await.unwrap_err() }));
    }
    for task in tasks {
        let error = task.await.unwrap();
        assert!(matches!(error.kind(), ErrorKind::Unauthorized(_)), "{error}");
    }
    assert_eq!(wire.grants().len(), 2, "the first, and one in its place");
    let sent = wire.calls();
    assert!(sent.iter().all(|sent| matches!(bearer(sent), Some("token-1" | "token-2"))));
    let error = ask(&kess).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unauthorized(Unauthorized::Suspended));
    clock.pass(SECOND * 60);
    let error = ask(&kess).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unauthorized(Unauthorized::Refused));
    assert_eq!((wire.grants().len(), wire.calls().len()), (3, sent.len() + 1), "one more each minute");
}

#[tokio::test]
async fn refused_credentials_are_not_tried_by_everybody() {
    for (status, answer) in [
        (401, r#"{"error":"invalid_client","message":"password-canary"}"#),
        (200, r#"{"success":false,"code":401,"message":"password-canary"}"#),
    ] {
        let wire = Wire::new(move |_| http(status, answer));
        let (kess, clock) = kess(&wire);
        let first = ask(&kess).await.unwrap_err();
        assert_eq!(*first.kind(), ErrorKind::Unauthorized(Unauthorized::NotGranted));
        assert_eq!(first.outcome(), Outcome::NotSent);
        clock.pass(SECOND * 59);
        for _ in 0..100 {
            ask(&kess).await.unwrap_err();
        }
        assert_eq!(wire.grants().len(), 1);
    }
}

/// A gateway that is out of order, in the words of its body, is asked again soon.
#[tokio::test]
async fn an_outage_that_a_body_tells_of_is_not_a_refusal() {
    let wire = Wire::new(|_| http(200, r#"{"success":false,"code":503}"#));
    let (kess, clock) = kess(&wire);
    assert_eq!(*ask(&kess).await.unwrap_err().kind(), ErrorKind::Unreachable(Unreachable::Server));
    clock.pass(SECOND * 5);
    ask(&kess).await.unwrap_err();
    assert_eq!(wire.grants().len(), 2);
}

#[tokio::test]
async fn a_broken_network_is_not_a_refusal() {
    let wire = Wire::new(|_| broken(TransportErrorKind::Timeout, Outcome::Unknown));
    let (kess, clock) = kess(&wire);
    let error = ask(&kess).await.unwrap_err();
    let expected = ErrorKind::Unreachable(Unreachable::Transport(TransportErrorKind::Timeout));
    assert_eq!(
        (error.kind().clone(), error.outcome()),
        (expected, Outcome::NotSent),
        "the question was not sent"
    );
    clock.pass(SECOND * 5);
    ask(&kess).await.unwrap_err();
    assert_eq!(kinds(&wire.grants()), ["password", "password"]);
}

/// A token is never kept past an end that makes no sense: it is not taken at all.
#[tokio::test]
async fn d17_a_token_with_an_absurd_end_is_not_taken() {
    for expires_in in ["0", "-1", "1e12"] {
        let wire = Wire::new(move |_| {
            http(200, format!(r#"{{"access_token":"t","token_type":"Bearer","expires_in":{expires_in}}}"#))
        });
        let (kess, _) = kess(&wire);
        let error = ask(&kess).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "webpay.acquire.queryOrder: expires_in: expected 1 to 86400 seconds",
            "{expires_in}"
        );
        assert!(wire.calls().is_empty());
    }
}
