//! Every operation of sections 3 and 4, asked by the client and answered by the double.

use pay_core::{Currency, Money, Outcome, Untrusted};
use pay_sandbox::{Vexora as Double, VexoraAnswers, VexoraBalance, VexoraPay};
use vexora_client::operation::*;
use vexora_client::{Amount, Code, ResponseCode, Status};

use crate::shop::{Shop, disbursement, dollars_out, number, payer, text};

/// The text of a member that has to be there.
fn raw(member: Option<Untrusted>) -> String {
    member.unwrap().as_raw().to_owned()
}

fn path_of(operation: &str) -> String {
    format!("/v1/vexora/{operation}")
}

/// The list is the client's own table, so that an operation without a round trip fails.
async fn five(open: impl AsyncFn() -> Shop) {
    let mut answered = 0;
    for facts in OPERATIONS {
        let shop = open().await;
        make(facts.name, &shop).await;
        assert_eq!(shop.wire_count(&path_of(facts.name)), 1, "{}", facts.name);
        answered += 1;
    }
    assert_eq!(answered, 5);
}

#[tokio::test]
async fn five_of_five_operations_make_their_round_trip() {
    five(Shop::open).await;
}

/// The same with every answer spelled as the document's table, which its samples do not follow (V2).
#[tokio::test]
async fn five_of_five_with_answers_as_the_table_spells_them() {
    five(async || {
        let shop = Shop::open().await;
        shop.double().answer_in(VexoraAnswers::Table);
        shop
    })
    .await;
}

async fn make(operation: &str, shop: &Shop) {
    match operation {
        HostedCheckout::NAME => {
            let opened = shop.call(&shop.hosted_checkout("T-1")).await;
            assert_eq!((opened.success, opened.timestamp), (Some(true), Some(shop.sandbox.clock().now())));
            let made = shop.double().order("T-1").unwrap();
            assert_eq!(shop.vexora.payment_link(&opened.data), Some(&*made.payment_link));
            assert_eq!((opened.data.state(), made.amount), (Some(Status::Processing), shop.price()));
            assert_eq!(raw(opened.data.platform_trade_no), made.platform_trade_no);
            assert_eq!(raw(opened.data.remark), "Two coffees");
            assert_eq!(opened.data.pay_info.map(|info| info.as_raw().to_owned()), made.qr);
        }
        DepositQuery::NAME => {
            let opened = shop.try_open("T-1").await.unwrap();
            shop.pay(&opened, VexoraPay::new());
            shop.pass(2);
            let deposit = shop.call(&DepositQuery::new(number("T-1"))).await.data;
            assert_eq!(deposit.state(), Some(Status::Succeeded));
            assert_eq!(deposit.paid(Currency::Usd).unwrap(), shop.price());
            assert_eq!(raw(deposit.success_time), "2025-06-15 22:06:41");
        }
        Disbursement::NAME => {
            let sent = shop.call(&disbursement("W-1").remark(text("Wages"))).await.data;
            assert_eq!((sent.state(), raw(sent.remark)), (Some(Status::Processing), "Wages".to_owned()));
            assert_eq!(raw(sent.platform_trade_no), shop.double().disbursements()[0].platform_trade_no);
        }
        DisbursementQuery::NAME => {
            shop.call(&disbursement("W-1")).await;
            shop.pass(2);
            let found = shop.call(&DisbursementQuery::new(number("W-1"))).await.data;
            assert_eq!(found.state(), Some(Status::Succeeded));
            assert_eq!(found.paid(Currency::Usd).unwrap(), Money::from_minor(1_000, Currency::Usd));
        }
        BalanceQuery::NAME => {
            let opened = shop.try_open("T-1").await.unwrap();
            shop.pay(&opened, VexoraPay::new());
            shop.call(&disbursement("W-1")).await;
            shop.pass(1);
            let balance = shop.call(&BalanceQuery {}).await.data;
            let told = [balance.available_amount, balance.freeze_amount, balance.unsettled_amount];
            assert_eq!(told.map(|amount| amount.unwrap().to_string()), ["990.00", "10.00", "0.00"]);
        }
        other => unreachable!("{other} has no round trip"),
    }
}

/// The wire names no currency: the same text is riel to one account and dollars to another.
#[tokio::test]
async fn an_account_in_riel_has_amounts_without_decimals() {
    let shop = Shop::open_in(Currency::Khr).await;
    let opened = shop.sell("T-1").await;
    shop.pay(&opened, VexoraPay::new());
    shop.run(10).await;
    assert_eq!(shop.told.words(), ["paid"]);
    assert_eq!(shop.double().order("T-1").unwrap().paid, Money::from_minor(42_000, Currency::Khr));
    let VexoraBalance { unsettled, .. } = shop.double().balance(Double::KHR_MERCHANT_NO).unwrap();
    assert_eq!(unsettled, Money::from_minor(42_000, Currency::Khr));
    assert_eq!(shop.double().balance(Double::MERCHANT_NO).unwrap().unsettled.minor(), 0);
}

/// What the double refuses comes out as `8000` with its words, and nothing was opened or sent.
#[tokio::test]
async fn what_vexora_refuses_is_said_by_code_and_in_words() {
    let shop = Shop::open().await;
    shop.try_open("T-1").await.unwrap();
    let out = |amount: i64| dollars_out("W-1", amount);
    let bank = out(100).channel(Code::new("BANK").unwrap(), Code::lanton());
    for (error, words) in [
        (shop.refused(&shop.hosted_checkout("T-1")).await, "tradeNo: the number was used before"),
        (shop.refused(&disbursement("T-1")).await, "tradeNo: the number was used before"),
        (shop.refused(&out(100_001)).await, "amount: the available balance is less"),
        (shop.refused(&bank).await, "channelCode: expected EWALLET"),
    ] {
        let api = error.kind().api().unwrap();
        assert_eq!((&api.code, error.outcome()), (&ResponseCode::RequestFailed, Outcome::Refused), "{error}");
        assert_eq!(api.message.as_ref().unwrap().as_raw(), words);
    }
    assert_eq!((shop.double().orders().len(), shop.double().disbursements().len()), (1, 0));
    // A query that fails says nothing of an order, though its code is the same.
    let error = shop.refused(&DepositQuery::new(number("T-2"))).await;
    assert_eq!((error.kind().api().unwrap().http, error.outcome()), (200, Outcome::Unknown), "{error}");
}

/// Both sides write the digits of the payer's number alone (V3), and both read an amount as text.
#[tokio::test]
async fn what_goes_over_the_wire_is_what_the_tables_say() {
    let shop = Shop::open().await;
    shop.call(&shop.hosted_checkout("T-1")).await;
    let cents = Amount::new(Money::from_minor(5, Currency::Usd)).unwrap();
    let wallet = Code::new("012345678").unwrap();
    shop.call(&Disbursement::new(number("W-1"), cents, payer(), Code::lanton(), wallet)).await;
    let bodies: Vec<_> = shop.sandbox.journal().entries().into_iter().map(|entry| entry.body).collect();
    for (body, amount) in bodies.iter().zip(["10.50", "0.05"]) {
        for member in [
            &*format!("\"amount\":\"{amount}\""),
            "\"mobile\":\"12345678\"",
            "\"timestamp\":\"1750000000000\"",
        ] {
            assert!(body.contains(member), "{member} in {body}");
        }
    }
    assert_eq!(bodies.len(), 2);
}
