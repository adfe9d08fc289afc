//! A sale whose answer does not come: found by a question, never sent under another id, and never made twice.

use std::sync::Arc;
use std::time::Duration;

use monetix_client::{Begun, Error, Monetix, SETTLES_AFTER};
use pay_core::{Observation, Outcome};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, Monetix as Double, MonetixErrors};
use tokio::task::JoinSet;

use crate::shop::{Shop, sale};

/// What a sale came to, and what it cost.
struct Run {
    shop: Shop,
    result: Result<Begun, Error>,
    sales: usize,
    questions: usize,
}

impl Run {
    /// The payment is there once, and the shop knows it.
    fn assert_known(&self, said: &str) {
        match &self.result {
            Ok(Begun::Known(report)) => assert_eq!(report.observation(), Observation::Pending, "{said}"),
            other => unreachable!("{said}: {other:?}"),
        }
        assert_eq!(self.shop.double().payments().len(), 1, "{said}");
    }
}

/// A sale that meets this fault.
async fn meet(fault: Fault) -> Run {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(Double::SALE, fault);
    run(shop, None).await
}

/// The same of somebody who waits no longer than a second for an answer.
async fn meet_in_haste(fault: Fault) -> Run {
    let shop = Shop::open().await;
    shop.sandbox.faults().next(Double::SALE, fault);
    let hasty = shop.with_patience(Duration::from_secs(1));
    run(shop, Some(hasty)).await
}

