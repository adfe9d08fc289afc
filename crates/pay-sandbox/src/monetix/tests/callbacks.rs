//! What the shop is told. `tests/notifications.rs` sends it.

use pay_sign::Order;

use super::*;
use crate::NotifyOptions;

/// The paths of a document, without the signature.
fn paths(value: &Value, at: &str, paths: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| *name != "signature") {
                self::paths(value, &format!("{at}/{name}"), paths);
            }
        }
        _ => paths.push(at.to_owned()),
    }
}

fn paths_of(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    paths(value, "", &mut found);
    found
}

/// The document's own samples of a success and of a decline.
fn samples() -> [Value; 2] {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../fixtures/monetix/signature-vectors.json")).unwrap();
    ["doc-callback-success", "doc-callback-decline"].map(|id| {
        let vector = vectors["vectors"].as_array().unwrap().iter().find(|vector| vector["id"] == json!(id));
        serde_json::from_str(vector.unwrap()["params_json"].as_str().unwrap()).unwrap()
    })
}

#[tokio::test]
async fn a_callback_has_the_members_of_the_sample() {
    let [success, decline] = samples();
    for (sample, options) in [(success, MonetixPay::new()), (decline, MonetixPay::new().declines("20000"))] {
        let bench = Bench::new();
        bench.monetix().pay(&format!("http://127.0.0.1:4000{}", link(&[])), options).unwrap();
        let told = bench.callbacks().remove(0);
        assert_eq!(paths_of(&told), paths_of(&sample));
        for path in [
            "/payment/id",
            "/payment/type",
            "/payment/status",
            "/payment/method",
            "/payment/sum",
            "/customer",
            "/operation/type",
            "/operation/status",
            "/operation/sum_initial",
            "/operation/sum_converted",
            "/operation/code",
            "/operation/message",
            "/project_id",
        ] {
            assert_eq!(told.pointer(path), sample.pointer(path), "{path}");
        }
        // 1.5 s after the start, which is 2025-06-15T15:06:40Z.
        assert_eq!(told["payment"]["date"], json!("2025-06-15T15:06:41+0000"));
        assert_eq!(told["operation"]["created_date"], json!("2025-06-15T15:06:40+0000"));
    }
}

#[tokio::test]
async fn a_purchase_of_gate_is_told_twice_the_redirect_first() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    let page = bench.monetix().payment("payment_47").unwrap().token;
    let [first] = bench.callbacks().try_into().unwrap();
    assert_eq!(
        first["redirect_data"],
        json!({
            "method": "GET", "url": format!("http://127.0.0.1:4000/monetix/{page}"), "body": [], "encrypted": [],
        })
    );
    assert_eq!(first["payment"]["status"], json!("awaiting redirect result"));
    bench.monetix().pay("payment_47", MonetixPay::new()).unwrap();
    let [_, second] = bench.callbacks().try_into().unwrap();
    assert_eq!((&second["redirect_data"], &second["payment"]["status"]), (&Value::Null, &json!("success")));
    assert_eq!(second["operation"]["id"], first["operation"]["id"]);
    assert_eq!(second["customer"], json!({ "id": "customer_123", "ip_address": "198.51.100.47" }));
}

#[tokio::test]
async fn a_request_names_an_address_a_delay_and_silence() {
    let bench = Bench::new();
    let mut members = sale("payment_47");
    members["general"]["merchant_callback_url"] = json!("http://127.0.0.1:2/own");
    members["callback"] = json!({ "delay": 600 });
    bench.call(Monetix::SALE, &members).await;
    let told = &bench.monetix().notifications()[0];
    assert_eq!(
        (&*told.url, told.next),
        ("http://127.0.0.1:2/own", Some(START.after(Duration::from_secs(600))))
    );

    let mut members = sale("payment_48");
    members["callback"] = json!({ "force_disable": 1 });
    bench.call(Monetix::SALE, &members).await;
    bench.monetix().pay("payment_48", MonetixPay::new()).unwrap();
    // What needs an action cannot be switched off.
    assert_eq!(bench.callbacks().len(), 2);
    members["callback"] = json!({ "delay": 601 });
    members["general"]["payment_id"] = json!("payment_49");
    assert_eq!(bench.refused(Monetix::SALE, &members).await, "702");
}

