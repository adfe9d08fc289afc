//! Certificates and handshakes, against servers that hold what a certificate authority of these tests issued.
//! It is trusted through a door that exists in tests only: whoever uses the crate cannot add a root, and has
//! nothing to switch verification off with.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use pay_core::Outcome;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::version::{TLS12, TLS13};
use tokio_rustls::rustls::{ServerConfig, SupportedProtocolVersion};

use crate::{BaseUrl, HttpTransport, Transport as _, TransportError, TransportErrorKind as Kind};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A TLS server for `host` with a certificate from here, changed by `change`.
    fn issue(&self, host: &str, change: impl FnOnce(&mut CertificateParams)) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([host.to_owned()]).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&key, &self.0).unwrap();
        config(certificate.der(), &key, &[&TLS12, &TLS13])
    }

    /// A request to `host` from a transport that trusts this authority.
    async fn ask(&self, host: &str, port: u16) -> Result<http::Response<Bytes>, TransportError> {
        let base = BaseUrl::parse(&format!("https://{host}:{port}")).unwrap();
        let builder = HttpTransport::builder(&base).test_root(self.0.der());
        let limits = builder.connect_timeout(Duration::from_millis(500)).timeout(Duration::from_secs(2));
        let request = http::Request::post(base.join("/v1").unwrap()).body(Bytes::from_static(b"{}")).unwrap();
        limits.build().unwrap().send(request).await
    }
}

fn config(
    certificate: &CertificateDer<'static>,
    key: &KeyPair,
    versions: &[&'static SupportedProtocolVersion],
) -> ServerConfig {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], key)
        .unwrap()
}

/// Plays `script` on the first connection to a free port.
async fn serve<F>(script: impl FnOnce(TcpStream) -> F + Send + 'static) -> (u16, JoinHandle<F::Output>)
where
    F: Future<Output: Send + 'static> + Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (port, tokio::spawn(async move { script(listener.accept().await.unwrap().0).await }))
}

/// Answers the first connection with `response` over TLS; the handle says whether the handshake was completed.
async fn serve_tls(
    config: ServerConfig,
    response: &'static [u8],
    says_goodbye: bool,
) -> (u16, JoinHandle<bool>) {
    serve(move |socket| async move {
        let Ok(mut stream) = TlsAcceptor::from(Arc::new(config)).accept(socket).await else { return false };
        if !read_request(&mut stream).await {
            return false;
        }
        stream.write_all(response).await.unwrap();
        if says_goodbye {
            stream.shutdown().await.unwrap();
        }
        true
    })
    .await
}

/// Whether a request with the body `{}` came whole.
async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> bool {
    let mut text = Vec::new();
    while !text.ends_with(b"{}") {
        match stream.read_u8().await {
            Ok(byte) => text.push(byte),
            Err(_) => return false,
        }
    }
    true
}

#[track_caller]
fn assert_not_sent(result: &Result<http::Response<Bytes>, TransportError>, kind: Kind, reason: &str) {
    let error = result.as_ref().expect_err("no connection");
    assert!(format!("{error:?}").contains(reason), "{error:?}");
    assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotSent), "{error:?}");
}

/// The certificate of `config` is refused for this reason, in the words of rustls, and nothing of the request leaves.
async fn assert_refused(authority: &Authority, host: &str, config: ServerConfig, reason: &str) {
    let (port, served) = serve_tls(config, OK, true).await;
    assert_not_sent(&authority.ask(host, port).await, Kind::Tls, reason);
    assert!(!served.await.unwrap(), "the request arrived");
}

/// What the refusals below prove, they prove because this is accepted.
#[tokio::test]
async fn d62_valid_certificate_is_accepted_in_tls_1_2_and_1_3() {
    let authority = Authority::new("ours");
    for version in [&TLS12, &TLS13] {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority.0).unwrap();
        for host in ["localhost", "127.0.0.1"] {
            let (port, served) = serve_tls(config(certificate.der(), &key, &[version]), OK, true).await;
            assert_eq!(authority.ask(host, port).await.unwrap().body().as_ref(), b"{}");
            assert!(served.await.unwrap());
        }
    }
}

#[tokio::test]
async fn d62_self_signed_certificate_is_refused() {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    assert_refused(
        &Authority::new("ours"),
        "localhost",
        config(certificate.der(), &key, &[&TLS12, &TLS13]),
        "UnknownIssuer",
    )
    .await;
}

#[tokio::test]
async fn d62_certificate_of_an_unknown_authority_is_refused() {
    let config = Authority::new("theirs").issue("localhost", |_| {});
    assert_refused(&Authority::new("ours"), "localhost", config, "UnknownIssuer").await;
}

