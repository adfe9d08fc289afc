//! The payer's browser, as far as a hosted page needs one.

use pay_http::http::header::CONTENT_TYPE;
use pay_http::http::{Request, request};
use pay_http::{BaseUrl, Bytes, HttpTransport, Transport as _};

/// What is shown after this request to the host of `base_url`, with `form` as it is written into a body.
pub async fn browse(base_url: &str, request: request::Builder, form: impl Into<Bytes>) -> String {
    let base: BaseUrl = base_url.parse().unwrap();
    let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let request = request.body(form.into()).unwrap();
    let page = HttpTransport::new(&base).unwrap().send(request).await.unwrap();
    assert_eq!(page.status().as_u16(), 200);
    String::from_utf8(page.into_body().to_vec()).unwrap()
}

/// Opens a page, fills in its form, and sends that: with its hidden fields, and with what is filled in, such as
/// `fails=1` for the button that was pressed. What is shown then.
pub async fn fill_in(base_url: &str, link: &str, filled_in: &str) -> String {
    let page = browse(base_url, Request::get(link), "").await;
    let (_, form) = page.split_once("<form ").unwrap();
    let hidden = form.split("<input ").filter(|field| field.starts_with("type=\"hidden\""));
    let hidden = hidden.map(|field| format!("{}={}", quoted(field, "name"), quoted(field, "value")));
    let fields = hidden.chain([filled_in.to_owned()]).collect::<Vec<_>>().join("&");
    let action = format!("{base_url}{}", quoted(form, "action"));
    browse(base_url, Request::post(action), fields).await
}

/// An attribute of the first element of some HTML.
fn quoted<'a>(html: &'a str, name: &str) -> &'a str {
    let (_, value) = html.split_once(&format!("{name}=\"")).unwrap();
    value.split('"').next().unwrap()
}
