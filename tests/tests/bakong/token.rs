//! The token: expiry, renewal, many tasks, external stores (section 6).

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bakong_client::{
    AccessToken, Bakong, Environment, Error, ErrorKind, Lookup, Md5, RegisteredEmail, TokenSource,
    TokenSourceError, Unauthorized,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use pay_core::{BoxFuture, Outcome, Timestamp};
use pay_http::TransportErrorKind;

use crate::wire::{Answer, HandClock, NOW, Sent, Wire, bearer, broken, fixture, http, operation, operations};

const DAY: Duration = Duration::from_hours(24);
const HOUR: Duration = Duration::from_hours(1);

/// A token of this name that ends then.
fn jwt(name: &str, expires_at: Timestamp) -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    let claims = format!(r#"{{"exp":{},"data":{{"id":"{name}"}}}}"#, expires_at.as_millis() / 1_000);
    format!("{}.{}.c2ln", part(r#"{"typ":"JWT","alg":"HS256"}"#), part(&claims))
}

fn issued(token: &str) -> Answer {
    http(200, format!(r#"{{"responseCode":0,"errorCode":null,"data":{{"token":"{token}"}}}}"#))
}

fn refused() -> Answer {
    fixture(401, "f09-unauthorized.json")
}

fn unpaid() -> Answer {
    fixture(200, "f07-not-found.json")
}

/// A store outside the client. What it is given it remembers.
struct Store {
    token: Mutex<String>,
    loads: AtomicU32,
    kept: Mutex<Vec<String>>,
}

impl Store {
    fn with(token: &str) -> Arc<Self> {
        Arc::new(Self {
            token: Mutex::new(token.to_owned()),
            loads: AtomicU32::new(0),
            kept: Mutex::default(),
        })
    }

    fn paste(&self, token: &str) {
        token.clone_into(&mut self.token.lock().unwrap());
    }

    fn kept(&self) -> Vec<String> {
        self.kept.lock().unwrap().clone()
    }
}

impl TokenSource for Store {
    fn load(&self) -> BoxFuture<'_, Result<AccessToken, TokenSourceError>> {
        Box::pin(async {
            self.loads.fetch_add(1, Ordering::SeqCst);
            AccessToken::new(&self.token.lock().unwrap()).map_err(TokenSourceError::new)
        })
    }

    fn keep<'a>(&'a self, renewed: &'a AccessToken) -> BoxFuture<'a, Result<(), TokenSourceError>> {
        Box::pin(async {
            self.paste(renewed.expose());
            self.kept.lock().unwrap().push(renewed.expose().to_owned());
            Ok(())
        })
    }
}

/// A client, its clock and its store.
fn bakong(wire: &Arc<Wire>, token: &str) -> (Bakong, Arc<HandClock>, Arc<Store>) {
    let (clock, store) = (HandClock::at(NOW), Store::with(token));
    let bakong = Bakong::new(&Environment::Sit, store.clone(), wire.clone(), clock.clone());
    (bakong, clock, store)
}

fn email() -> RegisteredEmail {
    RegisteredEmail::new("shop@example.com").unwrap()
}

async fn check(bakong: &Bakong) -> Result<Lookup, Error> {
    bakong.check_by_md5(Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap()).await
}

fn kind(result: Result<Lookup, Error>) -> (ErrorKind, Outcome) {
    let error = result.unwrap_err();
    (error.kind().clone(), error.outcome())
}

/// Accepts these tokens and issues one.
fn accepting(accepted: &'static [&'static str], renewed: String) -> impl Fn(&Sent) -> Answer {
    move |sent| match (operation(sent), bearer(sent)) {
        ("renew_token", _) => issued(&renewed),
        (_, Some(token)) if accepted.contains(&token) => unpaid(),
        _ => refused(),
    }
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_question_asked_once_more() {
    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, _, store) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    assert_eq!(check(&bakong).await.unwrap(), Lookup::NotFound { doubtful: false });
    assert_eq!(operations(&wire), ["check_transaction_by_md5", "renew_token", "check_transaction_by_md5"]);
    assert_eq!(store.kept(), ["renewed"], "given to the store when it had answered");
    check(&bakong).await.unwrap();
    assert_eq!((wire.sent().len(), store.kept().len()), (4, 1));
}

#[tokio::test]
async fn a_renewed_token_that_is_refused_ends_the_asking() {
    let wire = Wire::new(accepting(&[], "renewed".to_owned()));
    let (bakong, clock, store) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    let refused = ErrorKind::Unauthorized(Unauthorized::Refused);
    assert_eq!(kind(check(&bakong).await), (refused, Outcome::Refused));
    assert_eq!(wire.sent().len(), 3);

    let suspended = ErrorKind::Unauthorized(Unauthorized::Suspended);
    for _ in 0..10 {
        assert_eq!(kind(check(&bakong).await), (suspended.clone(), Outcome::NotSent));
    }
    assert_eq!(wire.sent().len(), 3, "no request is spent");
    assert!(store.kept().is_empty(), "a token that never answered is not kept");

    // An hour later both are tried once more, and a renewal; what it gives is known to be refused.
    clock.pass(HOUR);
    for _ in 0..10 {
        check(&bakong).await.unwrap_err();
    }
    let again = ["check_transaction_by_md5", "check_transaction_by_md5", "renew_token"];
    assert_eq!(operations(&wire)[3..], again);
}

/// What is renewed before the first question and refused is not renewed again.
#[tokio::test]
async fn one_question_makes_one_renewal() {
    let old = jwt("old", NOW);
    let renewals = AtomicU32::new(0);
    let wire = Wire::new(move |sent| match operation(sent) {
        "renew_token" => issued(&format!("renewed-{}", renewals.fetch_add(1, Ordering::SeqCst))),
        _ => refused(),
    });
    let (bakong, _, _) = bakong(&wire, &old);
    let bakong = bakong.renew_by(email());
    for _ in 0..10 {
        check(&bakong).await.unwrap_err();
    }
    assert_eq!(operations(&wire), ["renew_token", "check_transaction_by_md5"]);
}

#[tokio::test]
async fn a_token_that_a_person_pastes_is_taken_at_once() {
    let wire = Wire::new(accepting(&["pasted"], "renewed".to_owned()));
    let (bakong, _, store) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    check(&bakong).await.unwrap_err();
    store.paste("pasted");
    check(&bakong).await.unwrap();
    assert_eq!(bearer(wire.sent().last().unwrap()), Some("pasted"));
}

/// Another process has renewed: its token is in the store.
#[tokio::test]
async fn the_store_is_asked_before_a_renewal() {
    let wire = Wire::new(accepting(&["theirs"], "renewed".to_owned()));
    let (bakong, _, store) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    bakong.token_status().await.unwrap();
    store.paste("theirs");
    check(&bakong).await.unwrap();
    assert_eq!(operations(&wire), ["check_transaction_by_md5", "check_transaction_by_md5"]);
    assert_eq!(store.loads.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn without_an_address_a_refused_token_is_not_sent_again_for_an_hour() {
    let wire = Wire::new(accepting(&[], String::new()));
    let (bakong, clock, _) = bakong(&wire, "old");
    let refused = ErrorKind::Unauthorized(Unauthorized::Refused);
    assert_eq!(kind(check(&bakong).await), (refused, Outcome::Refused));
    let suspended = ErrorKind::Unauthorized(Unauthorized::Suspended);
    assert_eq!(kind(check(&bakong).await), (suspended, Outcome::NotSent));
    assert_eq!(wire.sent().len(), 1);
    clock.pass(HOUR);
    check(&bakong).await.unwrap_err();
    assert_eq!(wire.sent().len(), 2);
}

#[tokio::test]
async fn a_token_that_has_expired_is_not_sent() {
    let old = jwt("old", NOW.after(DAY));
    let wire = Wire::new(|_| unpaid());
    let (bakong, clock, _) = bakong(&wire, &old);
    clock.pass(Duration::from_millis(86_399_999));
    check(&bakong).await.unwrap();
    clock.pass(Duration::from_millis(1));
    let expired = ErrorKind::Unauthorized(Unauthorized::Expired);
    assert_eq!(kind(check(&bakong).await), (expired, Outcome::NotSent));
    assert_eq!(wire.sent().len(), 1);

    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, clock, _) = self::bakong(&wire, &old);
    let bakong = bakong.renew_by(email());
    clock.pass(DAY);
    check(&bakong).await.unwrap();
    assert_eq!(operations(&wire), ["renew_token", "check_transaction_by_md5"]);
}

/// A process that starts with a token from last year still knows what to do, and says what it knows.
#[tokio::test]
async fn a_token_that_had_expired_before_the_start_is_due() {
    let end = NOW.before(DAY);
    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, _, _) = bakong(&wire, &jwt("old", end));
    let bakong = bakong.renew_by(email());
    assert_eq!(bakong.token_status().await.unwrap().expires_at, Some(end));
    bakong.renew_when_due().await.expect("due").unwrap();
    check(&bakong).await.unwrap();
    assert_eq!(operations(&wire), ["renew_token", "check_transaction_by_md5"]);
}

#[tokio::test]
async fn a_renewal_that_fails_says_so_and_is_not_repeated_at_once() {
    let wire = Wire::new(|sent| match operation(sent) {
        "renew_token" => fixture(200, "token-not-registered.json"),
        _ => refused(),
    });
    let (bakong, clock, _) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    let error = check(&bakong).await.unwrap_err();
    assert_eq!(error.to_string(), "check_transaction_by_md5: token is not accepted and was not renewed");
    let cause = std::error::Error::source(&error).expect("the renewal's own error");
    assert_eq!(cause.to_string(), "renew_token: refused with http 200, error code 10: Not registered yet");
    check(&bakong).await.unwrap_err();
    assert_eq!(wire.sent().len(), 2);
    clock.pass(HOUR);
    check(&bakong).await.unwrap_err();
    assert_eq!(wire.sent().len(), 4);
}

/// The network failed, not the registration: a minute is enough.
#[tokio::test]
async fn a_renewal_that_did_not_arrive_is_tried_again_after_a_minute() {
    let wire = Wire::new(|sent| match operation(sent) {
        "renew_token" => broken(TransportErrorKind::Timeout, Outcome::Unknown),
        _ => refused(),
    });
    let (bakong, clock, _) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    check(&bakong).await.unwrap_err();
    clock.pass(Duration::from_secs(59));
    check(&bakong).await.unwrap_err();
    assert_eq!(wire.sent().len(), 2);
    clock.pass(Duration::from_secs(1));
    check(&bakong).await.unwrap_err();
    assert_eq!(operations(&wire).last().unwrap(), "renew_token");
    assert_eq!(wire.sent().len(), 3);
}

#[tokio::test]
async fn a_renewal_ahead_of_time_keeps_the_old_token_until_the_new_one_has_answered() {
    let old: &'static str = jwt("old", NOW.after(DAY)).leak();
    let accepted: &'static [&'static str] = vec![old].leak();
    let wire = Wire::new(accepting(accepted, "renewed".to_owned()));
    let (bakong, _, store) = bakong(&wire, old);
    let bakong = bakong.renew_by(email());
    bakong.renew_when_due().await.expect("due").unwrap();
    assert!(store.kept().is_empty());
    // The new one is refused, and the old one still does.
    check(&bakong).await.unwrap();
    let bearers: Vec<_> = wire.sent().iter().map(|sent| bearer(sent).map(str::to_owned)).collect();
    assert_eq!(bearers, [None, Some("renewed".to_owned()), Some(old.to_owned())]);
    assert!(store.kept().is_empty());
    assert!(bakong.renew_when_due().await.is_none(), "not again for an hour");
}

#[tokio::test]
async fn a_renewal_is_due_in_the_last_three_days_and_not_for_all_shops_at_once() {
    let end = NOW.after(90 * DAY);
    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, clock, store) = bakong(&wire, &jwt("old", end));
    let bakong = bakong.renew_by(email());
    let status = bakong.token_status().await.unwrap();
    let renew_at = status.renew_at.unwrap();
    assert_eq!(status.expires_at, Some(end));
    assert!(end.before(3 * DAY) <= renew_at && renew_at < end.before(3 * DAY).after(6 * HOUR));
    assert!(bakong.renew_when_due().await.is_none());
    clock.pass(renew_at.since(NOW));
    bakong.renew_when_due().await.expect("due").unwrap();
    check(&bakong).await.unwrap();
    assert_eq!(store.kept(), ["renewed"]);

    let other = AccessToken::new(&jwt("other", end)).unwrap();
    let other = Bakong::new(&Environment::Sit, Arc::new(other), Wire::script([]), HandClock::at(NOW));
    assert_ne!(other.token_status().await.unwrap().renew_at, Some(renew_at));
}

/// 401 for ten thousand tasks at once: one of them renews, the others wait for it.
#[tokio::test]
async fn f18_ten_thousand_refusals_make_one_renewal() {
    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, _, store) = bakong(&wire, "old");
    let bakong = Arc::new(bakong.renew_by(email()));
    let tasks: Vec<_> = (0..10_000)
        .map(|_| {
            let bakong = Arc::clone(&bakong);
            tokio::spawn(async move { check(&bakong).await.is_ok() })
        })
        .collect();
    for task in tasks {
        assert!(task.await.unwrap());
    }
    let operations = operations(&wire);
    assert_eq!(operations.iter().filter(|operation| *operation == "renew_token").count(), 1);
    assert_eq!(operations.len(), 20_001);
    assert_eq!(store.kept(), ["renewed"]);
}

