use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use pay_core::{Effect, Secret};
use pay_http::http::{Request, header};
use pay_http::{BaseUrl, HttpTransport, HttpTransportBuilder, bearer, json_post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// A secret that may reach its server and nobody else, no log and no error.
pub(crate) const CANARY: &str = "canary-7731";

/// A server that does to each connection what a script says.
pub(crate) struct Server {
    pub(crate) base: BaseUrl,
    /// A transport to it and to nobody else; it gives up after a second.
    pub(crate) transport: HttpTransport,
    journal: Arc<Mutex<Journal>>,
}

/// What reached a server.
#[derive(Default)]
struct Journal {
    connections: usize,
    /// The whole requests, in order.
    requests: Vec<String>,
}

/// One connection of a client.
pub(crate) struct Wire {
    pub(crate) socket: TcpStream,
    journal: Arc<Mutex<Journal>>,
}

impl Server {
    pub(crate) async fn start<F>(script: impl Fn(Wire) -> F + Send + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        Self::start_with(script, |builder| builder).await
    }

    pub(crate) async fn start_with<F>(
        script: impl Fn(Wire) -> F + Send + 'static,
        limits: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder,
    ) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = BaseUrl::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let journal = Arc::<Mutex<Journal>>::default();
        let accepted = Arc::clone(&journal);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                accepted.lock().unwrap().connections += 1;
                tokio::spawn(script(Wire { socket, journal: Arc::clone(&accepted) }));
            }
        });
        let builder = HttpTransport::builder(&base).timeout(Duration::from_secs(1));
        Self { transport: limits(builder).build().unwrap(), base, journal }
    }

    /// A server that answers every request with these bytes.
    pub(crate) async fn answering(response: impl Into<Vec<u8>>) -> Self {
        Self::answering_within(response, |builder| builder).await
    }

    pub(crate) async fn answering_within(
        response: impl Into<Vec<u8>>,
        limits: impl FnOnce(HttpTransportBuilder) -> HttpTransportBuilder,
    ) -> Self {
        let response = Bytes::from(response.into());
        let script = move |mut wire: Wire| {
            let response = response.clone();
            async move {
                while wire.request().await {
                    wire.write(&response).await;
                }
            }
        };
        Self::start_with(script, limits).await
    }

    pub(crate) fn request(&self, effect: Effect) -> Request<Bytes> {
        let uri = self.base.join("/v1/check_transaction_by_md5").unwrap();
        let mut request = json_post(uri, &["d60f3db96913029a2af979a1662c1e72"]).unwrap();
        let token = bearer(&Secret::new(CANARY).unwrap()).unwrap();
        request.headers_mut().insert(header::AUTHORIZATION, token);
        request.extensions_mut().insert(effect);
        request
    }

    pub(crate) fn connections(&self) -> usize {
        self.journal.lock().unwrap().connections
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.journal.lock().unwrap().requests.clone()
    }
}

impl Wire {
    /// Reads one whole request into the journal; false when the client is gone before its end.
    pub(crate) async fn request(&mut self) -> bool {
        let mut text = Vec::new();
        while !is_whole(&text) {
            match self.socket.read_u8().await {
                Ok(byte) => text.push(byte),
                Err(_) => return false,
            }
        }
        self.journal.lock().unwrap().requests.push(String::from_utf8(text).unwrap());
        true
    }

    /// Writes all of it; false when the client has hung up.
    pub(crate) async fn write(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.socket.write_all(bytes.as_ref()).await.is_ok()
    }

    /// Writes these bytes over and over until the client hangs up, and reads nothing.
    pub(crate) async fn write_for_ever(&mut self, bytes: &[u8]) {
        while self.write(bytes).await {}
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = str::from_utf8(request).unwrap();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() == length.map_or(0, |length| length.parse().unwrap())
}
