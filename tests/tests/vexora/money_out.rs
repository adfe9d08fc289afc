//! A disbursement is one attempt on the wire, whatever happens to it.

use std::sync::Arc;
use std::time::Duration;

use pay_core::{Effect, Observation, Outcome, StatusSource as _};
use pay_http::TransportErrorKind;
use vexora_client::{Disbursed, Disbursements, Status};

use crate::wire::{Answer, NOW, PAYOUT, Wire, broken, code, disbursement, http, success, vexora};

async fn outcome(answer: Answer) -> Outcome {
    let wire = Wire::script([answer]);
    let error = vexora(&wire).call(&disbursement()).await.unwrap_err();
    assert_eq!(wire.sent().len(), 1, "{error}");
    error.outcome()
}

/// Cut after the request was written: unknown, sent once, and found by the query.
#[tokio::test]
async fn f01_cut_after_the_request_was_written() {
    for kind in [TransportErrorKind::Reset, TransportErrorKind::Truncated] {
        assert_eq!(outcome(broken(kind, Outcome::Unknown)).await, Outcome::Unknown);
    }
    let data = format!(r#"{{"tradeNo":"{PAYOUT}","platFormTradeNo":"p1","status":"0000","amount":41000.0}}"#);
    let wire = Wire::script([broken(TransportErrorKind::Reset, Outcome::Unknown), success(&data)]);
    let client = Arc::new(vexora(&wire));
    let disbursement = disbursement();
    let expected = Disbursements::expected(&disbursement, NOW);
    client.call(&disbursement).await.unwrap_err();
    let observed = Disbursements::new(client).observe(std::slice::from_ref(expected.key())).await;
    let said = observed.answers[0].1.as_ref().unwrap();
    assert_eq!(expected.verify(said).unwrap().payment().transaction.as_str(), "p1");
    let paths: Vec<_> = wire.sent().iter().map(|sent| sent.uri().path().to_owned()).collect();
    assert_eq!(paths, ["/cambodia/v1/vexora/disbursements", "/cambodia/v1/vexora/queryPayOutResult"]);
}

#[tokio::test]
async fn f03_time_out_with_slow_success() {
    assert_eq!(outcome(broken(TransportErrorKind::Timeout, Outcome::Unknown)).await, Outcome::Unknown);
}

/// The request names its effect, by which the transport keeps off pooled connections; and nothing is sent again here.
#[tokio::test]
async fn f04_pooled_connection_closed() {
    let wire = Wire::script([broken(TransportErrorKind::Reset, Outcome::Unknown)]);
    vexora(&wire).call(&disbursement()).await.unwrap_err();
    assert_eq!(wire.sent()[0].extensions().get(), Some(&Effect::MoneyOut));
}

/// Only `8000` says that nothing was done.
#[tokio::test]
async fn every_other_fault_is_met_once() {
    assert_eq!(outcome(broken(TransportErrorKind::Connect, Outcome::NotSent)).await, Outcome::NotSent);
    assert_eq!(outcome(code("8000")).await, Outcome::Refused);
    for unknown in ["5000", "8001", "9999", "80000", ""] {
        assert_eq!(outcome(code(unknown)).await, Outcome::Unknown, "{unknown}");
    }
    for status in [500, 502, 504, 200, 307] {
        assert_eq!(outcome(http(status, "<html>")).await, Outcome::Unknown, "{status}");
    }
    assert_eq!(outcome(http(200, "")).await, Outcome::Unknown);
    assert_eq!(outcome(success("null")).await, Outcome::Unknown);
}

/// No status that is not listed says that the money stayed.
#[tokio::test]
async fn f34_an_unknown_status_of_a_disbursement_is_no_reason_to_send_again() {
    for status in ["0030", "0001", ""] {
        let read = Status::read(&pay_core::Untrusted::new(status));
        assert_eq!(read.of_disbursement(), Disbursed::Unknown);
        let data = format!(r#"{{"tradeNo":"{PAYOUT}","status":"{status}"}}"#);
        let wire = Wire::script([success(&data), success(&data)]);
        let client = Arc::new(vexora(&wire));
        let answer = client.call(&disbursement()).await.unwrap();
        assert_eq!(answer.data.state(), Some(read));
        let key = Disbursements::expected(&disbursement(), NOW).key().clone();
        let observed = Disbursements::new(client).observe(&[key]).await;
        assert!(matches!(observed.answers[0].1, Ok(Observation::Unrecognized(_))), "{status}");
    }
}

#[test]
fn a_disbursement_is_looked_for_before_a_person_hears_of_it() {
    let expected = Disbursements::expected(&disbursement(), NOW);
    assert_eq!(expected.expires_at().since(NOW), Duration::from_mins(15));
    assert_eq!(expected.key().as_str(), PAYOUT);
}
