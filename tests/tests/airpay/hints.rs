//! What a postback is worth (section 3, threats D-50 and D-54, faults F-08 to F-11): a hint, whatever it says.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use airpay_client::{
    Notifications, PaymentHint, PlatformId, PostbackStatus, StoredOrder, UnverifiedPostback,
};
use pay_core::{
    Acknowledgement, Check, Currency, Delivery, Expected, Money, NoticeError, NotificationSource as _,
    Observation, OrderId, OrderKey, OrderStatus, Receiver, Trust,
};
use pay_watch::{Input, Order, Policy, SourceId, State, step};
use proptest::prelude::*;

use crate::wire::{NOW, TOKEN, delivery, notifications, path, postback};

const AMOUNT: Money = Money::from_minor(1_050, Currency::Usd);

fn stored(platform_id: &str) -> StoredOrder {
    StoredOrder::new(OrderId::new("T-1").unwrap(), PlatformId::new(platform_id).unwrap(), AMOUNT)
}

fn expected(key: &str) -> Expected {
    let expires = NOW.after(Duration::from_mins(10));
    Expected::new(OrderKey::new(key).unwrap(), AMOUNT, Receiver::BoundToOrder, NOW, expires)
}

fn about(id: &str, status: &str) -> String {
    format!("trx_id={id}&trx_date=2025-10-27T15:04:11+07:00&status={status}&status_desc=Success")
}

/// What the sender gets to see, whatever becomes of it.
fn reply(notifications: &Notifications, delivery: &Delivery<'_>) -> Acknowledgement {
    match notifications.read(delivery) {
        Ok(_) => notifications.acknowledgement(),
        Err(error) => notifications.refusal(error),
    }
}

/// The sample from anywhere: acknowledged, a hint, and no order is settled by it. Over a wrong path it is 404.
#[test]
fn d50_a_success_from_anywhere_is_a_hint_and_settles_nothing() {
    let notifications = notifications();
    let (path, query) = (path(), postback());
    let notice = notifications.read(&delivery(&path, &query)).unwrap();
    assert_eq!(notice.trust, Trust::Hint);
    assert_eq!(notice.key.as_str(), "LINKIT25112222229");
    let mismatch = expected("LINKIT25112222229").verify(&notice.claim).unwrap_err();
    assert_eq!(mismatch.failed().collect::<Vec<_>>(), [Check::Status]);
    assert_eq!(mismatch.to_string(), "status: expected paid, found paid, but unreadable");
    let acknowledged = reply(&notifications, &delivery(&path, &query));
    assert_eq!((acknowledged.status, &*acknowledged.body), (200, "OK"));
    for wrong in ["/callback", "/", "", "/airpay", "/airpay/"] {
        let refused = reply(&notifications, &delivery(wrong, &query));
        assert_eq!((refused.status, &*refused.body), (404, ""), "{wrong}");
    }
}

/// To the watch engine a postback is [`Input::Hint`], and the order stays open. Even a shop that hands the claim over as if
/// Airpay had been asked gets no paid order out of it.
#[test]
fn d50_no_postback_makes_a_watched_order_paid() {
    let policy = Policy::default();
    let watched = || {
        let id = OrderId::new("T-1").unwrap();
        Order::new(SourceId::new("airpay"), id, expected("LINKIT1"), NOW, &policy).unwrap()
    };
    let hinted = step(&watched(), Input::Hint, NOW, &policy).order;
    assert_eq!(*hinted.state(), State::Watching);
    for statuses in [["1", "1"], ["1", "0"], ["0", "1"], ["0", "0"], ["2", "1"], ["01", "true"]] {
        let mut order = watched();
        for (seconds, status) in (60..).step_by(60).zip(statuses) {
            let notice = UnverifiedPostback::read(&about("LINKIT1", status)).unwrap().to_notice();
            let now = NOW.after(Duration::from_secs(seconds));
            let input = Input::Observed { answer: Ok(notice.claim), started_at: now };
            order = step(&order, input, now, &policy).order;
            assert!(!matches!(order.state(), State::Paid(_) | State::LatePaid(_)), "{statuses:?}");
        }
    }
}

/// The body is `OK` and nothing else.
#[test]
fn the_acknowledgement_is_ok_exactly() {
    let acknowledgement = notifications().acknowledgement();
    assert_eq!(acknowledgement.body.as_bytes(), b"OK");
    assert_eq!((acknowledgement.status, acknowledgement.content_type), (200, "text/plain"));
    let statuses = [NoticeError::NotAuthentic, NoticeError::Unreadable]
        .map(|error| notifications().refusal(error))
        .map(|refusal| (refusal.status, refusal.body.is_empty()));
    assert_eq!(statuses, [(404, true), (400, true)]);
}

