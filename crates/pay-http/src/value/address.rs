use std::fmt;

use serde::Serialize;
use url::{Host, Url};

/// An address of the merchant's that a provider or the payer's browser is to call: `https`, a host with a name and a
/// dot in it, at most 255 characters.
///
/// Refused are other schemes, numeric hosts, `localhost` and user information, so that an address from a user's input
/// cannot make the provider call into somebody's network. What the name resolves to is the provider's to check; nothing
/// here ever fetches it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CallbackUrl(String);

impl CallbackUrl {
    /// Checks the address, which is kept as it is.
    pub fn new(text: impl Into<String>) -> Result<Self, InvalidAddress> {
        let (text, url) = read(text.into())?;
        let is_named =
            matches!(url.host(), Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.'));
        if !is_named || url.host_str().is_some_and(|name| name.trim_end_matches('.').ends_with(".localhost"))
        {
            return Err(InvalidAddress::Host);
        }
        if url.scheme() == "https" { Ok(Self(text)) } else { Err(InvalidAddress::NotHttps) }
    }

    /// An address on this machine, such as `http://127.0.0.1:8080/notify`, for a sandbox beside it. Never for an
    /// address from a user's input.
    pub fn on_loopback(text: impl Into<String>) -> Result<Self, InvalidAddress> {
        let (text, url) = read(text.into())?;
        let is_loopback = match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        };
        if is_loopback { Ok(Self(text)) } else { Err(InvalidAddress::Host) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn read(text: String) -> Result<(String, Url), InvalidAddress> {
    if text.chars().count() > MOST {
        return Err(InvalidAddress::TooLong);
    }
    // `Url` repairs what it can; what is repaired is not what would be sent.
    if !text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') {
        return Err(InvalidAddress::NotAUrl);
    }
    let url = Url::parse(&text).map_err(|_| InvalidAddress::NotAUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(InvalidAddress::NotHttps);
    }
    if url.authority().contains('@') || !text.contains("://") {
        return Err(InvalidAddress::NotAUrl);
    }
    Ok((text, url))
}

const MOST: usize = 255;

/// An address that a provider is not told. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidAddress {
    /// More than 255 characters.
    TooLong,
    /// No URL, or one with user information or characters that need an escape.
    NotAUrl,
    /// Another scheme.
    NotHttps,
    /// A numeric or local host; for a loopback address, any other.
    Host,
}

impl fmt::Display for InvalidAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "expected an address of at most 255 characters",
            Self::NotAUrl => "expected an address such as https://shop.example/notify",
            Self::NotHttps => "expected an https address",
            Self::Host => "address has a host that is not allowed here",
        })
    }
}

impl std::error::Error for InvalidAddress {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d58_addresses_from_a_users_input_stay_outside() {
        for wrong in [
            "file:///etc/passwd",
            "http://127.0.0.1",
            "https://127.0.0.1/notify",
            "https://[::1]/notify",
            "https://2130706433/notify",
            "https://0x7f.1/notify",
            "https://localhost/notify",
            "https://shop.localhost./notify",
            "https://intranet/notify",
            "https://169.254.169.254/latest",
            "https://user@shop.example/notify",
            "http://shop.example/notify",
            "javascript:alert(1)",
            "https:shop.example",
            "https://shop.example\\@evil.tld",
            " https://shop.example",
        ] {
            assert!(CallbackUrl::new(wrong).is_err(), "{wrong}");
        }
        assert!(CallbackUrl::new("https://shop.example/notify?order=1&x=2").is_ok());
        assert_eq!(
            CallbackUrl::new(format!("https://shop.example/{}", "x".repeat(255))),
            Err(InvalidAddress::TooLong)
        );
    }

    #[test]
    fn a_loopback_address_is_asked_for_by_name() {
        assert!(CallbackUrl::on_loopback("http://127.0.0.1:8080/notify").is_ok());
        assert!(CallbackUrl::on_loopback("http://shop.example/notify").is_err());
    }
}
