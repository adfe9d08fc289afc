//! What is planned for the shop. How it is sent is in `tests/vexora.rs`.

use pay_sign::{NumberText, Verifier};

use super::*;
use crate::{NotifyOptions, VexoraForm, VexoraPay};

impl Bench {
    /// A deposit of 3.00 USD that is paid; the body of the notification of it.
    async fn told(&self, trade_no: &str) -> String {
        let mut members = checkout(trade_no);
        members["amount"] = json!("3");
        self.data(Vexora::CHECKOUT, members).await;
        self.vexora().pay(trade_no, VexoraPay::new()).unwrap();
        self.vexora().notifications().pop().unwrap().body
    }
}

fn verifies(scheme: &Scheme, body: &str) -> bool {
    let secret = Secret::new(Vexora::APP_SECRET).unwrap();
    Verifier::new(scheme.exact(), secret).verify(&Fields::from_json(body).unwrap()).is_ok()
}

#[tokio::test]
async fn a_notification_has_the_members_of_the_table_and_is_signed() {
    let bench = Bench::new();
    let body = bench.told("VX1").await;
    assert!(verifies(&Scheme::VEXORA, &body), "{body}");
    let mut told: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(told["sign"].as_str().unwrap().len(), 32);
    told.as_object_mut().unwrap().remove("sign");
    let number = bench.vexora().order("VX1").unwrap().platform_trade_no;
    let expected = json!({
        "platFormTradeNo": number, "tradeNo": "VX1", "amount": "3.00", "status": "0000", "message": "Success",
        "successTime": "2025-06-15 22:06:41", "channelCode": "KHQR", "wayCode": "KHQR",
        "timestamp": "1750000001500",
    });
    assert_eq!(told, expected);
}

/// The signature of another program, over what the vendor's pages say: names in order, nothing between, the secret
/// behind.
#[tokio::test]
async fn a_notification_is_signed_over_all_its_members() {
    let bench = Bench::new();
    bench.vexora().notify_in(VexoraForm::new().numbers(NumberText::Raw));
    let body: Value = serde_json::from_str(&bench.told("VX1").await).unwrap();
    let number = bench.vexora().order("VX1").unwrap().platform_trade_no;
    let text = format!(
        "amount=3.0000channelCode=KHQRmessage=SuccessplatFormTradeNo={number}status=0000\
         successTime=2025-06-15 22:06:41timestamp=1750000001500tradeNo=VX1wayCode=KHQR{}",
        Vexora::APP_SECRET
    );
    assert_eq!(body["sign"], json!(khqr_emv::md5(&text).as_str()));
}

#[tokio::test]
async fn a_number_is_signed_as_it_stands_or_as_java_prints_it() {
    for (signed_as, text) in [
        (NumberText::Raw, "3.0000"),
        (NumberText::JavaDouble, "3.0"),
        (NumberText::WithoutTrailingZeros, "3"),
    ] {
        let bench = Bench::new();
        bench.vexora().notify_in(VexoraForm::new().numbers(signed_as));
        let body = bench.told("VX1").await;
        assert!(body.contains(r#""amount":3.0000,"#), "{body}");
        let as_text = body.replace(r#""amount":3.0000"#, &format!(r#""amount":"{text}""#));
        assert!(verifies(&Scheme::VEXORA, &as_text), "{as_text}");
    }
}

#[tokio::test]
async fn forged_and_unsigned_notifications_are_neither() {
    let bench = Bench::new();
    bench.vexora().notify_as(NotifyOptions::new().forged());
    let forged = bench.told("VX1").await;
    assert!(forged.contains("\"sign\":") && !verifies(&Scheme::VEXORA, &forged), "{forged}");
    bench.vexora().notify_as(NotifyOptions::new().unsigned());
    let unsigned: Value = serde_json::from_str(&bench.told("VX2").await).unwrap();
    assert_eq!((unsigned.get("sign"), unsigned.get("timestamp")), (None, None));
    assert_eq!(unsigned["tradeNo"], json!("VX2"));
}

#[tokio::test]
async fn each_change_is_told_and_silence_is_kept() {
    let bench = Bench::new();
    bench.open("VX1").await;
    let vexora = bench.vexora();
    vexora.pay("VX1", VexoraPay::new().amount(usd(100))).unwrap();
    vexora.pay("VX1", VexoraPay::new().silent().amount(usd(100))).unwrap();
    bench.settle();
    vexora.pay("VX1", VexoraPay::new()).unwrap();
    bench.open("VX2").await;
    vexora.pay("VX2", VexoraPay::new().fails()).unwrap();
    let told: Vec<(String, Value)> = vexora
        .notifications()
        .into_iter()
        .map(|sent| (sent.about, serde_json::from_str(&sent.body).unwrap()))
        .map(|(about, body): (String, Value)| (about, json!([body["status"], body["amount"]])))
        .collect();
    let expected = [
        ("VX1", json!(["0001", "1.00"])),
        ("VX1", json!(["0000", "300.00"])),
        ("VX2", json!(["00029", "300.00"])),
    ];
    assert_eq!(told, expected.map(|(about, body)| (about.to_owned(), body)));
}