/// A sweep of 10^5 ids, one of which is known: one reply to all. The time is that of the same work, as no store is looked
/// at before the reply.
#[test]
fn d54_a_known_and_an_unknown_id_are_answered_alike() {
    let notifications = notifications();
    let path = path();
    let store = stored("LINKIT25112050000");
    let (mut replies, mut hints) = (HashSet::new(), Vec::new());
    for nth in 0..100_000 {
        let query = about(&format!("LINKIT25112{nth:06}"), "1");
        let delivery = delivery(&path, &query);
        let Acknowledgement { status, content_type, body } = reply(&notifications, &delivery);
        replies.insert((status, content_type, body.into_owned()));
        // Afterwards, and unseen by the sender.
        let postback = UnverifiedPostback::read(&query).unwrap();
        hints.extend(store.hint(&postback));
    }
    assert_eq!(Vec::from_iter(replies), [(200, "text/plain", "OK".to_owned())]);
    assert_eq!(hints.len(), 1);
    assert_eq!(hints[0].platform_id.as_str(), "LINKIT25112050000");
}

/// A thousand copies on several threads: equal values and equal replies, so that one key makes them one.
#[test]
fn f08_a_repeated_postback_is_the_same_postback() {
    let notifications = notifications();
    let (path, query) = (path(), postback());
    let first = notifications.postback(None, &delivery(&path, &query)).unwrap();
    let acknowledgement = notifications.acknowledgement();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..250 {
                    let delivery = delivery(&path, &query);
                    assert_eq!(notifications.postback(None, &delivery).unwrap(), first);
                    assert_eq!(reply(&notifications, &delivery), acknowledgement);
                }
            });
        }
    });
}

/// A postback that overtakes the answer to the request is acknowledged and parked; the pair that the answer brings finds it.
#[test]
fn f09_a_postback_before_the_answer_waits_for_its_order() {
    let (path, query) = (path(), postback());
    let parked = notifications().postback(None, &delivery(&path, &query)).unwrap();
    let mut orders: HashMap<PlatformId, StoredOrder> = HashMap::new();
    assert!(!orders.contains_key(&parked.platform_id));
    let late = stored("LINKIT25112222229");
    orders.insert(late.platform_id().clone(), late);
    let hint = orders[&parked.platform_id].hint(&parked).unwrap();
    assert_eq!(hint.trxid.as_str(), "T-1");
}

/// Acknowledged like any other, and about no order.
#[test]
fn f10_a_postback_about_no_order_is_acknowledged_and_hints_at_none() {
    let (path, query) = (path(), about("LINKIT0", "1"));
    let notifications = notifications();
    let postback = notifications.postback(None, &delivery(&path, &query)).unwrap();
    assert_eq!(stored("LINKIT25112222229").hint(&postback), None);
    assert_eq!(reply(&notifications, &delivery(&path, &query)), notifications.acknowledgement());
}

/// Neither the first nor the second is believed, in whichever order they come.
#[test]
fn f11_a_failure_after_a_success_is_a_hint_as_well() {
    for (status, said) in [("1", OrderStatus::Paid), ("0", OrderStatus::Failed), ("1", OrderStatus::Paid)] {
        let notice = UnverifiedPostback::read(&about("LINKIT1", status)).unwrap().to_notice();
        assert_eq!((notice.trust, notice.claim.status()), (Trust::Hint, said));
        assert!(expected("LINKIT1").verify(&notice.claim).is_err());
    }
}

/// The amount of a hint is the one that the shop has stored.
#[test]
fn a_hint_says_what_to_look_up() {
    let query = about("LINKIT25112222229", "1") + "&amount=0.01&trxid=LINKIT25112222229";
    let hint = stored("LINKIT25112222229").hint(&UnverifiedPostback::read(&query).unwrap()).unwrap();
    let PaymentHint { trxid, platform_id, expected_amount, claim, .. } = hint;
    assert_eq!((trxid.as_str(), platform_id.as_str()), ("T-1", "LINKIT25112222229"));
    assert_eq!((expected_amount, claim), (AMOUNT, PostbackStatus::Success));
    // The merchant's own id in the place of the platform's is not a pair.
    assert_eq!(stored("LINKIT1").hint(&UnverifiedPostback::read(&about("T-1", "1")).unwrap()), None);
}

proptest! {
    /// Whatever members a postback has, no order is settled by it, not even one that asks for nothing else.
    #[test]
    fn d50_no_postback_settles_an_order(status in "[0-9a-zA-Z ]{1,9}", words in "[a-zA-Z0-9=]{0,30}", more in "[a-z]{1,8}") {
        let query = format!("{}&{more}=1050&amount=10.50&currency=USD", about("LINKIT1", &status).replace("Success", &words));
        if let Ok(postback) = UnverifiedPostback::read(&query) {
            let notice = postback.to_notice();
            prop_assert_eq!(&notice.trust, &Trust::Hint);
            prop_assert!(!matches!(&notice.claim, Observation::Paid(_) | Observation::Refunded(_)));
            prop_assert!(notice.claim.payment().is_none());
            prop_assert!(expected("LINKIT1").verify(&notice.claim).is_err());
        }
    }

    /// A path that does not end in the segment is 404, however near it comes.
    #[test]
    fn d51_every_other_segment_is_refused(at in 0..TOKEN.len(), other in "[0-9a-f]") {
        prop_assume!(TOKEN[at..=at] != other);
        let mut wrong = TOKEN.to_owned();
        wrong.replace_range(at..=at, &other);
        let (path, query) = (format!("/airpay/{wrong}"), postback());
        prop_assert_eq!(notifications().read(&delivery(&path, &query)), Err(NoticeError::NotAuthentic));
    }
}
