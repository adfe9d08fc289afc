//! The sockets. An own loop, because a connection must also end without an answer.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::Service as _;

use crate::fault::Cut;

/// How long a stop waits for requests under way.
const GRACE: Duration = Duration::from_secs(1);

/// A listening server. Dropping it stops it too, for the loop ends with the sender; nobody waits then.
#[derive(Debug)]
pub(crate) struct Server {
    stop: watch::Sender<()>,
    accepting: JoinHandle<()>,
}

impl Server {
    /// Serves the router on a listener that is already bound.
    pub(crate) fn start(listener: TcpListener, router: Router) -> Self {
        let (stop, stopping) = watch::channel(());
        Self { stop, accepting: tokio::spawn(accept(listener, router, stopping)) }
    }

    /// Takes no more connections, lets the requests under way finish for a second, and closes.
    pub(crate) async fn stop(self) {
        drop(self.stop);
        if let Err(error) = self.accepting.await {
            tracing::error!(%error, "the accept loop ended in a panic");
        }
    }
}

/// Binds before anything is served, so that the port is known and taken.
pub(crate) async fn bind(address: SocketAddr) -> io::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn accept(listener: TcpListener, router: Router, mut stopping: watch::Receiver<()>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            // Nothing is ever sent: the change is that the sender is gone.
            _ = stopping.changed() => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, router.clone(), stopping.clone()));
                }
                Err(error) => {
                    // Out of descriptors, or the peer was gone before it was taken: the next one may do.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    drop(listener);
    let drained = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, drained).await.is_err() {
        connections.abort_all();
    }
}

async fn serve(stream: TcpStream, router: Router, mut stopping: watch::Receiver<()>) {
    // A drip is to leave piece by piece.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "no TCP_NODELAY");
    }
    let service = service_fn(move |request: http::Request<Incoming>| {
        let mut router = router.clone();
        async move {
            let Ok(response): Result<Response, Infallible> = router.call(request.map(Body::new)).await;
            if Cut::is_in(&response) { Err(Cut) } else { Ok(response) }
        }
    });
    let connection =
        http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = stopping.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // A cut, or a client that went away: both are daily business here.
        tracing::debug!(%error, "a connection ended early");
    }
}
