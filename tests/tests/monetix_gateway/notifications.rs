//! What arrives at the shop's address: in every form, twice, late, a thousand times, from a thief, about nothing.

use std::sync::Arc;
use std::time::Duration;

use conformance::crowd::MANY;
use monetix_client::Status;
use pay_core::{Observation, OrderId, Secret, Trust};
use pay_http::http::Request;
use pay_http::{Bytes, HttpTransport, Transport as _};
use pay_sandbox::{Monetix as Double, MonetixPay, NotifyOptions};
use pay_sign::{Fields, Scheme, Signer};
use pay_watch::{ApplyError, Input, State};
use tokio::task::JoinSet;

use crate::shop::{Shop, number};

/// Somebody sends this to the shop's address. The HTTP status and the body of the answer.
pub(crate) async fn post(shop: &Shop, body: String) -> (u16, String) {
    let sender = HttpTransport::new(&shop.listener.url().parse().unwrap()).unwrap();
    let request = Request::post(shop.listener.url()).header("content-type", "application/json");
    let answer = sender.send(request.body(Bytes::from(body)).unwrap()).await.unwrap();
    (answer.status().as_u16(), String::from_utf8(answer.body().to_vec()).unwrap())
}

/// This document with the project's signature.
pub(crate) fn signed(json: &str) -> String {
    let signer = Signer::new(Scheme::MONETIX, Secret::new(Double::SECRET_KEY).unwrap());
    let mut document: serde_json::Value = serde_json::from_str(json).unwrap();
    document.as_object_mut().unwrap().remove("signature");
    signer.sign(Fields::from_json(document.to_string()).unwrap()).unwrap().to_json()
}

/// Whoever knows the address can send what he likes. Without the secret nothing of it is read.
#[tokio::test]
async fn an_invented_callback_is_refused_and_changes_nothing() {
    let claim = r#"{"project_id":1234,"payment":{"id":"A-1","type":"purchase","status":"success",
        "sum":{"amount":1050,"currency":"USD"}},"operation":{"id":1,"type":"sale","status":"success"}}"#;
    let placeholder = "U7HQO7ToISZhMPKdM4XrUKQtoYzFvoB3cs9CRd4xeYG2Q==";
    for shop in Shop::both().await {
        shop.sell("A-1").await;
        let genuine = signed(claim);
        let (start, signature) = genuine.rsplit_once(r#""signature":""#).unwrap();
        for (body, why) in [
            (claim.to_owned(), "notification is not authentic"),
            (format!("{start}\"signature\":\"{placeholder}\"}}"), "notification is not authentic"),
            (genuine.replace("1050", "1"), "notification is not authentic"),
            (genuine.replace("A-1", "A-2"), "notification is not authentic"),
            (format!("{start}\"signature\":\"{}", signature.to_lowercase()), "notification is not authentic"),
            (format!("[{genuine}]"), "notification is not of the provider's form"),
            (genuine[..genuine.len() - 1].to_owned(), "notification is not of the provider's form"),
            (String::new(), "notification is not of the provider's form"),
        ] {
            assert_eq!(post(&shop, body.clone()).await, (400, why.to_owned()), "{body}");
        }
        assert!(shop.listener.take().is_empty());
        assert_eq!(shop.wire_count(Double::STATUS), 0, "nobody makes the shop ask");
        shop.run(60).await;
        assert!(shop.state("A-1").await.is_live() && shop.told.words().is_empty());
    }
}

/// The schedule was faster; the callback comes when all is done, and once more a day later.
#[tokio::test]
async fn a_late_or_repeated_callback_changes_nothing() {
    for shop in Shop::both().await {
        shop.double().notify_as(NotifyOptions::new().late(Duration::from_secs(400)).copies(2));
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new());
        shop.run(60).await;
        assert_eq!(shop.told.words(), ["paid"]);
        let (before, asked) = (shop.state("A-1").await, shop.wire_count(Double::STATUS));
        shop.run(86_400).await;
        shop.double().notify_again(1).unwrap();
        shop.run(60).await;
        assert_eq!(shop.state("A-1").await, before);
        assert_eq!((shop.told.words(), shop.wire_count(Double::STATUS)), (vec!["paid"], asked));
        let delivered = shop.double().notifications();
        assert!(delivered.len() == 3 && delivered.iter().all(|sent| sent.attempts.len() == 1));
    }
}

