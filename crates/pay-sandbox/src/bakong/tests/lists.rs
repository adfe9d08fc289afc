//! Endpoints 6 and 7.

use serde_json::json;

use super::*;
use crate::{Bakong, Fault, PayOptions};

const HASH_LIST: &str = "/v1/check_transaction_by_hash_list";

/// The statuses of section 3.3, in the order asked.
#[tokio::test]
async fn each_item_has_its_own_status() {
    let bench = Bench::new();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    bench.parts.bakong.pay(STATIC_QR, PayOptions::new()).unwrap_err();
    bench.parts.clock.advance(SETTLED);
    let down = "0dbe08d3829a8b6b59844e51aa38a4e2";
    bench.parts.faults.next(Bakong::MD5_LIST, Fault::Upstream { keys: vec![down.to_owned()] });
    let asked = json!([paid.md5, "none", khqr_emv::md5(STATIC_QR).as_str(), down]).to_string();
    let (status, body) = bench.post(Bakong::MD5_LIST, &asked).await;
    assert_eq!(status, StatusCode::OK);
    let envelope: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(envelope["responseMessage"], "Getting transaction data successfully.");
    assert_eq!((&envelope["responseCode"], &envelope["errorCode"]), (&json!(0), &Value::Null));
    let items = envelope["data"].as_array().unwrap();
    assert_eq!(items[0]["md5"], json!(paid.md5));
    assert_eq!(items[0]["message"], "Transaction success");
    assert_eq!(items[0]["data"]["hash"], json!(paid.hash));
    assert!(body.contains(r#""amount":1.0,"#));
    assert_eq!(
        items[1],
        json!({"md5": "none", "status": "NOT_FOUND", "data": null,
               "message": "Transaction could not be found. Please check and try again"})
    );
    let statuses: Vec<_> = items.iter().map(|item| item["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["SUCCESS", "NOT_FOUND", "STATIC_QR", "SERVICE_FAILED"]);
}

#[tokio::test]
async fn the_list_by_hash_is_keyed_by_hash() {
    let bench = Bench::new();
    let failed = bench.parts.bakong.pay(QR, PayOptions::new().fails()).unwrap();
    let paid = bench.parts.bakong.pay(QR, PayOptions::new()).unwrap();
    bench.parts.clock.advance(SETTLED);
    let (_, body) = bench.post(HASH_LIST, &json!([failed.hash, paid.hash]).to_string()).await;
    let envelope: Value = serde_json::from_str(&body).unwrap();
    let told = |at: usize| (envelope["data"][at]["hash"].clone(), envelope["data"][at]["status"].clone());
    assert_eq!(told(0), (json!(failed.hash), json!("FAILED")));
    assert_eq!(told(1), (json!(paid.hash), json!("SUCCESS")));
}

#[tokio::test]
async fn a_list_is_a_bare_array_of_one_to_fifty() {
    let bench = Bench::new();
    let fifty = json!(vec!["a"; 50]).to_string();
    for path in [Bakong::MD5_LIST, HASH_LIST] {
        assert_eq!(bench.post(path, &fifty).await.0, StatusCode::OK);
        for wrong in ["[]", &json!(vec!["a"; 51]).to_string(), r#"{"md5":["a"]}"#, "[1]", r#"[""]"#] {
            assert_eq!(bench.refused(path, wrong).await, (400, 5), "{wrong}");
        }
    }
}

/// Section 2, note 6: what was found in production in 2026.
#[tokio::test]
async fn the_list_by_md5_can_be_closed_while_the_other_works() {
    let bench = Bench::new();
    bench.parts.faults.always(Bakong::MD5_LIST, Fault::Forbidden);
    let (status, body) = bench.post(Bakong::MD5_LIST, r#"["a"]"#).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert!(body.starts_with("<html>") && body.contains("nginx"));
    assert_eq!(bench.post(HASH_LIST, r#"["a"]"#).await.0, StatusCode::OK);
    assert_eq!(bench.post(MD5, r#"{"md5":"a"}"#).await.0, StatusCode::OK);
}
