//! What became of orders: statuses in the words of all providers (section 3.3).

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use kess_client::service::{CloseOrder, QueryOrder};
use kess_client::{OrderState, REFUND_HORIZON, Withdrawals};
use pay_core::{
    Check, Currency, Expected, Money, NoAnswerReason, Observation, OrderKey, OrderStatus, Receiver,
    StatusSource as _, Untrusted,
};

use crate::wire::{Answer, NOW, SELLER, Wire, answered, http, kess, number, success};

async fn observe(answer: Answer) -> Result<Observation, NoAnswerReason> {
    let key = OrderKey::new("T-1").unwrap();
    let observed = answered(answer).observe(std::slice::from_ref(&key)).await;
    assert_eq!(observed.requests, 1);
    let [(answered, said)] = observed.answers.as_slice() else { panic!("{observed:?}") };
    assert_eq!(*answered, key);
    said.clone().map_err(|no_answer| no_answer.reason)
}

fn paid(status: &str) -> Answer {
    success(&format!(
        r#"{{"out_trade_no":"T-1","transaction_id":"TR-1","total_amount":10.5,"currency":"USD","status":"{status}",
            "paid_at":"2026-01-01T00:01:00.000000Z"}}"#
    ))
}

/// Errata E21: blanks at the ends, and names in several spellings.
#[tokio::test]
async fn statuses_are_mapped_in_every_spelling() {
    let mut table = String::new();
    for status in [
        "WAITING",
        "WAITING ",
        "SUCCESS",
        "SUCCESS ",
        "success",
        "CLOSED ",
        "REFUNDED ",
        "PENDING_REFUNDED ",
        "PENDING_REFUND",
        "PARTIAL_REFUNDED",
        "PENDING_PARTIAL_REFUND ",
        "PENDING_PARTIAL_REFUNDED",
        "PAID",
        "",
    ] {
        let observation = observe(paid(status)).await.unwrap();
        let state = OrderState::read(&Untrusted::new(status));
        let reversal = observation.payment().and_then(|payment| payment.reversal.clone());
        let reversal = reversal.map(|reversal| format!(", reversal {reversal:?}")).unwrap_or_default();
        let (is_final, seen) = (state.is_final(), observation.status());
        writeln!(table, "{status:?} is {state:?}, final {is_final}: {seen}{reversal}").unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("queryOrder@statuses", table);
    });
}

fn expected() -> Expected {
    let expires = NOW.after(Duration::from_mins(10));
    let money = Money::from_minor(1_050, Currency::Usd);
    Expected::new(OrderKey::new("T-1").unwrap(), money, Receiver::BoundToOrder, NOW, expires)
}

#[tokio::test]
async fn a_paid_order_settles() {
    let settled = expected().verify(&observe(paid("SUCCESS ")).await.unwrap()).unwrap();
    assert_eq!(settled.payment().transaction.as_str(), "TR-1");
}

/// Money on its way back settles nothing and is not final; banks take 15 days.
#[tokio::test]
async fn f31_a_pending_refund_settles_nothing_and_is_not_final() {
    for status in
        ["PENDING_REFUNDED", "PENDING_PARTIAL_REFUND", "PENDING_REFUND ", "PENDING_PARTIAL_REFUNDED"]
    {
        assert!(!OrderState::read(&Untrusted::new(status)).is_final());
        let mismatch = expected().verify(&observe(paid(status)).await.unwrap()).unwrap_err();
        let broken: Vec<Check> = mismatch
            .findings()
            .iter()
            .filter(|finding| !finding.agrees())
            .map(pay_core::Finding::check)
            .collect();
        assert_eq!(broken, [Check::Reversal], "{status}");
    }
    assert_eq!(REFUND_HORIZON, Duration::from_hours(15 * 24));
}

#[tokio::test]
async fn f34_an_unknown_status_is_kept_and_never_paid() {
    let observation = observe(paid("SETTLED_LATER")).await.unwrap();
    assert_eq!(observation, Observation::Unrecognized(Untrusted::new("SETTLED_LATER")));
    assert!(!OrderState::Other(Untrusted::new("SETTLED_LATER")).is_final());
}