async fn run(shop: Shop, client: Option<Monetix>) -> Run {
    let monetix = client.as_ref().unwrap_or(&shop.monetix);
    let result = monetix.sale_or_recover(&sale("A-1"), shop.sandbox.clock()).await;
    let sent = shop.sandbox.journal().of(Double::SALE);
    assert!(sent.windows(2).all(|pair| pair[0].body == pair[1].body), "the same sale, to the byte");
    assert!(sent[0].body.contains(r#""payment_id":"A-1""#), "{}", sent[0].body);
    for (first, second) in sent.iter().zip(sent.iter().skip(1)) {
        assert!(second.at.since(first.at) >= SETTLES_AFTER, "not found says nothing before");
    }
    let (sales, questions) = (sent.len(), shop.wire_count(Double::STATUS));
    assert!(shop.double().payments().len() <= 1, "one payment at most");
    Run { shop, result, sales, questions }
}

#[tokio::test]
async fn a_sale_that_is_answered_asks_nothing() {
    for fault in [Fault::Delay(Duration::from_millis(30)), Fault::Drip { chunk: 20, pause: Duration::ZERO }] {
        let run = meet(fault).await;
        assert!(matches!(run.result, Ok(Begun::Accepted(_))), "{:?}", run.result);
        assert_eq!((run.sales, run.questions), (1, 0));
    }
}

#[tokio::test]
async fn f01_a_sale_that_was_made_and_not_answered_is_found_and_sent_once() {
    for fault in [
        Fault::CutAfter,
        Fault::Truncate { keep: 0 },
        Fault::Truncate { keep: 1 },
        Fault::Truncate { keep: 40 },
    ] {
        let said = format!("{fault:?}");
        let run = meet(fault).await;
        run.assert_known(&said);
        assert_eq!((run.sales, run.questions), (1, 1), "{said}");
    }
}

/// The double has made it by the time the client gives up.
#[tokio::test]
async fn f03_a_sale_that_timed_out_is_found_and_sent_once() {
    let runs = tokio::join!(meet_in_haste(Fault::Hang), meet_in_haste(Fault::Delay(Duration::from_mins(1))));
    for run in <[Run; 2]>::from(runs) {
        run.assert_known("no answer within a second");
        assert_eq!((run.sales, run.questions), (1, 1));
    }
}

/// Nothing was made, though nobody said so: after ten seconds in which it is not found, the same sale goes out again.
#[tokio::test]
async fn f01_a_sale_that_never_arrived_is_sent_again_under_its_id() {
    for fault in [Fault::CutBefore, Fault::GatewayTimeout, Fault::Upstream { keys: Vec::new() }] {
        let said = format!("{fault:?}");
        let run = meet(fault).await;
        assert!(matches!(run.result, Ok(Begun::Accepted(_))), "{said}: {:?}", run.result);
        assert_eq!((run.sales, run.questions), (2, 2), "{said}");
        assert_eq!(run.shop.double().payments().len(), 1, "{said}");
    }
}

/// The platform's own failure is no refusal, also where the HTTP status does not say that it is one.
#[tokio::test]
async fn an_internal_error_in_the_body_is_no_refusal() {
    let shop = Shop::open().await;
    shop.double().refuse_as(MonetixErrors::ByBody);
    shop.sandbox.faults().next(Double::SALE, Fault::Upstream { keys: Vec::new() });
    let run = run(shop, None).await;
    assert!(matches!(run.result, Ok(Begun::Accepted(_))), "{:?}", run.result);
    assert_eq!((run.sales, run.shop.double().payments().len()), (2, 1));
}

/// What was refused at the edge was not made, and is for the shop to decide.
#[tokio::test]
async fn a_sale_that_was_refused_at_the_edge_is_not_sent_again() {
    for fault in [
        Fault::Forbidden,
        Fault::TooManyRequests { retry_after: None },
        Fault::TooManyRequests { retry_after: Some(pay_http::http::HeaderValue::from_static("1")) },
    ] {
        let said = format!("{fault:?}");
        let run = meet(fault).await;
        assert_eq!(run.result.unwrap_err().outcome(), Outcome::Refused, "{said}");
        assert_eq!((run.sales, run.questions), (1, 0), "{said}");
        assert!(run.shop.double().payments().is_empty(), "{said}");
    }
}

/// However long it lasts, there are two sales on the wire at most, and the end is open.
#[tokio::test]
async fn f01_a_sale_that_never_gets_through_stays_open() {
    for fault in [Fault::CutBefore, Fault::GatewayTimeout, Fault::Upstream { keys: Vec::new() }] {
        let shop = Shop::open().await;
        shop.sandbox.faults().always(Double::SALE, fault.clone());
        let run = run(shop, None).await;
        let error = run.result.unwrap_err();
        assert_eq!((error.outcome(), run.sales), (Outcome::Unknown, 2), "{fault:?}: {error}");
    }
}

/// The first one is made and not answered, and so is the question.
#[tokio::test]
async fn f03_without_an_answer_to_the_question_nothing_is_sent_again() {
    for fault in [
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Forbidden,
        Fault::GatewayTimeout,
        Fault::TooManyRequests { retry_after: None },
        Fault::Truncate { keep: 100 },
        Fault::Upstream { keys: Vec::new() },
        Fault::answer(StatusCode::OK, "application/json", r#"{"status":"error","code":"3261"}"#),
    ] {
        let shop = Shop::open().await;
        shop.sandbox.faults().next(Double::SALE, Fault::CutAfter);
        shop.sandbox.faults().always(Double::STATUS, fault.clone());
        let run = run(shop, None).await;
        let error = run.result.as_ref().unwrap_err();
        assert_eq!((error.outcome(), run.sales), (Outcome::Unknown, 1), "{fault:?}: {error}");
        // Later on there is an answer.
        run.shop.sandbox.faults().clear();
        let clock = run.shop.sandbox.clock();
        let begun = run.shop.monetix.recover_sale(&sale("A-1"), clock.now(), clock).await.unwrap();
        assert!(matches!(begun, Begun::Known(_)), "{fault:?}: {begun:?}");
        assert_eq!(run.shop.wire_count(Double::SALE), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn junk_in_place_of_the_answer_is_no_answer() {
    for (status, body) in [
        (200, ""),
        (200, "[]"),
        (200, "{}"),
        (200, "<html><title>Just a moment...</title></html>"),
        (200, r#"{"status":"accepted"}"#),
        (202, ""),
        (302, ""),
        (400, r#"{"status":"success"}"#),
        (500, r#"{"status":"error","code":"2004"}"#),
        (502, "<html>"),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let run = meet(Fault::answer(status, "application/json", body)).await;
        assert!(matches!(run.result, Ok(Begun::Accepted(_))), "{status} {body}: {:?}", run.result);
        assert_eq!((run.sales, run.questions), (2, 2), "{status} {body}");
    }
}

/// An impatient payer, or a shop that starts the same thing many times: one is accepted, and the others find it.
#[tokio::test]
async fn many_sales_of_one_id_at_once_make_one_payment() {
    const TASKS: usize = 100;
    let shop = Shop::open().await;
    let mut tasks = JoinSet::new();
    for _ in 0..TASKS {
        let (monetix, clock) = (Arc::clone(&shop.monetix), shop.sandbox.clock().clone());
        tasks.spawn(async move { monetix.sale_or_recover(&sale("A-1"), &clock).await.unwrap() });
    }
    let begun = tasks.join_all().await;
    let accepted = begun.iter().filter(|begun| matches!(begun, Begun::Accepted(_))).count();
    assert_eq!((accepted, begun.len()), (1, TASKS));
    assert_eq!((shop.double().payments().len(), shop.double().payments()[0].operations), (1, 1));
    assert_eq!(shop.callbacks().await.len(), 1);
}

/// The process dies between what Monetix did and what it wrote down: the next one asks first.
#[tokio::test]
async fn f05_a_sale_of_a_process_that_died_is_asked_about_first() {
    let shop = Shop::open().await;
    let sale = shop.prepare("A-1").await;
    let sent_at = shop.sandbox.clock().now();
    shop.sandbox.faults().next(Double::SALE, Fault::Hang);
    tokio::select! {
        result = shop.monetix.call(&sale) => unreachable!("{result:?}"),
        () = made(&shop) => {}
    }
    let clock = shop.sandbox.clock();
    let begun =
        shop.with_patience(Duration::from_secs(10)).recover_sale(&sale, sent_at, clock).await.unwrap();
    assert!(matches!(begun, Begun::Known(_)), "{begun:?}");
    assert_eq!((shop.wire_count(Double::SALE), shop.double().payments().len()), (1, 1));
}

/// Returns when the double knows the payment.
pub(crate) async fn made(shop: &Shop) {
    while shop.double().payments().is_empty() {
        tokio::task::yield_now().await;
    }
}
