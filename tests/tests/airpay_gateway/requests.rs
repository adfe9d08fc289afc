//! The one operation, asked by the client and answered by the double in every form that the document leaves open.

use std::error::Error as _;

use airpay_client::{
    Airpay, Answer, Code, Error, Ewallet, Msisdn, NothingToShow, Payer, PaymentMethod, PaymentRequest, Route,
    StoredOrder,
};
use pay_core::{Checkout as _, Currency, Money, NewOrder, OrderId, Outcome};
use pay_sandbox::{Airpay as Double, AirpayAnswers, AirpayPay, Fault};

use crate::shop::{PRICE, Shop, link, payer, request, return_url, secret, settings, tracking};

/// Codes as numbers and as text, under HTTP 200 and under a status of their own.
fn forms() -> [AirpayAnswers; 4] {
    let plain = AirpayAnswers::new();
    [plain, plain.text_codes(), plain.by_status(), plain.by_status().text_codes()]
}

async fn answered(airpay: &Airpay, request: &PaymentRequest) -> Answer {
    match airpay.call(request).await {
        Ok(answer) => answer,
        Err(error) => unreachable!("{error}"),
    }
}

/// Link, code and the platform's number are found in a `data` that no document describes.
#[tokio::test]
async fn a_request_makes_its_round_trip_in_every_form_of_the_answer() {
    for form in forms() {
        let shop = Shop::open().await;
        shop.double().answer_in(form);
        let request = request().trxid("T-1").unwrap().number("ORD-1").unwrap();
        let answer = answered(&shop.airpay, &request).await;
        let order = shop.double().order("T-1").unwrap();
        assert_eq!(answer.platform_id().unwrap().as_str(), order.trx_id, "{form:?}");
        assert_eq!(answer.data.link().unwrap(), order.payment_link, "{form:?}");
        assert_eq!(answer.data.qr().unwrap(), order.qr, "{form:?}");
        assert_eq!((order.amount, shop.wire_count()), (PRICE, 1), "{form:?}");
    }
}

/// Both sides write riel without decimals and dollars with cents, in units and not in hundredths (A15).
#[tokio::test]
async fn an_amount_goes_over_the_wire_in_units() {
    for (money, text) in [
        (Money::from_minor(42_000, Currency::Khr), "42000"),
        (Money::from_minor(1_050, Currency::Usd), "10.50"),
        (Money::from_minor(5, Currency::Usd), "0.05"),
    ] {
        let shop = Shop::open().await;
        let request = PaymentRequest::new(payer(), money, "Coffee", tracking(), return_url()).unwrap();
        answered(&shop.airpay, &request).await;
        assert_eq!(shop.double().orders()[0].amount, money);
        let sent: serde_json::Value =
            serde_json::from_str(&shop.sandbox.journal().last().unwrap().body).unwrap();
        assert_eq!(sent["amount"], text);
    }
}

/// A number of the merchant's own is optional (A4); without one nothing can be told apart from a first request.
#[tokio::test]
async fn without_a_trxid_each_request_is_another_order() {
    let shop = Shop::open().await;
    let first = answered(&shop.airpay, &request()).await.platform_id().unwrap();
    let second = answered(&shop.airpay, &request()).await.platform_id().unwrap();
    assert_ne!(first, second);
    assert_eq!(shop.double().orders().len(), 2);
}

/// `data` is `{}` in the document's sample: the order is open, and there is nothing to show and no number to know it by.
#[tokio::test]
async fn the_samples_empty_data_leaves_an_open_order_without_a_page() {
    let shop = Shop::open().await;
    shop.double().answer_in(AirpayAnswers::new().empty_data());
    let error = shop.try_open("A-1").await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let nothing: &NothingToShow = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!((nothing.answer().data.json(), nothing.answer().platform_id()), (Some("{}"), None));
    assert_eq!(shop.double().orders().len(), 1);
    // Its postback is acknowledged, and names what the shop has never heard.
    shop.double().pay("A-1", AirpayPay::new()).unwrap();
    shop.pass(2);
    assert_eq!(shop.postbacks().await.len(), 1);
    assert!(shop.double().notifications()[0].attempts[0].taken);
}

