//! The shop's own address for notifications.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use pay_core::{Clock, Delivery, Notice, NoticeError, NotificationSource};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::exit::Failure;

/// An address on loopback that is taken, and not read from yet: a provider may have to be told it first.
pub(super) struct Address {
    url: String,
    socket: TcpListener,
}

/// Reads what arrives at an address, and keeps the notices until they are taken.
pub(super) struct Listener {
    inbox: Inbox,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Inbox {
    source: Arc<dyn NotificationSource>,
    clock: Arc<dyn Clock>,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl Address {
    /// A free port of this machine, and this path.
    pub(super) async fn take(path: &str) -> Result<Self, Failure> {
        let failed =
            |error: std::io::Error| Failure::provider(format_args!("the shop cannot listen: {error}"));
        let socket = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let url = format!("http://{}{path}", socket.local_addr().map_err(failed)?);
        Ok(Self { url, socket })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Reads deliveries as `source` does. Whatever path they come to is the source's business.
    pub(super) fn listen(self, source: Arc<dyn NotificationSource>, clock: Arc<dyn Clock>) -> Listener {
        let inbox = Inbox { source, clock, notices: Arc::default() };
        let router = Router::new().fallback(receive).with_state(inbox.clone());
        let server = tokio::spawn(async move {
            // An error here is a listener that answers nobody, which the order then shows.
            let _ = axum::serve(self.socket, router).await;
        });
        Listener { inbox, server }
    }
}

impl Listener {
    /// The notices that have arrived since the last time.
    pub(super) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.inbox.notices.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// Takes the bytes as they came: the signature is over them.
async fn receive(State(inbox): State<Inbox>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let headers: Vec<(&str, &[u8])> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let delivery = Delivery {
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
        received_at: inbox.clock.now(),
    };
    match inbox.source.read(&delivery) {
        // A shop writes the notice down before it acknowledges; here memory has to do.
        Ok(notice) => inbox.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice),
        // Nothing to look at, and nothing to be repeated either.
        Err(NoticeError::NoOrder) => {}
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
    let answer = inbox.source.acknowledgement();
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body.into_owned()).into_response()
}
