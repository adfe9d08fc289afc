//! What is taken and what is refused, and how both are said.

use super::*;
use crate::{AirpayAnswers, AirpayPay, Fault};

/// Every member of the table.
const REQUIRED: [&str; 10] = [
    "name",
    "email",
    "msisdn",
    "amount",
    "description",
    "currency",
    "payment_method",
    "clickid",
    "pubid",
    "return_url",
];

#[tokio::test]
async fn a_request_is_answered_a_link_a_code_and_a_number() {
    let bench = Bench::new();
    let data = bench.data(request("TRX123456789")).await;
    assert_eq!(data["trx_id"], json!("LINKIT25061522229"));
    let link = data["payment_url"].as_str().unwrap();
    assert!(link.starts_with("http://127.0.0.1:4000/airpay/pay/"), "{link}");
    let code = khqr_emv::verify(data["qr_string"].as_str().unwrap(), START).unwrap();
    assert_eq!(code.amount().unwrap().money(), Ok(riel(10_000)));
    let names = ["TRX123456789", "LINKIT25061522229", link, data["qr_string"].as_str().unwrap()];
    let order = bench.airpay().order(names[0]).unwrap();
    assert_eq!((order.outcome, order.amount, &*order.payment_link), (None, riel(10_000), link));
    assert!(names.into_iter().all(|name| bench.airpay().order(name).as_ref() == Some(&order)));
}

#[tokio::test]
async fn a11_data_can_be_as_empty_as_in_the_sample() {
    let bench = Bench::new();
    bench.airpay().answer_in(AirpayAnswers::new().empty_data());
    let (status, body) =
        bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &request("TRX1").to_string()).await;
    assert_eq!((status, body), (StatusCode::OK, json!({ "code": 200, "message": "success", "data": {} })));
    assert_eq!(bench.airpay().orders().len(), 1);
}

#[tokio::test]
async fn every_limit_of_the_table_is_kept_in_characters() {
    let bench = Bench::new();
    for member in REQUIRED {
        for value in [None, Some(json!("")), Some(json!(null)), Some(json!(1))] {
            let mut members = request("TRX1");
            match &value {
                None => drop(members.as_object_mut().unwrap().remove(member)),
                Some(value) => members[member] = value.clone(),
            }
            let (code, message, reason) = bench.refused(members).await;
            assert_eq!((code, &*message), (400, "Bad request"), "{member} {value:?}");
            assert!(reason.starts_with(&format!("{member}: ")), "{member} {value:?}: {reason}");
        }
    }
    for member in REQUIRED.into_iter().chain(["number", "trxid"]) {
        let mut members = request("TRX1");
        members[member] = json!("ក".repeat(51));
        let (_, _, reason) = bench.refused(members).await;
        assert_eq!(reason, format!("{member}: expected at most 50 characters"));
    }
    let mut members = request(&"ក".repeat(50));
    for member in ["name", "description", "clickid", "pubid", "number"] {
        members[member] = json!("ក".repeat(50));
    }
    members["return_url"] = json!(format!("https://shop.example/{}", "b".repeat(29)));
    bench.data(members).await;
}

#[tokio::test]
async fn what_only_looks_like_a_member_is_refused() {
    let bench = Bench::new();
    for (member, value, code) in [
        ("msisdn", "+85512345678", 906),
        ("msisdn", "012345678", 906),
        ("msisdn", "8551234", 906),
        ("msisdn", "٨٥٥١٢٣٤٥٦٧٨", 906),
        ("email", "somebody", 400),
        ("amount", "0", 400),
        ("amount", "-1", 400),
        ("amount", "10000.5", 400),
        ("amount", "10,000", 400),
        ("amount", "1e4", 400),
        ("currency", "IDR", 400),
        ("currency", "khr", 400),
        ("payment_method", "QR", 400),
        ("return_url", "javascript:alert(1)", 400),
        ("return_url", "/back", 400),
    ] {
        let mut members = request("TRX1");
        members[member] = json!(value);
        assert_eq!(bench.refused(members).await.0, code, "{member} {value}");
    }
    for body in ["", "[]", "{", r#"{"name":"a","name":"b"}"#] {
        let (_, answer) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), body).await;
        assert_eq!(refusal(&answer).0, 400, "{body}");
    }
    assert!(bench.airpay().orders().is_empty());
}