/// Timers of many tasks fire together.
#[tokio::test]
async fn a_renewal_that_is_due_is_made_once() {
    let wire = Wire::new(accepting(&["renewed"], jwt("renewed", NOW.after(DAY))));
    let (bakong, _, _) = bakong(&wire, &jwt("old", NOW.after(DAY)));
    let bakong = Arc::new(bakong.renew_by(email()));
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let bakong = Arc::clone(&bakong);
            tokio::spawn(async move { bakong.renew_when_due().await.is_some() })
        })
        .collect();
    let mut renewals = 0;
    for task in tasks {
        renewals += u32::from(task.await.unwrap());
    }
    assert_eq!((renewals, wire.sent().len()), (1, 1));
}

/// The same when nothing helps: no task goes on asking.
#[tokio::test]
async fn f18_ten_thousand_refusals_without_a_way_out_make_one_renewal() {
    let wire = Wire::new(accepting(&[], "renewed".to_owned()));
    let (bakong, _, _) = bakong(&wire, "old");
    let bakong = Arc::new(bakong.renew_by(email()));
    let tasks: Vec<_> = (0..10_000)
        .map(|_| {
            let bakong = Arc::clone(&bakong);
            tokio::spawn(async move { kind(check(&bakong).await).0 })
        })
        .collect();
    for task in tasks {
        assert!(matches!(task.await.unwrap(), ErrorKind::Unauthorized(_)));
    }
    let operations = operations(&wire);
    assert_eq!(operations.iter().filter(|operation| *operation == "renew_token").count(), 1);
    assert!(operations.len() <= 20_001);
}

