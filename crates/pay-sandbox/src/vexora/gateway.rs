//! What stands before every operation: the header, the signature, the fault behind the gateway.

use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use pay_sign::{Fields, Scheme, Verifier};
use serde_json::value::RawValue;

use super::Vexora;
use super::asked::Asked;
use super::merchant::Merchant;
use super::refusal::Refusal;
use crate::content;
use crate::fault::UpstreamDown;

/// An operation: `data` of its answer.
pub(super) type Operation = fn(&Vexora, &Asked) -> Result<Box<RawValue>, Refusal>;

pub(super) async fn handle(State(vexora): State<Vexora>, request: Request, operation: Operation) -> Response {
    let answer = answer(&vexora, request, operation).await;
    let body = vexora.answers().envelope(answer.as_deref(), vexora.now());
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

async fn answer(vexora: &Vexora, request: Request, operation: Operation) -> Result<Box<RawValue>, Refusal> {
    let number =
        request.headers().get("merchantNo").ok_or(Refusal::failed("expected the header merchantNo"))?;
    let merchant = number.to_str().ok().and_then(Merchant::named);
    let merchant = merchant.ok_or(Refusal::failed("merchantNo: there is no such merchant"))?;
    if !content::is_json(request.headers()) {
        return Err(Refusal::failed("expected the content type application/json"));
    }
    let down = request.extensions().get::<UpstreamDown>().is_some();
    let body = Bytes::from_request(request, &()).await.map_err(|_| Refusal::System)?;
    let fields = Fields::from_json(&body).map_err(|error| Refusal::Failed(error.to_string().into()))?;
    verify(&fields, merchant)?;
    if down {
        return Err(Refusal::System);
    }
    operation(vexora, &Asked::new(merchant, fields)?)
}

/// The signature of a request, over the very bytes received. The header is not part of it.
fn verify(fields: &Fields, merchant: &Merchant) -> Result<(), Refusal> {
    let verifier = Verifier::new(Scheme::VEXORA.exact(), merchant.secret());
    verifier.verify(fields).map(drop).map_err(|error| Refusal::of("sign", &error.to_string()))
}
