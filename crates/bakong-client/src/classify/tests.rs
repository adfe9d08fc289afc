use proptest::prelude::*;

use super::*;
use crate::endpoint::{CheckByMd5, Lookup};
use crate::exchange;
use crate::key::Md5;

const HASH: &str = "9bc29426b5e55f171b0e137478d04eb8b8b3a757e0eb2040561ba4f9f052db95";

fn read(http: u16, content_type: &'static str, body: impl Into<Bytes>) -> Result<Lookup, ErrorKind> {
    let endpoint = CheckByMd5 { md5: Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap() };
    exchange::read(&endpoint, http, content_type, body)
}

fn json(http: u16, body: impl Into<Bytes>) -> Result<Lookup, ErrorKind> {
    read(http, "application/json", body)
}

fn paid(response_code: &str, hash: &str) -> String {
    format!(
        r#"{{"responseCode":{response_code},"data":{{"hash":"{hash}","toAccountId":"c@d","currency":"USD","amount":1.5}}}}"#
    )
}

fn refusal(code: &str, message: &str) -> Result<Lookup, ErrorKind> {
    json(200, format!(r#"{{"responseCode":1,"errorCode":{code},"responseMessage":"{message}"}}"#))
}

#[test]
fn d24_a_success_without_its_transaction_is_no_success() {
    for body in [
        r#"{"responseCode":0,"data":null}"#,
        r#"{"responseCode":0}"#,
        r#"{"responseCode":"0"}"#,
        r#"{"responseCode":"0","data":null}"#,
        r#"{"responseCode":0.0,"errorCode":0}"#,
    ] {
        assert_eq!(json(200, body), Err(ErrorKind::Malformed(Malformed::PaidWithoutData)), "{body}");
    }
}

/// Section 3.1: the code may come as text. With everything else in place that is a success like any other.
#[test]
fn d24_a_response_code_as_text_is_read_like_a_number() {
    for zero in ["0", "\"0\"", "0.0", "-0", "0e3"] {
        assert!(matches!(json(200, paid(zero, HASH)), Ok(Lookup::Paid(_))), "{zero}");
    }
    for other in ["1", "\"1\"", "2", "-1", "0.5", "10", "1e3"] {
        assert!(matches!(json(200, paid(other, HASH)), Err(ErrorKind::Api(_))), "{other}");
    }
    for unreadable in ["\"\"", "\" 0\"", "\"zero\"", "null", "false", "[0]", "{}", "1e400", "\"0x0\""] {
        let error = ErrorKind::Malformed(Malformed::NotAnEnvelope);
        assert_eq!(json(200, paid(unreadable, HASH)), Err(error), "{unreadable}");
    }
}

#[test]
fn d24_a_success_under_an_http_error_is_a_contradiction() {
    for http in [400, 403, 404, 500, 503] {
        let error = ErrorKind::Malformed(Malformed::Contradiction);
        assert_eq!(json(http, paid("0", HASH)), Err(error), "{http}");
    }
}

#[test]
fn d24_a_success_with_a_bad_hash_cannot_be_read() {
    let unreadable = |problem| {
        let problem = Problem::new(problem).inside("data.hash");
        Err(ErrorKind::Malformed(Malformed::PaidUnreadable { problem, hash: None }))
    };
    for hash in [&HASH[1..], &format!("{HASH}0"), "", &HASH.replace('9', "g"), &HASH.replace('9', "é")] {
        assert_eq!(
            json(200, paid("0", hash)),
            unreadable(ProblemKind::Expected("64 hexadecimal digits")),
            "{hash}"
        );
    }
    let missing = paid("0", HASH).replace("\"hash\"", "\"txid\"");
    assert_eq!(json(200, missing), unreadable(ProblemKind::Missing));
    let null = paid("0", HASH).replace(&format!("\"{HASH}\""), "null");
    assert_eq!(json(200, null), unreadable(ProblemKind::Missing));
}

/// What stands beside an unreadable amount is what a person asks the bank about.
#[test]
fn d24_an_unreadable_transaction_keeps_its_hash() {
    let error = json(200, paid("0", HASH).replace("1.5", "1.555")).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "transaction {HASH} exists and cannot be read: data.amount: expected an amount with at most 2 decimals"
        )
    );
}

/// Readers disagree which of two members counts, so an answer with one is none, and a transaction with one is paid and
/// unreadable.
#[test]
fn d09_a_member_that_is_there_twice_is_refused() {
    let envelope = paid("0", HASH).replace("\"data\"", "\"x\":1,\"x\":1,\"data\"");
    assert_eq!(json(200, envelope), Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)));
    let problem = Problem::new(ProblemKind::Repeated(Untrusted::new("toAccountId"))).inside("data");
    let transaction = paid("0", HASH).replace("\"amount\"", "\"toAccountId\":\"a@b\",\"amount\"");
    let unreadable = Malformed::PaidUnreadable { problem, hash: None };
    assert_eq!(json(200, transaction), Err(ErrorKind::Malformed(unreadable)));
}

