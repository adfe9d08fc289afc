//! Money is sent once: whatever goes wrong, every service that moves some is on the wire once, and the error says whether
//! it may have been done.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kess_client::service::*;
use kess_client::{AuthCode, Card, Error, Kess, ServiceCode};
use khqr_emv::Builder;
use pay_core::{Currency, Effect, Money, Outcome};
use pay_http::http::StatusCode;
use pay_sandbox::{Fault, KessErrors, Sandbox};
use tokio::task::LocalSet;

use crate::shop::{Shop, bic, customer, key, number, raw, text, transaction, usd};

/// A call that has been prepared and not made.
type Attempt = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

/// Makes the state that a service needs, by other services, and its request.
async fn attempt(service: &str, shop: &Shop, kess: Arc<Kess>) -> Attempt {
    let payout = || Payout::new(number("WD-1"), usd(1_000));
    match service {
        MoneyTransfer::NAME => {
            let (from, to) = (shop.wallet().await, shop.users_wallet().await);
            call(kess, MoneyTransfer::new(usd(1_000), text(&from), text(&to)))
        }
        PayKhqr::NAME => call(kess, PayKhqr::new(text(&somebodys_code(shop)), usd(200))),
        CreateVirtualCard::NAME => {
            let create = CreateVirtualCard::new(usd(10_000), usd(30_000), 5, 13, text("Card"), text("Gift"));
            call(kess, create.unwrap())
        }
        ConfirmKioskOrder::NAME => {
            let kiosk = shop.call(&KioskCreateOrder::new(transaction("T-1"))).await;
            call(kess, ConfirmKioskOrder::new(text(&raw(kiosk.pre_order_id))))
        }
        QuickPay::NAME => {
            let auth_code = AuthCode::new("134567890123456789").unwrap();
            let code = ServiceCode::alipay();
            call(kess, QuickPay::new(number("T-1"), auth_code, usd(1_000), text("Coffee"), code))
        }
        DirectPay::NAME => {
            let card = Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&key()).unwrap();
            call(kess, DirectPay::new(transaction("T-1"), card))
        }
        Refund::NAME => {
            shop.paid("T-1", "WECHAT").await;
            call(kess, Refund::whole(number("T-1"), text("It was cold")))
        }
        Withdraw::NAME => call(kess, Withdraw::new(payout(), shop.bank_account().await, customer())),
        WithdrawByBankNumber::NAME => {
            let (bic, account) = (bic("ACLBKHPPXXX"), text("123456789"));
            call(kess, WithdrawByBankNumber::new(payout(), bic, account, customer()))
        }
        other => unreachable!("{other} moves money and is not tried"),
    }
}

fn call<S: Service + 'static>(kess: Arc<Kess>, request: S) -> Attempt {
    Box::pin(async move { kess.call(&request).await.map(drop) })
}

/// A code of 2 USD of a merchant that is not KESS's.
fn somebodys_code(shop: &Shop) -> String {
    let now = shop.sandbox.clock().now();
    let code =
        Builder::individual("merchant@devb", "Coffee House").amount(Money::from_minor(200, Currency::Usd));
    code.expires_at(now.after(Duration::from_mins(10))).build(now).unwrap()
}

/// How often the double has done something that money hangs on.
async fn done(service: &str, shop: &Shop) -> usize {
    if service == ConfirmKioskOrder::NAME {
        // It makes nothing: it charges the order that is there.
        return shop.sandbox.kess().orders().iter().filter(|order| order.paid.is_some()).count();
    }
    let page = shop.call(&ListTransactions::new(std::num::NonZeroU32::MIN)).await;
    let cards = shop.call(&ListVirtualCards::default()).await;
    let orders = shop.sandbox.kess();
    page.items.len() + cards.len() + orders.orders().len() + orders.refunds().len()
}

/// Every service that moves money meets this fault, as long as it lasts; each client waits so long for an answer.
async fn meet(fault: &Fault, patience: Duration, expected: Outcome, is_handled: bool) {
    // Beside each other, because some of the faults take real time.
    let services = LocalSet::new();
    for facts in SERVICES.into_iter().filter(|facts| facts.effect == Effect::MoneyOut) {
        let (name, fault) = (facts.name, fault.clone());
        services.spawn_local(async move {
            let shop = Shop::open().await;
            let attempt = attempt(name, &shop, Arc::new(shop.with_patience(patience))).await;
            let before = done(name, &shop).await;
            let said = format!("{name}, {fault:?}");
            shop.sandbox.faults().always(name, fault);
            let error = attempt.await.expect_err(&said);
            assert_eq!(shop.wire_count(name), 1, "{said}: {error}");
            assert_eq!(error.outcome(), expected, "{said}: {error}");
            assert_eq!(done(name, &shop).await - before, usize::from(is_handled), "{said}: {error}");
        });
    }
    services.await;
}

