//! `POST /api/mch/v2/gateway`: what stands before every service, and the envelope around its answer.

use axum::extract::{FromRequest as _, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use pay_core::Secret;
use pay_sign::{Fields, Scheme, SignType, Signer, Verifier};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::access::Reading;
use super::asked::Asked;
use super::refusal::Refusal;
use super::{Kess, service};
use crate::fault::UpstreamDown;
use crate::{content, token};

pub(super) async fn handle(State(kess): State<Kess>, request: Request) -> Response {
    match answer(&kess, request).await {
        Ok(data) => ([(CONTENT_TYPE, "application/json")], envelope(&data)).into_response(),
        Err(refusal) => refusal.respond(kess.settings().errors),
    }
}

async fn answer(kess: &Kess, request: Request) -> Result<Box<RawValue>, Refusal> {
    let bearer = token::bearer(request.headers()).map(str::to_owned);
    let now = kess.now();
    let reading = bearer.map(|bearer| kess.with(|state| state.access.read(&bearer, now)));
    if reading != Some(Reading::Good) {
        return Err(Refusal::UNAUTHENTICATED);
    }
    if !content::is_json(request.headers()) {
        return Err(Refusal::unreadable("expected the content type application/json"));
    }
    let down = request.extensions().get::<UpstreamDown>().is_some();
    let body = Bytes::from_request(request, &()).await.map_err(|_| Refusal::SYSTEM_ERROR)?;
    let fields = Fields::from_json(&body).map_err(|error| Refusal::unreadable(error.to_string()))?;
    verify(&fields)?;
    let body = std::str::from_utf8(&body).map_err(|error| Refusal::unreadable(error.to_string()))?;
    let asked = Asked::read(body)?;
    let run = service::named(&asked.text("service", 64)?).ok_or(Refusal::NOT_FOUND)?;
    if asked.optional("seller_code", 32)?.is_some_and(|code| code != Kess::SELLER_CODE) {
        return Err(Refusal::FORBIDDEN);
    }
    if down {
        return Err(Refusal::MAINTENANCE);
    }
    run(kess, &asked)
}

/// The signature of a request, over the very bytes received. A wrong one is a member that is not valid: which
/// error the gateway has for it is not known.
fn verify(fields: &Fields) -> Result<(), Refusal> {
    let scheme = match fields.text("sign_type") {
        Some("MD5") => Scheme::KESS_MD5,
        Some("HMAC-SHA256") => Scheme::KESS,
        _ => return Err(Refusal::invalid("sign_type", "expected MD5 or HMAC-SHA256")),
    };
    let verified = Verifier::new(scheme, secret()).verify(fields);
    verified.map(drop).map_err(|error| Refusal::invalid("sign", error.to_string()))
}

#[derive(Serialize)]
struct Envelope<'a> {
    success: bool,
    data: &'a RawValue,
    sign: String,
    sign_type: &'static str,
}

/// `sign_type` is MD5 whatever the request had, as in the samples (E33). The rule signs no object, so that the
/// signature covers `sign_type` and `success` alone (section 2.5).
fn envelope(data: &RawValue) -> String {
    let sign_type = SignType::Md5.as_str();
    let covered = Fields::from_json(r#"{"success":true}"#).expect("a JSON object");
    let covered = Signer::new(Scheme::KESS_MD5, secret()).sign(covered.with("sign_type", sign_type));
    let sign = covered.expect("two plain members can be signed").signature().to_owned();
    let envelope = Envelope { success: true, data, sign, sign_type };
    serde_json::to_string(&envelope).expect("names and JSON are JSON")
}

fn secret() -> Secret {
    Secret::new(Kess::API_SECRET_KEY).expect("the secret is not blank")
}

/// The service that a request names, whatever else is wrong with it.
pub(crate) fn service_in(path: &str, body: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        service: String,
    }
    if path != Kess::GATEWAY {
        return None;
    }
    serde_json::from_slice(body).ok().map(|Named { service }| service)
}
