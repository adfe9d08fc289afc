//! After an unknown outcome somebody asks, and one answer is found.

use std::num::NonZeroU32;
use std::time::Duration;

use kess_client::service::*;
use kess_client::{Code, OrderState};
use pay_core::{Currency, Money, Outcome};
use pay_sandbox::{Fault, KessPay};

use crate::shop::{Shop, bic, customer, number, text, usd};

fn withdrawal() -> WithdrawByBankNumber {
    let payout = Payout::new(number("WD-1"), usd(1_000));
    WithdrawByBankNumber::new(payout, bic("ABAAKHPP"), text("123456789"), customer())
}

/// The double is done at once and answers after a minute; the client gives up before.
#[tokio::test]
async fn f03_a_withdrawal_that_timed_out_is_found_with_one_debit() {
    let shop = Shop::open().await;
    let wallet = shop.wallet().await;
    let hasty = shop.with_patience(Duration::from_secs(1));
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::Delay(Duration::from_mins(1)));
    let error = hasty.call(&withdrawal()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    shop.pass(2);
    let order = shop.call(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!(order.state(), Some(OrderState::Success));
    // Somebody sends it again all the same: its number is known.
    let error = shop.refused(&withdrawal()).await;
    assert_eq!(error.kind().api().unwrap().code, Some(Code::Duplicated));
    assert_eq!(shop.sandbox.kess().balance(&wallet), Some(Money::from_minor(99_000, Currency::Usd)));
}

/// The request never arrived where it is counted: the gateway says that there is none.
#[tokio::test]
async fn f01_a_withdrawal_that_was_not_made_is_not_found() {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::CutBefore);
    assert_eq!(shop.refused(&withdrawal()).await.outcome(), Outcome::Unknown);
    let error = shop.refused(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!(error.kind().api().unwrap().code, Some(Code::NotFound));
    assert!(shop.sandbox.kess().orders().is_empty());
}

/// A transfer has no number of the merchant's own: the list of movements has it.
#[tokio::test]
async fn f01_a_transfer_whose_answer_is_lost_is_in_the_list_once() {
    let shop = Shop::open().await;
    let (from, to) = (shop.wallet().await, shop.users_wallet().await);
    shop.sandbox.faults().next(MoneyTransfer::NAME, Fault::CutAfter);
    let transfer = MoneyTransfer::new(usd(1_000), text(&from), text(&to));
    assert_eq!(shop.refused(&transfer).await.outcome(), Outcome::Unknown);
    let movements = shop.call(&ListTransactions::new(NonZeroU32::MIN)).await.items;
    assert_eq!(movements.len(), 1);
    assert_eq!(shop.sandbox.kess().balance(&to), Some(Money::from_minor(1_000, Currency::Usd)));
}

/// An order may be open whose link nobody has. Opening it again says so, and makes no second one.
#[tokio::test]
async fn f01_an_order_whose_link_is_lost_is_not_opened_twice() {
    for fault in [Fault::CutAfter, Fault::Truncate { keep: 100 }] {
        let shop = Shop::open().await;
        shop.sandbox.faults().next(CreateOrder::NAME, fault);
        assert_eq!(shop.try_open("A-1").await.unwrap_err().outcome(), Outcome::Unknown);
        assert_eq!(shop.wire_count(CreateOrder::NAME), 1, "the client does not repeat it");
        assert_eq!(shop.try_open("A-1").await.unwrap_err().outcome(), Outcome::Refused);
        let order = shop.call(&QueryOrder::new(number("A-1"))).await;
        assert_eq!(order.state(), Some(OrderState::Waiting));
        assert_eq!(shop.sandbox.kess().orders().len(), 1);
    }
}

/// What goes wrong between two servers never makes an order unpaid, and never makes it paid.
#[tokio::test]
async fn f20_f22_no_outage_ends_an_order_or_loses_its_payment() {
    for fault in conformance::outages() {
        let shop = Shop::open().await;
        let opened = shop.sell("A-1").await;
        shop.sandbox.faults().always(QueryOrder::NAME, fault.clone());
        shop.run(60).await;
        shop.pay(&opened, KessPay::new());
        shop.run(3_600).await;
        assert!(shop.state(&opened).await.is_live(), "{fault:?}");
        shop.sandbox.faults().clear();
        shop.run(4 * 3_600).await;
        // The notification came, and an answer did not.
        assert_eq!(shop.told.words(), ["manual check suggested", "paid"], "{fault:?}");
    }
}

/// An answer that says paid and breaks off is asked for again, and the amount is never guessed.
#[tokio::test]
async fn f36_an_answer_cut_in_its_numbers_is_no_answer() {
    let shop = Shop::open().await;
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, KessPay::new().silent());
    for keep in [50, 150, 190, 200, 210, 220, 300] {
        shop.sandbox.faults().next(QueryOrder::NAME, Fault::Truncate { keep });
    }
    shop.run(24 * 3_600).await;
    assert_eq!(shop.told.words(), ["paid"]);
    let pay_watch::State::Paid(settled) = shop.state(&opened).await else { unreachable!("not paid") };
    assert_eq!(settled.payment().amount.to_string(), "10.50 USD");
}
