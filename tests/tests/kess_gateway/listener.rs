//! The shop's addresses for notifications: of orders, saved cards and refunds.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use kess_client::{Notifications, RefundNotice, SaveCardNotice};
use pay_core::{Delivery, Notice, NoticeError, NotificationSource as _};
use pay_sandbox::SandboxClock;
use tokio::task::JoinHandle;

/// Reads what arrives, acknowledges it, and keeps the notices until they are taken.
pub(crate) struct Listener {
    base: String,
    inbox: Inbox,
    server: JoinHandle<()>,
}

#[derive(Clone)]
struct Inbox {
    source: Notifications,
    clock: SandboxClock,
    notices: Arc<Mutex<Vec<Notice>>>,
    cards: Arc<Mutex<Vec<SaveCardNotice>>>,
    refunds: Arc<Mutex<Vec<RefundNotice>>>,
}

impl Listener {
    pub(crate) async fn start(source: Notifications, clock: SandboxClock) -> Self {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", socket.local_addr().unwrap());
        let inbox =
            Inbox { source, clock, notices: Arc::default(), cards: Arc::default(), refunds: Arc::default() };
        let router = Router::new()
            .route("/notify", post(receive))
            .route("/card", post(receive_card))
            .route("/refund", post(receive_refund))
            .with_state(inbox.clone());
        let server = tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
        Self { base, inbox, server }
    }

    /// Where orders are told of.
    pub(crate) fn url(&self) -> String {
        format!("{}/notify", self.base)
    }

    /// Where saved cards are told of.
    pub(crate) fn card_url(&self) -> String {
        format!("{}/card", self.base)
    }

    /// Where refunds are told of.
    pub(crate) fn refund_url(&self) -> String {
        format!("{}/refund", self.base)
    }

    /// What has arrived since the last time.
    pub(crate) fn take(&self) -> Vec<Notice> {
        std::mem::take(&mut *self.inbox.notices.lock().unwrap())
    }

    /// The saved cards that have arrived since the last time.
    pub(crate) fn take_cards(&self) -> Vec<SaveCardNotice> {
        std::mem::take(&mut *self.inbox.cards.lock().unwrap())
    }

    /// The refunds that have arrived since the last time.
    pub(crate) fn take_refunds(&self) -> Vec<RefundNotice> {
        std::mem::take(&mut *self.inbox.refunds.lock().unwrap())
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
    inbox.keep(&inbox.notices, inbox.source.read(&delivery))
}

async fn receive_card(State(inbox): State<Inbox>, headers: HeaderMap, body: Bytes) -> Response {
    inbox.keep(&inbox.cards, SaveCardNotice::read(content_type(&headers), &body))
}

async fn receive_refund(State(inbox): State<Inbox>, headers: HeaderMap, body: Bytes) -> Response {
    inbox.keep(&inbox.refunds, RefundNotice::read(content_type(&headers), &body))
}

fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

impl Inbox {
    fn keep<T>(&self, kept: &Mutex<Vec<T>>, read: Result<T, NoticeError>) -> Response {
        match read {
            Ok(notice) => {
                kept.lock().unwrap().push(notice);
                let answer = self.source.acknowledgement();
                let status = StatusCode::from_u16(answer.status).unwrap();
                (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body.into_owned())
                    .into_response()
            }
            Err(error) => (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
        }
    }
}
