//! What a provider sends by itself: one POST over HTTP/1.1, one connection each.

use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::uri::Scheme;
use http::{Request, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// Real time that a receiver has for its answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which addresses may be sent to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This machine.
    #[default]
    Loopback,
    Anywhere,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutboundError {
    #[error("expected an address with http://")]
    Url,
    #[error("the address is not this machine's, and the sandbox was not allowed to leave it")]
    NotLoopback,
    #[error("there is no such host: {0}")]
    NoHost(std::io::Error),
    #[error("no connection: {0}")]
    NoConnection(std::io::Error),
    #[error("no answer: {0}")]
    NoAnswer(#[from] hyper::Error),
    #[error("no answer within {} s", PATIENCE.as_secs())]
    TooSlow,
}

/// Posts a body, and answers the status that came back.
pub(crate) async fn post(
    url: &str,
    content_type: &'static str,
    body: Bytes,
    reach: Reach,
) -> Result<u16, OutboundError> {
    timeout(PATIENCE, exchange(url, content_type, body, reach)).await.map_err(|_| OutboundError::TooSlow)?
}

async fn exchange(
    url: &str,
    content_type: &'static str,
    body: Bytes,
    reach: Reach,
) -> Result<u16, OutboundError> {
    let url: Uri = url.parse().map_err(|_| OutboundError::Url)?;
    let authority =
        url.authority().filter(|_| url.scheme() == Some(&Scheme::HTTP)).ok_or(OutboundError::Url)?;
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let address = resolve(host, authority.port_u16().unwrap_or(80), reach).await?;
    let request = Request::post(url.path_and_query().map_or("/", |path| path.as_str()))
        .header(HOST, authority.as_str())
        .header(CONTENT_TYPE, content_type)
        .body(Body::from(body))
        .map_err(|_| OutboundError::Url)?;
    let stream = TcpStream::connect(address).await.map_err(OutboundError::NoConnection)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    // The connection has to be driven while the answer is waited for; it ends with this function.
    let mut connection = std::pin::pin!(connection);
    let mut answer = std::pin::pin!(sender.send_request(request));
    let answer = tokio::select! {
        biased;
        answer = answer.as_mut() => answer,
        ended = connection.as_mut() => match ended {
            Ok(()) => answer.await,
            Err(error) => Err(error),
        },
    };
    Ok(answer?.status().as_u16())
}

/// The first address of a host, where every one of them may be reached: a name must not lead elsewhere the
/// second time it is asked for.
async fn resolve(host: &str, port: u16, reach: Reach) -> Result<SocketAddr, OutboundError> {
    let addresses: Vec<_> = lookup_host((host, port)).await.map_err(OutboundError::NoHost)?.collect();
    if reach == Reach::Loopback && !addresses.iter().all(|address| address.ip().is_loopback()) {
        return Err(OutboundError::NotLoopback);
    }
    addresses.first().copied().ok_or_else(|| OutboundError::NoHost(std::io::ErrorKind::NotFound.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn post_to(url: &str) -> Result<u16, OutboundError> {
        post(url, "application/json", Bytes::from_static(b"{}"), Reach::Loopback).await
    }

    #[tokio::test]
    async fn d58_only_this_machine_is_reached_and_only_over_http() {
        for url in ["http://192.0.2.1/", "http://169.254.169.254/latest", "http://[2001:db8::1]/"] {
            assert!(matches!(post_to(url).await, Err(OutboundError::NotLoopback)), "{url}");
        }
        for url in ["https://127.0.0.1/", "file:///etc/passwd", "/notify", "127.0.0.1", ""] {
            assert!(matches!(post_to(url).await, Err(OutboundError::Url)), "{url}");
        }
    }

    #[tokio::test]
    async fn the_status_comes_back_and_a_closed_port_is_an_error() {
        let sandbox = crate::Sandbox::start().await.unwrap();
        let base = sandbox.base_url().to_owned();
        assert_eq!(post_to(&format!("{base}/v1/nothing?a=b")).await.unwrap(), 404);
        assert_eq!(sandbox.journal().last().unwrap().query.as_deref(), Some("a=b"));
        sandbox.faults().next("/v1/nothing", crate::Fault::CutBefore);
        post_to(&format!("{base}/v1/nothing")).await.unwrap_err();
        sandbox.stop().await;
        assert!(matches!(post_to(&base).await, Err(OutboundError::NoConnection(_))));
    }
}
