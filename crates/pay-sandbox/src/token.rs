//! Bearer tokens, as every provider that has them sends them.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use sha2::{Digest as _, Sha256};

/// The token of an `Authorization: Bearer ..` header.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The first 12 hex digits of the SHA-256 of a token: enough to tell two apart, too little to use one.
pub(crate) fn fingerprint(token: &str) -> String {
    hex::encode(&Sha256::digest(token)[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2, the digest of `abc`.
    #[test]
    fn a_fingerprint_is_the_head_of_the_digest() {
        assert_eq!(fingerprint("abc"), "ba7816bf8f01");
    }

    #[test]
    fn only_a_bearer_header_holds_a_token() {
        let headers = |value: &str| HeaderMap::from_iter([(AUTHORIZATION, value.parse().unwrap())]);
        assert_eq!(bearer(&headers("Bearer abc")), Some("abc"));
        assert_eq!(bearer(&headers("bearer abc")), Some("abc"));
        assert_eq!(bearer(&headers("Basic abc")), None);
        assert_eq!(bearer(&headers("abc")), None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
