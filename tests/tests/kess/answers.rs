//! Answers that are about something else, cut, ambiguous or of the wrong types; and what their signatures are worth.

use kess_client::service::{CreateOrder, MoneyTransfer, NativePay, QueryOrder, Transaction, Withdraw};
use kess_client::{
    EnvelopeCheck, ErrorKind, Fields, Kess, Malformed, Scope, ServiceCode, SignType, verify_envelope,
};
use pay_core::{Expected, Money, Observation, OrderKey, Outcome, Receiver, StatusSource as _};
use pay_sign::{Scheme, Signer};

use crate::wire::{
    API_SECRET, HandClock, NOW, Wire, answered, customer, http, number, secret, settings, success, text, usd,
};

fn order(out_trade_no: &str, cents: i64) -> CreateOrder {
    CreateOrder::new(Transaction::new(number(out_trade_no), usd(cents), text("Coffee")))
}

async fn malformed(body: &str) -> Malformed {
    let error = answered(http(200, body.to_owned())).call(&QueryOrder::new(number("T-1"))).await.unwrap_err();
    match error.kind() {
        ErrorKind::Malformed(malformed) => malformed.clone(),
        other => panic!("{other:?}"),
    }
}

fn signed(sign_type: SignType, json: &str) -> String {
    let signer = Signer::new(Scheme::kess(sign_type), secret(API_SECRET));
    signer.sign(Fields::from_json(json).unwrap()).unwrap().to_json()
}

/// One signature for every success: vectors k068 to k070.
#[test]
fn d04_the_signature_of_an_answer_does_not_cover_its_data() {
    let body = signed(SignType::Md5, r#"{"success":true,"data":{"status":"WAITING"},"sign_type":"MD5"}"#);
    let swapped = body.replace("WAITING", "SUCCESS");
    for body in [&body, &swapped] {
        assert_eq!(
            verify_envelope(body.as_bytes(), &secret(API_SECRET)),
            EnvelopeCheck::Match(Scope::Envelope)
        );
    }
    assert_eq!(verify_envelope(body.as_bytes(), &secret("another")), EnvelopeCheck::Mismatch);
    assert_eq!(verify_envelope(br#"{"success":true}"#, &secret(API_SECRET)), EnvelopeCheck::Absent);
    assert_eq!(verify_envelope(b"[]", &secret(API_SECRET)), EnvelopeCheck::Absent);
}

/// A swapped `data` does not settle an order: amount, currency, order and seller are compared.
#[tokio::test]
async fn d04_a_swapped_answer_settles_nothing() {
    let key = OrderKey::new("T-1").unwrap();
    let money = Money::from_minor(1_050, pay_core::Currency::Usd);
    let expires = NOW.after(std::time::Duration::from_mins(10));
    let expected = Expected::new(key.clone(), money, Receiver::BoundToOrder, NOW, expires);
    for (data, is_settled) in [
        (
            r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"1","total_amount":10.50,"currency":"USD"}"#,
            true,
        ),
        (
            r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"1","total_amount":0.01,"currency":"USD"}"#,
            false,
        ),
        (
            r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"1","total_amount":10.5,"currency":"KHR"}"#,
            false,
        ),
        (
            r#"{"out_trade_no":"T-2","status":"SUCCESS","transaction_id":"1","total_amount":10.5,"currency":"USD"}"#,
            false,
        ),
        (
            r#"{"out_trade_no":"T-1","status":"SUCCESS","transaction_id":"1","total_amount":10.5,"currency":"USD",
                "seller":{"code":"CU99-ANOTHER"}}"#,
            false,
        ),
        (r#"{"out_trade_no":"T-1","data":{"status":"SUCCESS"},"detail":[{"status":"SUCCESS"}]}"#, false),
    ] {
        let observed = answered(success(data)).observe(std::slice::from_ref(&key)).await;
        let said = observed.answers.first().and_then(|(_, said)| said.as_ref().ok());
        let settled = said.is_some_and(|observation| expected.verify(observation).is_ok());
        assert_eq!(settled, is_settled, "{data}: {:?}", observed.answers);
    }
}

/// The strict policy refuses what does not verify, and takes an answer in MD5 to a request in HMAC (E33).
#[tokio::test]
async fn a_signature_can_be_asked_for() {
    let data = r#"{"success":true,"data":{"out_trade_no":"T-1","status":"WAITING"},"sign_type":"MD5"}"#;
    for (body, is_taken) in [(signed(SignType::Md5, data), true), (data.to_owned(), false)] {
        let wire = Wire::script([http(200, body)]);
        let kess = Kess::new(settings().require_response_signature(), wire, HandClock::at(NOW));
        let result = kess.call(&QueryOrder::new(number("T-1"))).await;
        match result {
            Ok(_) => assert!(is_taken),
            Err(error) => {
                assert!(!is_taken);
                assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::Signature));
            }
        }
    }
}

