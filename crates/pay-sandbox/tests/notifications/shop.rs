//! A shop that hears and answers, and the requests that open its orders.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

/// HTTP status and body.
pub(crate) type Answer = (u16, &'static str);

/// Hands on what it hears, and answers with the next of its answers; the last one stands for all that follow.
pub(crate) struct Shop {
    pub(crate) url: String,
    heard: mpsc::UnboundedReceiver<(String, String)>,
}

impl Shop {
    pub(crate) async fn open(answers: &'static [Answer]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/notify?shop=1", listener.local_addr().unwrap());
        let (sender, heard) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut answers = answers.iter().chain(std::iter::repeat(answers.last().unwrap()));
            while let Ok((stream, _)) = listener.accept().await {
                let answer = *answers.next().unwrap();
                tokio::spawn(hear(stream, answer, sender.clone()));
            }
        });
        Self { url, heard }
    }

    /// Method and target of the next request, and its body.
    pub(crate) async fn next(&mut self) -> (String, String) {
        self.heard.recv().await.unwrap()
    }

    /// The next body, of a `POST`.
    pub(crate) async fn body(&mut self) -> Value {
        let (line, body) = self.next().await;
        assert_eq!(line, "POST /notify?shop=1");
        serde_json::from_str(&body).unwrap()
    }

    /// Whether nothing more was sent so far.
    pub(crate) fn heard_nothing(&mut self) -> bool {
        self.heard.try_recv().is_err()
    }
}

async fn hear(mut stream: TcpStream, (status, body): Answer, heard: mpsc::UnboundedSender<(String, String)>) {
    let (start, sent) = read_message(&mut stream).await;
    let line = start.lines().next().and_then(|line| line.strip_suffix(" HTTP/1.1")).unwrap();
    heard.send((line.to_owned(), sent)).unwrap();
    let answer = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(answer.as_bytes()).await.unwrap();
}

/// Posts JSON to the sandbox with one header beside the usual ones, and answers the body.
pub(crate) async fn post(address: SocketAddr, path: &str, header: &str, body: &str) -> Value {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: sandbox\r\n{header}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    serde_json::from_str(&read_message(&mut stream).await.1).unwrap()
}

/// One message: without a `Content-Length` it has no body.
async fn read_message(stream: &mut TcpStream) -> (String, String) {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n")
            && body.len() == length(head)
        {
            return (head.to_owned(), body.to_owned());
        }
        assert_ne!(stream.read_buf(&mut bytes).await.unwrap(), 0, "closed after {text:?}");
    }
}

fn length(head: &str) -> usize {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    lines
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, length)| length.parse().unwrap())
}
