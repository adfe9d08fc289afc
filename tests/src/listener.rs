//! The shop's address for notifications.

use std::fmt;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use pay_core::{Acknowledgement, Delivery, Notice, NoticeError, NotificationSource};
use pay_sandbox::SandboxClock;
use tokio::task::JoinHandle;

/// Reads what arrives at an address of its own, acknowledges it, and keeps it until it is taken.
pub struct Listener<T = Notice> {
    base: String,
    kept: Arc<Mutex<Vec<T>>>,
    server: JoinHandle<()>,
}

impl Listener<Notice> {
    /// Listens for what this source reads.
    pub async fn start(source: impl NotificationSource + 'static, clock: SandboxClock) -> Self {
        let acknowledgement = source.acknowledgement();
        Self::reading(clock, acknowledgement, move |delivery| source.read(delivery)).await
    }
}

impl<T: Send + 'static> Listener<T> {
    /// Listens for what this function reads.
    pub async fn reading(
        clock: SandboxClock,
        acknowledgement: Acknowledgement,
        read: impl Fn(&Delivery<'_>) -> Result<T, NoticeError> + Send + Sync + 'static,
    ) -> Self {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", socket.local_addr().unwrap());
        let kept = Arc::default();
        let desk = Desk { clock, acknowledgement, read: Arc::new(read), kept: Arc::clone(&kept) };
        let router = Router::new().fallback(receive::<T>).with_state(desk);
        let server = tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
        Self { base, kept, server }
    }

    /// An address: whatever the path is, what arrives is read.
    pub fn url(&self) -> String {
        format!("{}/notify", self.base)
    }

    /// The address without a path.
    pub fn base_url(&self) -> &str {
        &self.base
    }

    /// What has arrived since the last time.
    pub fn take(&self) -> Vec<T> {
        std::mem::take(&mut *self.kept.lock().unwrap())
    }
}

impl<T> fmt::Debug for Listener<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("base", &self.base).finish_non_exhaustive()
    }
}

impl<T> Drop for Listener<T> {
    fn drop(&mut self) {
        self.server.abort();
    }
}

type Read<T> = dyn Fn(&Delivery<'_>) -> Result<T, NoticeError> + Send + Sync;

struct Desk<T> {
    clock: SandboxClock,
    acknowledgement: Acknowledgement,
    read: Arc<Read<T>>,
    kept: Arc<Mutex<Vec<T>>>,
}

impl<T> Clone for Desk<T> {
    fn clone(&self) -> Self {
        Self {
            clock: self.clock.clone(),
            acknowledgement: self.acknowledgement.clone(),
            read: Arc::clone(&self.read),
            kept: Arc::clone(&self.kept),
        }
    }
}

/// Takes the bytes as they came: the signature is over them.
async fn receive<T>(State(desk): State<Desk<T>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let headers: Vec<(&str, &[u8])> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let delivery = Delivery {
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
        received_at: desk.clock.now(),
    };
    match (desk.read)(&delivery) {
        Ok(read) => desk.kept.lock().unwrap().push(read),
        // Authentic, and nothing to do.
        Err(NoticeError::NoOrder) => {}
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    }
    let Acknowledgement { status, content_type, body } = desk.acknowledgement;
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, content_type)], body.into_owned()).into_response()
}
