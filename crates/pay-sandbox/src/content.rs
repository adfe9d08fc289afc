use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// Whether a body says that it is JSON, as the documents demand. Parameters such as a charset are let pass.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    content_type
        .and_then(|value| value.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}
