//! The shop's address for notifications.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use pay_core::{Acknowledgement, Delivery, Notice, NoticeError, NotificationSource};
use pay_sandbox::SandboxClock;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// An address at which nobody listens yet, so that a source can be made that knows it.
#[derive(Debug)]
pub struct Address {
    base: String,
    socket: TcpListener,
}

/// Reads what arrives at an address, answers it, and keeps what was read until it is taken.
pub struct Listener<T = Notice> {
    base: String,
    kept: Arc<Mutex<Vec<T>>>,
    server: JoinHandle<()>,
}

impl Listener {
    /// Listens for what this source reads, at an address of its own.
    pub async fn start(source: impl NotificationSource + 'static, clock: SandboxClock) -> Self {
        let read = move |delivery: &Delivery<'_>| answered(source.read(delivery), source.acknowledgement());
        Address::take().await.listen(clock, read)
    }
}

impl<T> Listener<T> {
    /// An address: whatever the path is, what arrives is read.
    pub fn url(&self) -> String {
        format!("{}/notify", self.base)
    }

    /// From now on nobody is there.
    pub fn close(&self) {
        self.server.abort();
    }

    /// What has arrived since the last time.
    pub fn take(&self) -> Vec<T> {
        std::mem::take(&mut *self.kept.lock().unwrap())
    }
}

impl Address {
    /// A free one on this machine.
    pub async fn take() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", socket.local_addr().unwrap());
        Self { base, socket }
    }

    /// The address without a path.
    pub fn base_url(&self) -> &str {
        &self.base
    }

    /// Listens here. `read` says what is kept of a delivery, if anything, and how it is answered.
    pub fn listen<T: Send + 'static>(
        self,
        clock: SandboxClock,
        read: impl Fn(&Delivery<'_>) -> (Option<T>, Acknowledgement) + Send + Sync + 'static,
    ) -> Listener<T> {
        let kept = Arc::default();
        let desk = Desk { clock, read: Arc::new(read), kept: Arc::clone(&kept) };
        let router = Router::new().fallback(receive::<T>).with_state(desk);
        let socket = self.socket;
        let server = tokio::spawn(async move { axum::serve(socket, router).await.unwrap() });
        Listener { base: self.base, kept, server }
    }
}

/// Acknowledges what was read, and refuses what was not. What is about no order is authentic, and nothing is to be done.
pub fn answered<T>(
    read: Result<T, NoticeError>,
    acknowledgement: Acknowledgement,
) -> (Option<T>, Acknowledgement) {
    match read {
        Ok(read) => (Some(read), acknowledgement),
        Err(NoticeError::NoOrder) => (None, acknowledgement),
        Err(error) => (None, refusal(400, error.to_string())),
    }
}

/// An answer that acknowledges nothing.
pub fn refusal(status: u16, body: impl Into<Cow<'static, str>>) -> Acknowledgement {
    Acknowledgement { status, content_type: "text/plain", body: body.into() }
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

type Read<T> = dyn Fn(&Delivery<'_>) -> (Option<T>, Acknowledgement) + Send + Sync;

struct Desk<T> {
    clock: SandboxClock,
    read: Arc<Read<T>>,
    kept: Arc<Mutex<Vec<T>>>,
}

impl<T> Clone for Desk<T> {
    fn clone(&self) -> Self {
        Self { clock: self.clock.clone(), read: Arc::clone(&self.read), kept: Arc::clone(&self.kept) }
    }
}

/// Takes the bytes as they came: the signature is over them.
async fn receive<T>(State(desk): State<Desk<T>>, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let headers: Vec<(&str, &[u8])> =
        headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
    let (read, answer) = (desk.read)(&Delivery {
        path: uri.path(),
        query: uri.query().unwrap_or_default(),
        headers: &headers,
        body: &body,
        received_at: desk.clock.now(),
    });
    desk.kept.lock().unwrap().extend(read);
    let status = StatusCode::from_u16(answer.status).unwrap();
    (status, [(header::CONTENT_TYPE, answer.content_type)], answer.body.into_owned()).into_response()
}
