extern crate std;
use std::string::ToString;

use proptest::prelude::*;

use super::*;
use crate::{Currency, TransactionId, Untrusted};

const OPENED: Timestamp = Timestamp::from_millis(1_750_000_000_000);

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Currency::Usd)
}

fn account(text: &str) -> AccountId {
    AccountId::new(text).unwrap()
}

fn expected() -> Expected {
    Expected::new(
        OrderKey::new("838f6d998f6d700c42391aab5c5be555").unwrap(),
        usd(1_050),
        Receiver::account(account("coffee@devb")),
        OPENED,
        OPENED.after(Duration::from_secs(600)),
    )
}

fn paid() -> Payment {
    let mut payment = Payment::new(TransactionId::new("8465d722").unwrap(), usd(1_050));
    payment.receiver = Some(account("coffee@devb"));
    payment.paid_at = Some(OPENED.after(Duration::from_secs(90)));
    payment
}

fn failed(payment: Payment) -> Vec<Check> {
    expected().verify(&Observation::Paid(payment)).unwrap_err().failed().collect()
}

#[test]
fn d20_each_wrong_value_is_a_mismatch_of_its_own_and_all_are_said() {
    let cheap = Payment { amount: usd(1), ..paid() };
    assert_eq!(failed(cheap), [Check::Amount]);
    let riel = Payment { amount: Money::from_minor(1_050, Currency::Khr), ..paid() };
    assert_eq!(failed(riel), [Check::Currency]);
    let elsewhere = Payment { receiver: Some(account("thief@devb")), ..paid() };
    assert_eq!(failed(elsewhere), [Check::Receiver]);

    let all = Payment {
        amount: Money::from_minor(1, Currency::Khr),
        receiver: Some(account("thief@devb")),
        ..paid()
    };
    let mismatch = expected().verify(&Observation::Paid(all)).unwrap_err();
    assert_eq!(
        mismatch.to_string(),
        "currency: expected USD, found KHR; amount: expected 10.50 USD, found 1 KHR; \
         receiver: expected coffee@devb, found thief@devb"
    );
}

#[test]
fn a_receiver_that_is_not_named_does_not_agree_unless_the_provider_binds_it() {
    let unnamed = Payment { receiver: None, ..paid() };
    assert_eq!(failed(unnamed.clone()), [Check::Receiver]);
    let bound = Expected { receiver: Receiver::BoundToOrder, ..expected() };
    assert!(bound.verify(&Observation::Paid(unnamed)).is_ok());
}

#[test]
fn a_settlement_account_of_the_bank_may_stand_beside_the_merchants() {
    let either = Receiver::Accounts(alloc::vec![account("coffee@devb"), account("settle@devb")]);
    let expected = Expected { receiver: either, ..expected() };
    let payment = Payment { receiver: Some(account("SETTLE@devb")), ..paid() };
    assert!(expected.verify(&Observation::Paid(payment)).is_ok());
}

#[test]
fn the_window_is_the_orders_life_and_the_skew_on_both_sides() {
    let at = |millis: i64| Payment { paid_at: Some(Timestamp::from_millis(millis)), ..paid() };
    let (open, close) = (OPENED.as_millis() - 60_000, OPENED.as_millis() + 660_000);
    for inside in [open, close] {
        assert!(expected().verify(&Observation::Paid(at(inside))).is_ok(), "{inside}");
    }
    assert_eq!(failed(at(open - 1)), [Check::Time]);
    assert_eq!(failed(at(close + 1)), [Check::Time]);

    let late = |payment| expected().verify(&Observation::Paid(payment)).unwrap_err().is_only_late();
    assert!(late(at(close + 1)));
    assert!(!late(at(open - 1)), "too early is not late");
    assert!(!late(Payment { amount: usd(1), ..at(close + 1) }), "late and short is not only late");
}

#[test]
fn d05_an_answer_about_another_order_is_refused() {
    let other = Payment { order: Some(OrderKey::new("another").unwrap()), ..paid() };
    assert_eq!(failed(other), [Check::Order]);
}

#[test]
fn money_that_went_back_does_not_settle() {
    let back = Payment { reversal: Some(Untrusted::new("REFUNDED_BY_RECEIVER")), ..paid() };
    assert_eq!(failed(back), [Check::Reversal]);
}

#[test]
fn nothing_but_paid_settles() {
    let others = [
        Observation::NotFound,
        Observation::Pending,
        Observation::PaidUnreadable(Untrusted::new("no amount")),
        Observation::Failed(Untrusted::default()),
        Observation::Closed,
        Observation::Refunded(paid()),
        Observation::Untraceable(Untrusted::default()),
        Observation::Unrecognized(Untrusted::new("PAID?")),
    ];
    for other in others {
        let mismatch = expected().verify(&other).unwrap_err();
        assert!(mismatch.failed().eq([Check::Status]), "{other:?}");
        assert_eq!(mismatch.observation(), &other);
    }
}

proptest! {
    #[test]
    fn settled_implies_equal_amount_currency_and_receiver(
        minor in prop_oneof![Just(1_050_i64), any::<i64>()],
        khr in any::<bool>(),
        receiver in prop_oneof![Just("coffee@devb"), Just("COFFEE@DEVB"), Just("coffee@devc")],
        offset in -2_000_000_i64..2_000_000,
    ) {
        let currency = if khr { Currency::Khr } else { Currency::Usd };
        let payment = Payment {
            amount: Money::from_minor(minor, currency),
            receiver: Some(account(receiver)),
            paid_at: Some(Timestamp::from_millis(OPENED.as_millis() + offset)),
            ..paid()
        };
        let agrees = minor == 1_050 && !khr && receiver.ends_with(['b', 'B'])
            && (-60_000..=660_000).contains(&offset);
        prop_assert_eq!(expected().verify(&Observation::Paid(payment)).is_ok(), agrees);
    }
}
