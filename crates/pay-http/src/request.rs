use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, InvalidHeaderValue};
use http::{Method, Request, Uri};
use pay_core::Secret;
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A POST of `body` as JSON that asks for JSON.
///
/// Fails only where `body` itself cannot be JSON: a map with keys that are not text.
pub fn json_post(uri: Uri, body: &(impl Serialize + ?Sized)) -> Result<Request<Bytes>, serde_json::Error> {
    let mut request = Request::new(Bytes::from(serde_json::to_vec(body)?));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri;
    request.headers_mut().insert(CONTENT_TYPE, JSON);
    request.headers_mut().insert(ACCEPT, JSON);
    Ok(request)
}

/// The value of `Authorization` for a bearer token, marked so that nothing prints it.
///
/// Fails for a token with a character that a header cannot carry, such as a newline; the error does not repeat
/// the token.
pub fn bearer(token: &Secret) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", token.expose()))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;

    use super::*;

    #[test]
    fn post_is_the_json_and_says_so() {
        let uri = Uri::from_static("https://host/v1/check_transaction_by_md5_list");
        let request = json_post(uri, &["0dbe08d3829a8b6b59844e51aa38a4e2"][..]).unwrap();
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.body().as_ref(), br#"["0dbe08d3829a8b6b59844e51aa38a4e2"]"#);
        assert_eq!(request.headers()[CONTENT_TYPE], "application/json");
    }

    #[test]
    fn d27_bearer_is_not_printed() {
        let mut request = Request::new(Bytes::new());
        let token = Secret::new("canary-7731").unwrap();
        request.headers_mut().insert(AUTHORIZATION, bearer(&token).unwrap());
        assert_eq!(request.headers()[AUTHORIZATION], "Bearer canary-7731");
        assert!(!format!("{request:?}").contains("canary"));
    }

    #[test]
    fn d27_token_with_a_newline_is_refused_and_not_repeated() {
        let error = bearer(&Secret::new("canary-7731\r\nHost: evil.tld").unwrap()).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }
}
