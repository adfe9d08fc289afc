use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use url::{Host, Url};

/// Where a provider's paths begin: `https://api-bakong.nbc.gov.kh`.
///
/// A value of this type is `https`, or `http` to a loopback host; it holds no user name, password, query or
/// fragment, and does not end in `/`. A text that would have to be repaired is refused.
///
/// ```
/// use pay_http::BaseUrl;
///
/// let base: BaseUrl = "https://api-bakong.nbc.gov.kh/".parse()?;
/// assert_eq!(base.join("/v1/renew_token")?, "https://api-bakong.nbc.gov.kh/v1/renew_token");
/// assert!("http://api-bakong.nbc.gov.kh".parse::<BaseUrl>().is_err());
/// assert!("http://127.0.0.1:8080".parse::<BaseUrl>().is_ok());
/// # Ok::<(), pay_http::BaseUrlError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Reads a base URL.
    pub fn parse(text: &str) -> Result<Self, BaseUrlError> {
        let mut url = read(text)?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::QueryOrFragment);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self(url))
    }

    /// This, if its host is one of `hosts` exactly or a loopback host.
    ///
    /// A client calls it where it knows the provider's hosts, so that a look-alike such as
    /// `api-bakong.nbc.gov.kh.evil.tld` is refused before a token is sent to it.
    pub fn on_host(self, hosts: &[&str]) -> Result<Self, BaseUrlError> {
        if hosts.contains(&self.host()) || self.is_loopback() { Ok(self) } else { Err(BaseUrlError::Host) }
    }

    /// This without `end`, if its path ends in it: a `/v1` that the paths of the client bring along themselves.
    #[must_use]
    pub fn trim_path_end(mut self, end: &str) -> Self {
        if let Some(path) = self.0.path().strip_suffix(end).map(str::to_owned) {
            self.0.set_path(&path);
        }
        self
    }

    /// The address of `path`, which begins with one `/` and may carry a query.
    ///
    /// Refuses a path that does not stay as it is written: with dot segments, a fragment, or characters that
    /// need an escape.
    pub fn join(&self, path: &str) -> Result<http::Uri, BaseUrlError> {
        if !path.starts_with('/') || path.starts_with("//") || path.contains('#') {
            return Err(BaseUrlError::Path);
        }
        let joined = format!("{self}{path}");
        match Url::parse(&joined) {
            Ok(url) if url.as_str() == joined => joined.try_into().map_err(|_| BaseUrlError::Path),
            _ => Err(BaseUrlError::Path),
        }
    }

    /// The host in lower case, an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        self.0.host_str().expect("a base URL was parsed with a host")
    }

    /// Whether it is `localhost`, in 127.0.0.0/8, or `::1`: the only hosts that may be spoken to without TLS.
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    /// Text that ends in its host, port or path, never in `/`.
    pub fn as_str(&self) -> &str {
        let text = self.0.as_str();
        text.strip_suffix('/').unwrap_or(text)
    }

    /// Scheme, host and port.
    #[cfg(feature = "reqwest")]
    pub(crate) fn origin(&self) -> url::Origin {
        self.0.origin()
    }
}

/// Whether `text` is an address that a payer may be sent to: https, or http on a loopback host, without user
/// information. What a provider answers is shown as a link only if this holds: `javascript:` does not.
pub fn is_web_link(text: &str) -> bool {
    read(text).is_ok()
}

/// The same on one of `hosts` exactly, at its usual port unless it is a loopback host. For a link that no signature
/// covers: a look-alike such as `checkout.vexora.com.evil.tld` is not on the list.
pub fn is_web_link_to(text: &str, hosts: &[impl AsRef<str>]) -> bool {
    read(text).is_ok_and(|url| {
        let is_listed = |host: &str| hosts.iter().any(|listed| listed.as_ref() == host);
        url.host_str().is_some_and(is_listed) && (url.port().is_none() || is_loopback(&url))
    })
}

