//! A wire in memory: answers in order, remembers what was sent.

use std::sync::Arc;

pub(crate) use conformance::clock::HandClock;
pub(crate) use conformance::wire::{Answer, Sent, Wire, body, broken, http};
use pay_core::{Currency, Money, Secret, Timestamp};
use pay_http::Transport;
use vexora_client::operation::{Disbursement, HostedCheckout};
use vexora_client::{Amount, CallbackUrl, Code, Mobile, Payer, Settings, Text, TradeNo, Vexora};

/// The timestamp of the vendor's sample request: 1 July 2024.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_719_876_543_210);
/// The secret of the signature vectors.
pub(crate) const APP_SECRET: &str = "test-app-secret-0123456789abcdef";
/// The order of the vendor's sample.
pub(crate) const ORDER: &str = "VX20260331000125";
/// The disbursement of vector v027.
pub(crate) const PAYOUT: &str = "20260331120000123";

/// A call that succeeded, with this `data`.
pub(crate) fn success(data: &str) -> Answer {
    http(
        200,
        format!(
            r#"{{"msg":"success","code":"0000","timestamp":1719876543210,"success":true,"data":{data}}}"#
        ),
    )
}

/// An answer with this `code` and no data.
pub(crate) fn code(code: &str) -> Answer {
    http(
        200,
        format!(
            r#"{{"msg":"error","code":"{code}","timestamp":"1719876543210","success":"false","data":null}}"#
        ),
    )
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret that is not blank")
}

/// An account in riel.
pub(crate) fn settings() -> Settings {
    let base = "https://sandbox-api.vexora.com/cambodia".parse().unwrap();
    Settings::new(base, "1234567890", secret(APP_SECRET), Currency::Khr).unwrap()
}

pub(crate) fn vexora(wire: &Arc<Wire>) -> Vexora {
    Vexora::new(settings(), Arc::clone(wire) as Arc<dyn Transport>, HandClock::at(NOW))
}

/// A client that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Vexora {
    vexora(&Wire::script([answer]))
}

pub(crate) fn number(text: &str) -> TradeNo {
    TradeNo::new(text).unwrap()
}

pub(crate) fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    Text::new(text).unwrap()
}

pub(crate) fn riel(amount: i64) -> Amount {
    Amount::new(Money::from_minor(amount, Currency::Khr)).unwrap()
}

pub(crate) fn url(text: &str) -> CallbackUrl {
    CallbackUrl::new(text).unwrap()
}

/// The payer of the vendor's sample, whose number is none of Cambodia (V3).
pub(crate) fn payer() -> Payer {
    Payer::new("Rizky", "Pratama", Mobile::verbatim("09123456789").unwrap(), "123@gmail.com").unwrap()
}

/// The vendor's sample.
pub(crate) fn checkout() -> HostedCheckout {
    HostedCheckout::new(
        number(ORDER),
        riel(300),
        payer(),
        url("https://merchant-api.com/vexora/payment/notify"),
        url("https://merchant.com/payment/result"),
        text("order_vx_000125"),
    )
}

/// Vector v027.
pub(crate) fn disbursement() -> Disbursement {
    let payee = Payer::new("Sok", "Dara", Mobile::verbatim("012345678").unwrap(), "a@b.example").unwrap();
    Disbursement::new(number(PAYOUT), riel(41_000), payee, Code::lanton(), Code::new("012345678").unwrap())
        .notify_url(url("https://m.example/po"))
        .remark(text("r"))
}
