//! Who is spoken to, and with which words.

use std::process::Command;

use bytes::Bytes;
use pay_core::{Effect, Outcome};
use pay_http::http::{HeaderValue, Request};
use pay_http::{BaseUrl, HttpTransport, Transport as _, TransportErrorKind as Kind};
use tokio::net::TcpSocket;

use crate::server::Server;
use crate::{assert_failed, post};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

#[tokio::test]
async fn request_is_truthful_and_asks_for_nothing_packed() {
    let name = HeaderValue::from_static("bakong-client/0.1.0");
    let server = Server::answering_within(OK, |builder| builder.user_agent(name)).await;
    let response = post(&server, Effect::Read).await.unwrap();
    assert_eq!((response.status().as_u16(), response.body().as_ref()), (200, &b"{}"[..]));

    let host = server.base.as_str().strip_prefix("http://").unwrap();
    let expected = format!(
        "POST /v1/check_transaction_by_md5 HTTP/1.1\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         authorization: Bearer canary-7731\r\n\
         user-agent: bakong-client/0.1.0\r\n\
         accept-encoding: identity\r\n\
         host: {host}\r\n\
         content-length: 36\r\n\r\n\
         [\"d60f3db96913029a2af979a1662c1e72\"]"
    );
    assert_eq!(server.requests(), [expected]);
}

#[tokio::test]
async fn status_500_is_a_response() {
    let server = Server::answering("HTTP/1.1 500 No\r\nX-Id: 7\r\nContent-Length: 4\r\n\r\noops").await;
    let response = post(&server, Effect::Read).await.unwrap();
    assert_eq!(response.status().as_u16(), 500);
    assert_eq!(response.headers()["x-id"], "7");
    assert_eq!(response.body().as_ref(), b"oops");
}

/// Runs the test above once more, in a process whose environment names a proxy where nobody listens.
#[test]
fn proxy_of_the_environment_is_not_used() {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "admission::status_500_is_a_response"])
        .envs(["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].map(|name| (name, "http://127.0.0.1:9")))
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn d33_another_host_port_scheme_or_user_is_not_spoken_to() {
    let server = Server::answering(OK).await;
    let other = Server::answering(OK).await;
    let authority = server.base.as_str().strip_prefix("http://").unwrap();
    for uri in [
        other.base.to_string(),
        format!("https://{authority}"),
        format!("http://user@{authority}"),
        format!("http://user:secret@{authority}"),
        authority.replace("127.0.0.1", "http://localhost"),
        "https://api-bakong.nbc.gov.kh.evil.tld/v1/renew_token".into(),
        "http://169.254.169.254/".into(),
        "/v1/renew_token".into(),
    ] {
        let request = Request::post(&uri).body(Bytes::new()).unwrap();
        let result = server.transport.send(request).await;
        assert_failed(&result, Kind::NotAllowed, Outcome::NotSent);
    }
    assert_eq!((server.connections(), other.connections()), (0, 0));
}

#[tokio::test]
async fn a_second_base_can_be_allowed() {
    let server = Server::answering(OK).await;
    let other = Server::answering(OK).await;
    let transport = HttpTransport::builder(&server.base).allow(&other.base).build().unwrap();
    transport.send(other.request(Effect::Read)).await.unwrap();
    assert_eq!((server.connections(), other.connections()), (0, 1));
}

#[tokio::test]
async fn f02_refused_connection_is_not_sent() {
    let server = Server::answering(OK).await;
    let port = TcpSocket::new_v4().unwrap(); // bound and not listening: nobody else can take the port
    port.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base = BaseUrl::parse(&format!("http://{}", port.local_addr().unwrap())).unwrap();
    let transport = HttpTransport::builder(&server.base).allow(&base).build().unwrap();
    let request = Request::post(base.join("/").unwrap()).body(Bytes::from_static(b"{}")).unwrap();
    assert_failed(&transport.send(request).await, Kind::Connect, Outcome::NotSent);
}

#[cfg(feature = "rustls")]
#[tokio::test]
async fn f38_name_without_an_address_is_not_sent() {
    let base = BaseUrl::parse("https://nonexistent.invalid").unwrap();
    let request = Request::post(base.join("/v1").unwrap()).body(Bytes::new()).unwrap();
    let result = HttpTransport::new(&base).unwrap().send(request).await;
    assert_failed(&result, Kind::Dns, Outcome::NotSent);
}

#[cfg(target_os = "linux")] // other systems refuse what does not fit into the queue
#[tokio::test]
async fn f38_black_hole_is_bounded_by_the_connect_time_out() {
    use std::time::Duration;
    use tokio::net::TcpStream;

    let listener = TcpSocket::new_v4().unwrap();
    listener.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = listener.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    // Nobody accepts; when the queue is full, the system drops what comes, as a black hole does.
    let mut waiting = Vec::new();
    let limit = Duration::from_millis(50);
    while let Ok(socket) = tokio::time::timeout(limit, TcpStream::connect(address)).await {
        waiting.push(socket.unwrap());
    }
    let base = BaseUrl::parse(&format!("http://{address}")).unwrap();
    let transport = HttpTransport::builder(&base)
        .connect_timeout(limit)
        .timeout(Duration::from_secs(3_600))
        .build()
        .unwrap();
    let request = Request::post(base.join("/").unwrap()).body(Bytes::new()).unwrap();
    assert_failed(&transport.send(request).await, Kind::Timeout, Outcome::NotSent);
}
