//! What became of orders, by question (sections 4.3 and 6.2).

use std::num::NonZeroUsize;

use pay_core::{
    Check, Expected, NoAnswerReason, Observation, OrderKey, Receiver, StatusSource as _, Throttle, Untrusted,
};
use pay_http::TransportErrorKind;

use crate::wire::{
    Answer, NOW, Wire, answered, broken, client, http, lost, operation, refused, report, sample, settings,
    signed, usd,
};

async fn observe(answer: Answer) -> Result<Observation, NoAnswerReason> {
    let key = OrderKey::new("payment_47").unwrap();
    let observed = answered(answer).observe(std::slice::from_ref(&key)).await;
    assert_eq!(observed.requests, 1);
    let [(answered, said)] = observed.answers.as_slice() else { panic!("{observed:?}") };
    assert_eq!(*answered, key);
    said.clone().map_err(|no_answer| no_answer.reason)
}

async fn said(status: &str, operations: &str) -> Observation {
    observe(http(200, signed(&report(status, operations)))).await.unwrap()
}

fn expected() -> Expected {
    let receiver = Receiver::account(pay_core::AccountId::new("1234").unwrap());
    let expires = NOW.after(std::time::Duration::from_mins(10));
    Expected::new(OrderKey::new("payment_47").unwrap(), usd(10_000), receiver, NOW, expires)
}

#[tokio::test]
async fn a_paid_order_settles() {
    let paid = said("success", &operation(5_028_800_010_128_225, "sale", "success")).await;
    let settled = expected().verify(&paid).unwrap();
    assert_eq!(settled.payment().transaction.as_str(), "5028800010128225");
    assert!(settled.findings().iter().all(pay_core::Finding::agrees));
}