#[test]
fn d25_failed_and_not_found_with_one_code_are_told_apart_by_their_words() {
    let failed = |message: &str| Ok(Lookup::Failed(Untrusted::new(message)));
    let not_found = |doubtful| Ok(Lookup::NotFound { doubtful });
    assert_eq!(refusal("1", "Transaction failed."), failed("Transaction failed."));
    assert_eq!(refusal("1", "Transaction could not be found. Please check and try again."), not_found(false));
    assert_eq!(refusal("3", "Transaction failed."), failed("Transaction failed."));
    assert_eq!(refusal("3", "Transaction could not be found."), not_found(true));
    assert_eq!(refusal("\"3\"", ""), failed(""));
}

#[test]
fn d25_unknown_words_and_khmer_leave_the_order_pending() {
    for message in ["", "Unexpected", "រកមិនឃើញប្រតិបត្តិការ", "ប្រតិបត្តិការបរាជ័យ", "failed transaction"]
    {
        assert_eq!(refusal("1", message), Ok(Lookup::NotFound { doubtful: true }), "{message}");
    }
    assert_eq!(json(200, r#"{"responseCode":1,"errorCode":1}"#), Ok(Lookup::NotFound { doubtful: true }));
    assert!(matches!(refusal("null", "Unexpected"), Err(ErrorKind::Api(_))));
    assert!(matches!(refusal("99", "Transaction could not be found."), Err(ErrorKind::Api(_))));
}

#[test]
fn d26_a_page_is_never_an_answer() {
    let page = "<!DOCTYPE html><html><title>Just a moment...</title></html>";
    let html = |http, body: &'static str| read(http, "text/html", body).unwrap_err();
    assert_eq!(html(200, page), ErrorKind::Unreachable(Unreachable::Page));
    assert_eq!(html(200, " \r\n\t<html>"), ErrorKind::Unreachable(Unreachable::Page));
    assert_eq!(html(403, page), ErrorKind::Unreachable(Unreachable::Forbidden));
    assert_eq!(html(403, ""), ErrorKind::Unreachable(Unreachable::Forbidden));
    assert_eq!(html(503, page), ErrorKind::Unreachable(Unreachable::Server));
    assert_eq!(html(200, ""), ErrorKind::Malformed(Malformed::NotAnEnvelope));
    assert_eq!(html(204, ""), ErrorKind::Malformed(Malformed::NotAnEnvelope));
}

/// The content type is as wrong as the rest of such a gateway; the envelope is Bakong's all the same.
#[test]
fn d26_json_under_a_page_type_is_read() {
    assert!(matches!(read(200, "text/html", paid("0", HASH)), Ok(Lookup::Paid(_))));
}

/// A byte order mark before UTF-8 changes nothing (RFC 8259, section 8.1). Other encodings are no JSON.
#[test]
fn d26_a_byte_order_mark_is_skipped_and_utf_16_is_no_answer() {
    let body = format!("\u{feff}{}", paid("0", HASH));
    assert!(matches!(json(200, body), Ok(Lookup::Paid(_))));
    let twice = format!("\u{feff}\u{feff}{}", paid("0", HASH));
    assert_eq!(json(200, twice), Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)));
    for mark in [&[0xff, 0xfe][..], &[]] {
        let words = paid("0", HASH).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let body = [mark, &words].concat();
        assert_eq!(json(200, body), Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)));
    }
    assert_eq!(
        json(200, &b"{\"responseCode\":0\xff}"[..]),
        Err(ErrorKind::Malformed(Malformed::NotAnEnvelope))
    );
}

#[test]
fn d26_of_a_message_at_most_256_bytes_are_kept() {
    let Err(ErrorKind::Api(api)) = refusal("5", &"word ".repeat(10_000)) else { panic!() };
    assert!(api.message.unwrap().as_raw().len() <= 256);
}

#[test]
fn d27_a_token_in_an_answer_is_not_kept() {
    let token = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJpZCI6ImNhbmFyeSJ9.c2ln";
    for code in ["3", "5", "null"] {
        let read = refusal(code, &format!("not for Bearer {token}"));
        assert!(!format!("{read:?}").contains("eyJ"), "{read:?}");
    }
    let success = Success { data: Some(token) };
    assert!(!format!("{:?}", Answer::Success(success)).contains("eyJ"));
}

/// Section 4.3: one class for every status, with and without an envelope, and none of them "not found" by itself.
#[test]
fn every_status_without_an_envelope_has_a_class() {
    for http in 200..=599 {
        for body in ["", "<html>", "text", "[]", "{}", "null", "0"] {
            assert!(json(http, body).is_err(), "{http} {body}");
        }
    }
}

