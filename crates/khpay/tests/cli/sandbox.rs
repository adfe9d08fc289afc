use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::run::khpay;

/// A `khpay sandbox` of its own, stopped when dropped.
pub(crate) struct Sandbox {
    child: Child,
    pub(crate) url: String,
    pub(crate) token: String,
}

impl Sandbox {
    pub(crate) fn start() -> Self {
        let mut child = khpay(&["sandbox", "--port", "0", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("the first line says where it is");
        let text = |name: &str| said[name].as_str().expect(name).to_owned();
        let token = said["environment"]["BAKONG_TOKEN"].as_str().unwrap().to_owned();
        Self { child, url: text("baseUrl"), token }
    }

    /// A request of the control interface, with what any language can do.
    pub(crate) fn control(&self, path: &str, body: &Value) -> Value {
        let address = self.url.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        let body = body.to_string();
        let length = body.len();
        write!(stream, "POST /_sandbox{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (_, body) = response.split_once("\r\n\r\n").unwrap();
        if body.is_empty() {
            return Value::Null;
        }
        serde_json::from_str(body).unwrap_or_else(|error| unreachable!("{error}: {response}"))
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
