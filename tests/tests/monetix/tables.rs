//! The tables of sections 6 and 7, generated from the code.

use std::fmt::Write as _;

use monetix_client::{Code, OperationStatus, OperationType, PaymentStatus};
use pay_core::Untrusted;

use crate::wire::{callback, compare, operation};

/// Each status with what it makes of an order that a sale of the right amount was done for, and one for which none was.
#[test]
fn statuses_of_a_payment() {
    let observed = |status: &PaymentStatus, sale: &str| {
        let json = callback(status.as_str(), &operation(47, "sale", sale));
        let received = crate::wire::notifications().receive(json.as_bytes()).unwrap();
        let observation = received.claim().observation();
        match observation {
            pay_core::Observation::PaidUnreadable(_) => "for a person".to_owned(),
            other => other.status().to_string(),
        }
    };
    let unknown = PaymentStatus::Other(Untrusted::new("something new"));
    let mut table =
        String::from("status                            final  paid   sale done, sale declined\n");
    for status in PaymentStatus::KNOWN.iter().chain([&unknown]) {
        let (is_final, is_paid) = (status.is_final(), status.is_paid());
        let (done, declined) = (observed(status, "success"), observed(status, "decline"));
        writeln!(table, "{:<33} {is_final:<6} {is_paid:<6} {done}, {declined}", status.as_str()).unwrap();
    }
    compare("payment_status", "table", &table);
}

#[test]
fn statuses_of_an_operation() {
    let mut table = String::new();
    for status in OperationStatus::KNOWN.iter().chain([&OperationStatus::read("something new")]) {
        writeln!(table, "{:<26} final {:<5} done {}", status.as_str(), status.is_final(), status.is_done())
            .unwrap();
    }
    compare("operation_status", "table", &table);
}

#[test]
fn types_of_an_operation() {
    let mut table = String::new();
    for kind in OperationType::KNOWN.iter().chain([&OperationType::read("something new")]) {
        let (takes, gives) = (kind.takes_money(), kind.gives_back());
        writeln!(table, "{:<22} takes money {takes:<5} gives back {gives}", kind.as_str()).unwrap();
    }
    compare("operation_type", "table", &table);
}

/// Every code that is known by itself, and one of each family that is not.
#[test]
fn codes() {
    let line = |code: &Code| {
        let meaning = code.meaning().unwrap_or("-");
        let (class, advice) = (format!("{:?}", code.class()), format!("{:?}", code.retry_advice()));
        format!("{:<6} {class:<14} final {:<5} {advice:<12} {meaning}\n", code.as_str(), code.is_final())
    };
    let mut table: String = Code::KNOWN.iter().map(|known| line(&known.code())).collect();
    table.push('\n');
    for other in ["299", "999", "1999", "2999", "3999", "10999", "20999", "30999", "40000", "99", "text"] {
        table += &line(&Code::new(other));
    }
    compare("code", "table", &table);
}

/// The older spelling of a status, and capitals, which Monetix does not write.
#[test]
fn both_spellings_of_cancelled_are_one() {
    assert_eq!(PaymentStatus::read("cancelled"), PaymentStatus::read("canceled"));
    assert_eq!(PaymentStatus::read("cancelled").as_str(), "canceled");
    assert!(matches!(PaymentStatus::read("Success"), PaymentStatus::Other(_)));
    assert!(matches!(PaymentStatus::read("succes"), PaymentStatus::Other(_)), "a kit's misspelling");
}

#[test]
fn f34_a_word_that_nobody_knows_is_kept_and_never_final() {
    let status = PaymentStatus::read("settled\u{202e}later");
    assert_eq!(status, PaymentStatus::Other(Untrusted::new("settled\u{202e}later")));
    assert_eq!(status.to_string(), "settled\u{fffd}later");
    assert!(!status.is_final() && !status.is_paid());
    assert!(!OperationStatus::read("x").is_final() && !OperationType::read("x").takes_money());
}