#[tokio::test]
async fn d62_expired_certificate_is_refused() {
    let authority = Authority::new("ours");
    let config = authority.issue("localhost", |params| {
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2021, 1, 1);
    });
    assert_refused(&authority, "localhost", config, "Expired").await;
}

#[tokio::test]
async fn d62_certificate_of_the_future_is_refused() {
    let authority = Authority::new("ours");
    let config = authority.issue("localhost", |params| params.not_before = date_time_ymd(4000, 1, 1));
    assert_refused(&authority, "localhost", config, "NotValidYet").await;
}

#[tokio::test]
async fn d62_certificate_of_another_host_is_refused() {
    let authority = Authority::new("ours");
    for name in ["api-bakong.nbc.gov.kh", "localhost.evil.tld", "*.localhost"] {
        assert_refused(&authority, "localhost", authority.issue(name, |_| {}), "NotValidForName").await;
    }
    assert_refused(&authority, "127.0.0.1", authority.issue("localhost", |_| {}), "NotValidForName").await;
}

#[tokio::test]
async fn d62_tls_1_0_and_1_1_are_refused() {
    let authority = Authority::new("ours");
    for version in [[3, 1], [3, 2]] {
        let hello = server_hello(version);
        let alert = vec![21, version[0], version[1], 0, 2, 2, 70]; // fatal: protocol_version
        for (answer, reason) in [(hello, "PeerIncompatible"), (alert, "ProtocolVersion")] {
            let (port, _) = serve(move |mut socket| async move {
                socket.read_u8().await.unwrap(); // a client hello
                socket.write_all(&answer).await.unwrap();
                let _ = socket.read_to_end(&mut Vec::new()).await;
            })
            .await;
            assert_not_sent(&authority.ask("localhost", port).await, Kind::Tls, reason);
        }
    }
}

/// RFC 2246, section 7.4.1.3, and RFC 4346, in one record: no session, `TLS_RSA_WITH_AES_128_CBC_SHA`, no
/// compression.
fn server_hello(version: [u8; 2]) -> Vec<u8> {
    let body = [&version[..], &[7; 32], &[0], &[0, 0x2f], &[0]].concat();
    let length = u8::try_from(body.len()).unwrap();
    [&[22, version[0], version[1], 0, length + 4, 2, 0, 0, length][..], &body].concat()
}

#[tokio::test]
async fn d62_plain_http_where_tls_is_expected_is_refused() {
    let (port, _) = serve(|mut socket| async move {
        socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").await.unwrap();
        let _ = socket.read_to_end(&mut Vec::new()).await;
    })
    .await;
    assert_not_sent(&Authority::new("ours").ask("localhost", port).await, Kind::Tls, "InvalidMessage");
}

#[tokio::test]
async fn f02_cut_in_the_handshake_is_not_sent() {
    let (port, _) = serve(|mut socket| async move {
        socket.shutdown().await.unwrap();
        let _ = socket.read_to_end(&mut Vec::new()).await;
    })
    .await;
    assert_not_sent(&Authority::new("ours").ask("localhost", port).await, Kind::Tls, "eof");

    let (port, _) = serve(|socket| async move { socket.set_zero_linger().unwrap() }).await;
    assert_not_sent(&Authority::new("ours").ask("localhost", port).await, Kind::Tls, "ConnectionReset");
}

#[tokio::test]
async fn f38_silence_in_the_handshake_is_bounded_by_the_connect_time_out() {
    let (port, _) = serve(|mut socket| async move { drop(socket.read_to_end(&mut Vec::new()).await) }).await;
    let base = BaseUrl::parse(&format!("https://127.0.0.1:{port}")).unwrap();
    let transport = HttpTransport::builder(&base)
        .connect_timeout(Duration::from_millis(40))
        .timeout(Duration::from_secs(3_600))
        .build()
        .unwrap();
    let request = http::Request::post(base.join("/v1").unwrap()).body(Bytes::new()).unwrap();
    assert_not_sent(&transport.send(request).await, Kind::Timeout, "TimedOut");
}

/// A body without a length ends with its connection. TLS says whether that was meant.
#[tokio::test]
async fn f36_connection_that_ends_without_goodbye_cuts_the_body() {
    const PART: &[u8] = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"amount\":1";
    let authority = Authority::new("ours");
    let (port, _) = serve_tls(authority.issue("localhost", |_| {}), PART, true).await;
    assert_eq!(authority.ask("localhost", port).await.unwrap().body().as_ref(), b"{\"amount\":1");

    let (port, _) = serve_tls(authority.issue("localhost", |_| {}), PART, false).await;
    let error = authority.ask("localhost", port).await.unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Truncated, Outcome::Unknown), "{error:?}");
}
