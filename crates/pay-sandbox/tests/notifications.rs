//! Notifications on real sockets, to a shop that answers as it is told.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

use std::net::SocketAddr;
use std::time::Duration;

use pay_core::{Secret, Timestamp};
use pay_sandbox::{Kess, KessPay, NotifyOptions, Sandbox};
use pay_sign::{Fields, Scheme, Signer};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// A shop: it hands every body on, and answers with the next of its statuses, then with 200.
struct Shop {
    url: String,
    bodies: mpsc::UnboundedReceiver<Value>,
}

impl Shop {
    async fn open(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notify?shop=1", listener.local_addr().unwrap());
        let (sender, bodies) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut statuses = statuses.iter();
            while let Ok((stream, _)) = listener.accept().await {
                let status = *statuses.next().unwrap_or(&200);
                tokio::spawn(answer(stream, status, sender.clone()));
            }
        });
        Self { url, bodies }
    }

    async fn next(&mut self) -> Value {
        self.bodies.recv().await.unwrap()
    }
}

async fn answer(mut stream: TcpStream, status: u16, bodies: mpsc::UnboundedSender<Value>) {
    let (head, body) = read_message(&mut stream).await;
    assert!(head.starts_with("POST /notify?shop=1 HTTP/1.1\r\n"), "{head}");
    bodies.send(serde_json::from_str(&body).unwrap()).unwrap();
    let answer = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: 16\r\n\r\n{{\"success\":true}}");
    stream.write_all(answer.as_bytes()).await.unwrap();
}

/// One message with a `Content-Length`.
async fn read_message(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() == length(head)
        {
            return (head.to_owned(), body.to_owned());
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "closed after {text:?}");
    }
}

fn length(head: &str) -> usize {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length")).unwrap().1.parse().unwrap()
}

async fn started() -> Sandbox {
    Sandbox::builder().start_at(Timestamp::from_millis(1_750_000_000_000)).start().await.unwrap()
}

/// Calls a service over the socket, and answers `data`.
async fn call(address: SocketAddr, token: &str, members: Value) -> Value {
    let signer = Signer::new(Scheme::KESS, Secret::new(Kess::API_SECRET_KEY).unwrap());
    let body = signer.sign_request(Fields::from_json(members.to_string()).unwrap()).unwrap().to_json();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        Kess::GATEWAY,
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let (_, answer) = read_message(&mut stream).await;
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["success"], json!(true), "{answer}");
    answer["data"].clone()
}

async fn open(sandbox: &Sandbox, name: &str, notify_url: &str) {
    let members = json!({
        "service": "webpay.acquire.createorder", "seller_code": Kess::SELLER_CODE, "out_trade_no": name,
        "body": "Two coffees", "total_amount": 10.5, "currency": "USD", "notify_url": notify_url,
    });
    call(sandbox.address(), &sandbox.kess().token(), members).await;
}

/// The settlement of the payment, and the notification of it.
async fn settle(sandbox: &Sandbox) {
    sandbox.clock().advance(Duration::from_secs(2));
    sandbox.kess().notified().await;
}

#[tokio::test]
async fn a_paid_order_is_told_once_it_has_settled() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    sandbox.kess().notified().await;
    assert!(shop.bodies.try_recv().is_err());
    settle(&sandbox).await;
    let body = shop.next().await;
    assert_eq!((&body["out_trade_no"], &body["status"]), (&json!("T-1"), &json!("SUCCESS")));
    let told = &sandbox.kess().notifications()[0];
    assert_eq!((told.attempts.len(), told.next), (1, None));
    assert_eq!(told.attempts[0].answer, Ok(200));
}

