//! The fixture catalogue of the specification's section 8, row by row: `fixture_f01_..` to `fixture_f25_..`.

use bakong_client::{Bakong, ErrorKind, Lookup, Malformed, Md5, Transaction, Unauthorized, Unreachable};
use pay_core::{
    AccountId, Check, Currency, Expected, Money, NoAnswerReason, Observation, OrderKey, Receiver,
    StatusSource as _, Throttle, Timestamp,
};
use pay_http::http::HeaderValue;
use pay_http::http::header::{LOCATION, RETRY_AFTER};

use crate::wire::{Answer, Wire, answered, bakong, fixture, http};

const MD5: &str = "d60f3db96913029a2af979a1662c1e72";

async fn check(answer: Answer) -> Result<Lookup, ErrorKind> {
    let md5 = Md5::new(MD5).unwrap();
    answered(answer).check_by_md5(md5).await.map_err(|error| error.kind().clone())
}

async fn paid(answer: Answer) -> Transaction {
    match check(answer).await {
        Ok(Lookup::Paid(transaction)) => *transaction,
        other => panic!("expected a payment, found {other:?}"),
    }
}

const fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}

const fn khr(riel: i64) -> Money {
    Money::from_minor(riel, Currency::Khr)
}

#[tokio::test]
async fn fixture_f01_the_vendor_documents_success_is_paid() {
    assert_eq!(paid(fixture(200, "f01-paid-vendor.json")).await.amount, usd(100));
}

#[tokio::test]
async fn fixture_f02_a_live_success_is_paid() {
    assert_eq!(paid(fixture(200, "f02-paid-live.json")).await.amount, khr(4_400));
}

#[tokio::test]
async fn fixture_f03_an_amount_as_text_is_paid() {
    assert_eq!(paid(fixture(200, "f03-amount-as-text.json")).await.amount, khr(4_400));
}

#[tokio::test]
async fn fixture_f04_a_fraction_of_a_millisecond_is_paid() {
    let transaction = paid(fixture(200, "f04-fraction-of-a-millisecond.json")).await;
    assert_eq!(transaction.created_at, Some(Timestamp::from_millis(1_605_774_370_608)));
}

#[tokio::test]
async fn fixture_f05_code_1_with_the_words_of_a_failure_is_failed() {
    let found = check(fixture(200, "f05-failed-code-1.json")).await;
    assert!(matches!(found, Ok(Lookup::Failed(message)) if message.as_raw() == "Transaction failed."));
}

#[tokio::test]
async fn fixture_f06_code_3_is_failed() {
    assert!(matches!(check(fixture(200, "f06-failed-code-3.json")).await, Ok(Lookup::Failed(_))));
}

#[tokio::test]
async fn fixture_f07_could_not_be_found_is_not_found() {
    assert_eq!(check(fixture(200, "f07-not-found.json")).await, Ok(Lookup::NotFound { doubtful: false }));
}

#[tokio::test]
async fn fixture_f08_the_same_with_http_404_is_not_found() {
    assert_eq!(check(fixture(404, "f07-not-found.json")).await, Ok(Lookup::NotFound { doubtful: false }));
}

