//! Answers in the forms that Monetix and its family write them, and answers that are about something else.

use monetix_client::{Bank, ErrorKind, Malformed, PaymentStatus, Status};
use pay_core::{Currency, Money, Outcome};

use crate::wire::{
    Wire, answered, banks, client, http, operation, payment_id, refund, report, sale, sample, settings,
    signed, usd,
};

async fn status_error(json: impl Into<pay_http::Bytes>) -> ErrorKind {
    answered(http(200, json)).call(&Status::new(payment_id())).await.unwrap_err().kind().clone()
}

/// An answer of the platform's to a card payment in yen: members that this method has not are kept, not read.
#[tokio::test]
async fn an_answer_of_another_method_is_read() {
    let json =
        signed(&sample("status-awaiting-3ds").replace("15561", "1234").replace("173893", "payment_47"));
    let report = answered(http(200, json)).call(&Status::new(payment_id())).await.unwrap();
    assert_eq!(report.status(), Some(&PaymentStatus::Awaiting3dsResult));
    assert_eq!(report.operations[0].id.as_ref().unwrap().as_str(), "5001855000032182");
    assert_eq!(report.extra.names().collect::<Vec<_>>(), ["acs"]);
    let initial = report.operations[0].sum_initial.as_ref().unwrap();
    assert_eq!(initial.money().unwrap_err().to_string(), "currency: expected currency KHR or USD");
}

/// As it was logged: its signature is another project's, and the payment another one.
#[tokio::test]
async fn an_answer_that_was_changed_is_refused() {
    let error = status_error(sample("status-awaiting-3ds")).await;
    assert_eq!(error, ErrorKind::Malformed(Malformed::Signature));
}

