//! Money that leaves is written down, sent once, and followed by its own number until it is known what became of it.

use std::sync::Arc;
use std::time::Duration;

use conformance::desk::Desk;
use kess_client::service::{
    Payout, QueryOrder, QueryRefund, Refund, Service as _, Withdraw, WithdrawByBankNumber,
};
use kess_client::{Code, OrderState, Refunds, Withdrawals};
use pay_core::{Currency, Money, Outcome, StatusSource};
use pay_sandbox::{Fault, KessPay};
use pay_watch::{MemoryStore, State};

use crate::shop::{Shop, bic, customer, number, text, usd};

fn desk(shop: &Shop, source: impl StatusSource + 'static, store: &Arc<MemoryStore>) -> Desk {
    Desk::new(source, store, shop.sandbox.clock())
}

fn withdrawal() -> WithdrawByBankNumber {
    WithdrawByBankNumber::new(payout(), bic("ABAAKHPP"), text("123456789"), customer())
}

fn payout() -> Payout {
    Payout::new(number("WD-1"), usd(1_000))
}

const TEN: Money = Money::from_minor(1_000, Currency::Usd);
const MINUTE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn f01_a_withdrawal_without_an_answer_is_followed_and_found_and_sent_once() {
    let shop = Shop::open().await;
    shop.wallet().await;
    let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
    desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::CutAfter);
    assert_eq!(shop.refused(&withdrawal()).await.outcome(), Outcome::Unknown);
    desk.run(2 * MINUTE).await;
    let State::Paid(made) = desk.state("WD-1").await else { unreachable!("not found") };
    assert_eq!(made.payment().amount, TEN);
    assert_eq!(desk.told.words(), ["paid"]);
    assert_eq!(shop.wire_count(WithdrawByBankNumber::NAME), 1);
}

/// The client gives up at 2 s, and the gateway does it at 3 s: asked in between, it knows of nothing, which is no answer.
#[tokio::test]
async fn f03_a_withdrawal_that_is_made_after_the_client_gave_up_is_found_with_one_debit() {
    let shop = Shop::open().await;
    let wallet = shop.wallet().await;
    let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
    desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::Late(Duration::from_secs(3)));
    let hasty = shop.with_patience(Duration::from_secs(2));
    assert_eq!(hasty.call(&withdrawal()).await.unwrap_err().outcome(), Outcome::Unknown);
    shop.pass(2);
    let unknown = shop.refused(&QueryOrder::new(number("WD-1"))).await;
    assert_eq!(unknown.kind().api().unwrap().code, Some(Code::NotFound));
    desk.run(4 * MINUTE).await;
    assert!(matches!(desk.state("WD-1").await, State::Paid(_)));
    assert_eq!(desk.told.words(), ["paid"]);
    assert_eq!(shop.wire_count(WithdrawByBankNumber::NAME), 1);
    assert_eq!(shop.sandbox.kess().balance(&wallet), Some(Money::from_minor(99_000, Currency::Usd)));
}

/// Written down before it is sent, it is asked about by the process that comes after.
#[tokio::test]
async fn f01_f05_a_process_that_dies_while_it_withdraws_leaves_a_question_and_no_second_withdrawal() {
    let shop = Shop::open().await;
    shop.wallet().await;
    let store = Arc::default();
    let withdrawals = || Withdrawals::new(Arc::clone(&shop.kess));
    {
        let desk = desk(&shop, withdrawals(), &store);
        desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
        shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::CutAfter);
        shop.refused(&withdrawal()).await;
    }
    let desk = desk(&shop, withdrawals(), &store);
    desk.run(2 * MINUTE).await;
    assert!(matches!(desk.state("WD-1").await, State::Paid(_)));
    assert_eq!(shop.wire_count(WithdrawByBankNumber::NAME), 1);
}

#[tokio::test]
async fn f01_a_withdrawal_that_never_arrived_is_told_of_after_a_quarter_of_an_hour() {
    let shop = Shop::open().await;
    let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
    desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::CutBefore);
    assert_eq!(shop.refused(&withdrawal()).await.outcome(), Outcome::Unknown);
    desk.run(14 * MINUTE).await;
    assert_eq!(desk.told.words(), [""; 0]);
    desk.run(2 * MINUTE).await;
    assert_eq!(desk.told.words(), ["timed out"]);
    assert_eq!(shop.wire_count(WithdrawByBankNumber::NAME), 1);
}