#[test]
fn d61_bodies_that_attack_the_parser_are_no_answers() {
    let deep = "[".repeat(100_000);
    let nested = format!(r#"{{"responseCode":1,"x":{deep}"#);
    // Whole, and read without recursion: the rest of the answer counts.
    let balanced = format!(r#"{{"responseCode":1,"errorCode":2,"x":{deep}{}}}"#, "]".repeat(100_000));
    assert_eq!(json(200, balanced), Ok(Lookup::StaticQr));
    let surrogate = r#"{"responseCode":1,"errorCode":1,"responseMessage":"\ud800"}"#;
    assert_eq!(json(200, deep), Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)));
    assert_eq!(json(200, nested), Err(ErrorKind::Malformed(Malformed::NotAnEnvelope)));
    assert_eq!(json(200, surrogate), Ok(Lookup::NotFound { doubtful: true }));
}

/// Sections 4.3 and 4.4 once more, in the order of their sentences.
fn second_reading(http: u16, response_code: i64, code: Option<i64>, message: &str) -> &'static str {
    let m = message.trim().trim_end_matches('.').to_lowercase();
    let quota = ["daily limit", "too many request", "quota"].iter().any(|phrase| m.contains(phrase));
    if (300..400).contains(&http) {
        return "unreachable";
    }
    if http == 429 || code == Some(17) || response_code != 0 && quota {
        return "throttled";
    }
    if http == 401 || code == Some(6) {
        return "unauthorized";
    }
    if response_code == 0 {
        return if !(200..300).contains(&http) || code.is_some() { "malformed" } else { "paid" };
    }
    match code {
        Some(3) if m.contains("could not be found") => "not found",
        Some(3) => "failed",
        None if http >= 500 => "unreachable",
        None | Some(1) if m.contains("could not be found") => "not found",
        None | Some(1) if m.starts_with("transaction failed") => "failed",
        None | Some(1) if m.contains("not found") => "not found",
        Some(1) => "not found",
        Some(2) => "static",
        Some(9) => "unreachable",
        _ => "rejected",
    }
}

fn class(read: &Result<Lookup, ErrorKind>) -> &'static str {
    match read {
        Ok(Lookup::Paid(_)) => "paid",
        Ok(Lookup::NotFound { .. }) => "not found",
        Ok(Lookup::Failed(_)) => "failed",
        Ok(Lookup::StaticQr) => "static",
        Err(ErrorKind::Unauthorized(_)) => "unauthorized",
        Err(ErrorKind::Throttled(_)) => "throttled",
        Err(ErrorKind::Unreachable(_)) => "unreachable",
        Err(ErrorKind::Malformed(_)) => "malformed",
        Err(_) => "rejected",
    }
}

const MESSAGES: [&str; 10] = [
    "",
    "Transaction failed.",
    " transaction FAILED",
    "Transaction could not be found. Please check and try again.",
    "Not found",
    "Transaction failed: could not be found",
    "Daily limit reached",
    "Too many requests",
    "Getting transaction successfully.",
    "ប្រតិបត្តិការបរាជ័យ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_envelope_is_read_as_the_two_readings_of_the_document_agree(
        http in prop::sample::select(vec![200_u16, 201, 301, 400, 401, 403, 404, 418, 429, 500, 503, 504]),
        response_code in prop::sample::select(vec![0_i64, 0, 1, 1, 1, 2, -1]),
        code in prop::sample::select(vec![None, Some(0_i64), Some(1), Some(2), Some(3), Some(5), Some(6), Some(9), Some(11), Some(17), Some(99)]),
        message in prop::sample::select(MESSAGES.to_vec()),
        as_text: bool,
    ) {
        let quote = if as_text { "\"" } else { "" };
        let code_text = code.map_or("null".to_owned(), |code| format!("{quote}{code}{quote}"));
        let body = format!(
            r#"{{"responseMessage":"{message}","errorCode":{code_text},"responseCode":{quote}{response_code}{quote},"data":{{"hash":"{HASH}","toAccountId":"c@d","currency":"USD","amount":1.5}}}}"#
        );
        let expected = second_reading(http, response_code, code.filter(|code| *code != 0), message);
        let read = json(http, body);
        prop_assert_eq!(class(&read), expected, "{:?}", read);
    }

    /// Only an envelope is an answer, and only `responseCode` other than 0 can say "not found" or "failed".
    #[test]
    fn no_other_bytes_are_an_answer(http in 200_u16..600, body: Vec<u8>) {
        prop_assert!(json(http, body).is_err());
    }

    #[test]
    fn a_success_that_is_cut_anywhere_is_never_unpaid(at in 0_usize..160) {
        let whole = paid("0", HASH);
        let cut = whole.get(..at).unwrap_or(&whole).to_owned();
        let read = json(200, cut.clone());
        prop_assert!(matches!(class(&read), "paid" | "malformed"), "{cut}: {read:?}");
    }
}
