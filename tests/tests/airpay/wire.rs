//! A wire in memory: gives one answer, remembers what was sent.

use std::sync::Arc;

use airpay_client::{
    Airpay, Msisdn, Notifications, Payer, PaymentRequest, PostbackUrl, ReturnUrl, Settings, Tracking,
};
use conformance::clock::HandClock;
pub(crate) use conformance::wire::{Answer, Sent, Wire, broken, http};
use pay_core::{Currency, Delivery, Money, Secret, Timestamp};
use pay_http::Transport;

/// The sample's `trx_date`, 15:04:11 in Phnom Penh.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_761_552_251_000);
pub(crate) const API_KEY: &str = "2611263d-2406-489c-9042-abcsd76f9b";
/// 128 bits in hexadecimal digits.
pub(crate) const TOKEN: &str = "0f8fad5bd9cb469fa16570867728950e";

/// A success over this `data`.
pub(crate) fn success(data: &str) -> Answer {
    http(200, format!(r#"{{"code":200,"message":"success","data":{data}}}"#))
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret that is not blank")
}

pub(crate) fn settings() -> Settings {
    Settings::new("https://airpay.example".parse().unwrap(), secret(API_KEY)).unwrap()
}

pub(crate) fn airpay_at(settings: Settings, wire: &Arc<Wire>) -> Airpay {
    Airpay::new(settings, Arc::clone(wire) as Arc<dyn Transport>, HandClock::at(NOW))
}

pub(crate) fn airpay(wire: &Arc<Wire>) -> Airpay {
    airpay_at(settings(), wire)
}

/// What comes of the sample's request after this answer. One request goes over the wire for it, whatever it is.
pub(crate) async fn answered(
    answer: impl Fn() -> Answer + Send + Sync + 'static,
) -> Result<airpay_client::Answer, airpay_client::Error> {
    let wire = Wire::new(move |_| answer());
    let result = airpay(&wire).call(&sample()).await;
    assert_eq!(wire.sent().len(), 1);
    result
}

pub(crate) fn payer() -> Payer {
    Payer::new("John Doe", "john.doe@example.com", Msisdn::new("628123456789").unwrap()).unwrap()
}

pub(crate) fn tracking() -> Tracking {
    Tracking::new("CLICK123456", "PUB123456").unwrap()
}

pub(crate) fn return_url() -> ReturnUrl {
    ReturnUrl::new("https://shop.example/r/TRX123456789").unwrap()
}

pub(crate) fn request(amount: Money) -> PaymentRequest {
    PaymentRequest::new(payer(), amount, "Payment for service", tracking(), return_url()).unwrap()
}

/// The document's sample, in riel.
pub(crate) fn sample() -> PaymentRequest {
    let request = request(Money::from_minor(10_000, Currency::Khr));
    request.number("ORD123456789").unwrap().trxid("TRX123456789").unwrap()
}

pub(crate) fn postback_url() -> PostbackUrl {
    PostbackUrl::new(secret(&format!("https://shop.example/airpay/{TOKEN}"))).unwrap()
}

pub(crate) fn notifications() -> Notifications {
    Notifications::new(postback_url())
}

/// A delivery to the agreed path, at the moment of the sample.
pub(crate) const fn delivery<'a>(path: &'a str, query: &'a str) -> Delivery<'a> {
    Delivery { path, query, headers: &[], body: b"", received_at: NOW }
}

pub(crate) fn path() -> String {
    format!("/airpay/{TOKEN}")
}

/// The document's sample of a postback.
pub(crate) fn postback() -> String {
    conformance::fixture("airpay/postback-sample.txt")
}