#[tokio::test]
async fn d05_the_answer_of_another_order_is_refused() {
    let a = r#"{"out_trade_no":"A","status":"SUCCESS","total_amount":10,"currency":"USD"}"#;
    let error = answered(success(a)).call(&order("B", 1_000)).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    assert_eq!(error.outcome(), Outcome::Unknown, "order B may be open");
}

/// Errata E18: the document's own sample of nativePay answers another order.
#[tokio::test]
async fn f37_the_answer_to_another_request_is_refused() {
    assert_eq!(
        malformed(r#"{"success":true,"data":{"out_trade_no":"T-2","status":"SUCCESS"}}"#).await,
        Malformed::OtherOrder
    );
    let asked = Transaction::new(number("TEST-1234567891"), usd(1_000), text("iPhone 13 pro Case"));
    let native = NativePay::new(asked, ServiceCode::new("KESSKH").unwrap());
    let error = answered(http(200, crate::wire::sample("nativePay"))).call(&native).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherOrder));
    for data in [
        r#"{"out_trade_no":"T-1","total_amount":10.5,"currency":"USD"}"#,
        r#"{"out_trade_no":"T-1","total_amount":10,"currency":"KHR"}"#,
    ] {
        let error = answered(success(data)).call(&order("T-1", 1_000)).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherAmount));
    }
}