const PATIENT: Duration = Duration::from_secs(10);

async fn meets(fault: Fault, expected: Outcome, is_handled: bool) {
    meet(&fault, PATIENT, expected, is_handled).await;
}

/// Without a fault each of them is done, once.
#[tokio::test]
async fn nine_services_move_money() {
    let moving = SERVICES.into_iter().filter(|facts| facts.effect == Effect::MoneyOut);
    let mut tried = 0;
    for facts in moving {
        let shop = Shop::open().await;
        let attempt = attempt(facts.name, &shop, Arc::clone(&shop.kess)).await;
        let before = done(facts.name, &shop).await;
        attempt.await.unwrap();
        assert_eq!(done(facts.name, &shop).await - before, 1, "{}", facts.name);
        tried += 1;
    }
    assert_eq!(tried, 9);
}

#[tokio::test]
async fn f01_cut_after_the_request_was_written() {
    meets(Fault::CutAfter, Outcome::Unknown, true).await;
    meets(Fault::CutBefore, Outcome::Unknown, false).await;
}

#[tokio::test]
async fn f01_the_answer_breaks_off() {
    for keep in [0, 1, 40, 200] {
        meets(Fault::Truncate { keep }, Outcome::Unknown, true).await;
    }
}

/// The double has done it by the time the client gives up.
#[tokio::test]
async fn f03_time_out_with_slow_success() {
    const HASTE: Duration = Duration::from_secs(1);
    meet(&Fault::Hang, HASTE, Outcome::Unknown, true).await;
    meet(&Fault::Delay(Duration::from_mins(1)), HASTE, Outcome::Unknown, true).await;
    let drip = Fault::Drip { chunk: 1, pause: Duration::from_millis(100) };
    meet(&drip, HASTE, Outcome::Unknown, true).await;
}

/// A slow answer is an answer.
#[tokio::test]
async fn f03_a_late_answer_within_the_time_is_taken() {
    let shop = Shop::open().await;
    let attempt = attempt(MoneyTransfer::NAME, &shop, Arc::clone(&shop.kess)).await;
    shop.sandbox.faults().next(MoneyTransfer::NAME, Fault::Delay(Duration::from_millis(30)));
    attempt.await.unwrap();
    assert_eq!(shop.wire_count(MoneyTransfer::NAME), 1);
}

/// The provider restarts, so that every connection which the client keeps open is closed at the other end. Money does
/// not go over one of them, and arrives once.
#[tokio::test]
async fn f04_pooled_connection_closed() {
    let Shop { sandbox, kess, .. } = Shop::open().await;
    let services = LocalSet::new();
    for _ in 0..8 {
        let kess = Arc::clone(&kess);
        services.spawn_local(async move { kess.call(&PaymentMethods {}).await.unwrap() });
    }
    services.await;
    let (port, now) = (sandbox.address().port(), sandbox.clock().now());
    sandbox.stop().await;
    let sandbox = Sandbox::builder().port(port).start_at(now).start().await.unwrap();
    // The same seed gives the token which the client has.
    sandbox.kess().token();
    let payout = Payout::new(number("WD-1"), usd(1_000));
    let withdraw = WithdrawByBankNumber::new(payout, bic("ABAAKHPP"), text("123456789"), customer());
    kess.call(&withdraw).await.unwrap();
    assert_eq!(sandbox.journal().count_service(WithdrawByBankNumber::NAME), 1);
    assert_eq!(sandbox.journal().len(), 1, "the token was not asked for again");
    assert_eq!(sandbox.kess().orders().len(), 1);
}

