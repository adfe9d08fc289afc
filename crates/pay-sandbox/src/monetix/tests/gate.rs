//! Gate's requests and what it says to them.

use super::*;
use crate::{Fault, MonetixErrors};

#[tokio::test]
async fn a_purchase_is_accepted_and_waits_for_its_payer() {
    let bench = Bench::new();
    let (status, body) = bench.call(Monetix::SALE, &sale("payment_47")).await;
    let request_id = body["request_id"].as_str().unwrap();
    let accepted = json!({ "status": "success", "request_id": request_id, "project_id": 1234, "payment_id": "payment_47" });
    assert_eq!((status, &body), (200, &accepted));
    let told = bench.status("payment_47").await;
    assert_eq!(told["payment"]["status"], json!("awaiting redirect result"));
    assert_eq!(told["operations"][0]["code"], json!("9999"));
    assert_eq!(told["operations"][0]["request_id"], json!(request_id));
}

#[tokio::test]
async fn a_used_name_is_refused_whatever_became_of_it() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    assert_eq!(bench.refused(Monetix::SALE, &sale("payment_47")).await, "3041");
    bench.monetix().pay("payment_47", MonetixPay::new().declines("20000")).unwrap();
    bench.pass(SETTLED);
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("decline"));
    assert_eq!(bench.refused(Monetix::SALE, &sale("payment_47")).await, "3041");
}

#[tokio::test]
async fn every_member_has_its_code() {
    let bench = Bench::new();
    for (path, value, code) in [
        ("/general/payment_id", json!(null), "2004"),
        ("/general/payment_id", json!(47), "702"),
        ("/customer/id", json!(""), "2124"),
        ("/customer/email", json!("nobody"), "2426"),
        ("/customer/ip_address", json!(null), "2004"),
        ("/account/customer_name", json!(null), "2004"),
        ("/account/bank_id", json!(null), "3244"),
        ("/account/bank_id", json!("62401"), "2641"),
        ("/account/bank_id", json!(1), "2801"),
        ("/payment/currency", json!("KHR"), "3023"),
        ("/payment/currency", json!("usd"), "3023"),
        ("/payment/amount", json!(0), "702"),
        ("/payment/amount", json!(-1), "702"),
        ("/payment/amount", json!("10000"), "702"),
        ("/payment/amount", json!(99), "3358"),
        ("/payment/amount", json!(1_000_001), "2642"),
        ("/return_url/success", json!("javascript:alert(1)"), "702"),
    ] {
        let mut members = sale("payment_47");
        *members.pointer_mut(path).unwrap() = value;
        assert_eq!(bench.refused(Monetix::SALE, &members).await, code, "{path}");
    }
    assert!(bench.monetix().payments().is_empty());
}

#[tokio::test]
async fn d39_an_amount_is_a_whole_number_or_an_error() {
    let bench = Bench::new();
    for amount in ["10000.0", "1e4", "10000000000000000001"] {
        let members: Value = sale("payment_47");
        let body = members.to_string().replace("10000", amount);
        let body = Signer::new(Scheme::MONETIX, secret()).sign(Fields::from_json(body).unwrap()).unwrap();
        let (status, answer) = bench.send(Monetix::SALE, &body.to_json()).await;
        assert_eq!((status, &answer["code"]), (400, &json!("702")), "{amount}");
    }
}

#[tokio::test]
async fn the_signature_is_over_what_was_received() {
    let bench = Bench::new();
    let good = signed(&sale("payment_47"));
    let mut elsewhere = sale("payment_47");
    elsewhere["general"]["project_id"] = json!(1235);
    for (body, code) in [
        (good.replace("10000", "10001"), "3261"),
        (sale("payment_47").to_string(), "3262"),
        (good.replace("==\"", "\""), "3261"),
        (good.replace("1234", "1235"), "3261"),
        // Under this project's secret, and about another project.
        (signed(&elsewhere), "3261"),
        (good.replace("{\"account\"", "{\"general\":{},\"account\""), "2003"),
        (good.replace('}', ""), "2003"),
        ("[]".to_owned(), "2003"),
    ] {
        let (status, answer) = bench.send(Monetix::SALE, &body).await;
        assert_eq!((status, &answer["code"]), (400, &json!(code)), "{body}");
    }
    assert_eq!(bench.send(Monetix::SALE, &good).await.0, 200);
}

