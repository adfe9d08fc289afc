//! `HttpTransport` against real sockets on a loopback host: each server here writes its bytes by hand, and counts
//! what reaches it. What needs TLS stands beside the transport, where a test can bring a root of its own.

#![expect(clippy::unwrap_used, reason = "a test ends where it is surprised")]

mod admission;
mod cut;
mod limits;
mod redirect;
mod server;
mod trace;

use bytes::Bytes;
use pay_core::{Effect, Outcome};
use pay_http::http::Response;
use pay_http::{Transport as _, TransportError, TransportErrorKind as Kind};

use crate::server::Server;

/// One POST with a bearer token to `server`, as an operation of this effect.
async fn post(server: &Server, effect: Effect) -> Result<Response<Bytes>, TransportError> {
    server.transport.send(server.request(effect)).await
}

#[track_caller]
fn assert_failed(result: &Result<Response<Bytes>, TransportError>, kind: Kind, outcome: Outcome) {
    let error = result.as_ref().expect_err("nothing whole came back");
    assert_eq!((error.kind(), error.outcome()), (kind, outcome), "{error:?}");
}
