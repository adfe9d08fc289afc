//! What is written down of an exchange.

use std::sync::{Arc, Mutex};
use std::{fmt, io};

use bytes::Bytes;
use pay_core::{Effect, Outcome};
use pay_http::http::{Request, Response};
use pay_http::{Error, Exchange, Fault, FaultKind, TransportErrorKind, call};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::server::{CANARY, Server, Wire};

/// The request of the test server, as an exchange.
struct Check<'a>(&'a Server);

impl Exchange for Check<'_> {
    type Output = u16;
    type Kind = Broken;

    fn name(&self) -> &'static str {
        "check_transaction_by_md5"
    }

    fn effect(&self) -> Effect {
        Effect::Read
    }

    fn prepare(&self) -> Result<Request<Bytes>, Broken> {
        Ok(self.0.request(Effect::MoneyOut)) // `call` must say what it is, not the request
    }

    fn interpret(&self, response: Response<Bytes>) -> Result<u16, Broken> {
        Ok(response.status().as_u16())
    }
}

/// Nothing but the way goes wrong here.
#[derive(Debug)]
struct Broken;

impl From<TransportErrorKind> for Broken {
    fn from(_: TransportErrorKind) -> Self {
        Self
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("broken")
    }
}

impl FaultKind for Broken {
    fn outcome(&self, _: Effect) -> Outcome {
        Outcome::Unknown
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// Everything that is traced by anybody while the exchange runs.
async fn traced(server: &Server) -> (Result<u16, Fault<Broken>>, String) {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(lines.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let result = call(&server.transport, &Check(server)).await;
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    (result, text)
}

#[tokio::test]
async fn d27_no_header_value_or_body_is_traced() {
    let server =
        Server::answering("HTTP/1.1 200 OK\r\nX-Id: canary-1\r\nContent-Length: 8\r\n\r\ncanary-2").await;
    let (result, text) = traced(&server).await;
    assert_eq!(result.unwrap(), 200);
    assert!(server.requests()[0].contains(CANARY));
    assert!(text.contains("hyper_util"), "the stack below is traced too");
    assert!(!text.contains("canary"), "{text}");
    assert!(!text.contains("d60f3db96913029a2af979a1662c1e72"), "{text}");
}

#[tokio::test]
async fn call_tells_the_transport_the_effect() {
    let server = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    for _ in 0..2 {
        call(&server.transport, &Check(&server)).await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 2), "a read uses a connection again");
}

#[tokio::test]
async fn span_says_operation_status_time_and_outcome() {
    let server = Server::answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n").await;
    let (_, text) = traced(&server).await;
    let span = text.lines().find(|line| line.contains("close")).unwrap();
    for part in [
        r#"exchange{operation="check_transaction_by_md5" effect=Read"#,
        " elapsed_ms=",
        " status=503",
        r#" outcome="Done""#,
    ] {
        assert!(span.contains(part), "{part} in {span}");
    }
}

#[tokio::test]
async fn span_of_a_failure_has_an_outcome_and_no_status() {
    let server = Server::start(async |mut wire: Wire| assert!(wire.request().await)).await;
    let (result, text) = traced(&server).await;
    let error = Error::new("check_transaction_by_md5", result.unwrap_err());
    let span = text.lines().find(|line| line.contains("close")).unwrap();
    assert!(span.contains(" elapsed_ms=") && span.contains(" outcome=Unknown"), "{span}");
    assert!(!span.contains("status="), "{span}");
    assert!(!format!("{error} {error:?}").contains("127.0.0.1"), "{error:?}");
}
