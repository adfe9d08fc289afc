//! The opt-in comparison of `payInfo` (threat D-48, feature `khqr`).

use khqr_emv::Builder;
use pay_core::{AccountId, Currency, Money, Timestamp};
use vexora_client::InvalidPayInfo;
use vexora_client::model::CheckoutOrder;

use crate::wire::{NOW, answered, checkout, success};

async fn order(pay_info: &str) -> CheckoutOrder {
    let data = serde_json::json!({ "payInfo": pay_info }).to_string();
    answered(success(&data)).call(&checkout()).await.unwrap().data
}

fn code(account: &str, riel: Option<i64>) -> String {
    let builder = Builder::individual(account, "Two Coffees").merchant_city("Phnom Penh");
    match riel {
        Some(riel) => builder
            .amount(Money::from_minor(riel, Currency::Khr))
            .expires_at(Timestamp::from_millis(NOW.as_millis() + 600_000))
            .build(NOW)
            .unwrap(),
        None => builder.build(NOW).unwrap(),
    }
}

#[tokio::test]
async fn d48_a_code_for_another_amount_or_receiver_is_not_shown() {
    let amount = Money::from_minor(300, Currency::Khr);
    let shop = AccountId::new("shop@devb").unwrap();
    let good = order(&code("shop@devb", Some(300))).await;
    assert_eq!(good.khqr(amount, Some(&shop)).unwrap().account_id(), Some("shop@devb"));
    assert!(good.khqr(amount, None).is_ok());
    let dollars = Money::from_minor(300, Currency::Usd);
    assert!(matches!(good.khqr(dollars, None), Err(InvalidPayInfo::Amount { .. })));

    let thief = order(&code("thief@devb", Some(300))).await;
    assert!(matches!(thief.khqr(amount, Some(&shop)), Err(InvalidPayInfo::Receiver { .. })));
    for riel in [Some(301), Some(3), None] {
        let other = order(&code("shop@devb", riel)).await;
        assert!(matches!(other.khqr(amount, Some(&shop)), Err(InvalidPayInfo::Amount { .. })), "{riel:?}");
    }
    let changed = order(&code("shop@devb", Some(300)).replace("5403300", "5403100")).await;
    assert!(matches!(changed.khqr(amount, Some(&shop)), Err(InvalidPayInfo::Unreadable(_))));
}

/// Erratum V4: the vendor's own sample is opaque text, and no KHQR.
#[tokio::test]
async fn v4_the_vendors_sample_is_text_and_no_khqr() {
    let sample = conformance::fixture("khqr/vexora-pay-info.txt");
    let order = order(sample.trim_end()).await;
    assert_eq!(order.pay_info.as_ref().unwrap().as_raw(), sample.trim_end());
    let error = order.khqr(Money::from_minor(300, Currency::Khr), None).unwrap_err();
    assert!(matches!(error, InvalidPayInfo::Unreadable(_)), "{error}");
    let none = CheckoutOrder::default();
    assert_eq!(none.khqr(Money::from_minor(300, Currency::Khr), None), Err(InvalidPayInfo::Missing));
}
