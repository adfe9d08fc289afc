//! createorder, queryOrder, closeorder, nativePay, quickpay, the kiosk, lists.

use super::*;
use crate::{KessPayError, PayOptions};

#[tokio::test]
async fn an_order_is_opened_paid_and_found_paid_after_the_delay() {
    let bench = Bench::new();
    let opened = bench.data("createorder", order("T-1")).await;
    let token = opened["token"].as_str().unwrap();
    assert_eq!(opened["payment_link"], json!(format!("http://127.0.0.1:4000/pay/{token}")));
    assert_eq!(opened["created_at"], json!("2025-06-15T15:06:40.000000Z"));
    assert_eq!(opened["expired_at"], json!("2025-06-15T15:36:40.000000Z"));
    let paid = bench.parts.kess.pay(opened["payment_link"].as_str().unwrap(), KessPay::new()).unwrap();
    assert_eq!((&*paid.out_trade_no, &*paid.status, paid.paid), ("T-1", "WAITING", Some(usd(1_000))));
    assert_eq!(bench.status("T-1").await, "WAITING");
    bench.advance(SETTLED);
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!((&found["status"], &found["total_amount"]), (&json!("SUCCESS"), &json!(10)));
    assert_eq!(found["paid_at"], json!("2025-06-15T15:06:41.500000Z"));
    assert_eq!(found["transaction_id"].as_str(), paid.transaction_id.as_deref());
    assert_eq!(found["payment_detail"]["payment_method"]["swift_code"], json!("WECHAT"));
    assert!(found.get("payment_link").is_none());
}

#[tokio::test]
async fn a_repeated_out_trade_no_is_409_whichever_service_repeats_it() {
    let bench = Bench::new();
    bench.data("createOrder", order("T-1")).await;
    let native = {
        let mut members = order("T-1");
        members["service_code"] = json!("KHQR");
        members
    };
    for (service, members) in [("createorder", order("T-1")), ("nativePay", native)] {
        assert_eq!(bench.refused(service, members).await, (409, "DUPLICATED".to_owned()));
    }
    assert_eq!(bench.parts.kess.orders().len(), 1);
}

#[tokio::test]
async fn an_order_ends_by_time_or_by_hand_and_a_paid_one_does_not() {
    let bench = Bench::new();
    let mut short = order("T-1");
    short["expires_in"] = json!(60);
    bench.data("createorder", short).await;
    bench.data("createorder", order("T-2")).await;
    bench.advance(Duration::from_secs(60));
    assert_eq!(bench.status("T-1").await, "CLOSED");
    let closed = bench.data("closeorder", json!({ "out_trade_no": "T-2" })).await;
    assert_eq!(closed["status"], json!("CLOSED"));
    bench.data("closeOrder", json!({ "out_trade_no": "T-2" })).await;
    for name in ["T-1", "T-2"] {
        let error = bench.parts.kess.pay(name, KessPay::new()).unwrap_err();
        assert!(matches!(error, KessPayError::Over { .. }), "{error}");
    }
    bench.paid("T-3").await;
    let refused = bench.refused("closeorder", json!({ "out_trade_no": "T-3" })).await;
    assert_eq!(refused, (422, "PROCESS_FAILED".to_owned()));
    bench.advance(Duration::from_secs(86_400));
    assert_eq!(bench.status("T-3").await, "SUCCESS");
}

#[tokio::test]
async fn f13_a_success_after_the_close() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.data("closeorder", json!({ "out_trade_no": "T-1" })).await;
    bench.parts.kess.pay("T-1", KessPay::new().late()).unwrap();
    assert_eq!(bench.status("T-1").await, "CLOSED");
    bench.advance(SETTLED);
    assert_eq!(bench.status("T-1").await, "SUCCESS");
    // The payment that was under way when the order was closed comes through as well.
    bench.data("createorder", order("T-2")).await;
    bench.parts.kess.pay("T-2", KessPay::new()).unwrap();
    bench.data("closeorder", json!({ "out_trade_no": "T-2" })).await;
    bench.advance(SETTLED);
    assert_eq!(bench.status("T-2").await, "SUCCESS");
}

#[tokio::test]
async fn a_wrong_amount_is_told_as_it_is() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.parts.kess.pay("T-1", KessPay::new().amount(Money::from_minor(4_000, Currency::Khr))).unwrap();
    bench.advance(SETTLED);
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!((&found["total_amount"], &found["currency"]), (&json!(4_000), &json!("KHR")));
    assert_eq!(found["status"], json!("SUCCESS"));
}

