//! A disbursement is written down, sent once, and followed by its own number until it is known what became of it.

use std::sync::Arc;
use std::time::Duration;

use conformance::desk::Desk;
use conformance::listener::Listener;
use pay_core::{Currency, Money, NoticeError, Outcome};
use pay_sandbox::{Fault, Vexora as Double, VexoraPay};
use pay_watch::{MemoryStore, State};
use vexora_client::operation::{BalanceQuery, DisbursementQuery};
use vexora_client::{CallbackUrl, Disbursements, Notification, Status};

use crate::shop::{Shop, disbursement, number};

const TEN: Money = Money::from_minor(1_000, Currency::Usd);
const MINUTE: Duration = Duration::from_mins(1);

/// The shop's cashier, and disbursement `W-1` in his books.
async fn following(shop: &Shop, store: &Arc<MemoryStore>) -> Desk {
    let desk = reopened(shop, store);
    desk.follow("W-1", Disbursements::expected(&disbursement("W-1"), shop.sandbox.clock().now())).await;
    desk
}

/// The cashier of the process that comes after.
fn reopened(shop: &Shop, store: &Arc<MemoryStore>) -> Desk {
    Desk::new(Disbursements::new(Arc::clone(&shop.vexora)), store, shop.sandbox.clock())
}

#[tokio::test]
async fn a_disbursement_is_followed_until_it_arrived() {
    let shop = Shop::open().await;
    shop.double().hold_disbursements(true);
    let desk = following(&shop, &Arc::default()).await;
    shop.call(&disbursement("W-1")).await;
    desk.run(10 * MINUTE).await;
    assert_eq!(desk.told.words(), [""; 0]);
    shop.double().settle_disbursement("W-1").unwrap();
    desk.run(10 * MINUTE).await;
    let State::Paid(made) = desk.state("W-1").await else { unreachable!("not found") };
    assert_eq!(made.payment().amount, TEN);
    assert_eq!(desk.told.words(), ["paid"]);
}

#[tokio::test]
async fn a_disbursement_that_came_back_is_told_of() {
    let shop = Shop::open().await;
    shop.double().hold_disbursements(true);
    let desk = following(&shop, &Arc::default()).await;
    shop.call(&disbursement("W-1")).await;
    shop.double().reject_disbursement("W-1").unwrap();
    desk.run(10 * MINUTE).await;
    assert_eq!(desk.told.words(), ["failed"]);
    let available = shop.call(&BalanceQuery {}).await.data.available_amount;
    assert_eq!(available.unwrap().to_string(), "1000.00");
}

#[tokio::test]
async fn f01_a_disbursement_without_an_answer_is_followed_and_found_and_sent_once() {
    let shop = Shop::open().await;
    let desk = following(&shop, &Arc::default()).await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::CutAfter);
    assert_eq!(shop.refused(&disbursement("W-1")).await.outcome(), Outcome::Unknown);
    desk.run(2 * MINUTE).await;
    let State::Paid(made) = desk.state("W-1").await else { unreachable!("not found") };
    assert_eq!(made.payment().amount, TEN);
    assert_eq!((desk.told.words(), shop.wire_count(Double::DISBURSEMENT)), (vec!["paid"], 1));
}

/// Written down before it is sent, it is asked about by the process that comes after.
#[tokio::test]
async fn f01_f05_a_process_that_dies_while_it_sends_leaves_a_question_and_no_second_disbursement() {
    let shop = Shop::open().await;
    let store = Arc::default();
    following(&shop, &store).await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::CutAfter);
    shop.refused(&disbursement("W-1")).await;
    let desk = reopened(&shop, &store);
    desk.run(2 * MINUTE).await;
    assert!(matches!(desk.state("W-1").await, State::Paid(_)));
    assert_eq!(shop.wire_count(Double::DISBURSEMENT), 1);
}

/// The double is done at once and answers after a minute; the client gives up before.
#[tokio::test]
async fn f03_a_disbursement_that_timed_out_is_found_with_one_debit() {
    let shop = Shop::open().await;
    let desk = following(&shop, &Arc::default()).await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::Delay(MINUTE));
    let hasty = shop.with_patience(Duration::from_secs(1));
    let error = hasty.call(&disbursement("W-1")).await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    desk.run(2 * MINUTE).await;
    assert_eq!((desk.told.words(), shop.wire_count(Double::DISBURSEMENT)), (vec!["paid"], 1));
    let balance = shop.double().balance(Double::MERCHANT_NO).unwrap();
    assert_eq!(balance.available, Money::from_minor(99_000, Currency::Usd));
}

