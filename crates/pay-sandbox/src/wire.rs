//! What stands before every provider: the journal, then the faults.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use crate::fault::{self, Cut, Fault, UpstreamDown};
use crate::{Faults, Journal, SandboxClock, kess};

/// Bytes of a request that are taken.
const BODY_LIMIT: usize = 1024 * 1024;

/// What is kept of the wire.
#[derive(Clone)]
pub(crate) struct Wire {
    pub(crate) clock: SandboxClock,
    pub(crate) journal: Journal,
    pub(crate) faults: Faults,
}

/// Writes a request down, lets it meet its fault, and writes down what it was answered.
pub(crate) async fn observe(State(wire): State<Wire>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await;
    let received = body.as_deref().unwrap_or_default();
    let service = kess::service_in(parts.uri.path(), received);
    let number = wire.journal.begin(wire.clock.now(), &parts, service.as_deref(), received);
    let Ok(body) = body else {
        // Too long, or the client went away and hears nothing in any case.
        return answered(&wire, number, StatusCode::PAYLOAD_TOO_LARGE.into_response());
    };
    let request = Request::from_parts(parts, Body::from(body));
    let response = match wire.faults.take(request.uri().path(), service.as_deref()) {
        None => next.run(request).await,
        Some(fault) => {
            wire.journal.met(number, fault.name());
            meet(&wire, &fault, request, next).await
        }
    };
    answered(&wire, number, response)
}

/// The edge answers in the provider's place, or the provider answers and the fault comes before or after it.
async fn meet(wire: &Wire, fault: &Fault, mut request: Request, next: Next) -> Response {
    if let Some(response) = fault.edge() {
        return response;
    }
    if let Fault::Late(time) = fault {
        let (clock, at) = (wire.clock.clone(), wire.clock.now().after(*time));
        // A task of its own, which does not end when the client goes away.
        let carried_out = tokio::spawn(async move {
            clock.reached(at).await;
            next.run(request).await
        });
        return carried_out.await.unwrap_or_else(|_| Cut::response());
    }
    if let Fault::Upstream { keys } = fault {
        request.extensions_mut().insert(UpstreamDown(keys.clone()));
    }
    spoil(fault, next.run(request).await).await
}

/// What becomes of an answer that the provider gave.
async fn spoil(fault: &Fault, response: Response) -> Response {
    match fault {
        Fault::CutAfter => Cut::response(),
        Fault::Truncate { keep } => fault::truncate(collect(response).await, *keep),
        Fault::Drip { chunk, pause } => fault::drip(collect(response).await, *chunk, *pause),
        Fault::Delay(time) => {
            tokio::time::sleep(*time).await;
            response
        }
        // The client gives up, or the sandbox stops.
        Fault::Hang => std::future::pending().await,
        _ => response,
    }
}

fn answered(wire: &Wire, number: u64, response: Response) -> Response {
    if !Cut::is_in(&response) {
        wire.journal.answered(number, response.status().as_u16());
    }
    response
}

/// The whole answer of a handler, which is always in memory.
async fn collect(response: Response) -> Response<Bytes> {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    // The new body says its length itself.
    parts.headers.remove(http::header::CONTENT_LENGTH);
    Response::from_parts(parts, body)
}
