//! What stands before every operation.

use super::*;
use crate::{Fault, VexoraAnswers};

#[tokio::test]
async fn the_signature_is_over_the_body_received() {
    let bench = Bench::new();
    let good = signed(Vexora::APP_SECRET, &checkout("VX20260331000125"));
    let merchant = Some(Vexora::MERCHANT_NO);
    for bad in [
        good.replace(r#""amount":"300""#, r#""amount":"3""#),
        good.replace(r#""remark":"#, r#""extra":"1","remark":"#),
        good.replace("Rizky", "rizky"),
        good.replace(r#""sign":"#, r#""sing":"#),
        good.replace(r#""sign":""#, r#""sign":"0"#),
        signed("another secret", &checkout("VX20260331000125")),
    ] {
        let body = bench.send(Vexora::CHECKOUT, merchant, &bad).await;
        assert_eq!(body["code"], json!("8000"), "{bad}");
        assert!(body["msg"].as_str().unwrap().starts_with("sign: "), "{body}");
    }
    // Order and white space are not signed.
    let spaced = good.replace("\",\"", "\" ,\n\"");
    assert_eq!(bench.send(Vexora::CHECKOUT, merchant, &spaced).await["code"], json!("0000"));
}

/// What `md5sum` says of the text with the secret behind.
#[tokio::test]
async fn a_signature_made_by_another_program_is_taken() {
    let bench = Bench::new();
    // printf timestamp=1719876543210sandbox-app-secret | md5sum
    let body = r#"{"sign":"cd3835f526cf22ec099bc45fe170cc50","timestamp":"1719876543210"}"#;
    let answer = bench.send(Vexora::BALANCE, Some(Vexora::MERCHANT_NO), body).await;
    assert_eq!(answer["data"]["availableAmount"], json!(1000.0), "{answer}");
}

#[tokio::test]
async fn d47_the_header_names_the_account_and_its_secret() {
    let bench = Bench::new();
    let body = signed(Vexora::APP_SECRET, &checkout("VX1"));
    for (merchant, msg) in [
        (None, "expected the header merchantNo"),
        (Some("1234567890"), "merchantNo: there is no such merchant"),
        (Some(Vexora::KHR_MERCHANT_NO), "sign: signature does not hold"),
    ] {
        assert_eq!(bench.send(Vexora::CHECKOUT, merchant, &body).await["msg"], json!(msg));
    }
    let body = signed(Vexora::KHR_APP_SECRET, &checkout("VX1"));
    let answer = bench.send(Vexora::CHECKOUT, Some(Vexora::KHR_MERCHANT_NO), &body).await;
    let qr = answer["data"]["payInfo"].as_str().unwrap();
    assert_eq!(khqr_emv::verify(qr, START).unwrap().amount().unwrap().money(), Ok(riel(300)));
    // Each account has its own numbers.
    assert_eq!(bench.query_code("VX1").await, "8000");
}

#[tokio::test]
async fn d45_one_signature_two_readings() {
    let bench = Bench::new();
    let good = signed(Vexora::APP_SECRET, &checkout("VX1"));
    // The same text is hashed, so that the signature holds; the amount is none.
    let glued = good
        .replace(r#""channelCode":"KHQR","#, "")
        .replace(r#""amount":"300""#, r#""amount":"300channelCode=KHQR""#);
    let answer = bench.send(Vexora::CHECKOUT, Some(Vexora::MERCHANT_NO), &glued).await;
    assert!(answer["msg"].as_str().unwrap().starts_with("amount: "), "{answer}");
}

#[tokio::test]
async fn d61_odd_json_is_refused() {
    let bench = Bench::new();
    let good = signed(Vexora::APP_SECRET, &checkout("VX1"));
    for body in [
        String::new(),
        "[]".to_owned(),
        "{".to_owned(),
        good.replacen('{', r#"{"amount":"1","#, 1),
        good.replacen('{', r#"{"a":"\ud800","#, 1),
        "[".repeat(100_000),
    ] {
        let answer = bench.send(Vexora::CHECKOUT, Some(Vexora::MERCHANT_NO), &body).await;
        assert_eq!(answer["code"], json!("8000"));
    }
    assert!(bench.vexora().orders().is_empty());
}

#[tokio::test]
async fn every_member_of_a_checkout_is_checked() {
    let bench = Bench::new();
    let required = [
        "timestamp",
        "tradeNo",
        "amount",
        "firstname",
        "lastname",
        "mobile",
        "email",
        "channelCode",
        "wayCode",
        "notifyUrl",
        "returnUrl",
        "remark",
    ];
    for member in required {
        for value in [None, Some(json!("")), Some(json!(null)), Some(json!(1))] {
            let mut members = checkout("VX1");
            match &value {
                None => drop(members.as_object_mut().unwrap().remove(member)),
                Some(value) => members[member] = value.clone(),
            }
            let msg = bench.refused(Vexora::CHECKOUT, members).await;
            assert!(msg.starts_with(&format!("{member}: ")), "{member} {value:?}: {msg}");
        }
    }
    for (member, value) in [
        ("timestamp", "171987654321"),
        ("timestamp", "17198765432x0"),
        ("tradeNo", &*"V".repeat(33)),
        ("amount", "0"),
        ("amount", "-1"),
        ("amount", "10.005"),
        ("amount", "1e2"),
        ("amount", "1,000"),
        ("amount", " 1"),
        ("mobile", "09123456789"),
        ("mobile", "+85512345"),
        ("mobile", "1234567"),
        ("email", "somebody"),
        ("notifyUrl", "ftp://merchant.com/"),
        ("notifyUrl", "/notify"),
        ("returnUrl", "javascript:alert(1)"),
    ] {
        let mut members = checkout("VX1");
        members[member] = json!(value);
        let msg = bench.refused(Vexora::CHECKOUT, members).await;
        assert!(msg.starts_with(&format!("{member}: ")), "{member} {value}: {msg}");
    }
    assert!(bench.vexora().orders().is_empty());
}

#[tokio::test]
async fn a_number_is_used_once() {
    let bench = Bench::new();
    bench.open("VX1").await;
    assert_eq!(bench.refused(Vexora::CHECKOUT, checkout("VX1")).await, "tradeNo: the number was used before");
    let out = disbursement("VX1", "1");
    assert_eq!(bench.refused(Vexora::DISBURSEMENT, out).await, "tradeNo: the number was used before");
    assert_eq!(bench.vexora().orders().len(), 1);
}

/// V2: what the table and the sample of one document spell differently.
#[tokio::test]
async fn answers_are_spelled_as_the_sample_or_as_the_table() {
    let bench = Bench::new();
    bench.open("VX1").await;
    let sample = bench.call(Vexora::DEPOSIT_QUERY, asking("VX1")).await;
    assert_eq!((&sample["timestamp"], &sample["success"]), (&json!(1_750_000_000_000_i64), &json!(true)));
    assert_eq!(sample["data"]["amount"], json!(300.0));
    let failed = bench.call(Vexora::DEPOSIT_QUERY, asking("VX2")).await;
    assert_eq!(failed.as_object().unwrap().get("data"), Some(&Value::Null));

    bench.vexora().answer_in(VexoraAnswers::Table);
    let table = bench.call(Vexora::DEPOSIT_QUERY, asking("VX1")).await;
    assert_eq!((&table["timestamp"], &table["success"]), (&json!("1750000000000"), &json!("true")));
    assert_eq!(table["data"]["amount"], json!("300.00"));
    let failed = bench.call(Vexora::DEPOSIT_QUERY, asking("VX2")).await;
    assert_eq!((&failed["success"], failed.get("data")), (&json!("false"), None));
}

#[tokio::test]
async fn f01_after_a_cut_the_order_is_there_and_5000_leaves_none() {
    let bench = Bench::new();
    bench.parts.faults.next(Vexora::CHECKOUT, Fault::Upstream { keys: Vec::new() });
    let answer = bench.call(Vexora::CHECKOUT, checkout("VX1")).await;
    assert_eq!((&answer["code"], &answer["success"]), (&json!("5000"), &json!(false)));
    assert_eq!(bench.query_code("VX1").await, "8000");
    bench.parts.faults.next(Vexora::DISBURSEMENT, Fault::CutAfter);
    let request = Request::post(Vexora::DISBURSEMENT)
        .header("content-type", "application/json")
        .header("merchantNo", Vexora::MERCHANT_NO)
        .body(Body::from(signed(Vexora::APP_SECRET, &disbursement("VX2", "1"))))
        .unwrap();
    let response = bench.router.clone().oneshot(request).await.unwrap();
    assert!(crate::fault::Cut::is_in(&response));
    let found = bench.data(Vexora::DISBURSEMENT_QUERY, asking("VX2")).await;
    assert_eq!(found["status"], json!("0015"));
    assert_eq!(bench.parts.journal.count(Vexora::DISBURSEMENT), 1);
}

impl Bench {
    /// `code` of the query of a deposit.
    async fn query_code(&self, trade_no: &str) -> String {
        let body = self.call(Vexora::DEPOSIT_QUERY, asking(trade_no)).await;
        body["code"].as_str().unwrap().to_owned()
    }
}

const fn riel(riel: i64) -> Money {
    Money::from_minor(riel, Currency::Khr)
}
