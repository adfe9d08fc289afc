//! The project, its client over a wire in memory, and what Monetix answers.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) use conformance::wire::{Answer, Sent, Wire, body, broken, http};
use monetix_client::{
    Amount, Banks, Customer, Fields, Hosts, Monetix, Notifications, PaymentId, Plain, Refund, RefundId, Sale,
    Settings,
};
use pay_core::{
    BoxFuture, Clock, Currency, Delivery, Money, Notice, NoticeError, NotificationSource as _, Outcome,
    Secret, Timer, Timestamp,
};
use pay_http::{Transport, TransportErrorKind};
use pay_sign::{Scheme, Signer};

/// A moment before the document's callbacks: 7 December 2024, 19:05 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_733_598_300_000);
/// The secret of the signature vectors.
pub(crate) const SECRET: &str = "secret";
pub(crate) const PROJECT: u64 = 1_234;

/// The paths that were asked, in order.
pub(crate) fn paths(wire: &Wire) -> Vec<String> {
    wire.sent().iter().map(|sent| sent.uri().path().to_owned()).collect()
}

/// A clock that jumps to the moment that is waited for, and counts how often that was.
pub(crate) struct JumpClock {
    now: AtomicI64,
    waits: AtomicI64,
}

impl JumpClock {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { now: AtomicI64::new(NOW.as_millis()), waits: AtomicI64::new(0) })
    }

    pub(crate) fn waits(&self) -> i64 {
        self.waits.load(Ordering::SeqCst)
    }
}

impl Clock for JumpClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}

impl Timer for JumpClock {
    fn sleep_until(&self, at: Timestamp) -> BoxFuture<'_, ()> {
        self.now.store(at.as_millis(), Ordering::SeqCst);
        self.waits.fetch_add(1, Ordering::SeqCst);
        Box::pin(async {})
    }
}

/// An answer that was lost on the way.
pub(crate) fn lost() -> Answer {
    broken(TransportErrorKind::Timeout, Outcome::Unknown)
}

/// A refusal with this code.
pub(crate) fn refused(code: &str) -> Answer {
    http(200, format!(r#"{{"status":"error","code":"{code}","message":"m","project_id":1234}}"#))
}

/// A fixture of `fixtures/monetix/`.
pub(crate) fn sample(name: &str) -> String {
    conformance::fixture(&format!("monetix/{name}.json"))
}

/// A document with the signature that the platform would give it; one that is there is taken out.
pub(crate) fn signed(json: &str) -> String {
    signed_by(&Scheme::MONETIX, SECRET, json)
}

pub(crate) fn signed_by(scheme: &Scheme, secret: &str, json: &str) -> String {
    let signer = Signer::new(*scheme, Secret::new(secret).unwrap());
    signer.sign(Fields::from_json(json).unwrap()).unwrap().to_json()
}

/// Another document under the signature of this one.
pub(crate) fn forged(genuine: &str, forged: &str) -> String {
    let signature = Fields::from_json(signed(genuine)).unwrap().text("signature").unwrap().to_owned();
    let (head, _) = forged.trim_end().rsplit_once('}').unwrap();
    let comma = if head.trim_end().ends_with('{') { "" } else { "," };
    format!("{head}{comma}\"signature\":\"{signature}\"}}")
}

/// An answer to the question for the status, or a callback: a purchase of this status, paid by operation 47.
pub(crate) fn report(status: &str, operation: &str) -> String {
    format!(
        r#"{{"project_id":1234,"payment":{{"id":"payment_47","type":"purchase","status":"{status}",
            "sum":{{"amount":10000,"currency":"USD"}}}},"operations":[{operation}]}}"#
    )
}

/// An operation of 100.00 USD.
pub(crate) fn operation(id: u64, kind: &str, status: &str) -> String {
    format!(
        r#"{{"id":{id},"type":"{kind}","status":"{status}","date":"2024-12-07T19:08:45+0000",
            "sum_initial":{{"amount":10000,"currency":"USD"}},"code":"0"}}"#
    )
}

/// A callback about a payment and one operation of it.
pub(crate) fn callback(status: &str, operation: &str) -> String {
    report(status, operation).replace("\"operations\":[", "\"operation\":").replace("]}", "}")
}

pub(crate) fn hosts() -> Hosts {
    Hosts {
        page: monetix_client::TRXHOST_PAGE.parse().unwrap(),
        gate: monetix_client::TRXHOST_GATE.parse().unwrap(),
    }
}

pub(crate) fn settings() -> Settings {
    Settings::new(hosts(), PROJECT, Secret::new(SECRET).unwrap())
}

pub(crate) fn refunding() -> Settings {
    settings().refund_path(monetix_client::CAMBODIA_REFUND_PATH)
}

pub(crate) fn client(wire: &Arc<Wire>, settings: Settings) -> Monetix {
    Monetix::new(settings, Arc::clone(wire) as Arc<dyn Transport>, JumpClock::new())
}

/// A client that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Monetix {
    client(&Wire::script([answer]), refunding())
}

pub(crate) fn notifications() -> Notifications {
    Notifications::new(&settings())
}

pub(crate) fn read(body: &str) -> Result<Notice, NoticeError> {
    read_by(&notifications(), body)
}

pub(crate) fn read_by(notifications: &Notifications, body: &str) -> Result<Notice, NoticeError> {
    let (body, received_at) = (body.as_bytes(), NOW);
    notifications.read(&Delivery { path: "/callback", query: "", headers: &[], body, received_at })
}

pub(crate) fn payment_id() -> PaymentId {
    PaymentId::new("payment_47").unwrap()
}

pub(crate) const fn usd(cents: i64) -> Money {
    Money::from_minor(cents, Currency::Usd)
}

pub(crate) fn amount() -> Amount {
    Amount::new(usd(10_000)).unwrap()
}

pub(crate) fn customer() -> Customer {
    Customer::new("customer_123", "johndoe@example.com", "John Doe").unwrap()
}

/// The document's sale.
pub(crate) fn sale() -> Sale {
    let url = |path: &str| monetix_client::CallbackUrl::new(format!("https://example.com/{path}/")).unwrap();
    Sale::new(payment_id(), customer(), "198.51.100.47".parse().unwrap(), 61_021, amount())
        .success_url(url("success"))
        .decline_url(url("decline"))
        .return_url(url("return"))
}

/// The document's question for the list of banks.
pub(crate) fn banks() -> Banks {
    Banks::new(PaymentId::new("ORDER_155860015").unwrap(), amount())
}

pub(crate) fn refund() -> Refund {
    let id = RefundId::new("refund_1").unwrap();
    Refund::new(payment_id(), id, Amount::new(usd(2_500)).unwrap(), Plain::new("One was cold").unwrap())
}

/// Compares what is printed with the snapshot `operation@aspect`.
pub(crate) fn compare(operation: &str, aspect: &str, printed: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("{operation}@{aspect}"), printed);
    });
}
