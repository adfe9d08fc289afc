use std::fmt;
use std::sync::Arc;

use pay_core::{Clock, Timestamp};
use pay_http::Transport;
use pay_http::json::RawValue;
use pay_sign::{Fields, Signer};

use crate::error::{Error, Fault, InvalidRequest};
use crate::exchange::Call;
use crate::model::{Answer, CheckoutOrder};
use crate::operation::Operation;
use crate::settings::Settings;

/// A client of Vexora. One call is one request; nothing is ever repeated.
///
/// It is a [`StatusSource`](pay_core::StatusSource) by `tradeNo`. To open an order see [`PaymentLink`](crate::PaymentLink).
pub struct Vexora {
    pub(crate) settings: Settings,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    signer: Signer,
}

impl Vexora {
    /// A client over `transport`. The clock gives each request its `timestamp`.
    pub fn new(settings: Settings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        let signer = settings.signer();
        Self { settings, transport, clock, signer }
    }

    /// The same over TLS, with the limits of [`HttpTransport`](pay_http::HttpTransport): 3 s to connect, 10 s in all,
    /// 1 MiB of response, no redirect, and no other host than the settings'.
    #[cfg(feature = "rustls")]
    pub fn connect(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, pay_http::SetupError> {
        let transport = pay_http::HttpTransport::new(&settings.base)?;
        Ok(Self::new(settings, Arc::new(transport), clock))
    }

    /// Calls an operation. That the call succeeded says nothing of a payment: see the status in the answer.
    pub async fn call<O: Operation>(&self, operation: &O) -> Result<Answer<O::Response>, Error> {
        let sent = async {
            let now = self.clock.now();
            let body = self.sign(operation, now)?;
            let call = Call { settings: &self.settings, operation, body: &body, now };
            pay_http::call(&*self.transport, &call).await
        };
        sent.await.map_err(|fault| Error::new(O::NAME, fault))
    }

    /// Where to send the payer: the order's `paymentLink`, if it is an https address on one of the settings' hosts.
    ///
    /// No signature covers it (threat D-48). Whatever else stands there is not shown.
    pub fn payment_link<'a>(&self, order: &'a CheckoutOrder) -> Option<&'a str> {
        let link = order.payment_link.as_ref()?.as_raw();
        pay_http::is_web_link_to(link, &self.settings.payment_hosts).then_some(link)
    }

    /// The JSON that is sent: signed as it stands, so that no second writing can differ.
    fn sign<O: Operation>(&self, operation: &O, now: Timestamp) -> Result<Box<RawValue>, Fault> {
        if let Some(found) = operation.currency()
            && found != self.settings.currency
        {
            return Err(InvalidRequest::Currency { account: self.settings.currency, found }.into());
        }
        if !MILLISECONDS.contains(&now.as_millis()) {
            return Err(InvalidRequest::Clock.into());
        }
        let fields = Fields::from_serialize(operation).map_err(InvalidRequest::Fields)?;
        let fields = fields.with("timestamp", now.to_string());
        let signed = self.signer.sign_request(fields).map_err(InvalidRequest::Unsignable)?;
        RawValue::from_string(signed.to_json()).map_err(|_| InvalidRequest::Address.into())
    }
}

/// Those of 13 digits.
const MILLISECONDS: std::ops::Range<i64> = 1_000_000_000_000..10_000_000_000_000;

impl fmt::Debug for Vexora {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vexora").field("base", &self.settings.base).finish_non_exhaustive()
    }
}
