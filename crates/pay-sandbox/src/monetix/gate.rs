//! Gate: what stands before every operation, and the answer (specification, section 4).

use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use pay_sign::{Fields, Scheme, Verifier, VerifyError};
use serde::Serialize;

use super::asked::Asked;
use super::refusal::{Named, Refusal};
use super::{Monetix, bank, refund as refunds, sale as sales, secret, status as statuses};
use crate::content;
use crate::fault::UpstreamDown;

/// Answers the JSON of one operation.
type Run = fn(&Monetix, &Asked) -> Result<String, Refusal>;

pub(super) async fn sale(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, sales::run).await
}

pub(super) async fn banks(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, |_, asked| bank::list(asked)).await
}

pub(super) async fn status(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, statuses::run).await
}

pub(super) async fn status_by_request(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, statuses::run_by_request).await
}

pub(super) async fn refund(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, refunds::run).await
}

/// Another method of the platform, or another country's banks.
pub(super) async fn unknown_method(State(monetix): State<Monetix>, request: Request) -> Response {
    handle(&monetix, request, |_, _| Err(Refusal::UNKNOWN_METHOD)).await
}

async fn handle(monetix: &Monetix, request: Request, run: Run) -> Response {
    let mut named = Named::default();
    match answer(monetix, request, run, &mut named).await {
        Ok(body) => ([(CONTENT_TYPE, "application/json")], body).into_response(),
        Err(refusal) => refusal.respond(monetix.with(|state| state.errors), named),
    }
}

async fn answer(monetix: &Monetix, request: Request, run: Run, named: &mut Named) -> Result<String, Refusal> {
    if !content::is_json(request.headers()) {
        return Err(Refusal::INVALID_JSON);
    }
    let down = request.extensions().get::<UpstreamDown>().is_some();
    let body = Bytes::from_request(request, &()).await.map_err(|_| Refusal::INTERNAL)?;
    // Names given twice, nesting without end and the like are no JSON here.
    let fields = Fields::from_json(&body).map_err(|_| Refusal::INVALID_JSON)?;
    let asked = Asked::read(&body)?;
    *named = asked.named();
    if asked.integer("general.project_id")? != Monetix::PROJECT_ID {
        // Of a project that is not there the platform knows no secret either.
        return Err(Refusal::WRONG_SIGNATURE);
    }
    verify(&fields)?;
    if down { Err(Refusal::INTERNAL) } else { run(monetix, &asked) }
}

/// The signature, over the very bytes received, in the one order that the platform's own kit has.
pub(super) fn verify(fields: &Fields) -> Result<(), Refusal> {
    match Verifier::new(Scheme::MONETIX.exact(), secret()).verify(fields) {
        Ok(_) => Ok(()),
        Err(VerifyError::Unsigned) => Err(Refusal::NO_SIGNATURE),
        Err(_) => Err(Refusal::WRONG_SIGNATURE),
    }
}

/// A request that was accepted, which says nothing of its end (section 4.2). Such answers are not signed.
pub(super) fn accepted(request_id: &str, payment_id: &str) -> String {
    #[derive(Serialize)]
    struct Accepted<'a> {
        status: &'static str,
        request_id: &'a str,
        project_id: u64,
        payment_id: &'a str,
    }
    let accepted = Accepted { status: "success", request_id, project_id: Monetix::PROJECT_ID, payment_id };
    serde_json::to_string(&accepted).expect("names and texts are JSON")
}
