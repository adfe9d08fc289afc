//! Servers and latencies on loopback.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use axum::Router;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::measure::{median, quantile};

/// A runtime on the thread that asks it.
pub(super) fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime starts")
}

/// Serves on a thread of its own until the program ends; the address.
pub(super) fn serve(router: impl FnOnce() -> Router + Send + 'static) -> String {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        runtime().block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
            let address = listener.local_addr().expect("a bound socket has an address");
            tell.send(format!("http://{address}")).expect("who asked waits");
            axum::serve(listener, router()).await.expect("serving does not end");
        });
    });
    told.recv().expect("the server starts")
}

/// Latencies of several calls, made in turns: a line a call, in nanoseconds.
pub(super) struct Latencies(Vec<Vec<f64>>);

impl Latencies {
    /// No latencies of so many calls.
    pub(super) fn of(calls: usize) -> Self {
        Self(vec![Vec::new(); calls])
    }

    /// Adds one.
    pub(super) fn add(&mut self, call: usize, since: Instant) {
        self.0[call].push(since.elapsed().as_secs_f64() * 1e9);
    }

    /// The latency that half of the calls keep.
    pub(super) fn p50(&self, call: usize) -> f64 {
        median(self.0[call].clone())
    }

    /// The latency that 99 of 100 calls keep.
    pub(super) fn p99(&self, call: usize) -> f64 {
        let mut sorted = self.0[call].clone();
        sorted.sort_by(f64::total_cmp);
        quantile(&sorted, 99, 100)
    }

    /// By how much two calls that are the same differ at p50, in hundredths.
    pub(super) fn noise(&self, call: usize, again: usize) -> f64 {
        100.0 * (self.p50(call) / self.p50(again) - 1.0).abs()
    }
}

/// Rounds until the time is up, and at least a hundred.
pub(super) fn rounds(limit: Duration) -> impl Iterator<Item = usize> {
    let start = Instant::now();
    (0..).take_while(move |round| *round < 100 || start.elapsed() < limit)
}
