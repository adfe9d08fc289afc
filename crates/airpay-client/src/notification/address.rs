use std::fmt;

use pay_core::Secret;
use pay_http::http::Uri;
use pay_http::value::{CallbackUrl, InvalidAddress};

/// The one address that is agreed with Airpay for postbacks, such as `https://shop.example/airpay/Zq3..`: its last segment
/// is a secret, and all that tells Airpay's postbacks from anybody's.
///
/// The segment is to be drawn at random, 128 bits of it at least: 32 hexadecimal digits, or 22 characters of base64url.
/// `Debug` prints nothing of it. Web servers log paths: keep this one out of the log.
#[derive(Clone)]
pub struct PostbackUrl {
    url: Secret,
    segment: Secret,
}

impl PostbackUrl {
    /// Checks the address: `https`, a host with a name, no query, and a last segment of sufficient length.
    pub fn new(url: Secret) -> Result<Self, InvalidPostbackUrl> {
        CallbackUrl::new(url.expose()).map_err(InvalidPostbackUrl::Address)?;
        Self::read(url)
    }

    /// An address on this machine, `http` too, for a sandbox beside it.
    pub fn on_loopback(url: Secret) -> Result<Self, InvalidPostbackUrl> {
        CallbackUrl::on_loopback(url.expose()).map_err(InvalidPostbackUrl::Address)?;
        Self::read(url)
    }

    fn read(url: Secret) -> Result<Self, InvalidPostbackUrl> {
        const ADDRESS: InvalidPostbackUrl = InvalidPostbackUrl::Address(InvalidAddress::NotAUrl);
        if url.expose().contains(['?', '#']) {
            return Err(InvalidPostbackUrl::QueryOrFragment);
        }
        let uri: Uri = url.expose().parse().map_err(|_| ADDRESS)?;
        let segment = last_segment(uri.path());
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !segment.bytes().all(is_plain) {
            return Err(InvalidPostbackUrl::Character);
        }
        let is_hex = segment.bytes().all(|byte| byte.is_ascii_hexdigit());
        let least = if is_hex { HEX_DIGITS } else { BASE64_CHARACTERS };
        if segment.len() < least {
            return Err(InvalidPostbackUrl::TooShort { found: segment.len(), least });
        }
        let segment = Secret::new(segment).map_err(|_| ADDRESS)?;
        Ok(Self { url, segment })
    }

    /// The address, to be told to Airpay.
    pub fn expose(&self) -> &str {
        self.url.expose()
    }

    /// Whether a path ends in the secret segment; compared in constant time. What stands before it may have been changed
    /// by a proxy.
    pub(super) fn is_of(&self, path: &str) -> bool {
        Secret::new(last_segment(path)).is_ok_and(|found| found == self.segment)
    }
}

/// As many as 128 bits take.
const HEX_DIGITS: usize = 32;
const BASE64_CHARACTERS: usize = 22;

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

impl fmt::Debug for PostbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostbackUrl([redacted])")
    }
}

/// An address that postbacks are not taken at. It is not repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidPostbackUrl {
    /// It is no `https` address of a host with a name.
    Address(InvalidAddress),
    /// A `?` or a `#`, behind which Airpay could not put its members.
    QueryOrFragment,
    /// The last segment has other characters than ASCII letters, digits, `-` and `_`, which proxies could rewrite.
    Character,
    /// The last segment can be guessed.
    TooShort {
        /// How many characters it has.
        found: usize,
        /// How many it has to have.
        least: usize,
    },
}

impl fmt::Display for InvalidPostbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(invalid) => invalid.fmt(f),
            Self::QueryOrFragment => f.write_str("expected an address that ends before ? and #"),
            Self::Character => {
                f.write_str("expected a last segment of letters, digits, dashes and underscores")
            }
            Self::TooShort { found, least } => {
                write!(f, "expected a last segment of at least {least} random characters, found {found}")
            }
        }
    }
}

impl std::error::Error for InvalidPostbackUrl {}
