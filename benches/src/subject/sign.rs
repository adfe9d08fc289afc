//! Signatures: KESS over the hash of the same text, and a callback of Monetix beside Standard Webhooks.

use std::time::{SystemTime, UNIX_EPOCH};

use hmac::Hmac;
use http::{HeaderMap, HeaderValue};
use md5::{Digest as _, Md5};
use pay_sign::{Fields, Scheme, SignType, Signer, Verifier};
use sha2::{Sha256, Sha512};
use standardwebhooks::{HEADER_WEBHOOK_ID, HEADER_WEBHOOK_SIGNATURE, HEADER_WEBHOOK_TIMESTAMP, Webhook};

use crate::input::{Inputs, MONETIX_SECRET, direct_pay, secret};
use crate::measure::{Rounds, Task};
use crate::table::{Bound, Row, time};

const ROUNDS: usize = 400;
const KESS_SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The rows of the signatures.
pub fn rows(inputs: &Inputs) -> Vec<Row> {
    let md5 = |text: &str| Md5::digest(text).to_vec();
    let hmac = |text: &str| mac::<Hmac<Sha256>>(KESS_SECRET, text).to_vec();
    vec![kess(inputs, SignType::Md5, &md5), kess(inputs, SignType::HmacSha256, &hmac), callback(inputs)]
}

/// Fields that are there already, to a signed request.
fn kess(inputs: &Inputs, sign_type: SignType, hash: &dyn Fn(&str) -> Vec<u8>) -> Row {
    let signer = Signer::new(Scheme::kess(sign_type), secret(KESS_SECRET));
    let fields = direct_pay(inputs, sign_type);
    let request = signer.sign_request(fields.clone()).expect("the request can be signed");
    let text = format!("{}&key={KESS_SECRET}", request.canonical_text());
    let rounds = Rounds::run(
        ROUNDS,
        vec![
            Task::new(|| hash(&text)),
            Task::new(|| signer.sign_request(fields.clone())),
            Task::new(|| fields.clone()),
        ],
    );
    // `sign_request` takes the fields; what a copy of them costs is the benchmark's.
    let ours = rounds.nanos(1) - rounds.nanos(2);
    let name = sign_type.as_str();
    Row::new(format!("KESS sign, {name}, directPay"), time(ours))
        .floor(format!("{name} of the same text, {}", time(rounds.nanos(0))))
        .goal("times the floor", rounds.ratio(1, 0) - rounds.ratio(2, 0), Bound::AtMost(2.0))
        .noise(rounds.noise())
}

fn mac<M: hmac::Mac + hmac::KeyInit>(key: &str, text: &str) -> hmac::digest::Output<M> {
    let mac = <M as hmac::KeyInit>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    mac.chain_update(text).finalize().into_bytes()
}

/// From the bytes that arrived to a verdict.
fn callback(inputs: &Inputs) -> Row {
    let verifier = Verifier::new(Scheme::MONETIX, secret(MONETIX_SECRET));
    let body = inputs.callback.as_bytes();
    let verify = || Fields::from_json(body).map(|fields| verifier.verify(&fields));
    assert!(verify().is_ok_and(|verdict| verdict.is_ok()), "the callback verifies");
    let webhook = Webhook::from_bytes(MONETIX_SECRET.into()).expect("any bytes are a secret");
    let headers = webhook_headers(&webhook, body);
    assert!(webhook.verify(body, &headers).is_ok(), "the webhook verifies");
    let rounds = Rounds::run(
        ROUNDS,
        vec![
            Task::new(|| mac::<Hmac<Sha512>>(MONETIX_SECRET, &inputs.callback_text)),
            Task::new(verify),
            Task::new(|| webhook.verify(body, &headers)),
        ],
    );
    Row::new("Monetix callback verify, from bytes", time(rounds.nanos(1)))
        .floor(format!("HMAC-SHA512 of its text, {}", time(rounds.nanos(0))))
        .peer(format!("`standardwebhooks`, {}", time(rounds.nanos(2))))
        .goal("times the floor", rounds.ratio(1, 0), Bound::AtMost(3.0))
        .goal("times the peer", rounds.ratio(1, 2), Bound::Below(1.0))
        .noise(rounds.noise())
}

fn webhook_headers(webhook: &Webhook, body: &[u8]) -> HeaderMap {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("the clock is past 1970");
    let now = i64::try_from(since.as_secs()).expect("the clock is before the end of time");
    let signature = webhook.sign("msg_1", now, body).expect("the body is text");
    let value = |text: &str| HeaderValue::from_str(text).expect("the header is plain");
    let mut headers = HeaderMap::new();
    headers.insert(HEADER_WEBHOOK_ID, value("msg_1"));
    headers.insert(HEADER_WEBHOOK_TIMESTAMP, value(&now.to_string()));
    headers.insert(HEADER_WEBHOOK_SIGNATURE, value(&signature));
    headers
}
