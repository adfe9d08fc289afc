//! Orders by the Gate: banks, sale, redirection, page, callback, status.

use std::time::Duration;

use conformance::browser;
use monetix_client::{
    Banks, Begun, CallbackControl, CallbackUrl, Fields, InvalidRedirect, Raw, RedirectData, Sale, Status,
};
use pay_core::{Money, Observation, Outcome, Presentation, Untrusted};
use pay_http::http::Request;
use pay_sandbox::{Monetix as Double, MonetixErrors, MonetixForm, MonetixPay};
use pay_sign::Order;
use pay_watch::State;

use crate::shop::{PRICE, Shop, customer, number, sale, settings, usd};

const LOOPBACK: [&str; 1] = ["127.0.0.1"];

/// Sends a sale, and takes what its first callback says of the redirection.
async fn redirected(shop: &Shop, sale: &Sale) -> RedirectData {
    let accepted = shop.call(sale).await;
    let callbacks = shop.callbacks().await;
    let [callback] = callbacks.as_slice() else { unreachable!("{callbacks:?}") };
    assert_eq!(callback.notice.claim, Observation::Pending);
    let operation = callback.report.operation.as_ref().unwrap();
    assert_eq!(operation.request_id, accepted.request_id);
    callback.report.redirect_data.clone().unwrap()
}

/// The whole way, by the bank that the list gives for the amount.
#[tokio::test]
async fn a_sale_is_redirected_paid_told_and_confirmed() {
    let shop = Shop::open().await;
    shop.double().callback_to(None);
    let banks = shop.call(&Banks::new(number("A-1"), usd(1_050))).await;
    let takes = |bank: &&monetix_client::Bank| {
        let (least, most) = bank.limits().unwrap();
        least.is_some_and(|least| least.minor() <= 1_050) && most.is_some_and(|most| most.minor() >= 1_050)
    };
    assert_eq!(banks.iter().filter(takes).count(), 4);
    let bank = banks.iter().find(|bank| bank.name == Some(Untrusted::new("ABA PAY"))).unwrap();

    shop.prepare("A-1").await;
    let address = "2001:db8::47".parse().unwrap();
    let url = |text: &str| CallbackUrl::on_loopback(text).unwrap();
    let sale = Sale::new(number("A-1"), customer(), address, bank.bank_id().unwrap(), usd(1_050))
        .callback_url(url(&shop.listener.url()))
        .success_url(url("http://127.0.0.1:9/thanks"));
    let redirect = redirected(&shop, &sale).await;
    let Ok(Presentation::Redirect(page)) = redirect.presentation(&LOOPBACK) else {
        unreachable!("{redirect:?}")
    };
    let page = shop.pay_on(&page, "").await;
    assert!(page.contains("Paid.") && page.contains("ABA PAY") && page.contains("10.50 USD"), "{page}");
    assert!(page.contains("href=\"http://127.0.0.1:9/thanks\""), "{page}");
    shop.run(5).await;
    let State::Paid(settled) = shop.state("A-1").await else { unreachable!("not paid") };
    assert_eq!(settled.payment().amount, PRICE);
    let payment = shop.double().payment("A-1").unwrap();
    assert_eq!(settled.payment().transaction.as_str(), payment.operation_id.unwrap().to_string());
    assert_eq!((shop.told.words(), shop.wire_count(Double::SALE)), (vec!["paid"], 1));
}

#[tokio::test]
async fn a_redirection_by_post_is_a_form_that_opens_the_bank() {
    let shop = Shop::open().await;
    shop.double().notify_in(MonetixForm::new().redirect_by_post());
    let sale = shop.prepare("A-1").await;
    let redirect = redirected(&shop, &sale).await;
    let Ok(Presentation::Form { action, fields }) = redirect.presentation(&LOOPBACK) else {
        unreachable!("{redirect:?}")
    };
    let [(name, token)] = fields.as_slice() else { unreachable!("{fields:?}") };
    assert_eq!((&**name, &**token), ("token", &*shop.double().payment("A-1").unwrap().token));
    let base = shop.sandbox.base_url();
    let page = browser::browse(base, Request::post(&action), format!("{name}={token}")).await;
    assert!(page.contains("Wing Bank") && page.contains("<button"), "{page}");
    shop.pay_on(&action, "").await;
    shop.run(5).await;
    assert_eq!(shop.told.words(), ["paid"]);
}

/// The double's bank is on this machine, which a shop lists for a test and not otherwise.
#[tokio::test]
async fn d44_a_payer_is_sent_to_a_listed_host_alone() {
    let shop = Shop::open().await;
    let redirect = redirected(&shop, &sale("A-1")).await;
    for hosts in [vec![], vec!["example.com"], vec!["127.0.0.1.example.com"], vec!["localhost"]] {
        let refused = redirect.presentation(&hosts).unwrap_err();
        assert_eq!(refused, InvalidRedirect::Host(Untrusted::new("127.0.0.1")), "{hosts:?}");
    }
}

