//! The samples of the vendor document: each request, from `requests.json`, is answered, and each answer has the
//! members of the sample in `fixtures/kess`, of the same kinds. The requests are without signatures.

use std::collections::BTreeMap;

use super::*;
use crate::kess::service::SERVICES;

/// What stands in the way of a sample: names that have to exist, and placeholders.
async fn fill(bench: &Bench, service: &str, members: &mut Value) {
    let block = block();
    match service {
        "userprofile" => {
            members["user_id"] = user(bench).await["user_id"].clone();
            members["muser_identity"] = Value::Null;
        }
        "getTxnDetail" => members["transaction_ref"] = transfer(bench).await["transaction_ref"].clone(),
        "getTxnLists" => drop(transfer(bench).await),
        "getUserUnderMerchant" => drop(user(bench).await),
        "moneytransfer" => members["to_wallet_id"] = user(bench).await["wallet"]["id"].clone(),
        "generateKhqr" => {
            let merchant = bench.data("merchantinfo", json!({ "seller_code": Kess::SELLER_CODE })).await;
            members["user_id"] = merchant["user_id"].clone();
            members["wallet_ref"] = merchant["wallet"]["account_number"].clone();
        }
        "decodeKhqr" | "payKhqr" => members["qrcode"] = code(bench).await,
        "getVirtualCards" | "getVirtualCardBalance" | "getVirtualCardDetail" | "getVirtualCardReport" => {
            let id = bench.data("createVirtualCard", request("createVirtualCard")).await["purchaseRequestId"]
                .clone();
            bench.parts.kess.buy_with_card(id.as_str().unwrap(), usd(1)).unwrap();
            if service != "getVirtualCards" {
                members["purchase_req_id"] = id;
            }
        }
        "confirmKioskOrder" => {
            let opened = bench.data("kioskCreateOrder", order("K-1")).await;
            members["pre_order_id"] = opened["pre_order_id"].clone();
        }
        "directPay" => members["card"] = json!(block),
        "closeorder" | "queryOrder" => {
            bench.data("createorder", order("TEST-1234567891")).await;
        }
        "queryorderbydaterange" => {
            bench.data("createorder", order("TEST-1234567891")).await;
            members["start_date"] = json!("2025-06-15");
            members["end_date"] = json!("2025-06-15");
        }
        "v2Refund" => bench.paid("TEST-1234567891").await,
        "queryRefund" => {
            bench.paid("TEST-1234567891").await;
            bench.data("v2Refund", json!({ "out_trade_no": "TEST-1234567891", "reason": "test" })).await;
        }
        "withdraw" => {
            let mut account = request("tokenizebankaccount");
            account["customer"] = json!(block);
            members["bank_account_token"] = bench.data("tokenizebankaccount", account).await["token"].clone();
        }
        _ => {}
    }
    for value in members.as_object_mut().unwrap().values_mut() {
        match value.as_str() {
            Some("{SELLER CODE}") => *value = json!(Kess::SELLER_CODE),
            Some("{ENCRYPTED CUSTOMER DATA}" | "{ENCRYPTED CARD INFORMATION}") => *value = json!(block),
            _ => {}
        }
    }
    members.as_object_mut().unwrap().retain(|_, value| !value.is_null());
}

fn requests() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("requests.json")).unwrap()
}

/// A request, with the seller filled in.
fn request(service: &str) -> Value {
    let mut request = requests()[service].clone();
    if request["seller_code"] == json!("{SELLER CODE}") {
        request["seller_code"] = json!(Kess::SELLER_CODE);
    }
    request
}

/// `data` of the answer that the document shows.
fn sample(service: &str) -> Value {
    let path = format!("{}/fixtures/kess/{service}.json", env!("CARGO_MANIFEST_DIR"));
    let answer: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    answer["data"].clone()
}

async fn user(bench: &Bench) -> Value {
    bench
        .data("adduserundermerchant", {
            let mut members = request("adduserundermerchant");
            members["phone_number"] = json!("015703635");
            members
        })
        .await
}

async fn transfer(bench: &Bench) -> Value {
    let mut members = request("moneytransfer");
    members["to_wallet_id"] = user(bench).await["wallet"]["id"].clone();
    bench.data("moneytransfer", members).await
}

/// A code of 2 USD for a user's wallet.
async fn code(bench: &Bench) -> Value {
    let user = user(bench).await;
    let asked = json!({ "wallet_ref": user["wallet"]["id"], "user_id": user["user_id"], "amount": 2 });
    bench.data("generateKhqr", asked).await["qr_string"].clone()
}

/// Where an answer lacks a member of the sample, or has another kind of value.
fn differences(sample: &Value, ours: &Value, path: &str, found: &mut Vec<String>) {
    match (sample, ours) {
        (Value::Object(sample), Value::Object(ours)) => {
            for (name, value) in sample {
                match ours.get(name) {
                    Some(other) => differences(value, other, &format!("{path}.{name}"), found),
                    None => found.push(format!("{path}.{name} is not there")),
                }
            }
        }
        (Value::Array(sample), Value::Array(ours)) => {
            if let (Some(sample), Some(ours)) = (sample.first(), ours.first()) {
                differences(sample, ours, &format!("{path}[0]"), found);
            } else if !sample.is_empty() {
                found.push(format!("{path} is empty"));
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        _ if std::mem::discriminant(sample) == std::mem::discriminant(ours) => {}
        _ => found.push(format!("{path}: expected {sample}, found {ours}")),
    }
}

#[tokio::test]
async fn every_service_answers_its_sample_with_the_members_of_the_sample() {
    let mut found = Vec::new();
    for (service, _) in SERVICES {
        let bench = Bench::new();
        let mut request = request(service);
        fill(&bench, service, &mut request).await;
        let ours = bench.data(service, request).await;
        differences(&sample(service), &ours, service, &mut found);
    }
    // What the samples of these two show had been paid, and refunded, before.
    let known = ["queryOrder.refund_histories is empty", "quickpay.refund_histories is empty"];
    found.retain(|difference| !known.contains(&&**difference));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn there_are_33_services_and_a_request_for_each() {
    let mut names: Vec<_> = SERVICES.iter().map(|(name, _)| (*name).to_owned()).collect();
    names.sort_unstable();
    assert_eq!(names, requests().into_keys().collect::<Vec<_>>());
    names.dedup();
    assert_eq!(names.len(), 33);
}