#[tokio::test]
async fn f31_a_payment_that_waits_for_its_final_status_is_not_over() {
    let bench = Bench::new();
    let mut members = order("T-1");
    members["redirect_url"] = json!("http://shop.example/back?a=b");
    bench.data("createorder", members).await;
    let options = KessPay::new().waits_for_final_status().settles_in(Duration::from_secs(600));
    let waiting = bench.parts.kess.pay("T-1", options).unwrap();
    let redirect = waiting.redirect.unwrap();
    assert!(redirect.starts_with("http://shop.example/back?a=b&success=0&token="), "{redirect}");
    assert!(redirect.contains("WAITING_FINAL_STATUS"), "{redirect}");
    assert_eq!(bench.status("T-1").await, "WAITING");
    bench.advance(Duration::from_secs(600));
    assert_eq!(bench.status("T-1").await, "SUCCESS");
}

#[tokio::test]
async fn a_failed_attempt_leaves_the_order_open_for_another() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.parts.kess.pay("T-1", KessPay::new().fails("INSUFFICIENT_FUNDS")).unwrap();
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!(
        (&found["status"], &found["error_logs"][0]["code"]),
        (&json!("WAITING"), &json!("INSUFFICIENT_FUNDS"))
    );
    bench.parts.kess.pay("T-1", KessPay::new()).unwrap();
    bench.advance(SETTLED);
    assert_eq!(bench.status("T-1").await, "SUCCESS");
    let again = bench.parts.kess.pay("T-1", KessPay::new()).unwrap_err();
    assert!(matches!(again, KessPayError::AlreadyPaid { .. }));
}

#[tokio::test]
async fn f31_any_status_can_be_told() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    for status in ["WAITING_FINAL_STATUS", "PENDING_REFUND ", "success"] {
        assert!(bench.parts.kess.tell_status("T-1", Some(status)));
        assert_eq!(bench.status("T-1").await, status);
    }
    bench.parts.kess.tell_status("T-1", None);
    assert_eq!(bench.status("T-1").await, "WAITING");
}

#[tokio::test]
async fn f37_another_order_is_answered() {
    let bench = Bench::new();
    bench.data("createorder", order("T-1")).await;
    bench.data("createorder", order("T-2")).await;
    bench.parts.kess.mix_up("T-1", "T-2");
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!(found["out_trade_no"], json!("T-2"));
}

#[tokio::test]
async fn a_native_code_is_a_khqr_that_any_payer_pays() {
    let bench = Bench::new();
    let mut members = order("T-1");
    members["service_code"] = json!("KESSKHQR");
    members["total_amount"] = json!(10.5);
    let native = bench.data("nativePay", members).await;
    let qr = native["qrcode"].as_str().unwrap();
    let code = khqr_emv::verify(qr, START).unwrap();
    assert_eq!(code.amount().unwrap().money(), Ok(usd(1_050)));
    assert_eq!(khqr_emv::decode(qr).unwrap().bill_number, native["order_info"]["token"].as_str());
    assert_eq!((&native["expires_in"], &native["qrcode_link"]), (&json!(1_800), &Value::Null));
    // Paid at Bakong, it is found there and here.
    let paid = bench.parts.pay(qr, PayOptions::new()).unwrap();
    assert_eq!(bench.status("T-1").await, "WAITING");
    bench.advance(SETTLED);
    assert_eq!(bench.status("T-1").await, "SUCCESS");
    assert_eq!(bench.parts.kess.notifications().len(), 1);
    assert_eq!(paid.to_account, "khqr@kess");
}

#[tokio::test]
async fn a_native_code_is_paid_by_its_text_and_with_another_amount() {
    let bench = Bench::new();
    let mut members = order("T-1");
    members["service_code"] = json!("ABAAKHPP");
    let native = bench.data("nativePay", members).await;
    let qr = native["qrcode"].as_str().unwrap();
    let paid = bench.parts.kess.pay(qr, KessPay::new().amount(usd(1))).unwrap();
    assert_eq!((&*paid.out_trade_no, paid.paid), ("T-1", Some(usd(1))));
    bench.advance(SETTLED);
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-1" })).await;
    assert_eq!(found["total_amount"], json!(0.01));
    assert_eq!(found["payment_detail"]["payment_method_bic"], json!("ABAAKHPP"));
}

