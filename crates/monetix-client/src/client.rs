use std::fmt;
use std::sync::Arc;

use pay_core::{Clock, Effect};
use pay_http::Transport;
use pay_http::json::RawValue;
use pay_sign::Signer;

use crate::endpoint::{Endpoint, Raw};
use crate::error::{Error, Fault, InvalidRequest};
use crate::exchange::Call;
use crate::settings::Settings;

/// A client of Monetix's Gate. One call is one request on the wire; nothing is repeated.
///
/// It is a [`StatusSource`](pay_core::StatusSource) by `payment_id`. To open an order by the Payment Page see
/// [`PaymentPage`](crate::PaymentPage), which needs no client.
pub struct Monetix {
    pub(crate) settings: Settings,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    signer: Signer,
}

impl Monetix {
    /// A client over `transport`. The clock tells how long a `Retry-After` lasts.
    pub fn new(settings: Settings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        let signer = settings.signer();
        Self { settings, transport, clock, signer }
    }

    /// The same over TLS, with the limits of [`HttpTransport`](pay_http::HttpTransport): 3 s to connect, 10 s in all,
    /// 1 MiB of response, no redirect, and no other host than the settings' Gate.
    #[cfg(feature = "rustls")]
    pub fn connect(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, pay_http::SetupError> {
        let transport = pay_http::HttpTransport::new(&settings.hosts.gate)?;
        Ok(Self::new(settings, Arc::new(transport), clock))
    }

    /// Sends a request of [`endpoint`](crate::endpoint).
    pub async fn call<E: Endpoint>(&self, endpoint: &E) -> Result<E::Response, Error> {
        self.send(endpoint, E::EFFECT).await
    }

    /// Sends a request that is not typed, and gives back the JSON text of an answer that is no refusal. Its signature, if it
    /// has one, is for the caller to verify.
    pub async fn call_raw(&self, raw: &Raw) -> Result<Box<RawValue>, Error> {
        self.send(raw, raw.effect()).await
    }

    async fn send<E: Endpoint>(&self, endpoint: &E, effect: Effect) -> Result<E::Response, Error> {
        let named = |fault| Error::new(E::NAME, fault);
        let unsent = |invalid: InvalidRequest| named(Fault::from(invalid));
        let fields = endpoint.body(&self.settings).map_err(unsent)?;
        let general = fields.nested("general");
        let signed = self.signer.sign_request(fields).map_err(|refusal| unsent(refusal.into()))?;
        // Sent is the text that was signed, so that no second writing can differ.
        let body = RawValue::from_string(signed.to_json()).map_err(|_| unsent(InvalidRequest::Address))?;
        let path = endpoint.path(&self.settings).map_err(unsent)?;
        let uri = self.settings.hosts.gate.join(path).map_err(|_| unsent(InvalidRequest::Address))?;
        let call = Call {
            name: E::NAME,
            effect,
            uri,
            payment_id: general.as_ref().and_then(|general| general.text("payment_id")),
            body: &body,
            now: self.clock.now(),
            read: &|answer| endpoint.read(answer, &self.settings),
        };
        pay_http::call(&*self.transport, &call).await.map_err(named)
    }
}

impl fmt::Debug for Monetix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monetix").field("gate", &self.settings.hosts.gate).finish_non_exhaustive()
    }
}
