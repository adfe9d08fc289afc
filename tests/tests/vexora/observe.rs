//! What became of orders, in the words of all providers.

use std::time::Duration;

use pay_core::{
    Check, Currency, Expected, Mismatch, Money, NoAnswerReason, Observation, OrderKey, Receiver,
    StatusSource as _, Untrusted,
};

use crate::wire::{NOW, ORDER, Wire, answered, http, success, vexora};

fn deposit(members: &str) -> String {
    format!(r#"{{"tradeNo":"{ORDER}","platFormTradeNo":"p1",{members}}}"#)
}

async fn observe(members: &str) -> Observation {
    let key = OrderKey::new(ORDER).unwrap();
    let observed = answered(success(&deposit(members))).observe(std::slice::from_ref(&key)).await;
    let [(answered, Ok(observation))] = observed.answers.as_slice() else { panic!("{observed:?}") };
    assert_eq!((answered, observed.requests), (&key, 1));
    observation.clone()
}

fn expected(riel: i64) -> Expected {
    let money = Money::from_minor(riel, Currency::Khr);
    let expires = NOW.after(Duration::from_mins(10));
    Expected::new(OrderKey::new(ORDER).unwrap(), money, Receiver::BoundToOrder, NOW, expires)
}

fn failed(mismatch: &Mismatch) -> Vec<Check> {
    mismatch.failed().collect()
}

#[tokio::test]
async fn a_paid_order_settles() {
    let paid = observe(r#""status":"0000","amount":300.0,"successTime":"2024-07-02 06:31:00""#).await;
    let settled = expected(300).verify(&paid).unwrap();
    assert_eq!(settled.payment().transaction.as_str(), "p1");
    assert_eq!(settled.payment().paid_at, None, "a time without a zone is no moment");
    assert_eq!(settled.payment().order.as_ref().map(OrderKey::as_str), Some(ORDER));
}

/// The currency is the account's: no member names another, so that the number is what differs.
#[tokio::test]
async fn f15_less_and_more_than_was_ordered_settle_nothing() {
    for amount in ["299", "301", "300.5", "0"] {
        let said = observe(&format!(r#""status":"0000","amount":"{amount}""#)).await;
        assert!(expected(300).verify(&said).is_err(), "{amount}");
    }
    let ordered = observe(r#""status":"0000","amount":"300","receivedAmount":"200""#).await;
    assert_eq!(failed(&expected(300).verify(&ordered).unwrap_err()), [Check::Amount]);
    let dollars = Expected::new(
        OrderKey::new(ORDER).unwrap(),
        Money::from_minor(300, Currency::Usd),
        Receiver::BoundToOrder,
        NOW,
        NOW.after(Duration::from_mins(10)),
    );
    let said = observe(r#""status":"0000","amount":"300""#).await;
    assert_eq!(failed(&dollars.verify(&said).unwrap_err()), [Check::Currency]);
}

/// A part of the payment never settles, also where `amount` is the order's own and agrees.
#[tokio::test]
async fn f15_a_partial_payment_is_never_the_whole() {
    let part = observe(r#""status":"0001","amount":"200""#).await;
    let mismatch = expected(300).verify(&part).unwrap_err();
    assert_eq!(failed(&mismatch), [Check::Amount, Check::Reversal]);
    assert_eq!(
        mismatch.to_string(),
        "amount: expected 300 KHR, found 200 KHR; reversal: expected none, found partially paid (0001)"
    );
    let whole = observe(r#""status":"0001","amount":"300""#).await;
    assert_eq!(failed(&expected(300).verify(&whole).unwrap_err()), [Check::Reversal]);
    assert_eq!(failed(&expected(200).verify(&part).unwrap_err()), [Check::Reversal]);
}

#[tokio::test]
async fn f34_an_unknown_status_is_kept_and_is_neither_paid_nor_final() {
    for status in ["0030", "SUCCESS", "0000 ", "000O", "0"] {
        let said = observe(&format!(r#""status":"{status}","amount":"300""#)).await;
        assert_eq!(said, Observation::Unrecognized(Untrusted::new(status)));
        assert!(!vexora_client::Status::read(&Untrusted::new(status)).is_final());
    }
    let silent = observe(r#""amount":"300""#).await;
    assert_eq!(silent, Observation::Unrecognized(Untrusted::new("no status")));
}

#[tokio::test]
async fn a_failure_says_why() {
    let said = observe(r#""status":"00029","message":"REJECTED_TRANSACTION""#).await;
    assert_eq!(said, Observation::Failed(Untrusted::new("REJECTED_TRANSACTION")));
    let silent = observe(r#""status":"0029","message":" ""#).await;
    assert_eq!(silent, Observation::Failed(Untrusted::new("failed")));
}

#[tokio::test]
async fn a_payment_without_particulars_is_for_a_person() {
    let key = [OrderKey::new(ORDER).unwrap()];
    for data in [
        deposit(r#""status":"0000""#),
        deposit(r#""status":"0001","amount":1.5"#),
        format!(r#"{{"tradeNo":"{ORDER}","status":"0000","amount":"300"}}"#),
        format!(r#"{{"tradeNo":"{ORDER}","platFormTradeNo":"p 1","status":"0000","amount":"300"}}"#),
    ] {
        let observed = answered(success(&data)).observe(&key).await;
        assert!(matches!(observed.answers[0].1, Ok(Observation::PaidUnreadable(_))), "{data}");
    }
}

/// One after the other; what would meet every question stops the rest, which stays due.
#[tokio::test]
async fn several_orders_are_asked_about_singly() {
    let keys = [ORDER, "no/number", ORDER, "T-3"].map(|key| OrderKey::new(key).unwrap());
    let wire = Wire::script([success(&deposit(r#""status":"0015""#)), http(500, "<html>")]);
    let observed = vexora(&wire).observe(&keys).await;
    assert_eq!(observed.requests, 2);
    let said: Vec<_> =
        observed.answers.iter().map(|(_, said)| said.as_ref().map_err(|error| error.reason)).collect();
    assert!(matches!(
        said[..],
        [Ok(Observation::Pending), Err(NoAnswerReason::Rejected), Err(NoAnswerReason::Unreachable)]
    ));
    assert_eq!(observed.unasked, keys[3..]);
}
