use std::fmt;
use std::sync::Arc;

use pay_core::Clock;
use pay_http::Transport;

use crate::answer::Answer;
use crate::error::Error;
use crate::exchange::{Call, OPERATION};
use crate::request::PaymentRequest;
use crate::settings::Settings;

/// A client of Airpay.
///
/// There is one operation, and one call of it is one request on the wire. It is no
/// [`StatusSource`](pay_core::StatusSource): Airpay documents no question about an order. To open orders in the words of
/// all providers see [`Ewallet`](crate::Ewallet).
pub struct Airpay {
    pub(crate) settings: Settings,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
}

impl Airpay {
    /// A client over `transport`. The clock tells how long a `Retry-After` is.
    pub fn new(settings: Settings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        Self { settings, transport, clock }
    }

    /// The same over TLS, with the limits of [`HttpTransport`](pay_http::HttpTransport): 3 s to connect, 10 s in all,
    /// 1 MiB of response, no redirect, and no other host than the settings'.
    #[cfg(feature = "rustls")]
    pub fn connect(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, pay_http::SetupError> {
        let transport = pay_http::HttpTransport::new(&settings.base)?;
        Ok(Self::new(settings, Arc::new(transport), clock))
    }

    /// Asks for a payment.
    ///
    /// After [`Outcome::Unknown`](pay_core::Outcome::Unknown) the order may exist, and nothing says so but a postback, or
    /// the refusal of the same `trxid` as a [duplicate](crate::Code::DuplicateTrxid). Nothing is repeated here.
    pub async fn call(&self, request: &PaymentRequest) -> Result<Answer, Error> {
        let call = Call { settings: &self.settings, request, now: self.clock.now() };
        pay_http::call(&*self.transport, &call).await.map_err(|fault| Error::new(OPERATION, fault))
    }
}

impl fmt::Debug for Airpay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Airpay").field("base", &self.settings.base).finish_non_exhaustive()
    }
}