/// Closing does not keep a payment out: the question afterwards says so.
#[tokio::test]
async fn f13_success_after_close_is_seen() {
    let closed = success(r#"{"out_trade_no":"T-1","status":"CLOSED","total_amount":10.5,"currency":"USD"}"#);
    let wire = Wire::script([closed, paid("SUCCESS")]);
    let kess = kess(&wire);
    let closed = kess.call(&CloseOrder::new(number("T-1"))).await.unwrap();
    assert_eq!(closed.state(), Some(OrderState::Closed));
    let observed = kess.observe(&[OrderKey::new("T-1").unwrap()]).await;
    assert!(matches!(observed.answers[0].1, Ok(Observation::Paid(_))));
}

#[tokio::test]
async fn the_absence_of_an_answer_is_no_answer() {
    for (answer, reason) in [
        (http(500, r#"{"success":false}"#), NoAnswerReason::Unreachable),
        (http(503, r#"{"success":false}"#), NoAnswerReason::Unreachable),
        (http(500, "<html>"), NoAnswerReason::Unreachable),
        (http(404, "<html>"), NoAnswerReason::Unreachable),
        (http(403, "<html>"), NoAnswerReason::Unreachable),
        (http(403, r#"{"success":false}"#), NoAnswerReason::Rejected),
        (http(419, r#"{"success":false}"#), NoAnswerReason::Rejected),
        (http(200, "{}"), NoAnswerReason::Unreadable),
        (success(r#"{"out_trade_no":"T-2","status":"SUCCESS"}"#), NoAnswerReason::Unreadable),
    ] {
        let shown = format!("{answer:?}");
        assert_eq!(observe(answer).await, Err(reason), "{shown}");
    }
    let unknown = http(404, r#"{"success":false,"code":404}"#);
    assert_eq!(observe(unknown).await, Ok(Observation::NotFound));
}

#[tokio::test]
async fn a_payment_without_particulars_is_for_a_person() {
    for data in [
        r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"TR-1"}"#,
        r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"TR-1","total_amount":10,"currency":"EUR"}"#,
        r#"{"out_trade_no":"T-1","status":"SUCCESS","total_amount":10,"currency":"USD"}"#,
        r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"T R","total_amount":10,"currency":"USD"}"#,
    ] {
        let observation = observe(success(data)).await.unwrap();
        assert!(matches!(observation, Observation::PaidUnreadable(_)), "{data}");
        assert_eq!(observation.status(), OrderStatus::Paid);
    }
}

/// One after the other; what would meet every question stops the rest.
#[tokio::test]
async fn several_orders_are_asked_about_singly() {
    let keys = ["T-1", "no number", "T-1", "T-3"].map(|key| OrderKey::new(key.replace(' ', "_")).unwrap());
    let wire = Wire::script([paid("SUCCESS"), http(500, "<html>")]);
    let source = kess(&wire);
    assert_eq!(source.batch_limit(), NonZeroUsize::MIN);
    let observed = source.observe(&keys).await;
    assert_eq!(observed.requests, 2);
    let said: Vec<_> =
        observed.answers.iter().map(|(_, said)| said.as_ref().map_err(|error| error.reason)).collect();
    assert!(matches!(
        said[..],
        [Ok(Observation::Paid(_)), Err(NoAnswerReason::Rejected), Err(NoAnswerReason::Unreachable)]
    ));
}

/// What another seller has under the same number is no order and no withdrawal of this one's, paid or not.
#[tokio::test]
async fn d04_what_another_seller_has_under_the_number_is_no_answer() {
    let keys = [OrderKey::new("T-1").unwrap()];
    for (seller, status, is_taken) in [
        (SELLER, "SUCCESS", true),
        ("CU99-ANOTHER", "SUCCESS", false),
        (SELLER, "WAITING", true),
        ("CU99-ANOTHER", "WAITING", false),
    ] {
        let data = |amount: i8| {
            success(&format!(
                r#"{{"out_trade_no":"T-1","transaction_id":"TR-1","status":"{status}","total_amount":{amount},
                    "currency":"USD","seller":{{"code":"{seller}"}}}}"#
            ))
        };
        let order = answered(data(10)).observe(&keys).await;
        let withdrawal = Withdrawals::new(Arc::new(answered(data(-10)))).observe(&keys).await;
        for mut observed in [order, withdrawal] {
            let said = observed.answers.remove(0).1;
            assert_eq!(said.is_ok(), is_taken, "{seller}, {status}: {said:?}");
            assert!(is_taken || said.unwrap_err().reason == NoAnswerReason::Unreadable);
        }
    }
}

/// An amount of a withdrawal is below zero, and not so far that there is none above zero to it.
#[tokio::test]
async fn d07_what_is_no_withdrawals_amount_is_for_a_person() {
    for (amount, is_readable) in [
        ("-10", true),
        ("10", false),
        ("0", false),
        ("-92233720368547758.07", true),
        ("-92233720368547758.08", false),
    ] {
        let data = format!(
            r#"{{"out_trade_no":"WD-1","transaction_id":"TR-1","status":"SUCCESS","total_amount":{amount},"currency":"USD"}}"#
        );
        let source = Withdrawals::new(Arc::new(answered(success(&data))));
        let said = source.observe(&[OrderKey::new("WD-1").unwrap()]).await.answers.remove(0).1.unwrap();
        assert_eq!(said.status(), OrderStatus::Paid);
        assert_eq!(matches!(said, Observation::Paid(_)), is_readable, "{amount}: {said:?}");
    }
}

#[tokio::test]
async fn a_withdrawals_question_reads_below_zero() {
    let data = r#"{"out_trade_no":"WD-1","status":"SUCCESS","total_amount":-10,"currency":"USD"}"#;
    let order = answered(success(data)).call(&QueryOrder::new(number("WD-1"))).await.unwrap();
    assert_eq!(order.amount(), Ok(Money::from_minor(-1_000, Currency::Usd)));
}
