//! Every class of error, with its words and what it leaves known of the request (section 4.3).

use std::fmt::Write as _;

use bakong_client::endpoint::GenerateDeeplink;
use bakong_client::{Md5, RegisteredEmail};
use khqr_emv::Khqr;
use pay_core::Outcome;
use pay_http::TransportErrorKind as Kind;

use crate::wire::{Answer, answered, broken, fixture, http};

fn envelope(code: &str, message: &str) -> Answer {
    http(200, format!(r#"{{"responseCode":1,"responseMessage":"{message}","errorCode":{code},"data":null}}"#))
}

fn rows() -> Vec<(&'static str, Answer)> {
    const HASH: &str = "9bc29426b5e55f171b0e137478d04eb8b8b3a757e0eb2040561ba4f9f052db95";
    let paid = |members: &str| http(200, format!(r#"{{"responseCode":0,"data":{{{members}}}}}"#));
    vec![
        // Rules 1 and 2: nothing whole came back.
        ("not allowed", broken(Kind::NotAllowed, Outcome::NotSent)),
        ("no address", broken(Kind::Dns, Outcome::NotSent)),
        ("no connection", broken(Kind::Connect, Outcome::NotSent)),
        ("no tls", broken(Kind::Tls, Outcome::NotSent)),
        ("time-out", broken(Kind::Timeout, Outcome::Unknown)),
        ("reset", broken(Kind::Reset, Outcome::Unknown)),
        ("truncated", broken(Kind::Truncated, Outcome::Unknown)),
        ("no http", broken(Kind::Protocol, Outcome::Unknown)),
        ("too large", broken(Kind::TooLarge, Outcome::Unknown)),
        // Rule 3.
        ("redirect", http(307, "")),
        // Rule 4, an envelope: in the order of the rules.
        ("429 with success", fixture(429, "f02-paid-live.json")),
        ("code 17", fixture(200, "f11-daily-limit.json")),
        ("code 17 beside success", http(200, r#"{"responseCode":0,"errorCode":17}"#)),
        ("quota phrase", envelope("null", "API quota exceeded")),
        ("daily phrase", envelope("5", "Daily limit reached")),
        ("401", fixture(401, "f02-paid-live.json")),
        ("code 6", fixture(200, "f09-unauthorized.json")),
        ("success under 500", fixture(500, "f02-paid-live.json")),
        ("success with a code", http(200, r#"{"responseCode":0,"errorCode":1,"data":null}"#)),
        ("success with an odd code", http(200, r#"{"responseCode":0,"errorCode":"E1","data":null}"#)),
        ("success without data", fixture(200, "f16-success-without-data.json")),
        ("no hash", paid(r#""toAccountId":"c@d","currency":"KHR","amount":1"#)),
        ("short hash", paid(r#""hash":"9bc294","toAccountId":"c@d","currency":"KHR","amount":1"#)),
        ("no receiver", paid(&format!(r#""hash":"{HASH}","currency":"KHR","amount":1"#))),
        ("no amount", paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"KHR""#))),
        (
            "riel with decimals",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"KHR","amount":1.5"#)),
        ),
        (
            "amount below zero",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"USD","amount":-1"#)),
        ),
        (
            "amount in words",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"USD","amount":"1,000""#)),
        ),
        (
            "amount of another type",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"USD","amount":true"#)),
        ),
        (
            "amount twice",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"USD","amount":1,"amount":2"#)),
        ),
        (
            "another currency",
            paid(&format!(r#""hash":"{HASH}","toAccountId":"c@d","currency":"THB","amount":1"#)),
        ),
        ("transaction as array", http(200, r#"{"responseCode":0,"data":[]}"#)),
        ("code 9", envelope("9", "Cannot connect to server")),
        ("5xx without code", http(503, r#"{"responseCode":1,"responseMessage":"Transaction not found"}"#)),
        ("code 4", envelope("4", "Deeplink provider error")),
        ("code 5", envelope("5", "Missing required fields")),
        ("code 14", envelope("14", "")),
        ("no code, other words", envelope("null", "Something else")),
        ("odd code, words of not found", envelope("{}", "Transaction could not be found.")),
        // Rule 5: no envelope.
        ("401 page", http(401, "<html>")),
        ("403 page", fixture(403, "f13-forbidden.html")),
        ("429 page", http(429, "<html>")),
        ("404 page", http(404, "Not Found")),
        ("504 page", fixture(504, "f14-gateway-timeout.html")),
        ("200 page", fixture(200, "f15-page-at-200.html")),
        ("400 page", http(400, "\n<html>")),
        ("400 text", http(400, "Bad Request")),
        ("200 empty", http(200, "")),
        ("200 array", fixture(200, "f20-array.json")),
        ("200 envelope in an array", http(200, r#"[0,"ok",null,{}]"#)),
        ("200 object without responseCode", http(200, r#"{"data":{}}"#)),
        ("200 responseCode in words", http(200, r#"{"responseCode":"success"}"#)),
        ("200 responseCode true", http(200, r#"{"responseCode":true}"#)),
        ("200 responseCode twice", http(200, r#"{"responseCode":1,"responseCode":0}"#)),
        ("200 cut off", http(200, r#"{"responseCode":1,"errorCode":1,"responseMessage":"Transac"#)),
    ]
}

#[tokio::test]
async fn every_class_of_a_check() {
    let mut table = String::new();
    for (name, answer) in rows() {
        let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
        let error = answered(answer).check_by_md5(md5).await.expect_err(name);
        let words = error.to_string();
        let words = words.strip_prefix("check_transaction_by_md5: ").expect("the operation comes first");
        writeln!(
            table,
            "{name:32} {:8} {words}\n{:41} {:?}",
            format!("{:?}", error.outcome()),
            "",
            error.kind()
        )
        .unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("check_transaction_by_md5@errors", table);
    });
}

/// Endpoints that give codes no meaning of their own.
#[tokio::test]
async fn every_class_of_the_others() {
    let khqr = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh63049349";
    let khqr = Khqr::parse(khqr).unwrap();
    let mut table = String::new();
    for (name, answer) in [
        ("code 4", envelope("4", "Deeplink provider error")),
        ("code 5", envelope("5", "Missing required fields")),
        ("code 1", fixture(200, "f07-not-found.json")),
        ("no link", http(200, r#"{"responseCode":0,"data":{}}"#)),
        ("no data", http(200, r#"{"responseCode":0,"data":null}"#)),
        ("a script", http(200, r#"{"responseCode":0,"data":{"shortLink":"javascript:alert(1)"}}"#)),
        ("plain http", http(200, r#"{"responseCode":0,"data":{"shortLink":"http://bakong.page.link/x"}}"#)),
    ] {
        let error = answered(answer).generate_deeplink(&GenerateDeeplink::new(&khqr)).await.expect_err(name);
        writeln!(table, "{name:16} {error}").unwrap();
    }
    for (name, answer) in [
        ("code 10", fixture(200, "token-not-registered.json")),
        ("code 7", envelope("7", "Email server down")),
        ("no token", http(200, r#"{"responseCode":0,"data":{"token":null}}"#)),
        ("two lines", http(200, r#"{"responseCode":0,"data":{"token":"a\nb"}}"#)),
        ("504", fixture(504, "f14-gateway-timeout.html")),
    ] {
        let bakong = answered(answer).renew_by(RegisteredEmail::new("shop@example.com").unwrap());
        let error = bakong.renew_token().await.expect("an address is there").expect_err(name);
        writeln!(table, "{name:16} {error} ({:?})", error.outcome()).unwrap();
    }
    for (name, answer) in [
        ("no array", http(200, r#"{"responseCode":0,"data":{}}"#)),
        ("no data", http(200, r#"{"responseCode":0,"data":null}"#)),
        ("code 1", fixture(200, "f07-not-found.json")),
    ] {
        let md5 = Md5::new("d60f3db96913029a2af979a1662c1e72").unwrap();
        let error = answered(answer).check_by_md5_list([md5]).await.expect_err(name);
        writeln!(table, "{name:16} {error}").unwrap();
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("others@errors", table);
    });
}
