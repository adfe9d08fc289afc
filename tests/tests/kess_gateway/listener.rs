//! The shop's address for notifications.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use kess_client::Notifications;
use pay_core::{Delivery, Notice, NotificationSource as _};
use pay_sandbox::SandboxClock;
use tokio::task::JoinHandle;

/// Reads what arrives, acknowledges it, and keeps the notices until they are taken.
pub(crate) struct Listener {
    url: String,
    inbox: Inbox,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Inbox {
    source: Notifications,
    clock: SandboxClock,
    notices: Arc<Mutex<Vec<Notice>>>,
}

impl Listener {
    pub(crate) async fn start(source: Notifications, clock: SandboxClock) -> Self {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notify", socket.local_addr().unwrap());
        let inbox = Inbox { source, clock, notices: Arc::default() };
        let router = Router::new().route("/notify", post(receive)).with_state(inbox.clone());
        let server = tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
        Self { url, inbox, server }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// What has arrived since the last time.
    pub(crate) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.inbox.notices.lock().unwrap())
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
            inbox.notices.lock().unwrap().push(notice);
            let answer = inbox.source.acknowledgement();
            let status = StatusCode::from_u16(answer.status).unwrap();
            (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body.into_owned()).into_response()
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
}