#[tokio::test]
async fn without_an_address_nothing_is_told() {
    let bench = Bench::new();
    bench.monetix().callback_to(None);
    bench.paid("payment_47").await;
    assert!(bench.callbacks().is_empty());
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("success"));
}

#[tokio::test]
async fn the_signature_can_stand_in_general_or_be_wrong_or_absent() {
    let told = |options, form| async move {
        let bench = Bench::new();
        bench.monetix().notify_as(options);
        bench.monetix().notify_in(form);
        bench.sale("payment_47").await;
        bench.monetix().notifications().remove(0).body
    };
    let general = MonetixForm::new().signed_in_general();
    let body = verified(&told(NotifyOptions::new(), general).await);
    assert_eq!((&body["general"]["payment_id"], &body["project_id"]), (&json!("payment_47"), &Value::Null));
    assert!(body["general"]["signature"].is_string());
    for form in [MonetixForm::new(), general] {
        let verifier = Verifier::new(Scheme::MONETIX, secret());
        let forged = told(NotifyOptions::new().forged(), form).await;
        verifier.verify(&Fields::from_json(&forged).unwrap()).unwrap_err();
        assert!(!told(NotifyOptions::new().unsigned(), form).await.contains("signature"));
    }
}

#[tokio::test]
async fn more_than_ten_operations_tell_the_orders_apart() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    for _ in 0..10 {
        bench.monetix().pay("payment_47", MonetixPay::new().again()).unwrap();
    }
    for order in [Order::Natural, Order::ItemBytes, Order::PathBytes, Order::PerLevel] {
        bench.monetix().notify_in(MonetixForm::new().order(order));
        let told = bench.status("payment_47").await;
        assert_eq!(told["operations"].as_array().unwrap().len(), 11);
        let scheme = Scheme::MONETIX.ordered(order).exact();
        let body = Fields::from_json(told.to_string()).unwrap();
        Verifier::new(scheme, secret()).verify(&body).unwrap();
    }
}

#[tokio::test]
async fn a_payment_has_any_number_of_operations() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    for _ in 0..500 {
        bench.monetix().pay("payment_47", MonetixPay::new().again()).unwrap();
    }
    assert_eq!(bench.status("payment_47").await["operations"].as_array().unwrap().len(), 501);
}

#[tokio::test]
async fn f11_a_decline_comes_after_the_success_that_followed_it() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    bench.monetix().notify_as(NotifyOptions::new().late(Duration::from_secs(90)));
    bench.monetix().pay("payment_47", MonetixPay::new().declines("20000")).unwrap();
    bench.pass(SETTLED);
    bench.monetix().notify_as(NotifyOptions::new().copies(2));
    bench.monetix().pay("payment_47", MonetixPay::new()).unwrap();
    let mut told: Vec<_> =
        bench.monetix().notifications().into_iter().map(|sent| (sent.next, sent.body)).collect();
    told.sort_by_key(|(next, _)| *next);
    let status = |(_, body): &(_, String)| verified(body)["payment"]["status"].as_str().unwrap().to_owned();
    assert_eq!(
        told.iter().map(status).collect::<Vec<_>>(),
        ["awaiting redirect result", "success", "success", "decline"]
    );
    bench.pass(Duration::from_secs(100));
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("success"));
}

#[tokio::test]
async fn d34_a_semicolon_of_a_description_comes_back_signed() {
    let bench = Bench::new();
    let mut members = sale("payment_47");
    members["payment"]["description"] = json!("d;payment:status:success");
    bench.call(Monetix::SALE, &members).await;
    let body = &bench.monetix().notifications()[0].body;
    let verdict = Verifier::new(Scheme::MONETIX, secret()).verify(&Fields::from_json(body).unwrap()).unwrap();
    assert!(verdict.ambiguous().covers(&["payment", "description"]));
}
