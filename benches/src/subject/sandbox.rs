//! One check of the sandbox's Bakong beside an axum handler that returns the same bytes.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header;
use axum::routing::post;
use pay_core::Timestamp;
use pay_sandbox::{PayOptions, Sandbox};

use super::loopback::{Latencies, rounds, runtime, serve};
use crate::table::{Bound, Row, time};

const PATH: &str = "/v1/check_transaction_by_md5";
const QR: &str = "00020101021229180014jonhsmith@nbcq520459995303840540115802KH5910Jonh Smith6010PHNOM PENH\
                  62210117INV-2021-07-65822993400131750000000000011317500000600006304E6E6";
const LIMIT: Duration = Duration::from_secs(3);
/// How long wrk asks, in seconds.
const WRK: u32 = 3;

/// The rows of the sandbox. The second needs wrk.
pub fn rows() -> Vec<Row> {
    let (address, token) = sandbox();
    let body = format!(r#"{{"md5":"{}"}}"#, khqr_emv::md5(QR));
    let request = format!(
        "POST {PATH} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut ours = Wire::connect(&address, &request);
    let answer = ours.ask();
    assert!(answer.contains(r#""responseCode":0"#), "the payment is found: {answer}");
    let floor_address = plain(answer);
    let mut floor = Wire::connect(&floor_address, &request);
    let mut latencies = Latencies::of(3);
    for _ in rounds(LIMIT) {
        for (call, wire) in [(0, true), (1, false), (2, true)] {
            let wire = if wire { &mut floor } else { &mut ours };
            let start = Instant::now();
            wire.ask();
            latencies.add(call, start);
        }
    }
    let [p50_floor, p50] = [latencies.p50(0).midpoint(latencies.p50(2)), latencies.p50(1)];
    let row = Row::new("sandbox: one Bakong check", time(p50))
        .floor(format!("an axum handler of the same bytes, {}", time(p50_floor)))
        .goal("times the floor at p50", p50 / p50_floor, Bound::AtMost(1.5))
        .noise(latencies.noise(0, 2));
    vec![row, with_wrk(&address, &floor_address, &token, &body)]
}

/// A sandbox on a thread of its own, in which the payment was made; its address and a token.
fn sandbox() -> (String, String) {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let start = Timestamp::from_millis(1_750_000_000_000);
            let sandbox = Sandbox::builder().start_at(start).daily_quota(None).start().await;
            let sandbox = sandbox.expect("the sandbox starts");
            sandbox.pay(QR, PayOptions::new()).expect("the code can be paid");
            sandbox.clock().advance(Duration::from_secs(2));
            tell.send((sandbox.base_url().to_owned(), sandbox.token())).expect("who asked waits");
            std::future::pending::<()>().await;
        });
    });
    told.recv().expect("the sandbox starts")
}

/// A handler that returns this body.
fn plain(body: String) -> String {
    serve(move || {
        let answer = async move || ([(header::CONTENT_TYPE, "application/json")], body.clone());
        Router::new().route(PATH, post(answer))
    })
}

/// A connection on which one request is sent again and again.
struct Wire {
    stream: TcpStream,
    request: String,
    read: Vec<u8>,
}

impl Wire {
    fn connect(address: &str, request: &str) -> Self {
        let address = address.trim_start_matches("http://");
        let stream = TcpStream::connect(address).expect("the server listens");
        stream.set_nodelay(true).expect("a TCP socket has the option");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("ten seconds are a time");
        Self { stream, request: request.to_owned(), read: vec![0; 1 << 16] }
    }

    /// The body of the answer.
    fn ask(&mut self) -> String {
        self.stream.write_all(self.request.as_bytes()).expect("the server reads");
        let mut filled = 0;
        loop {
            filled += self.stream.read(&mut self.read[filled..]).expect("the server answers");
            let text = str::from_utf8(&self.read[..filled]).expect("the answer is text");
            if let Some((head, body)) = text.split_once("\r\n\r\n")
                && body.len() >= content_length(head)
            {
                return body.to_owned();
            }
        }
    }
}

fn content_length(head: &str) -> usize {
    let of_line = |line: &str| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    };
    head.lines().find_map(of_line).expect("the answer says its length")
}

/// Requests per second of both, where wrk is installed.
fn with_wrk(ours: &str, floor: &str, token: &str, body: &str) -> Row {
    const WHAT: &str = "sandbox: requests per second, wrk, 16 connections";
    let script = std::env::temp_dir().join(format!("benches-{}.lua", std::process::id()));
    let lines = format!(
        "wrk.method = \"POST\"\nwrk.body = '{body}'\nwrk.headers[\"content-type\"] = \"application/json\"\n\
         wrk.headers[\"authorization\"] = \"Bearer {token}\"\n"
    );
    std::fs::write(&script, lines).expect("the folder for temporary files can be written");
    let of = |address: &str| {
        let output = Command::new("wrk")
            .args(["-t1", "-c16", &format!("-d{WRK}s"), "-s"])
            .arg(&script)
            .arg(format!("{address}{PATH}"))
            .output()
            .ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        text.lines().find_map(|line| line.strip_prefix("Requests/sec:")?.trim().parse::<f64>().ok())
    };
    let row = match (of(ours), of(floor)) {
        (Some(ours), Some(floor)) => Row::new(WHAT, format!("{ours:.0}/s"))
            .floor(format!("an axum handler of the same bytes, {floor:.0}/s"))
            .told("of the floor", ours / floor),
        _ => Row::new(WHAT, "missing: wrk"),
    };
    // Left behind, it would be found by nobody.
    let _ = std::fs::remove_file(script);
    row
}
