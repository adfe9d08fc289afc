//! The faults on real sockets, with a client that sees every byte.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

use std::net::SocketAddr;
use std::time::Duration;

use pay_core::Timestamp;
use pay_sandbox::{Fault, Faults, PayOptions, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

const QR: &str = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH5910Jonh Smith6010PHNOM PENH\
                  62210117INV-2021-07-65822993400131750000000000011317500000600006304E6E6";
const MD5: &str = "/v1/check_transaction_by_md5";

async fn started() -> Sandbox {
    Sandbox::builder().start_at(Timestamp::from_millis(1_750_000_000_000)).start().await.unwrap()
}

/// A sandbox with a settled payment, and the request that asks for it.
async fn paid() -> (Sandbox, String) {
    let sandbox = started().await;
    let paid = sandbox.pay(QR, PayOptions::new()).unwrap();
    sandbox.clock().advance(Duration::from_secs(2));
    let request = check(&sandbox, &paid.md5);
    (sandbox, request)
}

fn check(sandbox: &Sandbox, md5: &str) -> String {
    let (token, body) = (sandbox.token(), format!(r#"{{"md5":"{md5}"}}"#));
    let length = body.len();
    format!(
        "POST {MD5} HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

async fn send(address: SocketAddr, request: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    stream
}

/// Everything until the peer closes.
async fn read_to_end(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    String::from_utf8(bytes).unwrap()
}

/// One answer with a `Content-Length`, on a connection that stays open.
async fn read_answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() == announced(head)
        {
            return text;
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "closed after {text:?}");
    }
}

fn announced(head: &str) -> usize {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length")).unwrap().1.parse().unwrap()
}

#[tokio::test]
async fn two_requests_share_a_connection() {
    let (sandbox, request) = paid().await;
    let mut stream = send(sandbox.address(), &request).await;
    let first = read_answer(&mut stream).await;
    assert!(first.starts_with("HTTP/1.1 200 OK\r\n") && first.contains(r#""responseCode":0,"#));
    stream.write_all(request.as_bytes()).await.unwrap();
    assert!(read_answer(&mut stream).await.contains(r#""responseCode":0,"#));
    assert_eq!(sandbox.journal().count(MD5), 2);
}

#[tokio::test]
async fn a_cut_after_the_work_was_done_leaves_no_answer() {
    let sandbox = started().await;
    let request = check(&sandbox, "a");
    sandbox.faults().next(MD5, Fault::CutAfter);
    assert_eq!(read_to_end(send(sandbox.address(), &request).await).await, "");
    let entry = sandbox.journal().last().unwrap();
    assert_eq!((entry.status, entry.fault), (None, Some("cut_after")));
    assert_eq!(sandbox.bakong().charged_today("shop@example.com"), 1);
}

#[tokio::test]
async fn a_cut_before_the_work_was_done_leaves_no_trace() {
    let sandbox = started().await;
    let request = check(&sandbox, "a");
    sandbox.faults().next(MD5, Fault::CutBefore);
    assert_eq!(read_to_end(send(sandbox.address(), &request).await).await, "");
    assert_eq!(sandbox.journal().last().unwrap().fault, Some("cut_before"));
    assert_eq!(sandbox.bakong().charged_today("shop@example.com"), 0);
}

#[tokio::test]
async fn f04_a_connection_that_was_kept_open_is_closed_under_the_next_request() {
    let (sandbox, request) = paid().await;
    let mut stream = send(sandbox.address(), &request).await;
    read_answer(&mut stream).await;
    sandbox.faults().next(MD5, Fault::CutBefore);
    stream.write_all(request.as_bytes()).await.unwrap();
    assert_eq!(read_to_end(stream).await, "");
    assert_eq!(sandbox.journal().count(MD5), 2);
}

#[tokio::test]
async fn f36_a_truncated_answer_announces_its_whole_length() {
    let (sandbox, request) = paid().await;
    let whole = {
        let mut stream = send(sandbox.address(), &request).await;
        read_answer(&mut stream).await
    };
    let (_, whole) = whole.split_once("\r\n\r\n").unwrap();
    // In the middle of the amount, so that what is there is still a number.
    let keep = whole.find("1.0").unwrap() + 1;
    for keep in [0, 1, keep, whole.len() - 1] {
        sandbox.faults().next(MD5, Fault::Truncate { keep });
        let answer = read_to_end(send(sandbox.address(), &request).await).await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert_eq!(announced(head), whole.len());
        assert_eq!(body, &whole[..keep]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_dripping_answer_comes_whole_and_slowly() {
    let (sandbox, request) = paid().await;
    sandbox.faults().next(MD5, Fault::Drip { chunk: 1, pause: Duration::from_secs(1) });
    let before = Instant::now();
    let mut stream = send(sandbox.address(), &request).await;
    let answer = read_answer(&mut stream).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(body.ends_with('}'));
    assert!(before.elapsed() >= Duration::from_secs(announced(head) as u64));
}

#[tokio::test(start_paused = true)]
async fn f03_a_delayed_answer_is_worked_on_at_once() {
    let (sandbox, request) = paid().await;
    sandbox.faults().next(MD5, Fault::Delay(Duration::from_secs(3)));
    let mut stream = send(sandbox.address(), &request).await;
    timeout(Duration::from_secs(2), stream.readable()).await.unwrap_err();
    assert_eq!(sandbox.bakong().charged_today("shop@example.com"), 1);
    assert!(read_answer(&mut stream).await.contains(r#""responseCode":0,"#));
}

/// The client gives up at 2 s, and the provider does it at 3 s.
#[tokio::test(start_paused = true)]
async fn f03_a_late_request_is_carried_out_also_when_the_client_has_gone() {
    let (sandbox, request) = paid().await;
    let charged = || sandbox.bakong().charged_today("shop@example.com");
    let settled = || tokio::time::sleep(Duration::from_secs(1));
    for is_awaited in [false, true] {
        let before = charged();
        sandbox.faults().next(MD5, Fault::Late(Duration::from_secs(3)));
        let mut stream = send(sandbox.address(), &request).await;
        settled().await;
        sandbox.clock().advance(Duration::from_secs(2));
        timeout(Duration::from_secs(60), stream.readable()).await.unwrap_err();
        assert_eq!(charged(), before);
        if is_awaited {
            sandbox.clock().advance(Duration::from_secs(1));
            assert!(read_answer(&mut stream).await.contains(r#""responseCode":0,"#));
        } else {
            drop(stream);
            settled().await;
            sandbox.clock().advance(Duration::from_secs(1));
            settled().await;
        }
        assert_eq!(charged(), before + 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_can_never_come() {
    let (sandbox, request) = paid().await;
    sandbox.faults().next(MD5, Fault::Hang);
    let stream = send(sandbox.address(), &request).await;
    timeout(Duration::from_secs(3_600), stream.readable()).await.unwrap_err();
    assert_eq!(sandbox.journal().last().unwrap().status, None);
    // It does not keep the sandbox from stopping.
    timeout(Duration::from_secs(5), sandbox.stop()).await.unwrap();
    assert_eq!(read_to_end(stream).await, "");
}

/// F12 to F14 of the fixture catalogue.
#[tokio::test]
async fn the_edge_answers_in_the_providers_place() {
    let sandbox = started().await;
    let request = check(&sandbox, "a");
    let plan = [
        (Fault::Forbidden, "403 Forbidden", "<html>"),
        (Fault::GatewayTimeout, "504 Gateway Timeout", "<html>"),
        (Fault::TooManyRequests { retry_after: None }, "429 Too Many Requests", ""),
        (Fault::answer(http::StatusCode::OK, "text/html", "<p>hello"), "200 OK", "<p>hello"),
    ];
    for (fault, status, body) in plan {
        sandbox.faults().next(Faults::ANY, fault);
        let mut stream = send(sandbox.address(), &request).await;
        let answer = read_answer(&mut stream).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\r\n")), "{answer}");
        assert!(answer.split_once("\r\n\r\n").unwrap().1.starts_with(body), "{answer}");
        assert!(!answer.to_ascii_lowercase().contains("retry-after"), "{answer}");
    }
    assert_eq!(sandbox.bakong().charged_today("shop@example.com"), 0);
    assert_eq!(sandbox.journal().count(MD5), 4);
}

#[tokio::test]
async fn f21_retry_after_is_any_text() {
    let sandbox = started().await;
    let request = check(&sandbox, "a");
    for text in ["1000000000", "Wed, 21 Oct 2026 07:28:00 GMT", "soon"] {
        let retry_after = Some(http::HeaderValue::from_static(text));
        sandbox.faults().next(MD5, Fault::TooManyRequests { retry_after });
        let mut stream = send(sandbox.address(), &request).await;
        assert!(read_answer(&mut stream).await.contains(&format!("retry-after: {text}\r\n")));
    }
}

#[tokio::test]
async fn what_is_no_http_and_no_utf8_harms_nothing() {
    let (sandbox, request) = paid().await;
    let mut stream = TcpStream::connect(sandbox.address()).await.unwrap();
    stream.write_all(b"\x16\x03\x01\x00\x00").await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = Vec::new();
    let _closed_or_reset = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/1.1 2"));

    let head = request.split_once("\r\n\r\n").unwrap().0.replace("Content-Length: 42", "Content-Length: 3");
    let mut stream = send(sandbox.address(), &format!("{head}\r\n\r\n")).await;
    stream.write_all(b"\"\xff\"").await.unwrap();
    assert!(read_answer(&mut stream).await.starts_with("HTTP/1.1 400 "));
    assert_eq!(sandbox.journal().last().unwrap().body, "\"\u{fffd}\"");
}

#[tokio::test]
async fn a_body_above_a_mebibyte_is_refused() {
    let sandbox = started().await;
    let body = "a".repeat(1024 * 1024 + 1);
    let head = check(&sandbox, "a").split_once("Content-Length").unwrap().0.to_owned();
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    let mut stream = send(sandbox.address(), &request).await;
    assert!(read_answer(&mut stream).await.starts_with("HTTP/1.1 413 "));
    assert_eq!(sandbox.journal().last().unwrap().status, Some(413));
}

#[tokio::test]
async fn f40_a_stop_lets_a_request_under_way_finish() {
    let (sandbox, request) = paid().await;
    let address = sandbox.address();
    sandbox.faults().next(MD5, Fault::Drip { chunk: 64, pause: Duration::from_millis(1) });
    let stream = send(address, &request).await;
    stream.readable().await.unwrap();
    sandbox.stop().await;
    assert!(read_to_end(stream).await.ends_with('}'));
    TcpStream::connect(address).await.unwrap_err();
}

#[tokio::test(start_paused = true)]
async fn a_stop_does_not_wait_for_an_idle_connection() {
    let (sandbox, request) = paid().await;
    let mut stream = send(sandbox.address(), &request).await;
    read_answer(&mut stream).await;
    let before = Instant::now();
    sandbox.stop().await;
    assert_eq!(before.elapsed(), Duration::ZERO);
    assert_eq!(read_to_end(stream).await, "");
}

#[tokio::test]
async fn a_drop_closes_every_socket() {
    let (sandbox, request) = paid().await;
    let address = sandbox.address();
    let mut stream = send(address, &request).await;
    read_answer(&mut stream).await;
    drop(sandbox);
    assert_eq!(read_to_end(stream).await, "");
    TcpStream::connect(address).await.unwrap_err();
}

#[tokio::test]
async fn a_start_binds_loopback_and_a_taken_port_is_an_error() {
    let sandbox = Sandbox::start().await.unwrap();
    assert!(sandbox.address().ip().is_loopback());
    assert_eq!(sandbox.base_url(), format!("http://{}", sandbox.address()));
    let taken = Sandbox::builder().port(sandbox.address().port()).start().await;
    assert_eq!(taken.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}