#[tokio::test]
async fn f37_the_answer_about_another_payment_or_project_is_refused() {
    let other = report("success", &operation(47, "sale", "success")).replace("payment_47", "payment_48");
    assert_eq!(status_error(signed(&other)).await, ErrorKind::Malformed(Malformed::OtherPayment));
    let other = report("success", &operation(47, "sale", "success")).replace("1234", "1235");
    assert_eq!(status_error(signed(&other)).await, ErrorKind::Malformed(Malformed::OtherProject));
    for (wrong, expected) in [
        (r#"{"status":"success","payment_id":"payment_48"}"#, Malformed::OtherPayment),
        (r#"{"status":"success","project_id":1235}"#, Malformed::OtherProject),
        (r#"{"status":"success","project_id":"1235","payment_id":"payment_47"}"#, Malformed::OtherProject),
    ] {
        let error = answered(http(200, wrong)).call(&sale()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(expected.clone()), "{wrong}");
        assert_eq!(error.outcome(), Outcome::Unknown, "the sale may have been accepted");
        let error = answered(http(200, wrong)).call(&refund()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(expected), "{wrong}");
    }
}

/// "Not found" and a refusal count for what was asked alone: another request's would have the same sale sent twice, or call
/// it refused.
#[tokio::test]
async fn f37_a_refusal_of_another_request_is_no_refusal() {
    let unknown = |from: &str, to: &str| sample("status-not-found").replace(from, to);
    assert_eq!(
        status_error(unknown("payment_47", "payment_48")).await,
        ErrorKind::Malformed(Malformed::OtherPayment)
    );
    assert_eq!(status_error(unknown("1234", "1235")).await, ErrorKind::Malformed(Malformed::OtherProject));
    let refusal = r#"{"status":"error","code":"3061","payment_id":"payment_48"}"#;
    assert_eq!(status_error(refusal).await, ErrorKind::Malformed(Malformed::OtherPayment));
    for (http_status, body) in
        [(200, refusal), (400, refusal), (404, r#"{"code":"2641","payment_id":48,"errors":[]}"#)]
    {
        let error = answered(http(http_status, body)).call(&sale()).await.unwrap_err();
        assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::OtherPayment), "{body}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{body}");
    }
    let ours = r#"{"status":"error","code":"2641","payment_id":"payment_47"}"#;
    let error = answered(http(400, ours)).call(&sale()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(error.kind().api().unwrap().payment_id.as_ref().unwrap().as_str(), "payment_47");
}

/// What an answer does not name is not held against it; what is no answer at all is.
#[tokio::test]
async fn an_accepted_request_says_so() {
    let accepted = answered(http(200, r#"{"status":"success"}"#)).call(&sale()).await.unwrap();
    assert_eq!(accepted.request_id, None);
    for wrong in
        ["{}", r#"{"status":1}"#, r#"{"status":"accepted"}"#, "[]", r#"{"payment":{"status":"success"}}"#]
    {
        let error = answered(http(200, wrong)).call(&sale()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Malformed(_)), "{wrong}");
        assert_eq!(error.outcome(), Outcome::Unknown, "{wrong}");
    }
}

#[tokio::test]
async fn d40_an_answer_about_a_payment_has_one_signature_that_holds() {
    let report = report("success", &operation(47, "sale", "success"));
    assert_eq!(status_error(report.clone()).await, ErrorKind::Malformed(Malformed::Unsigned));
    let right = signed(&report);
    for wrong in [
        right.replace("10000", "10001"),
        right.replace("\"signature\":\"", "\"signature\":\" "),
        right.replacen('{', r#"{"general":{"signature":"x"},"#, 1),
    ] {
        assert_eq!(status_error(wrong).await, ErrorKind::Malformed(Malformed::Signature));
    }
    // Unsigned answers on the word of TLS, by setting; never a signature that does not hold.
    let trusting =
        |json: String| client(&Wire::script([http(200, json)]), settings().accept_unsigned_answers());
    assert!(trusting(report).call(&Status::new(payment_id())).await.is_ok());
    let changed = trusting(right.replace("10000", "10001"));
    let error = changed.call(&Status::new(payment_id())).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Malformed(Malformed::Signature));
}

/// The signature may stand under `general`, with the ids beside it.
#[tokio::test]
async fn an_answer_with_everything_general_is_read() {
    let json = report("success", &operation(47, "sale", "success")).replacen(
        r#""project_id":1234,"payment":{"id":"payment_47","#,
        r#""general":{"project_id":1234,"payment_id":"payment_47"},"payment":{"#,
        1,
    );
    let report = answered(http(200, signed(&json))).call(&Status::new(payment_id())).await.unwrap();
    assert_eq!(report.payment_id().unwrap().as_str(), "payment_47");
    assert_eq!(report.observation().payment().unwrap().order.as_ref().unwrap().as_str(), "payment_47");
}

#[tokio::test]
async fn f36_a_body_cut_in_a_number_is_no_amount() {
    let whole = signed(&report("success", &operation(47, "sale", "success")));
    let cut = whole.find("10000").unwrap() + 1;
    assert_eq!(status_error(whole[..cut].to_owned()).await, ErrorKind::Malformed(Malformed::NotJson));
}

async fn listed(json: &str) -> Vec<Bank> {
    answered(http(200, json.to_owned())).call(&banks()).await.unwrap()
}

/// The exponent of the list counts more than any table (section 8).
#[tokio::test]
async fn a_bank_names_its_limits_and_exponents() {
    let [bank] = &listed(&sample("banks")).await[..] else { panic!("one bank") };
    assert_eq!(bank.limits(), Ok((Some(usd(100)), Some(usd(1_000)))));
    assert_eq!((bank.exponent(Currency::Usd), bank.exponent(Currency::Khr)), (Some(2), None));
    assert_eq!(bank.bank_id(), Some(123));
    let riel = sample("banks").replace("USD", "KHR").replace("\"exponent\": 2", "\"exponent\": 0");
    let [bank] = &listed(&riel).await[..] else { panic!("one bank") };
    assert_eq!(bank.limits().unwrap().0, Some(Money::from_minor(100, Currency::Khr)));
    for (wrong, error) in [
        (
            sample("banks").replace("\"exponent\": 2", "\"exponent\": 5"),
            "currencies: expected an exponent of at most 4",
        ),
        (
            sample("banks").replace("\"limitCurrency\": \"USD\"", "\"limitCurrency\": \"EUR\""),
            "limitCurrency: expected currency KHR or USD",
        ),
        (
            sample("banks").replace("\"minAmount\": 100", "\"minAmount\": 100000000000000000000"),
            "minAmount: amount does not fit 64 bits of minor units",
        ),
    ] {
        assert_eq!(listed(&wrong).await[0].limits().unwrap_err().to_string(), error);
    }
    assert!(listed("[]").await.is_empty());
}

/// An error object in the place of the list (section 4.4), and what is neither.
#[tokio::test]
async fn a_list_of_banks_that_is_none_is_an_error() {
    let error = answered(http(200, r#"{"status":"error","code":2801,"message":"Bank not found"}"#));
    let error = error.call(&banks()).await.unwrap_err();
    assert_eq!(error.kind().api().unwrap().code.as_ref().unwrap().as_str(), "2801");
    for wrong in ["{}", r#"{"banks":[]}"#, "[1]", r#"[{"minAmount":1.5}]"#, r#"[{"id":true}]"#] {
        let error = answered(http(200, wrong)).call(&banks()).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Malformed(_)), "{wrong}");
    }
}
