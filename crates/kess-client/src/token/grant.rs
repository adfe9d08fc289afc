use std::time::Duration;

use pay_core::{Effect, Secret, Throttle, Timestamp, Untrusted};
use pay_http::http::header::USER_AGENT;
use pay_http::http::{Request, Response};
use pay_http::json::{Members, Problem, Value};
use pay_http::{Bytes, Exchange, Transport, Unreachable};
use serde::Serialize;

use super::{DEFAULT_LIFETIME, LONGEST_LIFETIME, Token};
use crate::envelope;
use crate::error::{Code, Error, ErrorKind, InvalidRequest, Malformed, Unauthorized};
use crate::exchange::OWN_NAME;
use crate::settings::Settings;

/// Where tokens are asked for.
pub(crate) struct Desk<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) transport: &'a dyn Transport,
}

impl Desk<'_> {
    /// A token for this refresh token, or for the password.
    pub(super) async fn grant(&self, refresh: Option<&Secret>, now: Timestamp) -> Result<Token, Error> {
        let grant = Grant { settings: self.settings, refresh, now };
        let result = pay_http::call(self.transport, &grant).await;
        result.map_err(|fault| Error::new(NAME, fault))
    }
}

const NAME: &str = "oauth/token";

/// One request for a token. It is not signed.
struct Grant<'a> {
    settings: &'a Settings,
    refresh: Option<&'a Secret>,
    now: Timestamp,
}

/// Only the members of the chosen grant are sent (E3).
#[derive(Serialize)]
struct Wire<'a> {
    grant_type: &'static str,
    client_id: &'a str,
    client_secret: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

impl Exchange for Grant<'_> {
    type Output = Token;
    type Kind = ErrorKind;

    fn name(&self) -> &'static str {
        NAME
    }

    fn effect(&self) -> Effect {
        Effect::Create
    }

    fn prepare(&self) -> Result<Request<Bytes>, ErrorKind> {
        let credentials = &self.settings.credentials;
        let wire = Wire {
            grant_type: if self.refresh.is_some() { "refresh_token" } else { "password" },
            client_id: credentials.client_id.expose(),
            client_secret: credentials.client_secret.expose(),
            username: self.refresh.is_none().then(|| credentials.username.expose()),
            password: self.refresh.is_none().then(|| credentials.password.expose()),
            refresh_token: self.refresh.map(Secret::expose),
        };
        let unaddressed = || ErrorKind::InvalidRequest(InvalidRequest::Address);
        let uri = self.settings.base.join("/oauth/token").map_err(|_| unaddressed())?;
        let mut request = pay_http::json_post(uri, &wire).map_err(|_| unaddressed())?;
        request.headers_mut().insert(USER_AGENT, OWN_NAME);
        Ok(request)
    }

    /// Of a refusal nothing is kept: it answers a request that is made of secrets.
    fn interpret(&self, response: Response<Bytes>) -> Result<Token, ErrorKind> {
        let unreachable = |unreachable| Err(ErrorKind::Unreachable(unreachable));
        match response.status().as_u16() {
            200..300 => {}
            300..400 => return unreachable(Unreachable::Redirect),
            403 if !is_json(&response) => return unreachable(Unreachable::Forbidden),
            404 => return unreachable(Unreachable::NoSuchPath),
            429 => {
                let wait = pay_http::retry_after(response.headers(), self.now, Duration::from_secs(3_600));
                return Err(ErrorKind::Throttled(Throttle::Burst(wait)));
            }
            400..500 => return Err(ErrorKind::Unauthorized(Unauthorized::NotGranted)),
            _ => return unreachable(Unreachable::Server),
        }
        read(response.body(), self.now)
    }
}

fn is_json(response: &Response<Bytes>) -> bool {
    response.body().trim_ascii_start().starts_with(b"{")
}

/// Reads an answer of HTTP 2xx, which may be a failure all the same (E36).
fn read(body: &[u8], now: Timestamp) -> Result<Token, ErrorKind> {
    let text = std::str::from_utf8(body).map_err(|_| Malformed::NotAnEnvelope)?;
    let mut members = Members::read(text)?;
    match envelope::code(&members) {
        (Some(Code::SystemError | Code::FeatureUnderMaintenance | Code::GatewayTimeout), _) => {
            Err(ErrorKind::Unreachable(Unreachable::Server))
        }
        (None, _) if !is_refusal(&members) => granted(&mut members, now).map_err(ErrorKind::Malformed),
        _ => Err(ErrorKind::Unauthorized(Unauthorized::NotGranted)),
    }
}

fn is_refusal(members: &Members<'_>) -> bool {
    let success = members.value("success").map(<bool as Value>::read);
    let error = envelope::text(members, "error").unwrap_or_default();
    matches!(success, Some(Ok(Some(false)))) || !error.trim().is_empty()
}

fn granted(members: &mut Members<'_>, now: Timestamp) -> Result<Token, Malformed> {
    let kind: Option<Untrusted> = members.take("token_type")?;
    if kind.is_some_and(|kind| !kind.as_raw().eq_ignore_ascii_case("bearer")) {
        return Err(Problem::expected("Bearer").inside("token_type").into());
    }
    let access: Secret = members.required("access_token")?;
    let lifetime = match members.take::<Option<i64>>("expires_in")? {
        None => DEFAULT_LIFETIME,
        Some(seconds @ 1..=LONGEST_LIFETIME) => Duration::from_secs(seconds.unsigned_abs()),
        Some(_) => return Err(Problem::expected("1 to 86400 seconds").inside("expires_in").into()),
    };
    Ok(Token {
        access,
        refresh: members.take("refresh_token")?,
        granted_at: now,
        lifetime,
        refused: false,
        replaces_refused: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

    #[test]
    fn d17_a_lifetime_out_of_range_is_refused() {
        let answer = |expires_in: &str| {
            read(format!(r#"{{"access_token":"a","expires_in":{expires_in}}}"#).as_bytes(), NOW)
        };
        for good in [r#""1800""#, "1800", "1800.0", "null"] {
            let token = answer(good).unwrap();
            assert_eq!(token.expires_at(), NOW.after(Duration::from_secs(1_800)), "{good}");
            assert!(token.is_usable(NOW.after(Duration::from_secs(1_739))));
            assert!(!token.is_usable(NOW.after(Duration::from_secs(1_740))), "renewed a minute early");
        }
        for wrong in ["0", "-1", "1e12", "86401", "true", r#""soon""#, "0.5"] {
            assert!(answer(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_that_cannot_be_a_header_is_never_sent() {
        let token = read(br#"{"access_token":"a\nb"}"#, NOW).unwrap();
        assert!(pay_http::bearer(&token.access).is_err());
    }
}