#[tokio::test]
async fn what_the_shop_does_not_take_is_sent_again_by_the_sandboxs_clock() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[500, 302]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    let first = shop.next().await;
    assert!(shop.bodies.try_recv().is_err());
    for wait in [15, 60] {
        sandbox.clock().advance(Duration::from_secs(wait));
        sandbox.kess().notified().await;
        assert_eq!(shop.next().await, first);
    }
    sandbox.clock().advance(Duration::from_secs(86_400));
    sandbox.kess().notified().await;
    let told = &sandbox.kess().notifications()[0];
    let answers: Vec<_> = told.attempts.iter().map(|attempt| attempt.answer.clone()).collect();
    assert_eq!(answers, [Ok(500), Ok(302), Ok(200)]);
}

#[tokio::test]
async fn a_shop_that_is_not_there_is_given_up_after_five_attempts() {
    let sandbox = started().await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    open(&sandbox, "T-1", &format!("http://{closed}/")).await;
    // Beyond this machine nothing is sent at all.
    open(&sandbox, "T-2", "http://192.0.2.1/").await;
    for name in ["T-1", "T-2"] {
        sandbox.kess().pay(name, KessPay::new()).unwrap();
    }
    settle(&sandbox).await;
    for _ in 0..6 {
        sandbox.clock().advance(Duration::from_secs(1_800));
        sandbox.kess().notified().await;
    }
    for told in sandbox.kess().notifications() {
        assert_eq!((told.attempts.len(), told.next), (5, None));
        assert!(told.attempts.iter().all(|attempt| attempt.answer.is_err()));
    }
    let error = sandbox.kess().notifications()[1].attempts[0].answer.clone().unwrap_err();
    assert!(error.contains("not this machine's"), "{error}");
}

#[tokio::test]
async fn d60_a_thousand_copies_arrive_and_are_alike() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[]).await);
    sandbox.kess().notify_as(NotifyOptions::new().copies(1_000));
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    let first = shop.next().await;
    for _ in 1..1_000 {
        assert_eq!(shop.next().await, first);
    }
    assert!(shop.bodies.try_recv().is_err());
    assert!(sandbox.kess().notifications().iter().all(|told| told.attempts[0].answer == Ok(200)));
}

#[tokio::test]
async fn news_can_come_late_out_of_order_and_once_more() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[]).await);
    sandbox.kess().notify_as(NotifyOptions::new().late(Duration::from_secs(90)));
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    settle(&sandbox).await;
    assert!(shop.bodies.try_recv().is_err());
    sandbox.kess().notify_as(NotifyOptions::new());
    let refund = json!({
        "service": "webpay.acquire.v2Refund", "out_trade_no": "T-1", "reason": "test",
        "callback_url": shop.url,
    });
    call(sandbox.address(), &sandbox.kess().token(), refund).await;
    assert_eq!(shop.next().await["status"], json!("REFUNDED"));
    sandbox.clock().advance(Duration::from_secs(90));
    assert_eq!(shop.next().await["status"], json!("SUCCESS"));
    sandbox.kess().notified().await;
    let again = sandbox.kess().notify_again(2).unwrap();
    assert_eq!((again.number, shop.next().await["status"].clone()), (3, json!("REFUNDED")));
    assert!(sandbox.kess().notify_again(9).is_none());
}

#[tokio::test]
async fn a_running_clock_sends_by_itself() {
    let builder = Sandbox::builder().running_clock().settlement(Duration::from_millis(5));
    let (sandbox, mut shop) = (builder.start().await.unwrap(), Shop::open(&[]).await);
    open(&sandbox, "T-1", &shop.url).await;
    sandbox.kess().pay("T-1", KessPay::new()).unwrap();
    assert_eq!(shop.next().await["status"], json!("SUCCESS"));
}

#[tokio::test]
async fn a_stop_ends_the_sending() {
    let (sandbox, mut shop) = (started().await, Shop::open(&[]).await);
    open(&sandbox, "T-1", &shop.url).await;
    let (kess, clock) = (sandbox.kess().clone(), sandbox.clock().clone());
    kess.pay("T-1", KessPay::new()).unwrap();
    sandbox.stop().await;
    clock.advance(Duration::from_secs(2));
    kess.notified().await;
    assert!(shop.bodies.try_recv().is_err());
    assert!(kess.notifications()[0].attempts.is_empty());
}
