//! Connections that end where they should not.

use pay_core::{Effect, Outcome};
use pay_http::TransportErrorKind as Kind;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::mpsc;

use crate::server::{Server, Wire};
use crate::{assert_failed, post};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

#[tokio::test]
async fn f01_connection_closed_after_the_request_is_unknown_and_sent_once() {
    for effect in [Effect::Read, Effect::Create, Effect::MoneyOut] {
        let server = Server::start(async |mut wire: Wire| assert!(wire.request().await)).await;
        assert_failed(&post(&server, effect).await, Kind::Reset, Outcome::Unknown);
        assert_eq!(server.requests().len(), 1, "{effect:?}");
    }
}

/// The server closes its side first and counts what still comes. Whether the client sees the end before it writes is
/// a race: what it says must be true either way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn f02_what_is_called_not_sent_has_never_arrived() {
    let (count, mut counts) = mpsc::unbounded_channel();
    let server = Server::start(move |mut wire: Wire| {
        let count = count.clone();
        async move {
            wire.socket.shutdown().await.unwrap();
            let mut received = Vec::new();
            let _ = wire.socket.read_to_end(&mut received).await; // a reset is an end too
            count.send(received.len()).unwrap();
        }
    })
    .await;
    for _ in 0..200 {
        let error = post(&server, Effect::MoneyOut).await.unwrap_err();
        let received = counts.recv().await.unwrap();
        match error.outcome() {
            Outcome::NotSent => assert_eq!(received, 0, "{error:?}"),
            outcome => assert_eq!((outcome, error.kind()), (Outcome::Unknown, Kind::Reset)),
        }
    }
    assert_eq!(server.connections(), 200);
}

#[tokio::test]
async fn f04_pooled_connection_closed_by_the_peer_while_sending_is_unknown_and_sent_once() {
    let server = Server::start(async |mut wire: Wire| {
        wire.request().await;
        wire.write(OK).await;
        wire.request().await;
    })
    .await;
    post(&server, Effect::Read).await.unwrap();
    assert_failed(&post(&server, Effect::Read).await, Kind::Reset, Outcome::Unknown);
    assert_eq!((server.connections(), server.requests().len()), (1, 2), "reused, and not sent again");
}

#[tokio::test]
async fn f04_only_a_read_uses_a_connection_again() {
    let server = Server::answering(OK).await;
    for (effect, connections) in [
        (Effect::Read, 1),
        (Effect::Read, 1),
        (Effect::MoneyOut, 2),
        (Effect::MoneyOut, 3),
        (Effect::Create, 4),
        (Effect::Read, 4),
    ] {
        post(&server, effect).await.unwrap();
        assert_eq!(server.connections(), connections, "{effect:?}");
    }
}

#[tokio::test]
async fn f04_request_of_no_known_effect_gets_a_connection_of_its_own() {
    use pay_http::Transport as _;
    let server = Server::answering(OK).await;
    for _ in 0..2 {
        let mut request = server.request(Effect::Read);
        request.extensions_mut().clear();
        server.transport.send(request).await.unwrap();
    }
    assert_eq!(server.connections(), 2);
}

/// The connection that the first request left open is closed when the second wants it. Whether the client knows by
/// then is a race; there is never a second copy.
#[tokio::test]
async fn f04_pooled_connection_closed_while_idle_leaves_no_second_copy() {
    for _ in 0..50 {
        let server = Server::start(async |mut wire: Wire| {
            wire.request().await;
            wire.write(OK).await;
        })
        .await;
        post(&server, Effect::Read).await.unwrap();
        let second = post(&server, Effect::Read).await;
        match second {
            Ok(_) => assert_eq!((server.connections(), server.requests().len()), (2, 2)),
            Err(error) => {
                assert_eq!(error.kind(), Kind::Reset);
                assert_eq!((server.connections(), server.requests().len()), (1, 1));
            }
        }
    }
}

#[tokio::test]
async fn f36_part_of_a_body_is_no_body() {
    for part in [
        // `{"amount":10.50}` was announced.
        "Content-Length: 16\r\n\r\n{\"amount\":1",
        "Content-Length: 16\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n10\r\n{\"amount\":1",
        "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"amount\":1\r\n",
        "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"amount\":1\r\n0\r\n",
    ] {
        let server = Server::start(move |mut wire: Wire| async move {
            wire.request().await;
            wire.write(format!("HTTP/1.1 200 OK\r\n{part}")).await;
        })
        .await;
        assert_failed(&post(&server, Effect::Read).await, Kind::Truncated, Outcome::Unknown);
        assert_eq!(server.requests().len(), 1, "{part}");
    }
}

#[tokio::test]
async fn f36_body_reset_on_the_way_is_no_body() {
    let server = Server::start(async |mut wire: Wire| {
        wire.request().await;
        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"amount\":1").await;
        wire.socket.set_zero_linger().unwrap();
    })
    .await;
    let error = post(&server, Effect::Read).await.unwrap_err();
    // The reset may overtake what was written before it.
    assert!(matches!(error.kind(), Kind::Truncated | Kind::Reset), "{error:?}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn f36_bytes_behind_the_announced_length_are_not_the_body() {
    let server =
        Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"amount\":10.50}99}").await;
    let response = post(&server, Effect::Read).await.unwrap();
    assert_eq!(response.body().as_ref(), b"{\"amount\":10.50}");
}

#[tokio::test]
async fn what_is_not_http_is_an_error() {
    for (response, kind) in [
        ("SSH-2.0-OpenSSH_9.6\r\n", Kind::Protocol),
        ("{\"responseCode\":0}\r\n\r\n", Kind::Protocol),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}", Kind::Protocol),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}", Kind::Protocol),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}", Kind::Protocol),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}", Kind::Protocol),
    ] {
        let server = Server::answering(response).await;
        assert_failed(&post(&server, Effect::Read).await, kind, Outcome::Unknown);
        assert_eq!(server.requests().len(), 1, "{response}");
    }
}
