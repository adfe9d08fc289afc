//! Responses that want too much memory or time.

use std::io::{self, Read as _};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use pay_core::{Effect, Outcome};
use pay_http::{HttpTransportBuilder, TransportErrorKind as Kind};

use crate::server::{Server, Wire};
use crate::{assert_failed, post};

const CAP: usize = 1 << 16;

fn small(builder: HttpTransportBuilder) -> HttpTransportBuilder {
    builder.body_cap(CAP)
}

fn short(builder: HttpTransportBuilder) -> HttpTransportBuilder {
    builder.timeout(Duration::from_millis(60))
}

/// About 10 kB that unpack to 10 MB, as much as one layer of gzip can.
fn bomb() -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    io::copy(&mut io::repeat(b' ').take(10_000_000), &mut gzip).unwrap();
    gzip.finish().unwrap()
}

#[tokio::test]
async fn d56_gzip_bomb_is_refused_packed() {
    let bomb = bomb();
    assert!(bomb.len() < 12_000, "{} bytes", bomb.len());
    for encoding in ["gzip", "GZIP", "x-gzip", "identity, gzip", "gzip, gzip", "br", "deflate", "zstd"] {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {}\r\n\r\n",
            bomb.len()
        );
        let server = Server::answering([head.as_bytes(), &bomb].concat()).await;
        assert_failed(&post(&server, Effect::Read).await, Kind::Protocol, Outcome::Unknown);
    }
}

#[tokio::test]
async fn d56_gzip_bomb_that_does_not_say_so_stays_packed() {
    let bomb = bomb();
    for encoding in ["", "Content-Encoding: identity\r\n"] {
        let head = format!("HTTP/1.1 200 OK\r\n{encoding}Content-Length: {}\r\n\r\n", bomb.len());
        let server = Server::answering([head.as_bytes(), &bomb].concat()).await;
        assert_eq!(post(&server, Effect::Read).await.unwrap().body().as_ref(), bomb);
    }
}

#[tokio::test]
async fn d56_body_of_exactly_the_cap_is_the_largest() {
    for framing in ["chunked", "length"] {
        for (size, fits) in [(CAP, true), (CAP + 1, false)] {
            let body = "x".repeat(size);
            let response = match framing {
                "length" => format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n{body}"),
                _ => format!(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{size:x}\r\n{body}\r\n0\r\n\r\n"
                ),
            };
            let server = Server::answering_within(response, small).await;
            let result = post(&server, Effect::Read).await;
            if fits {
                assert_eq!(result.unwrap().body().len(), CAP, "{framing}");
            } else {
                assert_failed(&result, Kind::TooLarge, Outcome::Unknown);
            }
        }
    }
}

#[tokio::test]
async fn d56_announced_size_over_the_cap_is_not_waited_for() {
    for size in [(CAP + 1).to_string(), "10000000000".into(), u64::MAX.to_string()] {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n");
        let server = Server::answering_within(head, small).await;
        assert_failed(&post(&server, Effect::Read).await, Kind::TooLarge, Outcome::Unknown);
    }
}

/// The server ends only when the client hangs up: `TooLarge` rather than `Timeout` says that it did so at the cap.
#[tokio::test]
async fn d56_never_ending_body_ends_at_the_cap() {
    for (framing, piece) in [("Transfer-Encoding: chunked\r\n", "1000\r\n"), ("Connection: close\r\n", "")] {
        let server = Server::start_with(
            move |mut wire: Wire| async move {
                wire.request().await;
                wire.write(format!("HTTP/1.1 200 OK\r\n{framing}\r\n")).await;
                let end = if piece.is_empty() { "" } else { "\r\n" };
                wire.write_for_ever(format!("{piece}{}{end}", "x".repeat(0x1000)).as_bytes()).await;
            },
            small,
        )
        .await;
        assert_failed(&post(&server, Effect::Read).await, Kind::TooLarge, Outcome::Unknown);
    }
}

#[tokio::test]
async fn d56_body_of_a_byte_at_a_time_ends_at_the_deadline() {
    let server = Server::start_with(
        async |mut wire: Wire| {
            wire.request().await;
            wire.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n").await;
            // Faster than a byte a second as the deadline is shorter than ten seconds.
            let mut beat = tokio::time::interval(Duration::from_millis(6));
            while wire.write("x").await {
                beat.tick().await;
            }
        },
        short,
    )
    .await;
    assert_failed(&post(&server, Effect::Read).await, Kind::Timeout, Outcome::Unknown);
}

#[tokio::test]
async fn d56_hundred_thousand_headers_are_too_many() {
    let headers = (0..100_000).map(|n| format!("X-{n}: 1\r\n")).collect::<Vec<_>>().concat();
    let server = Server::answering(format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: 0\r\n\r\n")).await;
    assert_failed(&post(&server, Effect::Read).await, Kind::TooLarge, Outcome::Unknown);
}

#[tokio::test]
async fn d56_hundred_headers_are_the_most() {
    for (count, fits) in [(99, true), (100, false)] {
        let headers = "X: 1\r\n".repeat(count);
        let server =
            Server::answering(format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: 0\r\n\r\n")).await;
        assert_eq!(post(&server, Effect::Read).await.is_ok(), fits, "{count} and the length");
    }
}

#[tokio::test]
async fn d56_never_ending_header_is_too_large() {
    let server = Server::start(async |mut wire: Wire| {
        wire.request().await;
        wire.write("HTTP/1.1 200 OK\r\nX: ").await;
        wire.write_for_ever(&[b'x'; 4_096]).await;
    })
    .await;
    assert_failed(&post(&server, Effect::Read).await, Kind::TooLarge, Outcome::Unknown);
}

#[tokio::test]
async fn d56_never_ending_interim_responses_end_at_the_deadline() {
    let server = Server::start_with(
        async |mut wire: Wire| {
            wire.request().await;
            wire.write_for_ever(b"HTTP/1.1 100 Continue\r\n\r\n").await;
        },
        short,
    )
    .await;
    assert_failed(&post(&server, Effect::Read).await, Kind::Timeout, Outcome::Unknown);
}

#[tokio::test]
async fn f03_silence_after_the_request_is_unknown_and_sent_once() {
    let server = Server::start_with(
        async |mut wire: Wire| {
            wire.request().await;
            wire.request().await;
        },
        short,
    )
    .await;
    assert_failed(&post(&server, Effect::MoneyOut).await, Kind::Timeout, Outcome::Unknown);
    assert_eq!((server.connections(), server.requests().len()), (1, 1));
}
