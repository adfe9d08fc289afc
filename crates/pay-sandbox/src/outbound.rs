//! What a provider sends by itself: one request over HTTP/1.1, one connection each.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use http::header::{CONTENT_TYPE, HOST};
use http::uri::Scheme;
use http::{Method, Request, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;

/// Real time that a receiver has for its answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer that are read.
const BODY_READ: usize = 1024;

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

/// A request that a provider makes by itself.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    pub(crate) method: Method,
    pub(crate) url: String,
    pub(crate) content_type: Option<&'static str>,
    pub(crate) body: String,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The first KiB of the body.
    pub(crate) body: Vec<u8>,
}

impl Parcel {
    pub(crate) fn post(url: impl Into<String>, content_type: &'static str, body: String) -> Self {
        Self { method: Method::POST, url: url.into(), content_type: Some(content_type), body }
    }
}

/// Sends a parcel, and answers what came back.
pub(crate) async fn send(parcel: Parcel, reach: Reach) -> Result<Answer, OutboundError> {
    timeout(PATIENCE, exchange(parcel, reach)).await.map_err(|_| OutboundError::TooSlow)?
}

async fn exchange(parcel: Parcel, reach: Reach) -> Result<Answer, OutboundError> {
    let url: Uri = parcel.url.parse().map_err(|_| OutboundError::Url)?;
    let authority =
        url.authority().filter(|_| url.scheme() == Some(&Scheme::HTTP)).ok_or(OutboundError::Url)?;
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let address = resolve(host, authority.port_u16().unwrap_or(80), reach).await?;
    let target = url.path_and_query().map_or("/", |path| path.as_str());
    let mut request = Request::builder().method(parcel.method).uri(target).header(HOST, authority.as_str());
    if let Some(content_type) = parcel.content_type {
        request = request.header(CONTENT_TYPE, content_type);
    }
    let request = request.body(Body::from(parcel.body)).map_err(|_| OutboundError::Url)?;
    let stream = TcpStream::connect(address).await.map_err(OutboundError::NoConnection)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let mut answer = std::pin::pin!(async move { read(sender.send_request(request).await?).await });
    // The connection has to be driven while the answer is waited for; it ends with this function.
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        biased;
        answer = answer.as_mut() => answer,
        ended = connection.as_mut() => match ended {
            Ok(()) => answer.await,
            Err(error) => Err(error.into()),
        },
    }
}

/// The status, and the beginning of the body.
async fn read(response: http::Response<Incoming>) -> Result<Answer, OutboundError> {
    let status = response.status().as_u16();
    let mut incoming = response.into_body();
    let mut body = Vec::new();
    while body.len() < BODY_READ
        && let Some(frame) = poll_fn(|context| Pin::new(&mut incoming).poll_frame(context)).await
    {
        body.extend(frame?.into_data().unwrap_or_default());
    }
    body.truncate(BODY_READ);
    Ok(Answer { status, body })
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
        let parcel = Parcel::post(url, "application/json", "{}".to_owned());
        send(parcel, Reach::Loopback).await.map(|answer| answer.status)
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