#[tokio::test]
async fn f01_a_withdrawal_that_nobody_can_be_asked_about_goes_to_a_person() {
    let shop = Shop::open().await;
    shop.wallet().await;
    let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
    desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
    shop.sandbox.faults().next(WithdrawByBankNumber::NAME, Fault::CutAfter);
    shop.refused(&withdrawal()).await;
    shop.sandbox.faults().always(QueryOrder::NAME, Fault::GatewayTimeout);
    desk.run(60 * MINUTE).await;
    assert_eq!(desk.told.words(), ["needs review"]);
    assert_eq!(shop.wire_count(WithdrawByBankNumber::NAME), 1);
}

/// A number that belongs to an order of a payer's is no withdrawal, whatever its amount.
#[tokio::test]
async fn f37_an_order_under_the_number_of_a_withdrawal_goes_to_a_person() {
    let shop = Shop::open().await;
    let opened = shop.try_open("WD-1").await.unwrap();
    shop.pay(&opened, KessPay::new().silent());
    let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
    desk.follow("WD-1", Withdrawals::expected(&payout(), shop.sandbox.clock().now())).await;
    desk.run(2 * MINUTE).await;
    assert_eq!(desk.told.words(), ["needs review"]);
}

#[tokio::test]
async fn f33_a_withdrawal_that_waits_for_its_password_is_queried_after_its_end() {
    for entered in [true, false] {
        let shop = Shop::open().await;
        let token = shop.bank_account().await;
        let payout = payout().expires_in(1_800);
        let desk = desk(&shop, Withdrawals::new(Arc::clone(&shop.kess)), &Arc::default());
        desk.follow("WD-1", Withdrawals::expected(&payout, shop.sandbox.clock().now())).await;
        shop.call(&Withdraw::new(payout, token, customer())).await;
        desk.run(29 * MINUTE).await;
        assert_eq!(desk.told.words(), [""; 0]);
        if entered {
            let otp = shop.sandbox.kess().otp("WD-1").unwrap();
            shop.sandbox.kess().enter_otp("WD-1", &otp).unwrap();
        }
        desk.run(2 * MINUTE).await;
        assert_eq!(desk.told.words(), [if entered { "paid" } else { "timed out" }]);
        assert_eq!(shop.wire_count(Withdraw::NAME), 1);
    }
}

/// A card's bank has 15 days for a refund; it is asked about a few dozen times, and told of once.
#[tokio::test]
async fn f31_a_refund_by_card_is_followed_for_fifteen_days() {
    let shop = Shop::open().await;
    shop.paid("A-1", "VISA_MASTER").await;
    let desk = desk(&shop, Refunds::new(Arc::clone(&shop.kess)), &Arc::default());
    let refund = Refund::partial(number("A-1"), text("cold"), usd(300));
    shop.kess.refund_once(refund, number("R-1")).await.unwrap();
    let three = Money::from_minor(300, Currency::Usd);
    let now = shop.sandbox.clock().now();
    desk.follow("R-1", Refunds::expected_by_the_bank(&number("R-1"), three, now)).await;
    desk.run(Duration::from_hours(14 * 24)).await;
    assert_eq!(desk.told.words(), [""; 0]);
    desk.run(Duration::from_hours(2 * 24)).await;
    assert_eq!(desk.told.words(), ["paid"]);
    let State::Paid(given) = desk.state("R-1").await else { unreachable!("not given back") };
    assert_eq!(given.payment().amount, three);
}

/// Written down before it is sent, when nobody knows how long the bank will take: a person hears that it has no end, sees
/// that it is pending, and follows it on under another name.
#[tokio::test]
async fn f31_a_refund_whose_answer_is_lost_is_followed_until_the_bank_is_done() {
    let shop = Shop::open().await;
    shop.paid("A-1", "VISA_MASTER").await;
    let desk = desk(&shop, Refunds::new(Arc::clone(&shop.kess)), &Arc::default());
    let (reference, three) = (number("R-1"), Money::from_minor(300, Currency::Usd));
    let now = || shop.sandbox.clock().now();
    desk.follow("R-1", Refunds::expected(&reference, three, now())).await;
    shop.sandbox.faults().next(Refund::NAME, Fault::CutAfter);
    let refund = Refund::partial(number("A-1"), text("cold"), usd(300));
    let error = shop.kess.refund_once(refund, reference.clone()).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    desk.run(35 * MINUTE).await;
    assert_eq!(desk.told.words(), ["needs review"]);

    let found = shop.call(&QueryRefund::by_reference(reference.clone())).await;
    assert_eq!(found.state(), Some(OrderState::PendingPartialRefund));
    desk.follow("R-1.bank", Refunds::expected_by_the_bank(&reference, three, now())).await;
    desk.run(Duration::from_hours(16 * 24)).await;
    assert_eq!(desk.told.words(), ["needs review", "paid"]);
    assert!(matches!(desk.state("R-1.bank").await, State::Paid(_)));
    assert_eq!(shop.wire_count(Refund::NAME), 1);
}