/// Every code that this API can come to, in each form: what it is, and whether an order may exist after it.
#[tokio::test]
async fn what_airpay_refuses_is_said_by_its_code() {
    for form in forms() {
        let shop = Shop::open().await;
        shop.double().answer_in(form);
        shop.try_open("A-1").await.unwrap();
        let to = |country: &str, channel: &str, service: &str| {
            let route = Route::new(country, channel, service).unwrap();
            shop.with(settings(&shop.sandbox).route(route))
        };
        let stranger = airpay_client::Settings::new(shop.base(), secret("of-nobody")).unwrap();
        let without_country =
            Payer::new("Sok", "a@b.example", Msisdn::verbatim("012345678").unwrap()).unwrap();
        let local = PaymentRequest::new(without_country, PRICE, "Coffee", tracking(), return_url()).unwrap();
        let by_qr = request().payment_method(PaymentMethod::Qr);
        let again = request().trxid("A-1").unwrap();
        for (airpay, request, code, outcome) in [
            (&shop.with(stranger), &request(), Code::InvalidSource, Outcome::Refused),
            (&to("ID", "KHQR", "ewallet"), &request(), Code::BadRequest, Outcome::Refused),
            (&to("KH", "Dana", "ewallet"), &request(), Code::ChannelNotActive, Outcome::Refused),
            (&to("KH", "khqr", "ewallet"), &request(), Code::InvalidChannel, Outcome::Refused),
            (&to("KH", "KHQR", "wallet"), &request(), Code::InvalidServiceId, Outcome::Refused),
            (&shop.airpay, &local, Code::InvalidMsisdn, Outcome::Refused),
            (&shop.airpay, &by_qr, Code::BadRequest, Outcome::Refused),
            (&shop.airpay, &again, Code::DuplicateTrxid, Outcome::Unknown),
        ] {
            let error: Error = airpay.call(request).await.unwrap_err();
            assert_eq!(error.kind().api().map(|api| api.code), Some(Some(code)), "{form:?}: {error}");
            assert_eq!(error.outcome(), outcome, "{form:?}: {error}");
        }
        shop.sandbox.faults().next(Double::REQUEST, Fault::Upstream { keys: Vec::new() });
        let error = shop.airpay.call(&request()).await.unwrap_err();
        assert_eq!(
            (error.kind().api().unwrap().code, error.outcome()),
            (Some(Code::InternalSystemError), Outcome::Unknown)
        );
        assert_eq!(shop.double().orders().len(), 1, "none of them opened another");
    }
}

/// Fifty characters are characters and not bytes, to both sides alike.
#[tokio::test]
async fn fifty_khmer_letters_go_over_the_wire() {
    let shop = Shop::open().await;
    let words = "ក".repeat(50);
    let order = NewOrder::new(OrderId::new("A-1").unwrap(), PRICE, words.as_str());
    let checkout = Ewallet::new(shop.airpay.clone(), payer(), tracking(), return_url());
    let opened = checkout.open(&order, shop.sandbox.clock().now()).await.unwrap();
    assert!(StoredOrder::of(&opened).is_some());
    let page = conformance::browser::browse(
        shop.sandbox.base_url(),
        pay_http::http::Request::get(link(&opened)),
        "",
    );
    assert!(page.await.contains(&words));
    let longer = NewOrder::new(OrderId::new("A-2").unwrap(), PRICE, format!("{words}ក").as_str());
    let refused = checkout.open(&longer, shop.sandbox.clock().now()).await.unwrap_err();
    assert_eq!((refused.outcome(), shop.wire_count()), (Outcome::NotSent, 1));
}