/// A task that is dropped in the middle of a renewal leaves the way free.
#[tokio::test]
async fn a_renewal_whose_task_is_dropped_does_not_block_the_others() {
    let wire = Wire::new(accepting(&["renewed"], "renewed".to_owned()));
    let (bakong, _, _) = bakong(&wire, "old");
    let bakong = bakong.renew_by(email());
    {
        let mut asking = Box::pin(check(&bakong));
        while operations(&wire).last().map(String::as_str) != Some("renew_token") {
            assert!(futures_now(&mut asking).await.is_none(), "still asking");
        }
    }
    check(&bakong).await.unwrap();
    let renewals = operations(&wire).iter().filter(|operation| *operation == "renew_token").count();
    assert_eq!(renewals, 2);
}

/// Polls once.
async fn futures_now<T>(future: &mut (impl Future<Output = T> + Unpin)) -> Option<T> {
    let mut future = Some(future);
    std::future::poll_fn(move |context| {
        let poll = std::pin::Pin::new(future.take().expect("polled once")).poll(context);
        std::task::Poll::Ready(match poll {
            std::task::Poll::Ready(done) => Some(done),
            std::task::Poll::Pending => None,
        })
    })
    .await
}

/// A store that fails is told of, and nothing is sent.
#[tokio::test]
async fn a_store_without_a_token_is_an_error_of_its_own() {
    let wire = Wire::script([]);
    let (bakong, _, _) = bakong(&wire, "two words");
    assert_eq!(
        kind(check(&bakong).await),
        (ErrorKind::Unauthorized(Unauthorized::NoToken), Outcome::NotSent)
    );
}
