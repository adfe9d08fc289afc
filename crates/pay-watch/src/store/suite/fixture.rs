use std::time::Duration;

use pay_core::{
    AccountId, Currency, Expected, Money, Observation, OrderId, OrderKey, Payment, Receiver, Timestamp,
    TransactionId,
};

use crate::store::Store;
use crate::{Input, Order, Policy, SourceId, Step, step};

/// When the fixtures are opened.
pub(super) const OPENED: Timestamp = Timestamp::from_millis(1_750_000_000_000);

pub(super) fn at(seconds: u64) -> Timestamp {
    OPENED.after(Duration::from_secs(seconds))
}

pub(super) fn source(name: &str) -> SourceId {
    SourceId::new(name)
}

pub(super) fn id(text: &str) -> OrderId {
    OrderId::new(text).expect("fixtures name orders in plain letters")
}

/// An order of 1.50 USD at source `a`, open for ten minutes.
pub(super) fn order(name: &str, key: &str) -> Order {
    order_at("a", name, key)
}

pub(super) fn order_at(source_name: &str, name: &str, key: &str) -> Order {
    let expected = Expected::new(
        OrderKey::new(key).expect("fixtures have plain keys"),
        Money::from_minor(150, Currency::Usd),
        Receiver::account(AccountId::new("coffee@devb").expect("fixtures have plain accounts")),
        OPENED,
        at(600),
    );
    Order::new(source(source_name), id(name), expected, OPENED, &Policy::default())
        .expect("fixtures are open for ten minutes")
}

/// The step by which a payment settles an order.
pub(super) fn paid(order: &Order, transaction: &str) -> Step {
    let transaction = TransactionId::new(transaction).expect("fixtures have plain transactions");
    let mut payment = Payment::new(transaction, order.expected().amount());
    payment.receiver = AccountId::new("coffee@devb").ok();
    apply(order, Input::Observed { answer: Ok(Observation::Paid(payment)), started_at: at(20) }, at(20))
}

pub(super) fn apply(order: &Order, input: Input, now: Timestamp) -> Step {
    step(order, input, now, &Policy::default())
}

/// The order as the store has it.
pub(super) async fn kept(store: &dyn Store, order: &Order) -> Order {
    let kept = store.order(order.id()).await.expect("the store answers");
    kept.expect("the order was registered")
}

pub(super) async fn register(store: &dyn Store, order: &Order) {
    store.register(order).await.expect("nothing stands against this order");
}

pub(super) async fn commit(store: &dyn Store, step: &Step) {
    store.commit(step).await.expect("nothing stands against this step");
}
