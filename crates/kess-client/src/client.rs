use std::fmt;
use std::sync::Arc;

use pay_core::{Clock, Effect, Timestamp};
use pay_http::Transport;
use pay_http::json::RawValue;
use pay_sign::{Fields, Signer};

use crate::error::{
    Error, ErrorKind, Fault, InvalidRequest, Malformed, Unauthorized, is_refused_token, may_be_asked_again,
};
use crate::exchange::{Call, Read};
use crate::service::{Facts, Raw, SellerCode, Service};
use crate::settings::Settings;
use crate::token::{Desk, Keeper};

/// A client of the KESS PAY gateway.
///
/// One call is one request to the gateway, with one exception: a question ([`Effect::Read`]) whose token is refused is
/// asked once more with another token. Requests for a token come on top; nothing else is ever repeated.
///
/// It is a [`StatusSource`](pay_core::StatusSource) by `out_trade_no`. To open an order see
/// [`PaymentLink`](crate::PaymentLink) and [`NativeQr`](crate::NativeQr).
pub struct Kess {
    pub(crate) settings: Settings,
    transport: Arc<dyn Transport>,
    clock: Arc<dyn Clock>,
    signer: Signer,
    keeper: Keeper,
}

impl Kess {
    /// A client over `transport`. The clock tells when a token ends.
    pub fn new(settings: Settings, transport: Arc<dyn Transport>, clock: Arc<dyn Clock>) -> Self {
        let signer = settings.signer();
        Self { settings, transport, clock, signer, keeper: Keeper::new() }
    }

    /// The same over TLS, with the limits of [`HttpTransport`](pay_http::HttpTransport): 3 s to connect, 10 s in all,
    /// 1 MiB of response, no redirect, and no other host than the settings'.
    #[cfg(feature = "rustls")]
    pub fn connect(settings: Settings, clock: Arc<dyn Clock>) -> Result<Self, pay_http::SetupError> {
        let transport = pay_http::HttpTransport::new(&settings.base)?;
        Ok(Self::new(settings, Arc::new(transport), clock))
    }

    /// Calls a service.
    pub async fn call<S: Service>(&self, service: &S) -> Result<S::Response, Error> {
        let sent = async {
            let fields = Fields::from_serialize(service).map_err(unsent_fields)?;
            let request =
                Request { service: S::NAME, name: S::NAME, effect: S::EFFECT, seller: S::SELLER, fields };
            self.send(request, &|data| service.read(data)).await
        };
        sent.await.map_err(|fault| Error::new(S::NAME, fault))
    }

    /// Calls a service by its name, and gives back the JSON text of `data`, `null` where there is none.
    pub async fn call_raw(&self, raw: Raw) -> Result<Box<RawValue>, Error> {
        let Raw { service, effect, fields } = raw;
        let known = Facts::of(&service);
        let request = Request {
            service: &service,
            name: known.map_or("other service", |facts| facts.name),
            effect,
            seller: known.map_or(SellerCode::Sent, |facts| facts.seller),
            fields,
        };
        let keep = |data: crate::Data<'_>| {
            RawValue::from_string(data.json().unwrap_or("null").to_owned())
                .map_err(|_| Malformed::NotAnEnvelope)
        };
        let result = self.send(request, &keep).await;
        result.map_err(|fault| Error::new(service, fault))
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    async fn send<R>(&self, request: Request<'_>, read: Read<'_, R>) -> Result<R, Fault> {
        let (name, effect) = (request.name, request.effect);
        let body = self.sign(request)?;
        let desk = Desk { settings: &self.settings, transport: &*self.transport };
        let now = self.now();
        let token = self.keeper.token(now, &desk).await?;
        let call = Call { settings: &self.settings, name, effect, body: &body, token: &token, now, read };
        let result = self.exchange(&call).await;
        match result {
            Err(fault) if may_be_asked_again(effect, &fault) => {
                // Nothing was done by the refused request, and no other one left.
                match self.keeper.token(now, &desk).await {
                    Ok(token) => self.exchange(&Call { token: &token, ..call }).await,
                    // No other token is due, so this refusal is the last word.
                    Err(none) if none.kind == ErrorKind::Unauthorized(Unauthorized::Suspended) => Err(fault),
                    Err(none) => Err(none),
                }
            }
            other => other,
        }
    }

    async fn exchange<R>(&self, call: &Call<'_, R>) -> Result<R, Fault> {
        let result = pay_http::call(&*self.transport, call).await;
        if result.as_ref().is_err_and(is_refused_token) {
            self.keeper.refused(call.token, call.now);
        }
        result
    }

    /// The JSON that is sent: signed as it stands, so that no second writing can differ.
    fn sign(&self, request: Request<'_>) -> Result<Box<RawValue>, Fault> {
        let Request { service, seller, fields, .. } = request;
        let is_seller_sent = seller == SellerCode::Sent || self.settings.seller_everywhere;
        let has_seller = fields.names().any(|name| name == "seller_code");
        let mut fields = fields.with("service", self.settings.spelled(service));
        if is_seller_sent && !has_seller {
            fields = fields.with("seller_code", self.settings.seller_code.as_str());
        }
        let unsignable =
            |refusal| Fault::unsent(ErrorKind::InvalidRequest(InvalidRequest::Unsignable(refusal)));
        let signed = self.signer.sign_request(fields).map_err(unsignable)?;
        RawValue::from_string(signed.to_json())
            .map_err(|_| Fault::unsent(ErrorKind::InvalidRequest(InvalidRequest::Address)))
    }
}

/// A request before it is signed.
struct Request<'a> {
    service: &'a str,
    name: &'static str,
    effect: Effect,
    seller: SellerCode,
    fields: Fields,
}

fn unsent_fields(error: pay_sign::ReadError) -> Fault {
    Fault::unsent(ErrorKind::InvalidRequest(InvalidRequest::Fields(error)))
}

impl fmt::Debug for Kess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kess").field("base", &self.settings.base).finish_non_exhaustive()
    }
}