/// What holds for every address here.
fn read(text: &str) -> Result<Url, BaseUrlError> {
    // `Url` repairs what it can (white space, backslashes, a missing slash); whoever pasted something
    // like that did not mean to, and what they meant may be another host.
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    if !text.bytes().all(is_plain) || !text.contains("://") {
        return Err(BaseUrlError::NotAUrl);
    }
    let url = Url::parse(text).map_err(|_| BaseUrlError::NotAUrl)?;
    if !url.has_host() {
        return Err(BaseUrlError::NotAUrl);
    }
    if !url.username().is_empty() || url.password().is_some() || url.authority().contains('@') {
        return Err(BaseUrlError::UserInfo);
    }
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return Err(BaseUrlError::NotHttps);
    }
    Ok(url)
}

/// A name other than `localhost` is never loopback, whatever it resolves to: the resolver is not ours to trust.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}

/// Why a text is no base URL, or a path cannot follow it.
///
/// The text itself is not repeated: operators have pasted tokens where the address belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
#[non_exhaustive]
pub enum BaseUrlError {
    /// It has no scheme and host, or a character that no URL has.
    #[error("expected an address like https://host, found other text (not repeated here)")]
    NotAUrl,
    /// Another scheme than `https`, and not `http` to a loopback host.
    #[error("expected https, or http to a loopback host")]
    NotHttps,
    /// A user name, a password, or the `@` that follows them.
    #[error("expected no user name or password before the host")]
    UserInfo,
    /// A `?` or a `#`.
    #[error("expected an address that ends before ? and #")]
    QueryOrFragment,
    /// A host that is not the provider's.
    #[error("expected one of the provider's hosts")]
    Host,
    /// A path that cannot be sent as it is written.
    #[error("expected a path that begins with one / and needs no escape")]
    Path,
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOSTS: &[&str] = &["api-bakong.nbc.gov.kh", "sit-api-bakong.nbc.gov.kh"];

    #[track_caller]
    fn refused(text: &str) -> BaseUrlError {
        BaseUrl::parse(text).expect_err(text)
    }

    #[test]
    fn a_payer_is_sent_to_the_web_or_to_this_machine_alone() {
        for link in ["https://bakongsit.page.link/dGZAr1McBs1UaNmH9?x=1#y", "http://127.0.0.1:8787/link/1"] {
            assert!(is_web_link(link), "{link}");
        }
        for link in [
            "javascript:alert(1)//https://x",
            "http://example.com/",
            "https://user@example.com/",
            "file:///etc/passwd",
            "//example.com",
            "https://",
            "https://exa mple.com",
        ] {
            assert!(!is_web_link(link), "{link}");
        }
    }

    #[test]
    fn a_payer_is_sent_to_a_listed_host_alone() {
        let hosts = ["checkout.vexora.com", "127.0.0.1"];
        for link in [
            "https://checkout.vexora.com/pay?token=8f3k",
            "https://Checkout.Vexora.com",
            "http://127.0.0.1:8787/pay",
        ] {
            assert!(is_web_link_to(link, &hosts), "{link}");
        }
        for link in [
            "http://checkout.vexora.com/",
            "https://checkout.vexora.com.evil.tld/",
            "https://evil-checkout.vexora.com/",
            "https://pay.checkout.vexora.com/",
            "https://checkout.vexora.com./",
            "https://checkout.vexora.com:8443/",
            "https://checkout.vexora.com@evil.tld/",
            "https://user@checkout.vexora.com/",
            "http://localhost:8787/",
        ] {
            assert!(!is_web_link_to(link, &hosts), "{link}");
        }
        assert!(!is_web_link_to("https://checkout.vexora.com/", &[] as &[&str]));
    }

    #[test]
    fn d33_http_to_a_host_of_the_network_is_refused() {
        for text in [
            "http://api-bakong.nbc.gov.kh",
            "HTTP://api-bakong.nbc.gov.kh",
            "http://localhost.evil.tld",
            "http://evil.localhost",
            "http://127.0.0.1.evil.tld",
            "http://169.254.169.254",
            "http://0.0.0.0:80",
            "http://[::ffff:127.0.0.1]",
            "ftp://127.0.0.1",
            "ws://localhost",
        ] {
            assert_eq!(refused(text), BaseUrlError::NotHttps, "{text}");
        }
    }

