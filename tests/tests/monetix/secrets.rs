//! What is printed and logged.

use std::fmt::Write as _;
use std::sync::Arc;

use conformance::output::{Log, print};
use monetix_client::{
    Amount, Customer, EncryptionKey, Monetix, Notifications, Page, PageRequest, PaymentPage, Plain, Sale,
    Settings, Status,
};
use pay_core::{NewOrder, OrderId, Outcome, Secret};
use pay_http::{Transport, TransportErrorKind};

use crate::wire::{
    Answer, JumpClock, NOW, PROJECT, Wire, banks, body, broken, hosts, http, payment_id, refund, usd,
};

const SECRET: &str = "project-secret-canary";

fn settings() -> Settings {
    Settings::new(hosts(), PROJECT, Secret::new(SECRET).unwrap())
        .refund_path(monetix_client::CAMBODIA_REFUND_PATH)
}

fn payer() -> Customer {
    Customer::new("customer-canary", "canary@example.com", "Canary Canary").unwrap()
}

/// Answers with the secret and the payer in them, as debug pages have.
fn provocations() -> Vec<Answer> {
    let echo = format!(
        r#""message":"{SECRET}-0123456789-0123456789","errors":[{{"field":"x","message":"{SECRET}-0123456789-0123456789"}}]"#
    );
    vec![
        http(400, format!(r#"{{"status":"error","code":"3261",{echo}}}"#)),
        http(200, format!(r#"{{"status":"error",{echo}}}"#)),
        http(500, format!("<html>{echo}</html>")),
        http(200, echo.clone()),
        http(200, format!(r#"{{"payment":{{"id":"payment_47","status":true,"x":"canary"}},{echo}}}"#)),
        http(200, r#"[{"id":["canary"]}]"#),
        http(200, r#"{"status":"success","payment_id":"canary"}"#),
        broken(TransportErrorKind::Timeout, Outcome::Unknown),
    ]
}

/// The canaries stand in the settings, in requests and in answers. They come out nowhere but in the requests themselves.
#[tokio::test]
async fn d16_secrets_and_payers_are_in_no_error_span_log_panic_or_debug_output() {
    let log = Log::default();
    log.catch_all();
    let mut printed = String::new();
    let key = EncryptionKey::new(Secret::new("encryption-canary").unwrap()).unwrap();
    let amount = Amount::new(usd(10_000)).unwrap();
    let sale = Sale::new(payment_id(), payer(), "198.51.100.47".parse().unwrap(), 61_021, amount);
    let request = PageRequest::new(payment_id(), payer(), amount)
        .extra("customer_phone", Plain::new("canary").unwrap())
        .unwrap();
    let page = PaymentPage::new(settings(), payer()).encrypted(key.clone());
    write!(printed, "{:?} {:#?} {key:?} {sale:?} {request:?} {page:?}", settings(), settings()).unwrap();
    write!(printed, "{:?} {:?}", Notifications::new(&settings()), Page::new(settings())).unwrap();
    let order = NewOrder::new(OrderId::new("p").unwrap(), usd(1), "canary;");
    write!(printed, "{:?}", page.order(&order, NOW).unwrap_err()).unwrap();

    for nth in 0..provocations().len() {
        let wire = Wire::script((0..4).map(|_| provocations().swap_remove(nth)));
        let monetix = Monetix::new(settings(), Arc::clone(&wire) as Arc<dyn Transport>, JumpClock::new());
        write!(printed, "{monetix:?}").unwrap();
        print(&mut printed, monetix.call(&sale).await);
        print(&mut printed, monetix.call(&refund()).await);
        print(&mut printed, monetix.call(&banks()).await);
        print(&mut printed, monetix.call(&Status::new(payment_id())).await);
        assert!(body(&wire.sent()[0]).contains("canary@example.com"), "it was there to be printed");
    }
    let log = log.text();
    assert!(log.contains("/v2/payment/banks/cambodia/sale") && printed.contains("3261"));
    for (name, output) in [("log", &log), ("output", &printed)] {
        for canary in ["canary", "Canary", "198.51.100.47"] {
            assert!(!output.contains(canary), "{canary} in {name}: {output}");
        }
    }
}
