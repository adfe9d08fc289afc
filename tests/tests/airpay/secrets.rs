//! What is printed and logged (threat D-55).

use std::fmt::Write as _;

use airpay_client::{Airpay, Msisdn, Payer, PaymentRequest, PostbackUrl, Settings};
use conformance::output::{Log, print};
use pay_core::{Currency, Money, NotificationSource as _, Outcome};
use pay_http::TransportErrorKind;

use crate::wire::{
    Answer, Wire, airpay_at, broken, delivery, http, postback, return_url, secret, success, tracking,
};

/// A key that is too short to look like a token by its length.
const KEY: &str = "canary-7731";
const SEGMENT: &str = "canary-path-0123456789abcdefgh";

/// Answers that repeat the request, as debug pages do.
fn provocations() -> Vec<Answer> {
    let echo = format!(r#""message":"apikey {KEY} is not accepted","apikey":"{KEY}""#);
    vec![
        http(200, format!(r#"{{"code":901,{echo}}}"#)),
        http(401, format!("{{{echo}}}")),
        http(400, format!(r#"{{"code":"{KEY}",{echo}}}"#)),
        http(500, format!("<html>{echo}</html>")),
        http(200, echo.clone()),
        http(200, format!(r#"{{"code":200,{echo},"data":{{"url":"https://pay.example/{KEY}"}}}}"#)),
        success(&format!("\"{KEY}\"")),
        broken(TransportErrorKind::Timeout, Outcome::Unknown),
    ]
}

/// The canaries stand in settings, requests and answers. They come out nowhere but in the requests themselves.
#[tokio::test]
async fn d55_the_key_is_in_no_error_span_log_panic_or_debug_output() {
    let log = Log::default();
    log.catch_all();
    let mut printed = String::new();

    let settings = Settings::new("https://airpay.example".parse().unwrap(), secret(KEY)).unwrap();
    let payer = Payer::new("Canary", "canary@shop.example", Msisdn::verbatim("canary-855").unwrap()).unwrap();
    let amount = Money::from_minor(1_050, Currency::Usd);
    let request =
        PaymentRequest::new(payer.clone(), amount, "Two coffees", tracking(), return_url()).unwrap();
    let url = PostbackUrl::new(secret(&format!("https://shop.example/{SEGMENT}"))).unwrap();
    let notifications = airpay_client::Notifications::new(url.clone());
    write!(printed, "{settings:?} {settings:#?} {payer:?} {request:#?} {url:?} {notifications:#?}").unwrap();
    let query = postback();
    let read = notifications.read(&delivery("/canary-wrong", &query));
    write!(printed, "{read:?} {:?}", notifications.postback(None, &delivery("/canary-wrong", &query)))
        .unwrap();
    let wrong = PostbackUrl::new(secret("http://canary/canary")).unwrap_err();
    let too_long = Settings::new("https://airpay.example".parse().unwrap(), secret(&"canary".repeat(9)));
    write!(printed, "{wrong} {wrong:?} {too_long:?} {}", too_long.as_ref().unwrap_err()).unwrap();

    for nth in 0..provocations().len() {
        let wire = Wire::new(move |_| provocations().swap_remove(nth));
        let airpay: Airpay = airpay_at(settings.clone(), &wire);
        write!(printed, "{airpay:?}").unwrap();
        print(&mut printed, airpay.call(&request).await);
        let sent = wire.sent().remove(0);
        write!(printed, "{:?}", sent.headers()).unwrap();
        assert_eq!(sent.headers()["apikey"], KEY, "it was there to be printed");
    }
    let log = log.text();
    assert!(
        log.contains("operation=\"request\"") && printed.contains("invalid token (901): apikey [redacted]")
    );
    for (name, output) in [("log", &log), ("output", &printed)] {
        assert!(!output.to_lowercase().contains("canary"), "canary in {name}: {output}");
    }
}