/// The payer pays another amount, in another currency, to another project, or at another time.
#[tokio::test]
async fn f15_a_payment_that_is_not_the_one_that_was_asked_for_settles_nothing() {
    let genuine = report("success", &operation(47, "sale", "success"));
    for (change, check) in [
        (genuine.replace("10000", "1"), Check::Amount),
        (genuine.replace("USD", "KHR"), Check::Currency),
        (genuine.replace("19:08:45", "20:08:45"), Check::Time),
        (genuine.replacen(r#""project_id":1234,"#, "", 1), Check::Receiver),
    ] {
        let observation = observe(http(200, signed(&change))).await.unwrap();
        let mismatch = expected().verify(&observation).unwrap_err();
        assert!(mismatch.failed().any(|failed| failed == check), "{check}: {mismatch}");
    }
}

#[tokio::test]
async fn only_the_code_of_an_unknown_payment_says_that_there_is_none() {
    // Unsigned, as answers without particulars are; signed; and as a plain refusal.
    for answer in [
        http(200, sample("status-not-found")),
        http(404, sample("status-not-found")),
        http(200, signed(&sample("status-not-found"))),
        refused("3061"),
    ] {
        assert_eq!(observe(answer).await, Ok(Observation::NotFound));
    }
    // A server that fails knows nothing of payments, whatever its page says.
    for answer in [http(500, sample("status-not-found")), http(502, r#"{"status":"error","code":"3061"}"#)] {
        assert_eq!(observe(answer).await, Err(NoAnswerReason::Unreachable));
    }
    // An error that is about something else, or beside an operation, is not that.
    let other = sample("status-not-found").replace("3061", "3062");
    assert_eq!(observe(http(200, signed(&other))).await, Ok(Observation::Pending));
    let beside_another = report("processing", "").replacen('{', r#"{"errors":[{"code":"3061"}],"#, 1);
    assert_eq!(observe(http(200, signed(&beside_another))).await, Ok(Observation::Pending));
    let begun =
        report("error", &operation(47, "sale", "error")).replacen('{', r#"{"errors":[{"code":"3061"}],"#, 1);
    assert_eq!(observe(http(200, signed(&begun))).await, Ok(Observation::Pending));
}

#[tokio::test]
async fn the_absence_of_an_answer_is_no_answer() {
    for (answer, reason) in [
        (lost(), NoAnswerReason::Unreachable),
        (broken(TransportErrorKind::Tls, pay_core::Outcome::NotSent), NoAnswerReason::Unreachable),
        (broken(TransportErrorKind::TooLarge, pay_core::Outcome::Unknown), NoAnswerReason::Unreadable),
        (http(500, "<html>"), NoAnswerReason::Unreachable),
        (http(500, r#"{"status":"error"}"#), NoAnswerReason::Unreachable),
        (http(500, r#"{"status":"error","code":"2004"}"#), NoAnswerReason::Unreachable),
        (http(500, r#"{"status":"error","code":"3261"}"#), NoAnswerReason::Unreachable),
        (http(403, ""), NoAnswerReason::Unreachable),
        (http(429, ""), NoAnswerReason::Throttled(Throttle::Burst(None))),
        (refused("3261"), NoAnswerReason::Unauthorized),
        (refused("3262"), NoAnswerReason::Unauthorized),
        (refused("602"), NoAnswerReason::Unreachable),
        (refused("2004"), NoAnswerReason::Rejected),
        (http(200, "{}"), NoAnswerReason::Unreadable),
        (http(200, "[]"), NoAnswerReason::Unreadable),
        (http(200, report("success", "")), NoAnswerReason::Unreadable),
    ] {
        let shown = format!("{answer:?}");
        assert_eq!(observe(answer).await, Err(reason), "{shown}");
    }
}

/// One after the other; what would meet every question stops the rest, which stays due.
#[tokio::test]
async fn several_orders_are_asked_about_singly() {
    let keys = ["payment_47", "payment;48", "p-3", "p-4"].map(|key| OrderKey::new(key).unwrap());
    let wire = Wire::script([http(200, sample("status-not-found")), http(500, "<html>")]);
    let source = client(&wire, settings());
    assert_eq!(source.batch_limit(), NonZeroUsize::MIN);
    let observed = source.observe(&keys).await;
    assert_eq!((observed.requests, &observed.unasked[..]), (2, &keys[3..]));
    let said: Vec<_> =
        observed.answers.iter().map(|(_, said)| said.as_ref().map_err(|error| error.reason)).collect();
    assert!(matches!(
        said[..],
        [Ok(Observation::NotFound), Err(NoAnswerReason::Rejected), Err(NoAnswerReason::Unreachable)]
    ));
}

/// The payment decides, and where its operations say otherwise a person looks.
#[tokio::test]
async fn d42_a_payment_and_its_operations_that_contradict_each_other_are_for_a_person() {
    let sale = |id, status| operation(id, "sale", status);
    for (status, operations) in [
        ("success", String::new()),
        ("success", sale(47, "decline")),
        ("success", sale(47, "processing")),
        ("success", operation(48, "refund", "decline")),
        ("success", format!("{},{}", sale(47, "success"), sale(48, "success"))),
        ("decline", sale(47, "success")),
        ("expired", sale(47, "success")),
        ("canceled", sale(47, "success")),
    ] {
        let observation = said(status, &operations).await;
        assert!(
            matches!(observation, Observation::PaidUnreadable(_)),
            "{status} {operations}: {observation:?}"
        );
    }
    let one = |id| format!("{},{}", sale(id, "success"), sale(47, "success"));
    assert!(
        matches!(said("success", &one(47)).await, Observation::Paid(_)),
        "the same operation twice is one"
    );
}

/// A success after a decline of an older operation, and a declined refund of what was paid: paid, by the sale.
#[tokio::test]
async fn d42_an_operation_beside_the_one_that_paid_changes_nothing() {
    let declined = operation(46, "sale", "decline");
    let paid = operation(47, "sale", "success");
    let kept = operation(48, "refund", "decline");
    for operations in [
        format!("{declined},{paid}"),
        format!("{paid},{declined}"),
        format!("{paid},{kept}"),
        format!("{},{}", operation(45, "auth", "success"), operation(47, "capture", "success")),
    ] {
        let observation = said("success", &operations).await;
        assert_eq!(observation.payment().unwrap().transaction.as_str(), "47", "{operations}");
    }
}

/// A refund that was done is not success; one that was taken back is.
#[tokio::test]
async fn d42_a_success_beside_a_refund_that_was_done_is_for_a_person() {
    let paid = operation(47, "sale", "success");
    for kind in ["refund", "reversal"] {
        let observation = said("success", &format!("{paid},{}", operation(48, kind, "success"))).await;
        let reason = "payment is a success, and operation 48 gave money back";
        assert_eq!(observation, Observation::PaidUnreadable(Untrusted::new(reason)), "{kind}");
    }
    let taken_back = format!(
        "{paid},{},{}",
        operation(48, "refund", "success"),
        operation(49, "refund reverse", "success")
    );
    assert!(matches!(said("success", &taken_back).await, Observation::Paid(_)));
}

/// The order is compared with `payment.sum`; `sum_initial` has to be the same, `sum_converted` is another currency's.
#[tokio::test]
async fn d42_amounts_that_differ_are_for_a_person() {
    let sale = operation(47, "sale", "success");
    let differs = report("success", &sale.replace("10000", "1"));
    let observation = observe(http(200, signed(&differs))).await.unwrap();
    let reason = "payment.sum: 100.00 USD, operation.sum_initial: 0.01 USD";
    assert_eq!(observation, Observation::PaidUnreadable(Untrusted::new(reason)));
    let converted = sale.replacen('{', r#"{"sum_converted":{"amount":40000000,"currency":"KHR"},"#, 1);
    assert!(matches!(said("success", &converted).await, Observation::Paid(_)));
    let foreign = report("success", &sale).replace("USD", "EUR");
    let observation = observe(http(200, signed(&foreign))).await.unwrap();
    let reason = "payment.sum.currency: expected currency KHR or USD";
    assert_eq!(observation, Observation::PaidUnreadable(Untrusted::new(reason)));
}

#[tokio::test]
async fn a_success_that_is_no_purchase_is_for_a_person() {
    let payout = report("success", &operation(47, "sale", "success")).replace("purchase", "payout");
    let observation = observe(http(200, signed(&payout))).await.unwrap();
    let reason = "payment.type: expected purchase, found payout";
    assert_eq!(observation, Observation::PaidUnreadable(Untrusted::new(reason)));
}

/// "Wrong amount paid": some money came, so it is not simply failed.
#[tokio::test]
async fn f15_a_decline_for_a_wrong_amount_is_for_a_person() {
    let declined = operation(47, "sale", "decline");
    assert!(matches!(said("decline", &declined).await, Observation::Failed(_)));
    let wrong = declined.replace(r#""code":"0""#, r#""code":"20304""#);
    assert!(matches!(said("decline", &wrong).await, Observation::PaidUnreadable(_)));
}

#[tokio::test]
async fn money_that_went_back_is_said_with_the_sale_that_it_came_by() {
    let operations = format!("{},{}", operation(47, "sale", "success"), operation(48, "refund", "success"));
    for status in ["refunded", "partially refunded", "reversed", "partially reversed"] {
        let observation = said(status, &operations).await;
        let Observation::Refunded(payment) = observation else { panic!("{status}: {observation:?}") };
        assert_eq!(payment.transaction.as_str(), "47");
    }
}