#[tokio::test]
async fn d38_a_body_that_is_too_much_is_refused() {
    let bench = Bench::new();
    let deep = format!("{{\"general\":{}", "[".repeat(100_000));
    let twice = r#"{"general":{"project_id":1234,"project_id":1234,"payment_id":"p"}}"#;
    for body in [deep.as_str(), twice] {
        let (status, answer) = bench.send(Monetix::STATUS, body).await;
        assert_eq!((status, &answer["code"]), (400, &json!("2003")));
    }
    let long = format!("{{\"a\":\"{}\"}}", "a".repeat(10 << 20));
    let request = Request::post(Monetix::STATUS).header("content-type", "application/json");
    assert_eq!(bench.ask(request.body(Body::from(long)).unwrap()).await.0, 413);
}

#[tokio::test]
async fn the_list_has_the_banks_of_the_document() {
    let bench = Bench::new();
    let asked =
        json!({ "general": general("ORDER_155860015"), "payment": { "amount": 10000, "currency": "USD" } });
    let (status, list) = bench.call(Monetix::BANK_LIST, &asked).await;
    let ids: Vec<_> = list.as_array().unwrap().iter().map(|bank| bank["id"].as_u64().unwrap()).collect();
    assert_eq!((status, ids), (200, vec![62401, 62411, 62391, 61021]));
    let members =
        ["abbr", "currencies", "id", "limitCurrency", "maxAmount", "minAmount", "name", "nativeName"];
    assert!(list[0].as_object().unwrap().keys().eq(members));
    assert_eq!(
        list[0]["currencies"][0],
        json!({
            "id": 840, "alpha_3_4217": "USD", "number_3_4217": "840", "currency_type": "fiat", "exponent": 2,
        })
    );
}

#[tokio::test]
async fn what_is_not_there_is_told_in_a_signed_answer() {
    let bench = Bench::new();
    let told = bench.status("payment_48").await;
    let body = verified(&told.to_string());
    assert_eq!(body["payment"], json!({ "id": "payment_48", "status": "error" }));
    assert_eq!(body["errors"][0]["code"], json!("3061"));
}

#[tokio::test]
async fn a_request_is_found_ten_seconds_after_it() {
    let bench = Bench::new();
    let request_id = bench.sale("payment_47").await;
    let asked = json!({ "general": { "project_id": 1234 }, "request_id": request_id });
    let code = |body: &Value| body["errors"][0]["code"].clone();
    let (_, body) = bench.call(Monetix::STATUS_BY_REQUEST, &asked).await;
    assert_eq!(code(&body), json!("3061"));
    bench.pass(Duration::from_secs(10));
    let (_, body) = bench.call(Monetix::STATUS_BY_REQUEST, &asked).await;
    assert_eq!(verified(&body.to_string())["payment"]["id"], json!("payment_47"));
}

#[tokio::test]
async fn another_method_is_unknown() {
    let bench = Bench::new();
    assert_eq!(bench.refused("/v2/payment/banks/thailand/sale", &sale("payment_47")).await, "2541");
    assert_eq!(bench.refused("/v2/info/banks/banks/thailand/sale/list", &sale("payment_47")).await, "2541");
}

#[tokio::test]
async fn an_error_can_hide_behind_a_good_status() {
    let bench = Bench::new();
    bench.monetix().refuse_as(MonetixErrors::ByBody);
    let (status, body) = bench.send(Monetix::SALE, &sale("payment_47").to_string()).await;
    assert_eq!((status, &body["code"], &body["payment_id"]), (200, &json!("3262"), &json!("payment_47")));
}

#[tokio::test]
async fn the_platform_can_be_down() {
    let bench = Bench::new();
    bench.parts.faults.next(Monetix::SALE, Fault::Upstream { keys: Vec::new() });
    let (status, body) = bench.call(Monetix::SALE, &sale("payment_47")).await;
    assert_eq!((status, &body["code"]), (500, &json!("501")));
    assert!(bench.monetix().payments().is_empty());
}

#[tokio::test]
async fn f37_the_answer_can_be_about_another_payment() {
    let bench = Bench::new();
    bench.paid("payment_1").await;
    bench.sale("payment_2").await;
    bench.monetix().mix_up("payment_2", "payment_1");
    assert_eq!(bench.status("payment_2").await["payment"]["id"], json!("payment_1"));
}
