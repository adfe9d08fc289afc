//! Asking about many orders: lists, the capability rule, and what it costs (sections 3.3, 4.3 and 5).

use std::sync::Arc;
use std::time::Duration;

use bakong_client::{AccessToken, Bakong, Environment, RegisteredEmail};
use pay_core::{NoAnswerReason, Observation, OrderKey, OrderStatus, Outcome, StatusSource, Throttle};
use pay_http::{Transport, TransportErrorKind};

use crate::wire::{
    Answer, HandClock, NOW, Sent, TOKEN, Wire, bakong, bearer, body, broken, fixture, http, operation,
    operations,
};

fn keys(count: u32) -> Vec<OrderKey> {
    (0..count).map(|n| OrderKey::new(format!("{n:032x}")).unwrap()).collect()
}

/// A production whose list path is closed at the edge.
fn without_lists(sent: &Sent) -> Answer {
    match operation(sent) {
        "check_transaction_by_md5_list" => fixture(403, "f13-forbidden.html"),
        _ => fixture(200, "f07-not-found.json"),
    }
}

#[tokio::test]
async fn several_keys_are_one_request_and_one_key_is_no_list() {
    let wire = Wire::new(|sent| match operation(sent) {
        "check_transaction_by_md5_list" => http(
            200,
            r#"{"responseCode":0,"data":[
                {"md5":"00000000000000000000000000000001","status":"NOT_FOUND","data":null},
                {"md5":"00000000000000000000000000000000","status":"STATIC_QR","data":null}]}"#,
        ),
        _ => fixture(200, "f07-not-found.json"),
    });
    let bakong = bakong(&wire);
    assert_eq!(bakong.batch_limit().get(), 50);
    let observed = bakong.observe(&keys(2)).await;
    assert_eq!(observed.requests, 1);
    assert_eq!(observed.answers.len(), 2);
    for (key, said) in observed.answers {
        let expected =
            if key.as_str().ends_with('1') { OrderStatus::NotFound } else { OrderStatus::Untraceable };
        assert_eq!(said.unwrap().status(), expected, "{key}");
    }
    assert_eq!(bakong.observe(&keys(1)).await.requests, 1);
    assert_eq!(operations(&wire), ["check_transaction_by_md5_list", "check_transaction_by_md5"]);
}

#[tokio::test]
async fn a_payment_of_a_list_names_its_order() {
    let wire = Wire::script([fixture(200, "f21-md5-list.json")]);
    let asked = ["0dbe08d3829a8b6b59844e51aa38a4e2", "7b0e5c36486d7155eb3ee94997fe9bfb"];
    let observed = bakong(&wire).observe(&asked.map(|key| OrderKey::new(key).unwrap())).await;
    let Ok(Observation::Paid(payment)) = &observed.answers[0].1 else { panic!("{observed:?}") };
    assert_eq!(payment.order.as_ref().map(OrderKey::as_str), Some(asked[0]));

    // The answer to a single question names none.
    let wire = Wire::script([fixture(200, "f02-paid-live.json")]);
    let observed = bakong(&wire).observe(&[OrderKey::new(asked[0]).unwrap()]).await;
    let Ok(Observation::Paid(payment)) = &observed.answers[0].1 else { panic!("{observed:?}") };
    assert_eq!(payment.order, None);
}

#[tokio::test]
async fn a_closed_list_path_is_left_alone_for_six_hours() {
    let wire = Wire::new(without_lists);
    let clock = HandClock::at(NOW);
    let token = AccessToken::new(TOKEN).unwrap();
    let transport: Arc<dyn Transport> = wire.clone();
    let bakong = Bakong::new(&Environment::Sit, Arc::new(token), transport, clock.clone());

    let observed = bakong.observe(&keys(3)).await;
    assert_eq!(observed.requests, 2, "the list, and a single question");
    assert_eq!(observed.answers, [(keys(1)[0].clone(), Ok(Observation::NotFound))]);
    assert_eq!(observed.unasked, keys(3)[1..]);
    assert_eq!(bakong.batch_limit().get(), 1);

    clock.pass(Duration::from_secs(6 * 3_600 - 1));
    assert_eq!(bakong.observe(&keys(2)).await.requests, 2);
    assert_eq!(bakong.batch_limit().get(), 1);

    clock.pass(Duration::from_secs(1));
    assert_eq!(bakong.batch_limit().get(), 50);
    assert_eq!(bakong.observe(&keys(2)).await.requests, 2, "the list is tried again");
}

#[tokio::test]
async fn in_place_of_a_list_only_so_many_single_questions_are_asked() {
    let wire = Wire::new(without_lists);
    let bakong = bakong(&wire);
    let observed = bakong.observe(&keys(50)).await;
    assert_eq!(observed.requests, 2, "the list, and the one that shows the token is good");
    assert_eq!((observed.answers.len(), observed.unasked.len()), (1, 49));
    let observed = bakong.observe(&keys(50)).await;
    assert_eq!(observed.requests, 10);
    assert_eq!((observed.answers.len(), observed.unasked.len()), (10, 40));
}

