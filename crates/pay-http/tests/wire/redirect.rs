//! A redirect is a response, and nothing more.

use pay_core::Effect;

use crate::post;
use crate::server::Server;

const STATUSES: [u16; 6] = [300, 301, 302, 303, 307, 308];

/// Asks a server that redirects to `location` with each status: one request each, and the response as it came.
async fn assert_not_followed(location: &str) {
    for (status, effect) in STATUSES.into_iter().flat_map(|s| [(s, Effect::Read), (s, Effect::MoneyOut)]) {
        let head = format!("HTTP/1.1 {status} Gone\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let server = Server::answering(head).await;
        let response = post(&server, effect).await.unwrap();
        assert_eq!((response.status().as_u16(), server.requests().len()), (status, 1), "{location}");
        assert_eq!(response.headers()["location"], location);
    }
}

#[tokio::test]
async fn d57_redirect_to_http_is_not_followed() {
    assert_not_followed("http://api-bakong.nbc.gov.kh/v1/check_transaction_by_md5").await;
}

#[tokio::test]
async fn d57_redirect_to_the_metadata_address_is_not_followed() {
    assert_not_followed("http://169.254.169.254/latest/meta-data/").await;
}

#[tokio::test]
async fn d33_d57_redirect_to_another_host_takes_no_secret_there() {
    let other = Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    assert_not_followed(other.base.join("/v1/check_transaction_by_md5").unwrap().to_string().as_str()).await;
    assert_eq!(other.connections(), 0);
}

#[tokio::test]
async fn d57_redirect_to_itself_does_not_loop() {
    assert_not_followed("/v1/check_transaction_by_md5").await;
    assert_not_followed("").await;
}