#[tokio::test]
async fn each_part_of_the_path_has_its_code() {
    let bench = Bench::new();
    let long = "K".repeat(51);
    for (country, channel, service, code) in [
        ("KH", "Dana", "ewallet", 908),
        ("KH", "khqr", "ewallet", 903),
        ("KH", "KHQR", "wallet", 905),
        ("ID", "KHQR", "ewallet", 400),
        ("kh", "KHQR", "ewallet", 400),
        ("..", "KHQR", "ewallet", 400),
        ("KH", "%2e%2e%2fKHQR", "ewallet", 903),
        (&long, "KHQR", "ewallet", 400),
        ("KH", "KHQR", &long, 400),
    ] {
        let path = format!("/api/v1/ext/{country}/{channel}/games/{service}/request");
        let (_, body) = bench.send(&path, Some(Airpay::API_KEY), &request("TRX1").to_string()).await;
        assert_eq!(refusal(&body).0, code, "{path}");
    }
    let path = Airpay::REQUEST.replace("/games/", "/shops/");
    assert_eq!(bench.send(&path, Some(Airpay::API_KEY), "{}").await.0, StatusCode::NOT_FOUND);
    for key in [None, Some(""), Some("2611263d-2406-489c-9042-abcsd76f9b")] {
        let (_, body) = bench.send(Airpay::REQUEST, key, &request("TRX1").to_string()).await;
        assert_eq!(refusal(&body).0, 912, "{key:?}");
    }
}

#[tokio::test]
async fn errors_can_be_a_status_and_codes_a_text() {
    let bench = Bench::new();
    bench.data(request("TRX1")).await;
    let duplicate = request("TRX1").to_string();
    assert_eq!(bench.refused(request("TRX1")).await.1, "Duplicate trxid");
    bench.airpay().answer_in(AirpayAnswers::new().by_status().text_codes());
    let (status, body) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &duplicate).await;
    assert_eq!((status, &body["code"]), (StatusCode::CONFLICT, &json!("911")));
    let (status, body) = bench.send(Airpay::REQUEST, None, &duplicate).await;
    assert_eq!((status, &body["code"]), (StatusCode::FORBIDDEN, &json!("912")));
    let (status, body) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), "{}").await;
    assert_eq!((status, &body["code"]), (StatusCode::BAD_REQUEST, &json!("400")));
    bench.parts.faults.next(Airpay::REQUEST, Fault::Upstream { keys: Vec::new() });
    let fresh = request("TRX2").to_string();
    let (status, body) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &fresh).await;
    assert_eq!((status, &body["code"]), (StatusCode::INTERNAL_SERVER_ERROR, &json!("500")));
    let (status, body) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &fresh).await;
    assert_eq!((status, &body["code"]), (StatusCode::OK, &json!("200")));
}

#[tokio::test]
async fn f01_after_a_cut_911_says_that_the_first_one_arrived() {
    let bench = Bench::new();
    for (trxid, fault, code) in [("TRX1", Fault::CutAfter, 911), ("TRX2", Fault::CutBefore, 200)] {
        bench.parts.faults.next(Airpay::REQUEST, fault);
        let body = request(trxid).to_string();
        bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &body).await;
        let (_, answer) = bench.send(Airpay::REQUEST, Some(Airpay::API_KEY), &body).await;
        assert_eq!(answer["code"], json!(code), "{trxid}");
    }
    // Without a number of its own every request is another order.
    let mut members = request("TRX3");
    members.as_object_mut().unwrap().remove("trxid");
    bench.data(members.clone()).await;
    bench.data(members).await;
    assert_eq!(bench.airpay().orders().len(), 4);
}

#[tokio::test]
async fn the_same_seed_and_calls_give_the_same_names_and_a_reset_starts_over() {
    let (one, two) = (Bench::new(), Bench::new());
    let data = one.data(request("TRX1")).await;
    assert_eq!(data, two.data(request("TRX1")).await);
    one.airpay().postback_to("http://127.0.0.1:1/");
    one.airpay().pay("TRX1", AirpayPay::new()).unwrap();
    one.parts.reset();
    assert_eq!((one.airpay().postback_url(), one.airpay().notifications().len()), (None, 0));
    assert_eq!(data, one.data(request("TRX1")).await);
}
