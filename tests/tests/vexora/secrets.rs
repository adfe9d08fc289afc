//! What is printed and logged.

use std::fmt::Write as _;

use conformance::output::{Log, print};
use pay_core::{Currency, NotificationSource as _, Outcome};
use pay_http::TransportErrorKind;
use vexora_client::operation::{Disbursement, HostedCheckout};
use vexora_client::{Code, Mobile, Notifications, Payer, Settings, Vexora};

use crate::wire::{Answer, HandClock, NOW, Wire, broken, http, number, riel, secret, success, text, url};

const SECRET: &str = "app-secret-canary-0123456789-abcdef";

fn provocations() -> Vec<Answer> {
    let echo = format!(r#""msg":"{SECRET}","new":"payer-canary""#);
    vec![
        http(400, format!(r#"{{"code":"8000",{echo}}}"#)),
        http(200, format!(r#"{{"code":"5000",{echo}}}"#)),
        http(200, format!(r#"{{"code":"{SECRET}",{echo}}}"#)),
        http(500, format!("<html>{echo}</html>")),
        http(200, echo),
        success(r#"{"tradeNo":"canary-2","status":"0015"}"#),
        success(r#"{"amount":"canary","status":"0015"}"#),
        success(r#"{"new":"payer-canary","status":"0015"}"#),
        broken(TransportErrorKind::Timeout, Outcome::Unknown),
    ]
}

/// The canaries stand in the settings, in requests and in answers. They come out nowhere but in the requests themselves.
#[tokio::test]
async fn d16_the_secret_and_the_payer_are_in_no_error_span_log_panic_or_debug_output() {
    let log = Log::default();
    log.catch_all();
    let base = "https://sandbox-api.vexora.com".parse().unwrap();
    let settings = Settings::new(base, "1234567890", secret(&format!("{SECRET}\n")), Currency::Khr).unwrap();
    let notifications = Notifications::new(&settings);
    let mut printed = format!("{settings:?} {settings:#?} {notifications:?}");

    let mobile = Mobile::new("012773177").unwrap();
    let payer = Payer::new("Canary", "Canary", mobile, "canary@example.com").unwrap();
    let address = || url("https://shop.example/n");
    let checkout =
        HostedCheckout::new(number("T-1"), riel(300), payer.clone(), address(), address(), text("a"));
    let payout = Disbursement::new(number("T-1"), riel(300), payer, Code::lanton(), Code::lanton());
    write!(printed, "{checkout:?} {payout:?} {payout:#?}").unwrap();

    for nth in 0..provocations().len() {
        let answer = || provocations().swap_remove(nth);
        let wire = Wire::script([answer(), answer()]);
        let vexora = Vexora::new(settings.clone(), wire.clone(), HandClock::at(NOW));
        write!(printed, "{vexora:?}").unwrap();
        print(&mut printed, vexora.call(&checkout).await);
        print(&mut printed, vexora.call(&payout).await);
        for sent in wire.sent() {
            write!(printed, "{:?}", sent.headers()).unwrap();
            assert!(!crate::wire::body(&sent).contains("secret"), "the secret is signed with, and not sent");
        }
        assert!(crate::wire::body(&wire.sent()[0]).contains("Canary"), "it was there to be printed");
    }
    let delivery = |body| pay_core::Delivery { path: "", query: "", headers: &[], body, received_at: NOW };
    write!(printed, "{:?}", notifications.read(&delivery(SECRET.as_bytes()))).unwrap();

    let log = log.text();
    assert!(log.contains("disbursements") && log.contains("white space") && printed.contains("8000"));
    for (name, output) in [("log", &log), ("output", &printed)] {
        for canary in ["canary", "Canary", "12773177"] {
            assert!(!output.contains(canary), "{canary} in {name}: {output}");
        }
    }
}
