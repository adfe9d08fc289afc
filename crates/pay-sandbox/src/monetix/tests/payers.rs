//! What payers do.

use super::*;
use crate::MonetixPayError;

#[tokio::test]
async fn f12_a_late_payment_comes_through_when_it_is_made_to() {
    let bench = Bench::new();
    let link = format!("http://127.0.0.1:4000{}", link(&[("best_before", "2025-06-15T15:07:00+0000")]));
    bench.pass(Duration::from_secs(60));
    let refused = bench.monetix().pay(&link, MonetixPay::new()).unwrap_err();
    assert!(matches!(refused, MonetixPayError::Over { .. }), "{refused}");
    bench.monetix().pay(&link, MonetixPay::new().late()).unwrap();
    bench.pass(SETTLED);
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("success"));
}

#[tokio::test]
async fn f14_one_payment_is_made_twice() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    let refused = bench.monetix().pay("payment_47", MonetixPay::new()).unwrap_err();
    assert!(matches!(refused, MonetixPayError::AlreadyPaid { .. }), "{refused}");
    bench.monetix().pay("payment_47", MonetixPay::new().again()).unwrap();
    bench.pass(SETTLED);
    let told = bench.status("payment_47").await;
    let operations = told["operations"].as_array().unwrap();
    assert_eq!(operations.len(), 2);
    assert!(operations.iter().all(|sale| sale["status"] == json!("success")));
    assert_ne!(operations[0]["id"], operations[1]["id"]);
}

#[tokio::test]
async fn f15_another_amount_or_currency_is_told() {
    let khr = Money::from_minor(4_000, Currency::Khr);
    for (options, sum, converted) in [
        (MonetixPay::new().amount(usd(1)), ("USD", 1), ("USD", 1)),
        (MonetixPay::new().amount(usd(10_001)), ("USD", 10_001), ("USD", 10_001)),
        (MonetixPay::new().amount(khr), ("KHR", 400_000), ("KHR", 400_000)),
        (MonetixPay::new().converted(khr), ("USD", 10_000), ("KHR", 400_000)),
    ] {
        let bench = Bench::new();
        bench.sale("payment_47").await;
        bench.monetix().pay("payment_47", options).unwrap();
        let told = bench.callbacks().pop().unwrap();
        let json = |(currency, amount): (&str, i64)| json!({ "amount": amount, "currency": currency });
        assert_eq!(told["payment"]["sum"], json(sum));
        assert_eq!(told["operation"]["sum_initial"], json(sum));
        assert_eq!(told["operation"]["sum_converted"], json(converted));
    }
}

#[tokio::test]
async fn the_bank_decides_later() {
    let bench = Bench::new();
    bench.sale("payment_47").await;
    bench.monetix().pay("payment_47", MonetixPay::new().undecided("20802")).unwrap();
    bench.pass(Duration::from_secs(3_600));
    let told = bench.status("payment_47").await;
    assert_eq!(
        (&told["payment"]["status"], &told["operations"][0]["code"]),
        (&json!("processing"), &json!("20802"))
    );
    bench.monetix().pay("payment_47", MonetixPay::new()).unwrap();
    bench.pass(SETTLED);
    let told = bench.status("payment_47").await;
    assert_eq!(
        (&told["payment"]["status"], told["operations"].as_array().unwrap().len()),
        (&json!("success"), 1)
    );
}

#[tokio::test]
async fn a_payment_can_be_told_to_be_anything() {
    let bench = Bench::new();
    bench.paid("payment_47").await;
    assert!(bench.monetix().tell_status("payment_47", Some("invented ")));
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("invented "));
    assert!(bench.monetix().tell_status("payment_47", None));
    assert_eq!(bench.status("payment_47").await["payment"]["status"], json!("success"));
    assert!(!bench.monetix().tell_status("payment_48", None));
}

#[tokio::test]
async fn what_cannot_be_paid_says_why() {
    let bench = Bench::new();
    let pay = |name: &str, options| bench.monetix().pay(name, options).unwrap_err().to_string();
    assert_eq!(pay("payment_47", MonetixPay::new()), "there is no such payment");
    let tampered = format!("http://127.0.0.1:4000{}", link(&[]).replace("=10000&", "=1&"));
    assert_eq!(pay(&tampered, MonetixPay::new()), "the link is refused with code 3261: Invalid signature");
    let unknown = pay("payment_47", MonetixPay::new().bank(1));
    assert_eq!(unknown, "expected the id of a bank of the list, found 1");
}

#[tokio::test]
async fn the_same_seed_gives_the_same_names() {
    let (one, other) = (Bench::new(), Bench::new());
    assert_eq!(one.sale("payment_47").await, other.sale("payment_47").await);
    one.parts.reset();
    assert!(one.monetix().payments().is_empty() && one.monetix().notifications().is_empty());
    assert_eq!(one.sale("payment_47").await, bench_request(&other));
}

fn bench_request(bench: &Bench) -> String {
    let told = bench.callbacks().remove(0);
    told["operation"]["request_id"].as_str().unwrap().to_owned()
}