/// A refused token is a reason to renew it for the next request, and none to send this one again.
#[tokio::test]
async fn f18_an_expired_token_does_not_repeat_money() {
    for facts in SERVICES.into_iter().filter(|facts| facts.effect == Effect::MoneyOut) {
        let shop = Shop::open().await;
        let first = attempt(facts.name, &shop, Arc::clone(&shop.kess)).await;
        shop.call(&MerchantInfo {}).await;
        shop.pass(120);
        shop.sandbox.kess().revoke_tokens();
        let error = first.await.unwrap_err();
        assert_eq!((error.outcome(), shop.wire_count(facts.name)), (Outcome::Refused, 1), "{error}");
        // Nothing was done, so the shop may do it now: by a token of today.
        shop.call(&MerchantInfo {}).await;
        let last = shop.sandbox.journal().last().unwrap();
        assert_eq!(last.status, Some(200), "{}", facts.name);
    }
}

#[tokio::test]
async fn at_the_edge_the_request_met_nobody_or_nobody_knows() {
    meets(Fault::Forbidden, Outcome::Refused, false).await;
    meets(Fault::TooManyRequests { retry_after: None }, Outcome::Refused, false).await;
    meets(Fault::GatewayTimeout, Outcome::Unknown, false).await;
    // KESS says by name that what stands behind it is under maintenance.
    meets(Fault::Upstream { keys: Vec::new() }, Outcome::Refused, false).await;
}

#[tokio::test]
async fn junk_is_no_refusal() {
    for (status, body) in [
        (200, ""),
        (200, "[]"),
        (200, "null"),
        (200, "<html><title>Just a moment...</title></html>"),
        (200, r#"{"success":true}"#),
        (200, r#"{"success":true,"data":[]}"#),
        (200, r#"{"success":true,"data":"done"}"#),
        (200, r#"{"success":false}"#),
        (200, r#"{"data":{"status":"SUCCESS"}}"#),
        (202, ""),
        (302, ""),
        (307, ""),
        (400, r#"{"success":true,"data":{}}"#),
        (422, r#"{"success":false,"code":422,"status_code":"PROCESS_FAILED"}"#),
        (500, r#"{"success":false,"code":500,"status_code":"SYSTEM_ERROR"}"#),
        (502, "<html>"),
        (503, ""),
        (504, r#"{"success":false,"code":504,"status_code":"GATEWAY_TIMEOUT"}"#),
    ] {
        meets(answer(status, body), Outcome::Unknown, false).await;
    }
}

#[tokio::test]
async fn a_refusal_by_name_is_certain() {
    for (status, body) in [
        (401, r#"{"success":false,"code":401,"status_code":"UNAUTHENTICATED"}"#),
        (400, r#"{"success":false,"code":400,"status_code":"VALIDATION_ERROR"}"#),
        (403, r#"{"success":false,"code":403,"status_code":"FORBIDDEN"}"#),
        (404, r#"{"success":false,"code":404,"status_code":"NOT_FOUND"}"#),
        (409, r#"{"success":false,"code":409,"status_code":"DUPLICATED"}"#),
        (419, r#"{"success":false,"code":419,"status_code":"EXPIRED"}"#),
        (200, r#"{"success":false,"code":409,"status_code":"DUPLICATED"}"#),
    ] {
        meets(answer(status, body), Outcome::Refused, false).await;
    }
}

fn answer(status: u16, body: &'static str) -> Fault {
    Fault::answer(StatusCode::from_u16(status).unwrap(), "application/json", body)
}

/// The double's own refusals, by HTTP status and by body alone: maintenance, and an empty wallet.
#[tokio::test]
async fn what_the_gateway_refuses_is_said_once() {
    for errors in [KessErrors::ByStatus, KessErrors::ByBody] {
        let shop = Shop::open_at(Sandbox::builder().kess_errors(errors), |settings| settings).await;
        shop.sandbox.faults().next(MoneyTransfer::NAME, Fault::Upstream { keys: Vec::new() });
        let (from, to) = (shop.wallet().await, shop.users_wallet().await);
        let transfer = |cents| MoneyTransfer::new(usd(cents), text(&from), text(&to));
        let error = shop.refused(&transfer(1_000)).await;
        assert_eq!(error.kind().api().unwrap().code, Some(kess_client::Code::FeatureUnderMaintenance));
        assert_eq!(error.outcome(), Outcome::Refused, "{errors:?}: {error}");
        // 422 is a failure at an unknown point, whatever the message says.
        let error = shop.refused(&transfer(100_001)).await;
        assert_eq!(error.outcome(), Outcome::Unknown, "{errors:?}: {error}");
        assert_eq!(shop.wire_count(MoneyTransfer::NAME), 2);
        assert_eq!(shop.sandbox.kess().balance(&to), Some(Money::from_minor(0, Currency::Usd)));
    }
}
