//! What stands before every service, and the envelope.

use super::*;
use crate::{Fault, KessErrors};
use pay_sign::Verifier;

const METHODS: &str = "getpaymentmethods";

fn ask(scheme: &Scheme) -> String {
    signed(scheme, &with_service(METHODS, json!({})))
}

#[tokio::test]
async fn without_a_good_token_it_is_401() {
    let bench = Bench::new();
    for token in [None, Some(""), Some("nonsense")] {
        let (status, body) = bench.send(Kess::GATEWAY, token, &ask(&Scheme::KESS)).await;
        assert_eq!((status, &body["status_code"]), (StatusCode::UNAUTHORIZED, &json!("UNAUTHENTICATED")));
    }
}

#[tokio::test]
async fn both_hashes_are_taken_and_the_answer_has_md5() {
    let bench = Bench::new();
    for scheme in [Scheme::KESS, Scheme::KESS_MD5] {
        let (status, body) = bench.send(Kess::GATEWAY, Some(&bench.token), &ask(&scheme)).await;
        assert_eq!((status, &body["sign_type"]), (StatusCode::OK, &json!("MD5")));
        // The whole answer verifies, and the signature covers what section 2.5 says.
        let verifier = Verifier::new(Scheme::KESS_MD5, Secret::new(Kess::API_SECRET_KEY).unwrap());
        let verdict = verifier.verify(&Fields::from_json(body.to_string()).unwrap()).unwrap();
        assert!(verdict.coverage().covers_all(&[&["success"], &["sign_type"]]));
        assert!(!verdict.coverage().covers(&["data"]));
    }
}

