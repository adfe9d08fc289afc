//! The shop's own address for notifications.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use pay_core::{Clock, Delivery, Notice, NotificationSource};
use tokio::task::JoinHandle;

use crate::exit::Failure;

/// Listens on loopback, reads what arrives, and keeps the notices until they are taken.
pub(super) struct Listener {
    url: String,
    inbox: Inbox,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Inbox {
    source: Arc<dyn NotificationSource>,
    clock: Arc<dyn Clock>,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl Listener {
    pub(super) async fn start(
        source: Arc<dyn NotificationSource>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Failure> {
        let failed =
            |error: std::io::Error| Failure::provider(format_args!("the shop cannot listen: {error}"));
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        let url = format!("http://{}/notify", socket.local_addr().map_err(failed)?);
        let inbox = Inbox { source, clock, notices: Arc::default() };
        let router = Router::new().route("/notify", post(receive)).with_state(inbox.clone());
        let server = tokio::spawn(async move {
            // An error here is a listener that answers nobody, which the order then shows.
            let _ = axum::serve(socket, router).await;
        });
        Ok(Self { url, inbox, server })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

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
        Ok(notice) => {
            // A shop writes the notice down before it acknowledges; here memory has to do.
            inbox.notices.lock().unwrap_or_else(PoisonError::into_inner).push(notice);
            let answer = inbox.source.acknowledgement();
            let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
            (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body.into_owned()).into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}
