//! Money to the bank, with and without somebody's word.

use kess_client::OrderState;
use kess_client::model::{Withdrawal, WithdrawalStep};
use kess_client::service::{Payout, QueryOrder, Service as _, Withdraw};
use pay_core::{Currency, Money};

use crate::shop::{Shop, customer, number, usd};

/// A withdrawal of 10.00 USD that can be confirmed for five minutes.
async fn withdraw(shop: &Shop) -> Withdrawal {
    let payout = Payout::new(number("WD-1"), usd(1_000)).expires_in(300);
    let token = shop.bank_account().await;
    shop.call(&Withdraw::new(payout, token, customer())).await
}

async fn balance(shop: &Shop) -> Money {
    let wallet = shop.wallet().await;
    shop.sandbox.kess().balance(&wallet).unwrap()
}

const FULL: Money = Money::from_minor(100_000, Currency::Usd);
const LESS: Money = Money::from_minor(99_000, Currency::Usd);

#[tokio::test]
async fn f33_a_withdrawal_whose_password_nobody_enters_is_queried_after_its_end() {
    let shop = Shop::open().await;
    let withdrawal = withdraw(&shop).await;
    let clock = shop.sandbox.clock();
    let end = clock.now().after(std::time::Duration::from_mins(5));
    let WithdrawalStep::AwaitingOtp { url, until } = withdrawal.step(clock.now()) else {
        unreachable!("no password is asked for")
    };
    assert!(pay_http::is_web_link(url.as_raw()));
    assert_eq!(until, Some(end));
    shop.pass(299);
    assert!(matches!(withdrawal.step(clock.now()), WithdrawalStep::AwaitingOtp { .. }));
    let order = shop.call(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!(order.state(), Some(OrderState::Waiting));
    shop.pass(1);
    assert_eq!(withdrawal.step(clock.now()), WithdrawalStep::Query);
    let order = shop.call(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!(order.state(), Some(OrderState::Closed));
    assert_eq!(balance(&shop).await, FULL);
    assert_eq!(shop.wire_count(Withdraw::NAME), 1);
}

#[tokio::test]
async fn f33_a_withdrawal_is_done_when_its_password_was_entered() {
    let shop = Shop::open().await;
    withdraw(&shop).await;
    let otp = shop.sandbox.kess().otp("WD-1").unwrap();
    shop.sandbox.kess().enter_otp("WD-1", "no password").unwrap_err();
    assert_eq!(balance(&shop).await, FULL);
    shop.sandbox.kess().enter_otp("WD-1", &otp).unwrap();
    shop.pass(2);
    let order = shop.call(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!((order.state(), order.amount().unwrap().minor()), (Some(OrderState::Success), -1_000));
    assert_eq!(balance(&shop).await, LESS);
}

#[tokio::test]
async fn a_withdrawal_without_a_password_is_on_its_way() {
    let shop = Shop::open().await;
    shop.sandbox.kess().ask_for_otp(false);
    let withdrawal = withdraw(&shop).await;
    assert_eq!(withdrawal.step(shop.sandbox.clock().now()), WithdrawalStep::Query);
    assert_eq!(balance(&shop).await, LESS);
}