#[tokio::test]
async fn fixture_f09_http_401_is_unauthorized() {
    let error = check(fixture(401, "f09-unauthorized.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unauthorized(Unauthorized::Refused));
}

#[tokio::test]
async fn fixture_f10_the_same_with_http_200_is_unauthorized() {
    let error = check(fixture(200, "f09-unauthorized.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unauthorized(Unauthorized::Refused));
}

#[tokio::test]
async fn fixture_f11_the_daily_limit_is_throttled_for_the_day() {
    let error = check(fixture(200, "f11-daily-limit.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Throttled(Throttle::Daily));
}

#[tokio::test]
async fn fixture_f12_an_empty_429_is_a_burst() {
    let error = check(http(429, "")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Throttled(Throttle::Burst(None)));
    let mut asks_to_wait = http(429, "").unwrap();
    asks_to_wait.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("30"));
    let error = check(Ok(asks_to_wait)).await.unwrap_err();
    assert_eq!(error, ErrorKind::Throttled(Throttle::Burst(Some(std::time::Duration::from_secs(30)))));
}

#[tokio::test]
async fn fixture_f13_a_forbidden_page_is_unreachable() {
    let error = check(fixture(403, "f13-forbidden.html")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unreachable(Unreachable::Forbidden));
}

#[tokio::test]
async fn fixture_f14_a_gateway_timeout_is_unreachable() {
    let error = check(fixture(504, "f14-gateway-timeout.html")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unreachable(Unreachable::Server));
}

#[tokio::test]
async fn fixture_f15_a_page_at_200_is_unreachable() {
    let error = check(fixture(200, "f15-page-at-200.html")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Unreachable(Unreachable::Page));
}

#[tokio::test]
async fn fixture_f16_success_without_data_is_malformed_and_says_paid() {
    let error = check(fixture(200, "f16-success-without-data.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Malformed(Malformed::PaidWithoutData));
}

#[tokio::test]
async fn fixture_f17_success_with_http_500_is_a_contradiction() {
    let error = check(fixture(500, "f02-paid-live.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Malformed(Malformed::Contradiction));
}

#[tokio::test]
async fn fixture_f18_code_2_is_a_static_qr() {
    assert_eq!(check(fixture(200, "f18-static-qr.json")).await, Ok(Lookup::StaticQr));
}

#[tokio::test]
async fn fixture_f19_a_redirect_is_unreachable_and_not_followed() {
    let mut elsewhere = http(301, "").unwrap();
    elsewhere.headers_mut().insert(LOCATION, HeaderValue::from_static("https://evil.tld/v1/"));
    let wire = Wire::script([Ok(elsewhere)]);
    let error = bakong(&wire).check_by_md5(Md5::new(MD5).unwrap()).await.unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::Unreachable(Unreachable::Redirect));
    assert_eq!(wire.sent().len(), 1);
}

#[tokio::test]
async fn fixture_f20_an_array_is_no_envelope() {
    let error = check(fixture(200, "f20-array.json")).await.unwrap_err();
    assert_eq!(error, ErrorKind::Malformed(Malformed::NotAnEnvelope));
}

#[tokio::test]
async fn fixture_f21_a_list_is_matched_by_key_and_each_item_stands_alone() {
    let keys = [
        "0dbe08d3829a8b6b59844e51aa38a4e2",
        "7b0e5c36486d7155eb3ee94997fe9bfb",
        "d60f3db96913029a2af979a1662c1e72",
        "838f6d998f6d700c42391aab5c5be555",
        "763b3b6351602040012c32d6b0dd6dbf",
    ];
    let list = answered(fixture(200, "f21-md5-list.json"))
        .check_by_md5_list(keys.map(|key| Md5::new(key).unwrap()))
        .await
        .unwrap();
    assert_eq!(list.answers.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>(), keys);
    let mut found = list.answers.into_iter().map(|(_, found)| found);
    assert!(matches!(found.next(), Some(Ok(Lookup::Paid(paid))) if paid.amount == khr(4_400)));
    assert_eq!(found.next(), Some(Ok(Lookup::NotFound { doubtful: false })));
    assert_eq!(found.next(), Some(Ok(Lookup::StaticQr)));
    assert_eq!(found.next(), Some(Err(ErrorKind::Unreachable(Unreachable::Upstream))));
    assert_eq!(found.next(), Some(Err(ErrorKind::Malformed(Malformed::Missing))));
    assert_eq!(list.extras, 0);
}

/// What an order of 4400 riel for `merchant@aclb`, open at the time of the live sample, makes of an observation.
async fn failed_checks(bakong: &Bakong) -> Vec<Check> {
    let opened = Timestamp::from_millis(1_756_366_700_000);
    let expected = Expected::new(
        OrderKey::new(MD5).unwrap(),
        khr(4_400),
        Receiver::account(AccountId::new("merchant@aclb").unwrap()),
        opened,
        opened.after(std::time::Duration::from_mins(10)),
    );
    let observed = bakong.observe(&[OrderKey::new(MD5).unwrap()]).await;
    let [(_, Ok(observation @ Observation::Paid(_)))] = observed.answers.as_slice() else {
        panic!("expected a payment, found {observed:?}")
    };
    expected.verify(observation).map_or_else(|mismatch| mismatch.failed().collect(), |_| Vec::new())
}

/// The control of the next two.
#[tokio::test]
async fn fixture_f02_settles_its_order() {
    assert_eq!(failed_checks(&answered(fixture(200, "f02-paid-live.json"))).await, []);
}

#[tokio::test]
async fn fixture_f22_refunded_is_paid_and_goes_to_review() {
    assert_eq!(failed_checks(&answered(fixture(200, "f22-refunded.json"))).await, [Check::Reversal]);
}

#[tokio::test]
async fn fixture_f23_paid_to_someone_else_is_paid_and_goes_to_review() {
    assert_eq!(failed_checks(&answered(fixture(200, "f23-other-receiver.json"))).await, [Check::Receiver]);
}

/// That it is doubtful is logged: see the module `secrets`, which reads the log.
#[tokio::test]
async fn fixture_f24_code_1_without_words_is_not_found_with_doubt() {
    let found = check(fixture(200, "f24-code-1-without-message.json")).await;
    assert_eq!(found, Ok(Lookup::NotFound { doubtful: true }));
}

#[tokio::test]
async fn fixture_f25_dollars_are_read_to_the_cent() {
    assert_eq!(paid(fixture(200, "f25-ten-cents.json")).await.amount, usd(10));
    assert_eq!(paid(fixture(200, "f25-twenty-nine-cents.json")).await.amount, usd(29));
}

/// No row of the catalogue that is an error is an observation of an unpaid order.
#[tokio::test]
async fn no_error_of_the_catalogue_reads_as_unpaid() {
    for (status, name) in [
        (401, "f09-unauthorized.json"),
        (200, "f09-unauthorized.json"),
        (200, "f11-daily-limit.json"),
        (403, "f13-forbidden.html"),
        (504, "f14-gateway-timeout.html"),
        (200, "f15-page-at-200.html"),
        (500, "f02-paid-live.json"),
        (200, "f20-array.json"),
    ] {
        let observed = answered(fixture(status, name)).observe(&[OrderKey::new(MD5).unwrap()]).await;
        let [(_, Err(no_answer))] = observed.answers.as_slice() else { panic!("{name}: {observed:?}") };
        assert_ne!(no_answer.reason, NoAnswerReason::Rejected, "{name}");
        assert_eq!(observed.requests, 1);
    }
}
