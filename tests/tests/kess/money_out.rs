//! Money is sent once: the wire count of every service that moves some is 1 under every fault.

use std::sync::Arc;

use kess_client::service::*;
use kess_client::{AuthCode, Card, Error, Kess, ServiceCode};
use pay_core::{BoxFuture, Effect, Outcome, Timestamp};
use pay_http::TransportErrorKind;

use crate::wire::{
    Answer, Wire, broken, customer, http, kess, key, number, sample, secret, success, text, usd,
};

type Attempt = fn(Arc<Kess>) -> BoxFuture<'static, Result<(), Error>>;

/// Declares an attempt of a service.
macro_rules! attempts {
    ($($service:ident: $request:expr;)*) => {
        fn attempts() -> Vec<(&'static str, Attempt)> {
            vec![$(($service::NAME, |kess: Arc<Kess>| Box::pin(async move {
                let request: $service = $request;
                kess.call(&request).await.map(|_| ())
            }))),*]
        }
    };
}

const QR: &str = "00020101021129190015john_smith@devb";

fn payout() -> Payout {
    Payout::new(number("WD-1"), usd(1_000))
}

attempts! {
    MoneyTransfer: MoneyTransfer::new(usd(1_000), text("CW-1"), text("AW-1"));
    PayKhqr: PayKhqr::new(text(QR), usd(200));
    CreateVirtualCard: CreateVirtualCard::new(usd(10_000), usd(300), 5, 13, text("Card"), text("Gift")).unwrap();
    ConfirmKioskOrder: ConfirmKioskOrder::new(text("5d7481203376937f82d55942"));
    QuickPay: QuickPay::new(
        number("T-1"), AuthCode::new("1234567").unwrap(), usd(1_000), text("Coffee"), ServiceCode::alipay(),
    );
    DirectPay: DirectPay::new(
        Transaction::new(number("T-1"), usd(1_000), text("Coffee")),
        Card::new("5473500160001018", "123", "12", "35").unwrap().seal(&key()).unwrap(),
    );
    Refund: Refund::whole(number("T-1"), text("cold"));
    Withdraw: Withdraw::new(payout(), secret("bank-token"), customer());
    WithdrawByBankNumber: WithdrawByBankNumber::new(
        payout(), ServiceCode::new("ACLBKHPPXXX").unwrap(), text("123456789"), customer(),
    );
}

/// Runs every service that moves money into a fault, and gives the outcomes.
async fn outcomes(
    fault: impl Fn() -> Answer + Send + Sync + Clone + 'static,
) -> Vec<(&'static str, Outcome)> {
    let mut outcomes = Vec::new();
    for (name, attempt) in attempts() {
        let fault = fault.clone();
        let wire = Wire::gateway(move |_| fault());
        let error = attempt(Arc::new(kess(&wire))).await.expect_err(name);
        assert_eq!(wire.calls().len(), 1, "{name}: {error}");
        outcomes.push((name, error.outcome()));
    }
    outcomes
}

async fn all(expected: Outcome, fault: impl Fn() -> Answer + Send + Sync + Clone + 'static) {
    for (name, outcome) in outcomes(fault).await {
        assert_eq!(outcome, expected, "{name}");
    }
}

#[test]
fn every_service_that_moves_money_is_tried() {
    let moving: Vec<&str> =
        SERVICES.iter().filter(|facts| facts.effect == Effect::MoneyOut).map(|facts| facts.name).collect();
    let tried: Vec<&str> = attempts().into_iter().map(|(name, _)| name).collect();
    let [mut moving, mut tried] = [moving, tried];
    moving.sort_unstable();
    tried.sort_unstable();
    assert_eq!(moving, tried);
}

#[tokio::test]
async fn f01_cut_after_the_request_was_written() {
    all(Outcome::Unknown, || broken(TransportErrorKind::Reset, Outcome::Unknown)).await;
    all(Outcome::Unknown, || broken(TransportErrorKind::Truncated, Outcome::Unknown)).await;
}

#[tokio::test]
async fn f03_time_out_with_slow_success() {
    all(Outcome::Unknown, || broken(TransportErrorKind::Timeout, Outcome::Unknown)).await;
}

/// The request names its effect, by which the transport keeps off pooled connections; and nothing is sent again here.
#[tokio::test]
async fn f04_pooled_connection_closed() {
    all(Outcome::Unknown, || broken(TransportErrorKind::Reset, Outcome::Unknown)).await;
    for (name, attempt) in attempts() {
        let wire = Wire::gateway(|_| broken(TransportErrorKind::Reset, Outcome::Unknown));
        attempt(Arc::new(kess(&wire))).await.expect_err(name);
        assert_eq!(wire.calls()[0].extensions().get(), Some(&Effect::MoneyOut), "{name}");
    }
}

/// A refused token is a reason to renew it for the next request, and none to send this one again.
#[tokio::test]
async fn f18_a_refused_token_does_not_repeat_money() {
    all(Outcome::Refused, || http(401, r#"{"code":401}"#)).await;
}

#[tokio::test]
async fn every_other_fault_is_met_once() {
    all(Outcome::NotSent, || broken(TransportErrorKind::Connect, Outcome::NotSent)).await;
    for status in [422, 500, 502, 504] {
        all(Outcome::Unknown, move || http(status, r#"{"success":false}"#)).await;
        all(Outcome::Unknown, move || http(status, "<html>")).await;
    }
    all(Outcome::Refused, || http(409, r#"{"success":false,"code":409}"#)).await;
    all(Outcome::Unknown, || http(200, r#"{"success":true,"data":{"out_trade_no":"T"#)).await;
    all(Outcome::Unknown, || http(200, "")).await;
    all(Outcome::Unknown, || success("[]")).await;
    all(Outcome::Unknown, || http(307, "")).await;
}

/// The page is to be opened until the withdrawal expires, and then one asks.
#[tokio::test]
async fn f33_a_withdrawal_waits_for_its_otp_until_it_expires() {
    use kess_client::model::WithdrawalStep;

    let wire = Wire::script([http(200, sample("withdraw"))]);
    let payout = Payout::new(number("WD-00000TEST0002"), usd(1_000)).expires_in(300);
    let withdraw = Withdraw::new(payout, secret("bank-token"), customer());
    let answer = kess(&wire).call(&withdraw).await.unwrap();
    let until = Timestamp::from_millis(1_658_815_443_000); // 2022-07-26T06:04:03Z
    let WithdrawalStep::AwaitingOtp { url, until: Some(found) } = answer.step(until.before(SECOND)) else {
        panic!("expected to wait")
    };
    assert!(url.as_raw().starts_with("https://"));
    assert_eq!(found, until);
    assert_eq!(answer.step(until), WithdrawalStep::Query);
}

const SECOND: std::time::Duration = std::time::Duration::from_secs(1);
