//! A wire that is listened on.

use std::fmt;

use pay_core::BoxFuture;
use pay_http::http::{Request, Response};
use pay_http::{Bytes, HttpTransport, Transport, TransportError};

/// Does something between the arrival of an answer and its reading: keeps it, or lets others be faster than the client.
pub struct Tap {
    wire: HttpTransport,
    meanwhile: Box<Meanwhile>,
}

type Meanwhile = dyn Fn(&Response<Bytes>) -> BoxFuture<'static, ()> + Send + Sync;

impl Tap {
    /// A wire to the host of `base_url`.
    pub fn on(
        base_url: &str,
        meanwhile: impl Fn(&Response<Bytes>) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> Self {
        let wire = HttpTransport::new(&base_url.parse().unwrap()).unwrap();
        Self { wire, meanwhile: Box::new(meanwhile) }
    }
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tap").finish_non_exhaustive()
    }
}

impl Transport for Tap {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let response = self.wire.send(request).await?;
            (self.meanwhile)(&response).await;
            Ok(response)
        })
    }
}
