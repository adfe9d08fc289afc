//! `khpay kess` against `khpay sandbox`.

use std::path::PathBuf;

use pay_sandbox::Kess;
use serde_json::json;

use crate::run::{Ran, khpay, run};
use crate::sandbox::Sandbox;

fn call(sandbox: &Sandbox, service: &str, document: &str, more: &[&str]) -> Ran {
    // The port is the sandbox's own, so that no two tests write one file.
    let port = sandbox.url.rsplit(':').next().unwrap();
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{port}-{service}.json"));
    std::fs::write(&file, document).unwrap();
    let mut command = khpay(&["kess", "call", service, file.to_str().unwrap(), "--json"]);
    command.args(more).env("KESS_BASE_URL", &sandbox.url).env("KESS_SELLER_CODE", Kess::SELLER_CODE);
    for (variable, value) in [
        ("KESS_CLIENT_ID", Kess::CLIENT_ID),
        ("KESS_CLIENT_SECRET", Kess::CLIENT_SECRET),
        ("KESS_USERNAME", Kess::USERNAME),
        ("KESS_PASSWORD", Kess::PASSWORD),
        ("KESS_API_SECRET", Kess::API_SECRET_KEY),
    ] {
        command.env(variable, value);
    }
    let ran = Ran::of(command.output().unwrap());
    std::fs::remove_file(&file).unwrap();
    ran
}

#[test]
fn an_order_is_made_and_asked_about() {
    let sandbox = Sandbox::start();
    let order = json!({ "out_trade_no": "T-1", "body": "Two coffees", "total_amount": 10, "currency": "USD",
        "login_type": "ANONYMOUS" });
    let made = call(&sandbox, "webpay.acquire.createorder", &order.to_string(), &[]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let asked = call(&sandbox, "webpay.acquire.queryOrder", r#"{"out_trade_no":"T-1"}"#, &[]);
    assert_eq!(asked.json()["out_trade_no"], "T-1", "{}", asked.stderr);

    let again = call(&sandbox, "webpay.acquire.createorder", &order.to_string(), &[]);
    assert_eq!(again.code, 3, "{}", again.stdout);
    assert!(again.stderr.contains("kess did not do it"), "{}", again.stderr);
}

#[test]
fn what_moves_money_has_to_be_said_twice() {
    let sandbox = Sandbox::start();
    for service in ["webpay.acquire.withdraw", "webpay.acquire.somethingElse"] {
        let ran = call(&sandbox, service, "{}", &[]);
        assert_eq!(ran.code, 2, "{service}");
        assert!(ran.stderr.contains("--moves-money"), "{}", ran.stderr);
    }
}

#[test]
fn the_services_of_the_document_are_listed() {
    let ran = run(&["kess", "services", "--json"]);
    assert_eq!(ran.json().as_array().unwrap().len(), 33);
}

#[test]
fn an_ambiguous_member_is_refused_before_it_is_sent() {
    let sandbox = Sandbox::start();
    let forged = r#"{"out_trade_no":"T-1","body":"x&total_amount=1","total_amount":10,"currency":"USD"}"#;
    let ran = call(&sandbox, "webpay.acquire.createorder", forged, &[]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("body"), "{}", ran.stderr);
}
