//! From Bakong's words to the vocabulary of all providers: the whole table, through the client.

use std::fmt::Write as _;

use pay_core::{Observation, OrderKey, Outcome, StatusSource as _};
use pay_http::TransportErrorKind as Kind;

use crate::wire::{Answer, answered, broken, fixture, http};

fn refusal(code: &str, message: &str) -> Answer {
    http(200, format!(r#"{{"responseCode":1,"errorCode":{code},"responseMessage":"{message}"}}"#))
}

fn tracked(status: &str) -> Answer {
    let body = conformance::fixture("bakong/f02-paid-live.json");
    http(200, body.replace(r#""trackingStatus":null"#, &format!(r#""trackingStatus":"{status}""#)))
}

fn rows() -> Vec<(&'static str, Answer)> {
    vec![
        ("paid", fixture(200, "f02-paid-live.json")),
        ("paid, tracking RECEIVE_AT_ACH", tracked("RECEIVE_AT_ACH")),
        ("paid, tracking RECEIVE_AT_RECEIVER_BANK", tracked("RECEIVE_AT_RECEIVER_BANK")),
        ("paid, tracking ACKNOWLEDGED_BY_FI", tracked("ACKNOWLEDGED_BY_FI")),
        ("paid, tracking COMPLETED", tracked("COMPLETED")),
        ("paid, tracking of next year", tracked("TELEPORTED")),
        ("paid, tracking FAILED_AT_ACH", tracked("FAILED_AT_ACH")),
        ("paid, tracking REFUNDED_BY_RECEIVER", tracked("REFUNDED_BY_RECEIVER")),
        ("paid without data", fixture(200, "f16-success-without-data.json")),
        (
            "paid, hash of 63 digits",
            http(200, conformance::fixture("bakong/f02-paid-live.json").replace("9bc2", "9bc")),
        ),
        ("paid under http 500", fixture(500, "f02-paid-live.json")),
        // The table of section 4.4.
        ("3, anything", refusal("3", "Payment was declined")),
        ("3, could not be found", refusal("3", "Transaction could not be found")),
        ("3, both", refusal("3", "Transaction failed: could not be found")),
        ("1, transaction failed", refusal("1", "Transaction failed.")),
        ("1, could not be found", refusal("1", "Transaction could not be found.")),
        ("1, not found", refusal("1", "Transaction not found")),
        ("1, anything else", refusal("1", "Unexpected")),
        ("1, khmer", refusal("1", "ប្រតិបត្តិការបរាជ័យ")),
        ("1, nothing", http(200, r#"{"responseCode":1,"errorCode":1}"#)),
        ("null, transaction failed", refusal("null", "TRANSACTION FAILED")),
        ("null, could not be found", refusal("null", "Transaction could not be found.")),
        ("null, not found", refusal("null", "not found")),
        ("null, anything else", refusal("null", "Unexpected")),
        ("2", fixture(200, "f18-static-qr.json")),
        // No answer.
        ("6", fixture(200, "f09-unauthorized.json")),
        ("9", refusal("9", "Cannot connect to server")),
        ("17", fixture(200, "f11-daily-limit.json")),
        ("429", http(429, "")),
        ("403", fixture(403, "f13-forbidden.html")),
        ("504", fixture(504, "f14-gateway-timeout.html")),
        ("html", fixture(200, "f15-page-at-200.html")),
        ("array", fixture(200, "f20-array.json")),
        ("5", refusal("5", "Missing required fields")),
        ("16", refusal("16", "")),
        ("time-out", broken(Kind::Timeout, Outcome::Unknown)),
        ("too large", broken(Kind::TooLarge, Outcome::Unknown)),
    ]
}

#[tokio::test]
async fn the_whole_table() {
    let key = OrderKey::new("d60f3db96913029a2af979a1662c1e72").unwrap();
    let mut table = String::new();
    for (name, answer) in rows() {
        let observed = answered(answer).observe(std::slice::from_ref(&key)).await;
        let [(said_of, said)] = observed.answers.as_slice() else { panic!("{name}: {observed:?}") };
        assert_eq!(*said_of, key);
        let said = match said {
            Ok(Observation::Paid(payment)) => match &payment.reversal {
                Some(reversal) => format!("Paid {}, reversed: {reversal}", payment.amount),
                None => format!("Paid {}", payment.amount),
            },
            Ok(observation) => format!("{observation:?}"),
            Err(no_answer) => format!("no answer: {:?}", no_answer.reason),
        };
        writeln!(table, "{name:40} {said}").unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("status@table", table);
    });
}