#[tokio::test]
async fn the_other_forms_of_native_pay() {
    let bench = Bench::new();
    let with = |name: &str, service_code: &str, extra: Value| {
        let mut members = order(name);
        members["service_code"] = json!(service_code);
        members.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        members
    };
    let wechat = bench.data("nativePay", with("T-1", "WECHAT", json!({}))).await;
    assert!(wechat["qrcode"].is_null() && wechat["qrcode_link"].is_string() && wechat["deeplink"].is_null());
    let ios = json!({ "only_deeplink": 1, "is_ios_device": 1 });
    let deeplink = bench.data("nativePay", with("T-2", "ABAAKHPP", ios)).await;
    assert!(deeplink["qrcode"].is_null() && deeplink["qrcode_link"].is_null());
    assert!(deeplink["deeplink"].is_string() && deeplink["for_ios"] == json!(true));
    let incomplete = with("T-3", "ABAAKHPP", json!({ "only_deeplink": 1 }));
    assert_eq!(bench.refused("nativePay", incomplete).await.0, 400);
    assert_eq!(bench.refused("nativePay", with("T-3", "NOBANK", json!({}))).await.0, 400);
}

#[tokio::test]
async fn a_code_that_the_payer_shows_settles_by_itself() {
    let bench = Bench::new();
    for (name, auth_code) in [("T-1", json!(1_234_567)), ("T-2", json!("0000000000000000000000001"))] {
        let mut members = order(name);
        members["service_code"] = json!("ALIPAY");
        members["auth_code"] = auth_code;
        assert_eq!(bench.data("quickpay", members).await["status"], json!("WAITING"));
    }
    bench.advance(SETTLED);
    let found = bench.data("queryOrder", json!({ "out_trade_no": "T-2" })).await;
    assert_eq!(
        (&found["status"], &found["wechat_alipay_info"]["total_amount"]),
        (&json!("SUCCESS"), &json!("10.00"))
    );
    let mut other = order("T-3");
    other["service_code"] = json!("KESSKH");
    other["auth_code"] = json!("1");
    assert_eq!(bench.refused("quickpay", other).await.0, 400);
}

#[tokio::test]
async fn a_card_is_tapped_once() {
    let bench = Bench::new();
    let opened = bench.data("kioskCreateOrder", order("T-1")).await;
    let tap = json!({ "pre_order_id": opened["pre_order_id"] });
    assert_eq!(bench.data("confirmKioskOrder", tap.clone()).await["status"], json!("WAITING"));
    bench.advance(SETTLED);
    assert_eq!(bench.data("confirmKioskOrder", tap).await["status"], json!("SUCCESS"));
    let late = bench.data("kioskCreateOrder", order("T-2")).await;
    bench.advance(Duration::from_secs(1_800));
    let tap = json!({ "pre_order_id": late["pre_order_id"] });
    assert_eq!(bench.refused("confirmKioskOrder", tap).await, (419, "EXPIRED".to_owned()));
    let unknown = json!({ "pre_order_id": "5d7481203376937f82d55942" });
    assert_eq!(bench.refused("confirmKioskOrder", unknown).await, (404, "NOT_FOUND".to_owned()));
}

#[tokio::test]
async fn f35_an_order_that_is_opened_between_two_pages_moves_the_second() {
    let bench = Bench::new();
    for name in ["T-1", "T-2", "T-3"] {
        bench.data("createorder", order(name)).await;
    }
    let range = |page: u32| json!({ "start_date": "2025-06-15", "end_date": "2025-06-15", "per_page": 2, "page": page });
    let names = |data: Value| -> Vec<String> {
        let items = data["items"].as_array().unwrap().clone();
        items.iter().map(|item| item["out_trade_no"].as_str().unwrap().to_owned()).collect()
    };
    let first = bench.data("queryorderbydaterange", range(1)).await;
    assert_eq!((&first["total"], &first["last_page"], &first["per_page"]), (&json!(3), &json!(2), &json!(2)));
    assert_eq!(names(first), ["T-3", "T-2"]);
    bench.data("createorder", order("T-4")).await;
    // T-2 is there again.
    assert_eq!(names(bench.data("queryorderbydaterange", range(2)).await), ["T-2", "T-1"]);
    assert!(names(bench.data("queryorderbydaterange", range(3)).await).is_empty());
    let backwards = json!({ "start_date": "2025-06-16", "end_date": "2025-06-15", "per_page": 2, "page": 1 });
    assert_eq!(bench.refused("queryorderbydaterange", backwards).await.0, 400);
}