/// Where a project has its ids and its signature, and how the kit behind it sorts: more than ten operations tell.
#[tokio::test]
async fn every_form_of_callbacks_and_answers_is_read() {
    let forms = [Order::Natural, Order::ItemBytes, Order::PathBytes, Order::PerLevel]
        .map(|order| MonetixForm::new().order(order));
    for form in forms.into_iter().chain([MonetixForm::new().signed_in_general()]) {
        let shop = Shop::open().await;
        shop.double().notify_in(form);
        let opened = shop.sell("A-1").await;
        for _ in 0..11 {
            shop.pay(&opened, MonetixPay::new().declines("20105"));
            shop.pass(2);
        }
        shop.pay(&opened, MonetixPay::new());
        shop.pass(2);
        let callbacks = shop.callbacks().await;
        assert_eq!(callbacks.len(), 12, "{form:?}");
        let report = shop.call(&Status::new(number("A-1"))).await;
        assert_eq!(report.operations.len(), 12, "{form:?}");
        let claims = [report.observation(), callbacks[11].notice.claim.clone()];
        for claim in claims {
            let settled = opened.expected.verify(&claim).unwrap();
            assert_eq!(settled.payment().amount, PRICE, "{form:?}");
        }
    }
}

/// What the double refuses comes out by its code, whether the HTTP status says it or the body alone.
#[tokio::test]
async fn what_the_gate_refuses_is_said_by_code_and_made_nothing() {
    for (errors, http) in [(MonetixErrors::ByStatus, 400), (MonetixErrors::ByBody, 200)] {
        let shop = Shop::open().await;
        shop.double().refuse_as(errors);
        let by = |bank, cents| {
            Sale::new(number("A-1"), customer(), "198.51.100.47".parse().unwrap(), bank, usd(cents))
        };
        for (sale, code) in
            [(by(1, 1_050), "2801"), (by(61_021, 99), "3358"), (by(61_021, 1_000_001), "2642")]
        {
            let error = shop.refused(&sale).await;
            let api = error.kind().api().unwrap();
            assert_eq!(api.code.as_ref().unwrap().as_str(), code, "{error}");
            assert_eq!((api.http, error.outcome()), (http, Outcome::Refused), "{error}");
        }
        assert!(shop.double().payments().is_empty());
    }
}

/// The method takes dollars: riel are asked for where the settings allow it, and Monetix says no.
#[tokio::test]
async fn riel_are_refused_by_the_gate() {
    let shop = Shop::open().await;
    let riel = monetix_client::Amount::new(Money::from_minor(4_000, pay_core::Currency::Khr)).unwrap();
    let clock = std::sync::Arc::new(shop.sandbox.clock().clone());
    let monetix = monetix_client::Monetix::connect(settings(&shop.sandbox).take_riel(), clock).unwrap();
    let error = monetix.call(&Banks::new(number("A-1"), riel)).await.unwrap_err();
    assert_eq!(error.kind().api().unwrap().code.as_ref().unwrap().as_str(), "3023", "{error}");
    let asked = shop.sandbox.journal().last().unwrap().body;
    assert!(asked.contains(r#""currency":"KHR","amount":400000"#), "{asked}");
}

/// By the name that Monetix gave the request, from ten seconds after it on.
#[tokio::test]
async fn a_payment_is_found_by_the_name_of_its_request() {
    let shop = Shop::open().await;
    let accepted = shop.call(&sale("A-1")).await;
    let request_id = accepted.request_id.unwrap();
    let body = format!(
        r#"{{"general":{{"project_id":1234,"payment_id":"A-1"}},"request_id":"{}"}}"#,
        request_id.as_raw()
    );
    let ask = || Raw::reading(Double::STATUS_BY_REQUEST, Fields::from_json(body.as_str()).unwrap());
    let early = shop.monetix.call_raw(&ask()).await.unwrap();
    assert!(early.get().contains(r#""code":"3061""#), "{early}");
    shop.pass(10);
    let found = shop.monetix.call_raw(&ask()).await.unwrap();
    assert!(found.get().contains(r#""status":"awaiting redirect result""#), "{found}");
}

/// Later, or not at all: but where the payer has to go is told in any case.
#[tokio::test]
async fn a_sale_says_how_its_callbacks_come() {
    let shop = Shop::open().await;
    let delayed = CallbackControl::delayed(Duration::from_mins(10)).unwrap();
    shop.call(&sale("A-1").callback(delayed)).await;
    shop.pass(599);
    assert!(shop.callbacks().await.is_empty());
    shop.pass(1);
    assert_eq!(shop.callbacks().await.len(), 1);

    let disabled = shop.prepare("A-2").await.callback(CallbackControl::disabled());
    let redirect = redirected(&shop, &disabled).await;
    assert!(redirect.presentation(&LOOPBACK).is_ok());
    shop.double().pay("A-2", MonetixPay::new()).unwrap();
    shop.run(30).await;
    assert_eq!(shop.double().notifications().len(), 2);
    assert_eq!(shop.told.words(), ["paid"], "found by a question");
}

/// A second sale under the id of a first one is no second payment, whoever asks for it.
#[tokio::test]
async fn an_id_is_used_once() {
    let shop = Shop::open().await;
    shop.call(&sale("A-1")).await;
    let error = shop.refused(&sale("A-1")).await;
    assert_eq!(error.kind().api().unwrap().code.as_ref().unwrap().as_str(), "3041");
    let timer = shop.sandbox.clock();
    let begun = shop.monetix.sale_or_recover(&sale("A-1"), timer).await.unwrap();
    let Begun::Known(report) = begun else { unreachable!("{begun:?}") };
    assert_eq!(report.observation(), Observation::Pending);
    assert_eq!((shop.double().payments().len(), shop.double().payments()[0].operations), (1, 1));
}
