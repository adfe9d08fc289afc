//! Checkout, payer, query.

use super::*;
use crate::{PayOptions, VexoraPay, VexoraPayError};

#[tokio::test]
async fn a_checkout_answers_the_members_of_the_sample() {
    let bench = Bench::new();
    let data = bench.open("VX20260331000125").await;
    let names: Vec<_> = data.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = ["message", "payInfo", "paymentLink", "platFormTradeNo", "remark", "status", "tradeNo"];
    assert_eq!(sorted(names), expected);
    assert_eq!(data["tradeNo"], json!("VX20260331000125"));
    assert_eq!((&data["status"], &data["message"]), (&json!("0015"), &json!("Processing")));
    assert_eq!(data["remark"], json!("order_vx_000125"));
    let number = data["platFormTradeNo"].as_str().unwrap();
    assert!(number.len() == 17 && number.starts_with("vx"), "{number}");
    let link = data["paymentLink"].as_str().unwrap();
    assert!(link.starts_with("http://127.0.0.1:4000/vexora/pay?token="), "{link}");
    // V4: the code of the sample is none; this one is.
    let code = khqr_emv::verify(data["payInfo"].as_str().unwrap(), START).unwrap();
    assert_eq!(code.amount().unwrap().money(), Ok(usd(30_000)));
}

#[tokio::test]
async fn another_way_has_no_code() {
    let bench = Bench::new();
    let mut members = checkout("VX1");
    members["wayCode"] = json!("WING");
    assert_eq!(bench.data(Vexora::CHECKOUT, members).await.get("payInfo"), None);
}

#[tokio::test]
async fn a_deposit_is_paid_after_the_settlement_delay() {
    let bench = Bench::new();
    let link = bench.open("VX1").await["paymentLink"].as_str().unwrap().to_owned();
    let order = bench.vexora().pay(&link, VexoraPay::new()).unwrap();
    assert_eq!((&*order.status, order.paid), ("0015", usd(30_000)));
    assert_eq!(bench.query("VX1").await.get("successTime"), None);
    bench.settle();
    let data = bench.query("VX1").await;
    assert_eq!((&data["status"], &data["message"]), (&json!("0000"), &json!("Success")));
    assert_eq!(data["amount"], json!(300.0));
    // 1750000001.5 is 22:06:41 in Phnom Penh, by date(1).
    assert_eq!(data["successTime"], json!("2025-06-15 22:06:41"));
    assert_eq!(bench.vexora().pay("VX1", VexoraPay::new()), Err(VexoraPayError::AlreadyPaid));
}

#[tokio::test]
async fn f15_a_part_is_0001_and_the_rest_makes_it_whole() {
    let bench = Bench::new();
    bench.open("VX1").await;
    bench.vexora().pay("VX1", VexoraPay::new().amount(usd(10_050))).unwrap();
    bench.settle();
    let data = bench.query("VX1").await;
    assert_eq!((&data["status"], &data["amount"]), (&json!("0001"), &json!(100.5)));
    let order = bench.vexora().pay("VX1", VexoraPay::new()).unwrap();
    assert_eq!(order.paid, usd(30_000));
    bench.settle();
    assert_eq!(bench.status("VX1").await, "0000");
    for wrong in [usd(0), usd(-1), Money::from_minor(1, Currency::Khr)] {
        let paid = bench.vexora().pay("VX1", VexoraPay::new().again().amount(wrong));
        assert_eq!(paid, Err(VexoraPayError::Amount(Currency::Usd)));
    }
}

#[tokio::test]
async fn f14_a_second_payer_doubles_the_amount() {
    let bench = Bench::new();
    bench.open("VX1").await;
    bench.vexora().pay("VX1", VexoraPay::new()).unwrap();
    bench.vexora().pay("VX1", VexoraPay::new().again()).unwrap();
    bench.settle();
    let data = bench.query("VX1").await;
    assert_eq!((&data["status"], &data["amount"]), (&json!("0000"), &json!(600.0)));
}

#[tokio::test]
async fn f11_f12_a_failed_deposit_is_over_and_can_be_paid_late() {
    let bench = Bench::new();
    for (number, status) in [("VX1", "00029"), ("VX2", "0029"), ("VX3", "00032")] {
        bench.open(number).await;
        bench.vexora().pay(number, VexoraPay::new().fails_as(status)).unwrap();
        bench.settle();
        assert_eq!(bench.status(number).await, status);
    }
    bench.open("VX4").await;
    bench.parts.clock.advance(Duration::from_secs(900));
    assert_eq!(bench.status("VX4").await, "00029");
    for number in ["VX1", "VX4"] {
        let refused = bench.vexora().pay(number, VexoraPay::new());
        assert!(matches!(refused, Err(VexoraPayError::Over { .. })), "{refused:?}");
        bench.vexora().pay(number, VexoraPay::new().late()).unwrap();
        bench.settle();
        assert_eq!(bench.status(number).await, "0000");
    }
}

#[tokio::test]
async fn the_code_is_paid_by_a_banks_application() {
    let bench = Bench::new();
    let data = bench.open("VX1").await;
    let qr = data["payInfo"].as_str().unwrap();
    bench.parts.pay(qr, PayOptions::new().amount(usd(1))).unwrap();
    bench.settle();
    assert_eq!(bench.status("VX1").await, "0001");
    // Riel and failures are not Vexora's.
    for other in [PayOptions::new().fails(), PayOptions::new().amount(Money::from_minor(1, Currency::Khr))] {
        bench.parts.pay(qr, other.again()).unwrap();
    }
    bench.settle();
    assert_eq!(bench.query("VX1").await["amount"], json!(0.01));
}

#[tokio::test]
async fn f34_a_status_that_no_document_has_and_an_answer_about_another_order() {
    let bench = Bench::new();
    bench.open("VX1").await;
    bench.open("VX2").await;
    assert!(bench.vexora().tell_status("VX1", Some("0777")));
    assert_eq!(bench.status("VX1").await, "0777");
    assert!(bench.vexora().tell_status("VX1", None) && !bench.vexora().tell_status("VX9", None));
    bench.vexora().mix_up("VX1", "VX2");
    assert_eq!(bench.query("VX1").await["tradeNo"], json!("VX2"));
    bench.parts.reset();
    assert!(bench.vexora().orders().is_empty());
}

fn sorted(mut names: Vec<&str>) -> Vec<&str> {
    names.sort_unstable();
    names
}
