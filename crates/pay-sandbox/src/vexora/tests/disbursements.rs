//! Money out, and the balance that it comes out of.

use super::*;
use crate::VexoraPay;

impl Bench {
    /// Available, frozen and unsettled amount.
    async fn balance(&self) -> Value {
        let data = self.data(Vexora::BALANCE, json!({ "timestamp": "1719876543210" })).await;
        json!([data["availableAmount"], data["freezeAmount"], data["unsettledAmount"]])
    }

    async fn disbursed(&self, trade_no: &str) -> Value {
        self.data(Vexora::DISBURSEMENT_QUERY, asking(trade_no)).await
    }
}

#[tokio::test]
async fn f03_money_leaves_once_and_is_frozen_on_its_way() {
    let bench = Bench::new();
    let data = bench.data(Vexora::DISBURSEMENT, disbursement("VX1", "400.50")).await;
    assert_eq!((&data["tradeNo"], &data["status"]), (&json!("VX1"), &json!("0015")));
    assert_eq!(data.get("paymentLink"), None);
    assert_eq!(bench.balance().await, json!([599.5, 400.5, 0.0]));
    let again = bench.refused(Vexora::DISBURSEMENT, disbursement("VX1", "400.50")).await;
    assert_eq!(again, "tradeNo: the number was used before");
    let more = bench.refused(Vexora::DISBURSEMENT, disbursement("VX2", "599.51")).await;
    assert_eq!(more, "amount: the available balance is less");
    bench.settle();
    assert_eq!(bench.balance().await, json!([599.5, 0.0, 0.0]));
    let found = bench.disbursed("VX1").await;
    assert_eq!((&found["status"], &found["amount"]), (&json!("0000"), &json!(400.5)));
    // The query of the other kind does not know it.
    assert!(bench.refused(Vexora::DEPOSIT_QUERY, asking("VX1")).await.starts_with("tradeNo: "));
}

#[tokio::test]
async fn a_held_disbursement_ends_as_it_is_told() {
    let bench = Bench::new();
    bench.vexora().hold_disbursements(true);
    for number in ["VX1", "VX2"] {
        bench.data(Vexora::DISBURSEMENT, disbursement(number, "100")).await;
    }
    bench.parts.clock.advance(Duration::from_secs(86_400));
    assert_eq!(bench.disbursed("VX1").await["status"], json!("0015"));
    assert_eq!(bench.vexora().settle_disbursement("VX1").unwrap().status, "0000");
    assert_eq!(bench.vexora().reject_disbursement("VX2").unwrap().status, "00029");
    assert_eq!(bench.vexora().settle_disbursement("VX2"), None);
    assert_eq!(bench.balance().await, json!([900.0, 0.0, 0.0]));
    let told: Vec<_> = bench.vexora().notifications().into_iter().map(|told| told.about).collect();
    assert_eq!(told, ["VX1", "VX2"]);
}

#[tokio::test]
async fn what_is_paid_in_can_be_paid_out_a_day_later() {
    let bench = Bench::new();
    bench.open("VX1").await;
    bench.vexora().pay("VX1", VexoraPay::new()).unwrap();
    assert_eq!(bench.balance().await, json!([1000.0, 0.0, 0.0]));
    bench.settle();
    assert_eq!(bench.balance().await, json!([1000.0, 0.0, 300.0]));
    bench.parts.clock.advance(Duration::from_secs(86_400));
    assert_eq!(bench.balance().await, json!([1300.0, 0.0, 0.0]));
    assert_eq!(bench.vexora().balance(Vexora::KHR_MERCHANT_NO).unwrap().available.to_string(), "4000000 KHR");
    assert_eq!(bench.vexora().balance("0"), None);
}

#[tokio::test]
async fn the_members_of_a_disbursement_are_checked() {
    let bench = Bench::new();
    for member in [
        "tradeNo",
        "amount",
        "firstname",
        "lastname",
        "mobile",
        "email",
        "channelCode",
        "wayCode",
        "bankCode",
        "bankNumber",
    ] {
        let mut members = disbursement("VX1", "1");
        members.as_object_mut().unwrap().remove(member);
        let msg = bench.refused(Vexora::DISBURSEMENT, members).await;
        assert!(msg.starts_with(&format!("{member}: ")), "{member}: {msg}");
    }
    for (member, value) in [("channelCode", "KHQR"), ("wayCode", "lanton"), ("notifyUrl", "nowhere")] {
        let mut members = disbursement("VX1", "1");
        members[member] = json!(value);
        let msg = bench.refused(Vexora::DISBURSEMENT, members).await;
        assert!(msg.starts_with(&format!("{member}: ")), "{member}: {msg}");
    }
    let mut members = disbursement("VX1", "1");
    for optional in ["notifyUrl", "remark"] {
        members.as_object_mut().unwrap().remove(optional);
    }
    bench.data(Vexora::DISBURSEMENT, members).await;
    assert!(bench.vexora().notifications().is_empty());
}
