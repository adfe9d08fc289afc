use bytes::{Bytes, BytesMut};
use pay_core::Outcome;

use super::failure;
use crate::{TransportError, TransportErrorKind};

/// Reads the body to its end, or to the cap and no further.
///
/// An end before the announced length or the last chunk is an error, and so is a TLS connection that ends without
/// saying so: a part of a body is never a body.
pub(super) async fn read(response: &mut reqwest::Response, cap: usize) -> Result<Bytes, TransportError> {
    let too_large = || TransportError::new(TransportErrorKind::TooLarge, Outcome::Unknown);
    let announced = response.content_length().unwrap_or(0);
    if usize::try_from(announced).map_or(true, |announced| announced > cap) {
        return Err(too_large());
    }
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(failure::in_the_body)? {
        if chunk.len() > cap - body.len() {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