/// All of Bakong is forbidden: that says nothing about the list path.
#[tokio::test]
async fn a_geo_block_does_not_close_the_list_path() {
    let wire = Wire::new(|_| fixture(403, "f13-forbidden.html"));
    let bakong = bakong(&wire);
    let observed = bakong.observe(&keys(50)).await;
    assert_eq!(observed.requests, 2);
    assert_eq!(observed.answers.len(), 50);
    for (_, said) in observed.answers {
        assert_eq!(said.unwrap_err().reason, NoAnswerReason::Unreachable);
    }
    assert_eq!(bakong.batch_limit().get(), 50);
}

/// On the list path, production answers a refused token with the same page of 403.
#[tokio::test]
async fn a_refused_token_does_not_close_the_list_path() {
    let wire = Wire::new(|sent| match operation(sent) {
        "check_transaction_by_md5_list" => fixture(403, "f13-forbidden.html"),
        _ => fixture(401, "f09-unauthorized.json"),
    });
    let bakong = bakong(&wire);
    let observed = bakong.observe(&keys(3)).await;
    assert_eq!(observed.requests, 2);
    assert!(observed.answers.iter().all(|(_, said)| {
        said.as_ref().is_err_and(|no_answer| no_answer.reason == NoAnswerReason::Unauthorized)
    }));
    assert_eq!(bakong.batch_limit().get(), 50);
}

#[tokio::test]
async fn the_day_is_over_for_the_rest_too() {
    let wire = Wire::new(|sent| match operation(sent) {
        "check_transaction_by_md5_list" => fixture(403, "f13-forbidden.html"),
        _ if body(sent).contains("00000000000000000000000000000000") => fixture(200, "f07-not-found.json"),
        _ => fixture(200, "f11-daily-limit.json"),
    });
    let bakong = bakong(&wire);
    assert_eq!(bakong.observe(&keys(2)).await.requests, 2, "the list path is closed now");
    let observed = bakong.observe(&keys(10)).await;
    assert_eq!(observed.requests, 2, "one that answers, and one that says the quota is spent");
    let reasons: Vec<_> = observed.answers.iter().filter_map(|(_, said)| said.as_ref().err()).collect();
    assert_eq!(reasons.len(), 9);
    assert!(reasons.iter().all(|error| error.reason == NoAnswerReason::Throttled(Throttle::Daily)));
}

#[tokio::test]
async fn what_did_not_leave_is_not_counted() {
    let wire = Wire::new(|_| broken(TransportErrorKind::Connect, Outcome::NotSent));
    assert_eq!(bakong(&wire).observe(&keys(2)).await.requests, 0);
    let wire = Wire::new(|_| broken(TransportErrorKind::Timeout, Outcome::Unknown));
    let observed = bakong(&wire).observe(&keys(2)).await;
    assert_eq!((observed.requests, observed.answers.len()), (1, 2));
}

#[tokio::test]
async fn more_than_50_keys_are_refused_before_a_request() {
    let wire = Wire::script([]);
    let observed = bakong(&wire).observe(&keys(51)).await;
    assert_eq!((observed.requests, observed.answers.len()), (0, 51));
    for (_, said) in observed.answers {
        assert_eq!(said.unwrap_err().reason, NoAnswerReason::Rejected);
    }
}

/// On the list path, production answers a token that has ended with the page of 403. Renewed, it answers.
#[tokio::test]
async fn a_list_is_asked_once_more_when_the_token_was_the_reason() {
    let wire = Wire::new(|sent| match (operation(sent), bearer(sent)) {
        ("renew_token", _) => http(200, r#"{"responseCode":0,"data":{"token":"renewed"}}"#),
        ("check_transaction_by_md5_list", Some("renewed")) => http(
            200,
            r#"{"responseCode":0,"data":[{"md5":"00000000000000000000000000000001","status":"NOT_FOUND"}]}"#,
        ),
        ("check_transaction_by_md5_list", _) => fixture(403, "f13-forbidden.html"),
        (_, Some("renewed")) => fixture(200, "f07-not-found.json"),
        _ => fixture(401, "f09-unauthorized.json"),
    });
    let bakong = bakong(&wire).renew_by(RegisteredEmail::new("shop@example.com").unwrap());
    let observed = bakong.observe(&keys(2)).await;
    assert_eq!(observed.requests, 5, "list, single, renewal, single, list");
    assert!(observed.answers.iter().all(|(_, said)| *said == Ok(Observation::NotFound)));
    assert_eq!(bakong.batch_limit().get(), 50);
}

#[tokio::test]
async fn a_key_that_is_no_md5_costs_nothing() {
    let wire = Wire::script([]);
    let observed = bakong(&wire).observe(&[OrderKey::new("INV-0001").unwrap()]).await;
    let [(_, Err(no_answer))] = observed.answers.as_slice() else { panic!("{observed:?}") };
    assert_eq!(no_answer.to_string(), "question refused: expected 32 hexadecimal digits, found 8 characters");
    assert_eq!(observed.requests, 0);
}
