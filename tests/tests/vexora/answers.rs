//! Answers that are about something else, cut, ambiguous or of the wrong types.

use pay_core::{Currency, Money, Outcome};
use pay_http::json::Number;
use vexora_client::operation::{BalanceQuery, DepositQuery, DisbursementQuery};
use vexora_client::{ErrorKind, Malformed, Status};

use crate::wire::{Answer, ORDER, PAYOUT, answered, checkout, disbursement, http, number, success};

async fn malformed(answer: Answer) -> Malformed {
    let error = answered(answer).call(&DepositQuery::new(number(ORDER))).await.unwrap_err();
    match error.kind() {
        ErrorKind::Malformed(malformed) => malformed.clone(),
        other => panic!("{other:?}"),
    }
}

/// No signature binds an answer to the merchant or to the order, so its number has to be the one that was sent.
#[tokio::test]
async fn d47_an_answer_about_another_order_is_refused() {
    let other =
        || success(r#"{"tradeNo":"T-2","status":"0015","paymentLink":"https://checkout.vexora.com/pay"}"#);
    let kind = ErrorKind::Malformed(Malformed::OtherOrder);
    for (error, operation) in [
        (answered(other()).call(&checkout()).await.unwrap_err(), "checkout"),
        (answered(other()).call(&disbursement()).await.unwrap_err(), "disbursements"),
        (answered(other()).call(&DepositQuery::new(number(ORDER))).await.unwrap_err(), "queryPayInResult"),
        (
            answered(other()).call(&DisbursementQuery::new(number(PAYOUT))).await.unwrap_err(),
            "queryPayOutResult",
        ),
    ] {
        assert_eq!((error.kind(), error.operation()), (&kind, operation));
        assert_eq!(error.outcome(), Outcome::Unknown, "what was asked for may have been done");
    }
}

/// An opening that names nothing names no other; a question's answer has to name what was asked.
#[tokio::test]
async fn f37_an_answer_to_a_question_names_its_order() {
    let silent = || success(r#"{"status":"0015"}"#);
    assert!(answered(silent()).call(&checkout()).await.is_ok());
    assert!(answered(silent()).call(&disbursement()).await.is_ok());
    assert_eq!(malformed(silent()).await.to_string(), "data.tradeNo: missing");
    let error = answered(silent()).call(&DisbursementQuery::new(number(PAYOUT))).await.unwrap_err();
    assert_eq!(error.to_string(), "queryPayOutResult: data.tradeNo: missing");
}

/// The samples of the vendor write both, the tables one.
#[tokio::test]
async fn d49_success_and_timestamp_are_read_in_both_forms() {
    for (success, timestamp) in [("true", "1719876543210"), (r#""true""#, r#""1719876543210""#)] {
        let body = format!(
            r#"{{"code":"0000","success":{success},"timestamp":{timestamp},"data":{{"tradeNo":"{ORDER}","status":"0015"}}}}"#
        );
        let answer = answered(http(200, body)).call(&checkout()).await.unwrap();
        assert_eq!(answer.success, Some(true));
        assert_eq!(answer.timestamp, Some(crate::wire::NOW));
    }
    for odd in ["\"yes\"", "[]", "{}", "2"] {
        let body = format!(r#"{{"code":"0000","success":{odd},"data":{{"tradeNo":"{ORDER}"}}}}"#);
        let expected = "success: expected true, false, 1 or 0";
        assert_eq!(malformed(http(200, body)).await.to_string(), expected, "{odd}");
    }
}

/// `"false"` is false, and denies a payment that the status speaks of.
#[tokio::test]
async fn d49_false_in_text_is_false() {
    let body = |success: &str, status: &str| {
        let data = format!(r#"{{"tradeNo":"{ORDER}","status":"{status}"}}"#);
        http(200, format!(r#"{{"code":"0000","success":{success},"data":{data}}}"#))
    };
    for denied in ["false", r#""false""#] {
        for status in ["0000", "0001"] {
            assert_eq!(malformed(body(denied, status)).await, Malformed::Contradiction, "{status}");
        }
        let error = answered(body(denied, "0015")).call(&checkout()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::Contradiction), "nothing to pay is shown");
        assert_eq!(error.outcome(), Outcome::Unknown);
        let failed = answered(body(denied, "00029")).call(&checkout()).await.unwrap();
        assert_eq!((failed.success, failed.data.state()), (Some(false), Some(Status::Failed)));
        let open = answered(body(denied, "0015")).call(&DepositQuery::new(number(ORDER))).await.unwrap();
        assert_eq!(open.data.state(), Some(Status::Processing));
        assert_eq!(malformed_balance(denied).await, Malformed::Contradiction);
    }
}

async fn malformed_balance(success: &str) -> Malformed {
    let body = format!(r#"{{"code":"0000","success":{success},"data":{{"availableAmount":1}}}}"#);
    match answered(http(200, body)).call(&BalanceQuery {}).await.unwrap_err().kind() {
        ErrorKind::Malformed(malformed) => malformed.clone(),
        other => panic!("{other:?}"),
    }
}

/// `0000` is the call's; the status is the payment's.
#[tokio::test]
async fn d49_a_call_that_succeeded_is_no_payment() {
    let failed = success(&format!(r#"{{"tradeNo":"{ORDER}","status":"00029"}}"#));
    let answer = answered(failed).call(&DepositQuery::new(number(ORDER))).await.unwrap();
    assert_eq!((answer.success, answer.data.state()), (Some(true), Some(Status::Failed)));
}

/// The typed field decides; another JSON type is an error, and a member twice is one, too.
#[tokio::test]
async fn d49_members_of_other_types_are_refused() {
    for (member, expected) in [
        (r#""status":true"#, "data.status: expected a text"),
        (r#""status":{}"#, "data.status: expected a text"),
        (r#""amount":"300channelCode=KHQR""#, "data.amount: expected a number"),
        (r#""amount":" 300""#, "data.amount: expected a number"),
        (r#""amount":"३००""#, "data.amount: expected a number"),
    ] {
        let answer = success(&format!(r#"{{"tradeNo":"{ORDER}",{member}}}"#));
        assert_eq!(malformed(answer).await.to_string(), expected);
    }
    let twice = r#"{"code":"8000","code":"0000","data":{}}"#;
    assert_eq!(
        malformed(http(200, twice)).await.to_string(),
        r#"expected the member "code" once, found it again"#
    );
}

/// What is unknown is kept, and any member may be absent.
#[tokio::test]
async fn every_member_of_data_may_be_absent() {
    let answer = answered(success(r#"{"new":1.50}"#)).call(&checkout()).await.unwrap();
    assert_eq!(answer.data.extra.json("new"), Some("1.50"));
    assert_eq!(answer.data.state(), None);
    let balance = answered(success(r#"{"availablAmount":"10.1200"}"#)).call(&BalanceQuery {}).await.unwrap();
    assert_eq!(balance.data.available_amount, Some(Number::new("10.1200").unwrap()));
}

/// What was paid stands in `payAmount` or `receivedAmount` where the order's amount stands in `amount`; so does what went out.
#[tokio::test]
async fn what_was_paid_is_not_what_was_ordered() {
    for (members, riel) in [
        (r#""amount":"300""#, Some(300)),
        (r#""amount":300.0"#, Some(300)),
        (r#""amount":"300","receivedAmount":"200.00""#, Some(200)),
        (r#""orderAmount":50002.0000,"payAmount":50001.00"#, Some(50_001)),
        (r#""amount":300,"payAmount":200,"receivedAmount":200"#, Some(200)),
        (r#""amount":300,"payAmount":200,"receivedAmount":199"#, None),
        (r#""orderAmount":300"#, None),
        (r#""amount":300.5"#, None),
        (r#""amount":1e400"#, None),
        (r#""amount":-300"#, None),
        // The sample for disbursements in Indonesia, as far as it is about money.
        (r#""orderAmount":"300.00","payAmount":"200.00""#, Some(200)),
    ] {
        let answer = |number| success(&format!(r#"{{"tradeNo":"{number}","status":"0000",{members}}}"#));
        let expected = riel.map(|riel| Money::from_minor(riel, Currency::Khr));
        let deposit = answered(answer(ORDER)).call(&DepositQuery::new(number(ORDER))).await.unwrap().data;
        assert_eq!(deposit.paid(Currency::Khr).ok(), expected, "{members}");
        let payout = answered(answer(PAYOUT)).call(&DisbursementQuery::new(number(PAYOUT))).await.unwrap();
        assert_eq!(payout.data.paid(Currency::Khr).ok(), expected, "{members}");
    }
}

/// `"amount":1` of 10.50: what is cut is refused, and never 1.
#[tokio::test]
async fn f36_an_answer_that_is_cut_is_refused() {
    let whole =
        format!(r#"{{"code":"0000","data":{{"tradeNo":"{PAYOUT}","status":"0000","amount":10.50}}}}"#);
    for end in 1..whole.len() {
        let error = answered(http(200, whole[..end].to_owned())).call(&disbursement()).await.unwrap_err();
        assert_eq!(error.outcome(), Outcome::Unknown, "{}", &whole[..end]);
    }
}

#[tokio::test]
async fn d61_odd_json_is_an_error_and_no_panic() {
    let deep = format!(r#"{{"code":"0000","data":{}"#, "[".repeat(100_000));
    for body in [
        br#"{"code":"0000","data":{"tradeNo":"\ud800"}}"#.to_vec(),
        b"{\"code\":\"0000\",\"data\":{\"tradeNo\":\"\xff\"}}".to_vec(),
        br#"{"code":18446744073709551616,"data":{}}"#.to_vec(),
        deep.into_bytes(),
    ] {
        assert!(answered(http(200, body)).call(&checkout()).await.is_err());
    }
}