    #[test]
    fn d33_http_to_a_loopback_host_is_accepted() {
        for text in ["http://localhost:8080", "http://127.0.0.1", "http://127.9.8.7:1", "http://[::1]:3000"] {
            assert!(BaseUrl::parse(text).unwrap().is_loopback(), "{text}");
        }
    }

    #[test]
    fn d33_look_alike_host_is_not_the_providers() {
        for text in [
            "https://api-bakong.nbc.gov.kh.evil.tld",
            "https://evil-api-bakong.nbc.gov.kh",
            "https://api-bakong.nbc.gov.kh.",
            "https://api-bakong.nbc.org.kh",
        ] {
            let base = BaseUrl::parse(text).unwrap();
            assert_eq!(base.on_host(HOSTS), Err(BaseUrlError::Host), "{text}");
        }
        let base = BaseUrl::parse("https://API-Bakong.nbc.gov.kh").unwrap();
        assert_eq!(base.on_host(HOSTS).unwrap().host(), "api-bakong.nbc.gov.kh");
        assert!(BaseUrl::parse("http://127.0.0.1:9").unwrap().on_host(HOSTS).is_ok());
    }

    #[test]
    fn d33_user_info_is_refused() {
        for text in ["https://user@host", "https://user:secret@host", "https://:secret@host"] {
            assert_eq!(refused(text), BaseUrlError::UserInfo, "{text}");
        }
    }

    #[test]
    fn d33_what_a_lenient_parser_would_repair_is_refused() {
        for text in [
            "",
            "api-bakong.nbc.gov.kh",
            "//api-bakong.nbc.gov.kh",
            "https:api-bakong.nbc.gov.kh",
            "https:\\\\api-bakong.nbc.gov.kh",
            "https://api-bakong.nbc.gov.kh\\@evil.tld",
            " https://api-bakong.nbc.gov.kh",
            "https://api-bakong.nbc.gov.kh\n",
            "https://api-bakong.\tnbc.gov.kh",
            "https://\u{430}pi-bakong.nbc.gov.kh",
            "https://",
            "data:text/plain,://x",
        ] {
            assert_eq!(refused(text), BaseUrlError::NotAUrl, "{text:?}");
        }
    }

    #[test]
    fn query_and_fragment_are_refused() {
        for text in ["https://host/?key=1", "https://host?", "https://host/#top", "https://host#"] {
            assert_eq!(refused(text), BaseUrlError::QueryOrFragment, "{text}");
        }
    }

    #[test]
    fn a_token_in_the_wrong_place_is_not_repeated() {
        for text in
            ["canary-7731", "https://canary-7731@host", "https://host?canary-7731", "http://canary-7731"]
        {
            let error = refused(text);
            assert!(!format!("{error} {error:?}").contains("canary"), "{text}");
        }
    }

    #[test]
    fn slashes_and_version_are_not_doubled() {
        for text in ["https://host", "https://host/", "https://host//", "https://host/v1", "https://host/v1/"]
        {
            let base = BaseUrl::parse(text).unwrap().trim_path_end("/v1");
            assert_eq!(base.as_str(), "https://host", "{text}");
            assert_eq!(base.join("/v1/renew_token").unwrap(), "https://host/v1/renew_token");
        }
        let base = BaseUrl::parse("https://host:8443/pay/").unwrap().trim_path_end("/v1");
        assert_eq!(base.join("/oauth/token?a=b").unwrap(), "https://host:8443/pay/oauth/token?a=b");
    }

    #[test]
    fn path_that_would_be_rewritten_is_refused() {
        let base = BaseUrl::parse("https://host/pay").unwrap();
        for path in [
            "",
            "v1",
            "//v1",
            "@evil.tld",
            ".evil.tld",
            "/../x",
            "/a/%2e%2e/x",
            "/a b",
            "/a#b",
            "/\u{e9}",
            "/a\\b",
        ] {
            assert_eq!(base.join(path), Err(BaseUrlError::Path), "{path:?}");
        }
    }
}