/// Vexora has no word for "not found": a question about what never arrived fails, which says nothing. A person hears of
/// it within the quarter of an hour, and nobody that it failed.
#[tokio::test]
async fn f01_a_disbursement_that_never_arrived_goes_to_a_person() {
    let shop = Shop::open().await;
    let desk = following(&shop, &Arc::default()).await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::CutBefore);
    assert_eq!(shop.refused(&disbursement("W-1")).await.outcome(), Outcome::Unknown);
    desk.run(15 * MINUTE).await;
    assert_eq!(desk.told.words(), ["needs review"]);
    assert_eq!((desk.state("W-1").await.as_str(), shop.wire_count(Double::DISBURSEMENT)), ("review", 1));
}

#[tokio::test]
async fn f01_a_disbursement_that_nobody_can_be_asked_about_goes_to_a_person() {
    let shop = Shop::open().await;
    let desk = following(&shop, &Arc::default()).await;
    shop.sandbox.faults().next(Double::DISBURSEMENT, Fault::CutAfter);
    shop.refused(&disbursement("W-1")).await;
    shop.sandbox.faults().always(Double::DISBURSEMENT_QUERY, Fault::GatewayTimeout);
    desk.run(60 * MINUTE).await;
    assert_eq!((desk.told.words(), shop.wire_count(Double::DISBURSEMENT)), (vec!["needs review"], 1));
}

/// Of orders the vendor says that what is not listed is a failure. Of money that left nobody says so.
#[tokio::test]
async fn f34_an_unknown_status_of_a_disbursement_is_no_reason_to_send_it_again() {
    for status in ["0030", "0001", "SUCCESS"] {
        let shop = Shop::open().await;
        let desk = following(&shop, &Arc::default()).await;
        shop.call(&disbursement("W-1")).await;
        shop.double().tell_status("W-1", Some(status));
        desk.run(14 * MINUTE).await;
        assert_eq!(desk.told.words(), [""; 0], "{status}");
        shop.double().tell_status("W-1", None);
        desk.run(20 * MINUTE).await;
        assert_eq!(desk.told.words(), ["paid"], "{status}");
    }
}

/// An order of a payer's under the number is no disbursement: its query knows of none.
#[tokio::test]
async fn f37_an_order_under_the_number_of_a_disbursement_is_not_taken_for_it() {
    let shop = Shop::open().await;
    let opened = shop.try_open("W-1").await.unwrap();
    shop.pay(&opened, VexoraPay::new().silent());
    let desk = following(&shop, &Arc::default()).await;
    desk.run(60 * MINUTE).await;
    assert_eq!(desk.told.words(), ["needs review"]);
}

/// A webhook of a disbursement goes to an address of its own. It is signed like an order's, and the query is asked.
#[tokio::test]
async fn a_webhook_of_a_disbursement_is_read_as_one() {
    let shop = Shop::open().await;
    let listener: Listener<Notification> = {
        let address = conformance::listener::Address::take().await;
        address.listen(shop.sandbox.clock().clone(), |delivery| {
            let read: Result<Notification, NoticeError> = Notification::read(delivery.body);
            conformance::listener::answered(read, conformance::listener::refusal(200, "OK"))
        })
    };
    let notify = CallbackUrl::on_loopback(listener.url()).unwrap();
    shop.call(&disbursement("W-1").notify_url(notify)).await;
    shop.pass(2);
    shop.double().notified().await;
    let told = listener.take();
    let [notification] = told.as_slice() else { unreachable!("{told:?}") };
    assert_eq!((notification.trade_no(), notification.status()), (&number("W-1"), &Status::Succeeded));
    let claim = notification.of_disbursement(Currency::Usd);
    let expected = Disbursements::expected(&disbursement("W-1"), shop.sandbox.clock().now());
    assert_eq!(expected.verify(&claim).unwrap().payment().amount, TEN);
    let found = shop.call(&DisbursementQuery::new(number("W-1"))).await.data;
    assert_eq!(found.state().as_ref(), Some(notification.status()));
}