/// A thousand copies over the wire, and a thousand tasks of two processes over one store that take them at once.
async fn a_thousand(shop: &Shop, input: impl Fn(Observation) -> Input) {
    shop.double().notify_as(NotifyOptions::new().copies(MANY));
    let opened = shop.sell("A-1").await;
    shop.pay(&opened, MonetixPay::new());
    shop.pass(2);
    let callbacks = shop.callbacks().await;
    assert_eq!(callbacks.len(), MANY as usize);
    assert!(callbacks.windows(2).all(|pair| pair[0].report.event_key() == pair[1].report.event_key()));

    let processes = [Arc::clone(&shop.watcher), Arc::new(shop.another_watcher())];
    let mut tasks = JoinSet::new();
    for (callback, watcher) in callbacks.into_iter().zip(processes.iter().cycle().cloned()) {
        let (id, input) = (opened.id.clone(), input(callback.notice.claim));
        tasks.spawn(async move { watcher.apply(&id, input).await.unwrap() });
    }
    tasks.join_all().await;
    shop.run(86_400).await;
    assert_eq!((shop.state("A-1").await.as_str(), shop.told.words()), ("paid", vec!["paid"]));
    for sent in shop.double().notifications() {
        let answers: Vec<_> = sent.attempts.iter().map(|attempt| &attempt.answer).collect();
        assert_eq!(answers, [&Ok(200)], "{}", sent.number);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f08_a_thousand_hints_in_parallel_make_one_transition_and_few_questions() {
    let shop = Shop::open().await;
    a_thousand(&shop, |_| Input::Hint).await;
    let asked = shop.wire_count(Double::STATUS);
    assert!((1..=4).contains(&asked), "{asked} questions");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn d60_a_thousand_believed_callbacks_make_one_transition_and_no_question() {
    let shop = Shop::believing().await;
    let now = shop.sandbox.clock().now().after(Duration::from_secs(2));
    a_thousand(&shop, |claim| Input::Observed { answer: Ok(claim), started_at: now }).await;
    assert_eq!(shop.wire_count(Double::STATUS), 0);
}

/// A payment that the shop has no order for: acknowledged, or it comes for ten days, and nothing is made of it.
#[tokio::test]
async fn f10_a_callback_about_an_unknown_order_is_acknowledged_and_makes_no_state() {
    for shop in Shop::both().await {
        shop.call(&crate::shop::sale("B-1")).await;
        shop.double().pay("B-1", MonetixPay::new()).unwrap();
        shop.pass(2);
        let callbacks = shop.callbacks().await;
        assert_eq!(callbacks.len(), 2, "redirection and success");
        for sent in shop.double().notifications() {
            assert!(sent.attempts.len() == 1 && sent.attempts[0].taken, "{:?}", sent.attempts);
        }
        let id = OrderId::new("B-1").unwrap();
        for callback in callbacks {
            assert!(matches!(callback.notice.trust, Trust::Signed { .. }));
            for input in [
                Input::Hint,
                Input::Observed {
                    answer: Ok(callback.notice.claim.clone()),
                    started_at: shop.sandbox.clock().now(),
                },
            ] {
                let error = shop.watcher.apply(&id, input).await.unwrap_err();
                assert!(matches!(error, ApplyError::Unknown), "{error}");
            }
        }
        shop.run(3_600).await;
        assert_eq!(shop.watcher.order(&id).await.unwrap(), None);
        assert!(shop.told.words().is_empty() && shop.told.alerts().is_empty());
    }
}

/// A genuine callback about a token or a consent names no payment: 200, and there is nothing to do.
#[tokio::test]
async fn f10_a_callback_about_no_order_is_acknowledged() {
    let shop = Shop::open().await;
    let body = signed(
        r#"{"project_id":1234,"customer":{"id":"customer_123"},"recurring":{"id":7,"status":"active"}}"#,
    );
    assert_eq!(post(&shop, body.clone()).await, (200, "OK".to_owned()));
    assert!(shop.listener.take().is_empty() && shop.sandbox.journal().is_empty());
    // The same without its signature is nobody's.
    let (status, _) = post(&shop, body.replace("signature", "signed")).await;
    assert_eq!(status, 400);
}

/// A text that could pass for two members: genuine, and a hint, which a question follows also where callbacks are believed.
#[tokio::test]
async fn d34_an_ambiguous_callback_is_asked_about() {
    for shop in Shop::both().await {
        let opened = shop.sell("A-1").await;
        shop.pay(&opened, MonetixPay::new().declines("20105"));
        shop.pass(2);
        let sent = shop.double().notifications().remove(0).body;
        let claim = sent.replace("decline", "success").replace("Two coffees", "d;payment:status:success");
        assert_eq!(post(&shop, signed(&claim)).await, (200, "OK".to_owned()));
        let callback = shop.callbacks().await.pop().unwrap();
        assert_eq!(callback.notice.trust, Trust::Hint);
        assert!(matches!(callback.notice.claim, Observation::Paid(_)), "{:?}", callback.notice.claim);
        shop.take(callback.notice).await;
        shop.told.step(&shop.watcher).await;
        assert_eq!(shop.wire_count(Double::STATUS), 1);
        assert!(!matches!(shop.state("A-1").await, State::Paid(_)));
        let report = shop.call(&Status::new(number("A-1"))).await;
        assert!(matches!(report.observation(), Observation::Failed(_)));
    }
}