/// The typed field decides; another JSON type is an error.
#[tokio::test]
async fn d06_a_member_of_another_type_is_refused() {
    for (member, expected) in [
        (r#""status":true"#, "data.status: expected a text"),
        (r#""status":[]"#, "data.status: expected a text"),
        (r#""total_amount":false"#, "data.total_amount: expected a number"),
        (r#""total_amount":"""#, "data.total_amount: expected a number"),
        (r#""refund_histories":{"0":{}}"#, "data.refund_histories: expected a list"),
        (r#""refund_histories":[{"amount":true}]"#, "data.refund_histories[0].amount: expected a number"),
        (r#""seller":"x""#, "data.seller: expected a json object"),
    ] {
        let body = format!(r#"{{"success":true,"data":{{"out_trade_no":"T-1",{member}}}}}"#);
        assert_eq!(malformed(&body).await.to_string(), expected);
    }
}

#[tokio::test]
async fn d07_an_amount_is_exact_or_nothing() {
    for (amount, minor) in [
        ("10", Some(1_000)),
        ("10.0", Some(1_000)),
        ("1e1", Some(1_000)),
        (r#""10""#, Some(1_000)),
        (r#""10.00""#, Some(1_000)),
        ("10.004", None),
        ("1e400", None),
        ("123456789012345678901234567890", None),
    ] {
        let data = format!(
            r#"{{"out_trade_no":"T-1","status":"SUCCESS","token":"t","currency":"USD","total_amount":{amount}}}"#
        );
        let order = answered(success(&data)).call(&QueryOrder::new(number("T-1"))).await.unwrap();
        assert_eq!(order.amount().ok().map(Money::minor), minor, "{amount}");
    }
    for amount in [r#"" 10""#, r#""१०""#, "NaN", r#""NaN""#, "+10", "010"] {
        let data = format!(r#"{{"out_trade_no":"T-1","currency":"USD","total_amount":{amount}}}"#);
        assert!(answered(success(&data)).call(&QueryOrder::new(number("T-1"))).await.is_err(), "{amount}");
    }
}

/// Every member may be null (E4): an order that was opened is open, and what it is over is asked for later.
#[tokio::test]
async fn e04_an_answer_without_its_amount_is_an_answer() {
    for rest in
        ["", r#","total_amount":null,"currency":null"#, r#","currency":"USD""#, r#","total_amount":10"#]
    {
        let data = format!(r#"{{"out_trade_no":"T-1","status":"WAITING"{rest}}}"#);
        let opened = answered(success(&data)).call(&order("T-1", 1_000)).await.unwrap();
        let missing = opened.amount().unwrap_err().to_string();
        assert!(["currency: missing", "total_amount: missing"].contains(&&*missing), "{missing}");
        let payout = kess_client::service::Payout::new(number("T-1"), usd(1_000));
        let withdraw = Withdraw::new(payout, secret("token"), customer());
        assert!(answered(success(&data)).call(&withdraw).await.is_ok(), "{data}");
        let said = answered(success(&data)).observe(&[OrderKey::new("T-1").unwrap()]).await;
        assert_eq!(said.answers[0].1, Ok(Observation::Pending), "{data}");
        let paid = data.replace("WAITING", "SUCCESS");
        let said = answered(success(&paid)).observe(&[OrderKey::new("T-1").unwrap()]).await;
        assert!(matches!(said.answers[0].1, Ok(Observation::PaidUnreadable(_))), "{paid}");
    }
}

/// What is finer than the client's own rule is sent and compared as it is (E38); its payment is for a person.
#[tokio::test]
async fn e38_a_finer_total_is_the_callers_word() {
    let total = kess_client::Total::exact("4400.5", pay_core::Currency::Khr).unwrap();
    let order = CreateOrder::new(Transaction::new(number("T-1"), total, text("Coffee")));
    for (amount, is_taken) in [("4400.5", true), (r#""4400.50""#, true), ("4400", false), ("4401", false)] {
        let data = format!(
            r#"{{"out_trade_no":"T-1","status":"SUCCESS","total_amount":{amount},"currency":"KHR","token":"t"}}"#
        );
        let wire = Wire::script([success(&data), success(&data)]);
        let kess = crate::wire::kess(&wire);
        assert_eq!(kess.call(&order).await.is_ok(), is_taken, "{amount}");
        assert!(crate::wire::body(&wire.calls()[0]).contains(r#""total_amount":4400.5,"currency":"KHR""#));
        let said = kess.observe(&[OrderKey::new("T-1").unwrap()]).await;
        let is_readable = matches!(said.answers[0].1, Ok(Observation::Paid(_)));
        assert_eq!(is_readable, !is_taken, "{amount}");
    }
}

/// Below zero only where the document has it: in the answer to a withdrawal.
#[tokio::test]
async fn d07_less_than_nothing_is_no_payment() {
    let data = r#"{"out_trade_no":"T-1","status":"SUCCESS","token":"t","currency":"USD","total_amount":-10}"#;
    let key = OrderKey::new("T-1").unwrap();
    let observed = answered(success(data)).observe(&[key]).await;
    assert!(matches!(observed.answers[0].1, Ok(Observation::PaidUnreadable(_))));
    let payout = kess_client::service::Payout::new(number("T-1"), usd(1_000));
    let withdraw = Withdraw::new(payout, secret("token"), customer());
    assert!(answered(success(data)).call(&withdraw).await.is_ok());
}

#[tokio::test]
async fn d09_a_status_that_is_there_twice_is_refused() {
    let body = r#"{"success":true,"data":{"out_trade_no":"T-1","status":"WAITING","status":"SUCCESS"}}"#;
    assert_eq!(
        malformed(body).await.to_string(),
        r#"data: expected the member "status" once, found it again"#
    );
    let body = r#"{"success":false,"success":true,"data":{"out_trade_no":"T-1"}}"#;
    assert_eq!(malformed(body).await.to_string(), r#"expected the member "success" once, found it again"#);
}

/// An answer that does not name its order is bound to nothing.
#[tokio::test]
async fn d18_an_answer_without_its_order_is_refused() {
    let problem = malformed(r#"{"success":true,"data":{"status":"SUCCESS","new":1}}"#).await;
    assert_eq!(problem.to_string(), "data.out_trade_no: missing");
}

#[tokio::test]
async fn d61_odd_json_is_an_error_and_no_panic() {
    let deep = format!(r#"{{"success":true,"data":{}"#, "[".repeat(100_000));
    for body in [
        br#"{"success":true,"data":{"out_trade_no":"\ud800"}}"#.to_vec(),
        b"{\"success\":true,\"data\":{\"out_trade_no\":\"\xff\"}}".to_vec(),
        br#"{"success":true,"data":{"out_trade_no":"T-1","expires_in":18446744073709551616,"total_amount":[]}}"#.to_vec(),
        deep.into_bytes(),
    ] {
        assert!(answered(http(200, body)).call(&QueryOrder::new(number("T-1"))).await.is_err());
    }
    let names: Vec<String> = (0..50_000).map(|name| format!(r#""n{name}":1"#)).collect();
    let body = format!(r#"{{"success":true,"data":{{"out_trade_no":"T-1",{}}}}}"#, names.join(","));
    assert!(answered(http(200, body)).call(&QueryOrder::new(number("T-1"))).await.is_ok());
}

/// `"amount":1` of 10.50: what is cut is refused, and never 1.
#[tokio::test]
async fn f36_an_answer_that_is_cut_is_refused() {
    let whole = r#"{"success":true,"data":{"transaction_ref":"TR-1","amount":10.50,"currency":"USD"}}"#;
    for end in 1..whole.len() {
        let transfer = MoneyTransfer::new(usd(1_050), text("CW-1"), text("AW-1"));
        let error = answered(http(200, whole[..end].to_owned())).call(&transfer).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{}", &whole[..end]);
    }
}