#[tokio::test]
async fn the_signature_is_over_the_very_bytes() {
    let bench = Bench::new();
    let good = signed(&Scheme::KESS, &with_service("createorder", order("T-1")));
    for (bad, member) in [
        (good.replace(r#""total_amount":10"#, r#""total_amount":11"#), "sign"),
        (good.replace("T-1", "T-2"), "sign"),
        (good.replace("HMAC-SHA256", "MD5"), "sign"),
        (good.replace("HMAC-SHA256", "hmac-sha256"), "sign_type"),
        (good.replace(r#""sign_type":"HMAC-SHA256","#, ""), "sign_type"),
        (good.replace(r#""sign":"#, r#""sig":"#), "sign"),
    ] {
        let (status, body) = bench.send(Kess::GATEWAY, Some(&bench.token), &bad).await;
        assert_eq!(
            (status, &body["status_code"]),
            (StatusCode::BAD_REQUEST, &json!("VALIDATION_ERROR")),
            "{bad}"
        );
        assert!(body["errors"][member].is_array(), "{bad}: {body}");
    }
    // The same value in another text is signed alike: 10.0 is 10 to PHP.
    let same = good.replace(r#""total_amount":10"#, r#""total_amount":10.0"#);
    assert_eq!(bench.send(Kess::GATEWAY, Some(&bench.token), &same).await.0, StatusCode::OK);
}

#[tokio::test]
async fn d09_d61_odd_json_is_refused() {
    let bench = Bench::new();
    let good = ask(&Scheme::KESS);
    for body in [
        String::new(),
        "[]".to_owned(),
        "{".to_owned(),
        good.replacen('{', r#"{"service":"webpay.acquire.v2Refund","#, 1),
        good.replacen('{', r#"{"a":1e400,"#, 1),
        good.replacen('{', r#"{"a":"\ud800","#, 1),
        "[".repeat(100_000),
    ] {
        assert_eq!(bench.send(Kess::GATEWAY, Some(&bench.token), &body).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn another_seller_is_403_and_an_unknown_service_404() {
    let bench = Bench::new();
    let mut members = order("T-1");
    members["seller_code"] = json!("CU12-34567890");
    assert_eq!(bench.refused("createorder", members).await, (403, "FORBIDDEN".to_owned()));
    assert_eq!(bench.refused("subscription", json!({})).await, (404, "NOT_FOUND".to_owned()));
    let bare = signed(&Scheme::KESS, &json!({ "service": "merchantinfo" }));
    assert_eq!(bench.send(Kess::GATEWAY, Some(&bench.token), &bare).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_member_of_an_order_is_checked() {
    let bench = Bench::new();
    for (member, value) in [
        ("seller_code", json!(null)),
        ("out_trade_no", json!("")),
        ("out_trade_no", json!("T_1")),
        ("out_trade_no", json!("T".repeat(33))),
        ("body", json!(null)),
        ("body", json!("x".repeat(256))),
        ("body", json!([])),
        ("total_amount", json!(0)),
        ("total_amount", json!(-10)),
        ("total_amount", json!(10.005)),
        ("total_amount", json!("ten")),
        ("currency", json!("usd")),
        ("currency", json!("EUR")),
        ("notify_url", json!("ftp://example.com/")),
        ("notify_url", json!("javascript:alert(1)")),
        ("redirect_url", json!("/back")),
        ("expires_in", json!(0)),
        ("login_type", json!("anybody")),
        ("customer", json!("0f")),
    ] {
        let mut members = order("T-1");
        members[member] = value.clone();
        // As a client that checks nothing would sign it.
        let members = with_service("createorder", members);
        let fields = Fields::from_json(members.to_string()).unwrap().with("sign_type", "MD5");
        let signer = Signer::new(Scheme::KESS_MD5, Secret::new(Kess::API_SECRET_KEY).unwrap());
        let body = signer.sign(fields).unwrap().to_json();
        let (status, answer) = bench.send(Kess::GATEWAY, Some(&bench.token), &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{member} {value}: {answer}");
        assert!(answer["errors"][member].is_array(), "{member} {value}: {answer}");
    }
    assert!(bench.parts.kess.orders().is_empty());
    // Text for a number is read, too.
    let mut members = order("T-1");
    members["total_amount"] = json!("10.50");
    assert_eq!(bench.data("createorder", members).await["total_amount"], json!(10.5));
}

#[tokio::test]
async fn errors_can_be_in_the_body_alone() {
    let bench = Bench::with(|builder| builder.kess_errors(KessErrors::ByBody));
    let (status, body) = bench.call("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!(status, StatusCode::OK);
    let expected = json!({
        "success": false, "code": 404, "status_code": "NOT_FOUND", "message": "Record not found.",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn a_fault_can_name_a_service_and_the_journal_counts_services() {
    let bench = Bench::new();
    bench.paid("T-1").await;
    bench.parts.faults.next("webpay.acquire.v2Refund", Fault::GatewayTimeout);
    bench.parts.faults.next("webpay.acquire.queryOrder", Fault::Upstream { keys: Vec::new() });
    let asked = json!({ "out_trade_no": "T-1" });
    assert_eq!(bench.refused("queryOrder", asked).await, (503, "FEATURE_UNDER_MAINTENANCE".to_owned()));
    assert_eq!(bench.status("T-1").await, "SUCCESS");
    let refund = json!({ "out_trade_no": "T-1", "reason": "test" });
    assert_eq!(bench.call("v2Refund", refund.clone()).await.0, StatusCode::GATEWAY_TIMEOUT);
    assert_eq!(bench.status("T-1").await, "SUCCESS");
    bench.parts.faults.next("webpay.acquire.v2Refund", Fault::CutAfter);
    bench.call("v2Refund", refund).await;
    // The refund was made; the answer was lost.
    assert_eq!(bench.status("T-1").await, "REFUNDED");
    assert_eq!(bench.parts.journal.count_service("webpay.acquire.v2Refund"), 2);
    assert_eq!(bench.parts.journal.count_service("webpay.acquire.queryOrder"), 4);
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_names() {
    let (one, two) = (Bench::new(), Bench::new());
    let opened = one.data("createorder", order("T-1")).await;
    assert_eq!(opened, two.data("createorder", order("T-1")).await);
    one.parts.reset();
    let token = one.parts.kess.token();
    assert_eq!(token, one.token);
    assert_eq!(opened, one.data("createorder", order("T-1")).await);
    let other = Bench::with(|builder| builder.seed(1));
    assert_ne!(other.token, one.token);
}
