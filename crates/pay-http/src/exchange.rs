use std::time::Instant;

use bytes::Bytes;
use pay_core::Effect;
use tracing::Instrument as _;

use crate::{Fault, FaultKind, Transport};

/// One operation of a provider, with everything that its request needs: two pure halves around a wire.
///
/// A client implements it once, for a private struct that joins its settings, an operation and the stamp (token,
/// time, nonce); the operations themselves are data. Snapshots of the two halves are the conformance test.
pub trait Exchange {
    /// What the provider answers when all is well.
    type Output;
    /// What can go wrong, in the client's classes.
    type Kind: FaultKind;

    /// The operation in the provider's own words, for spans and errors.
    fn name(&self) -> &'static str;

    /// What the operation does at the provider.
    fn effect(&self) -> Effect;

    /// The whole request, address and authorization included. After an error nothing is sent.
    fn prepare(&self) -> Result<http::Request<Bytes>, Self::Kind>;

    /// Reads any response, whatever its status.
    fn interpret(&self, response: http::Response<Bytes>) -> Result<Self::Output, Self::Kind>;
}

/// Prepares, sends once, interprets. An error of each of the three has its [`Outcome`](pay_core::Outcome).
///
/// The request takes the [`Effect`] along as an extension, for a [`Transport`] that wants to know.
///
/// The span `exchange` carries the operation, its effect and, at the end, the HTTP status, the milliseconds until
/// the response was there or failed, and the outcome: `Done`, or what is known after the error. It lacks an
/// outcome when the future was dropped before its end. No body, address or header value is recorded.
pub async fn call<E: Exchange>(transport: &dyn Transport, exchange: &E) -> Result<E::Output, Fault<E::Kind>> {
    let span = tracing::info_span!(
        "exchange",
        operation = exchange.name(),
        effect = ?exchange.effect(),
        status = tracing::field::Empty,
        elapsed_ms = tracing::field::Empty,
        outcome = tracing::field::Empty,
    );
    let result = async {
        let mut request = exchange.prepare().map_err(Fault::unsent)?;
        request.extensions_mut().insert(exchange.effect());
        let start = Instant::now();
        let response = transport.send(request).await;
        let elapsed = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::Span::current().record("elapsed_ms", elapsed);
        let response = response?;
        tracing::Span::current().record("status", response.status().as_u16());
        exchange.interpret(response).map_err(|kind| Fault::after(exchange.effect(), kind))
    }
    .instrument(span.clone())
    .await;
    match &result {
        Ok(_) => span.record("outcome", "Done"),
        Err(fault) => span.record("outcome", tracing::field::debug(fault.outcome)),
    };
    result
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use pay_core::{BoxFuture, Outcome};

    use super::*;
    use crate::{TransportError, TransportErrorKind};

    /// Answers with a status, or breaks without one; keeps the effects that it was told.
    #[derive(Default)]
    struct Scripted {
        status: Option<u16>,
        sent: Mutex<Vec<Option<Effect>>>,
    }

    impl Transport for Scripted {
        fn send(
            &self,
            request: http::Request<Bytes>,
        ) -> BoxFuture<'_, Result<http::Response<Bytes>, TransportError>> {
            self.sent.lock().unwrap().push(request.extensions().get().copied());
            Box::pin(async {
                let broken = || TransportError::new(TransportErrorKind::Reset, Outcome::Unknown);
                let status = self.status.ok_or_else(broken)?;
                Ok(http::Response::builder().status(status).body(Bytes::new()).unwrap())
            })
        }
    }

    #[derive(Debug, PartialEq, Eq)]
    enum Kind {
        Unprepared,
        Transport(TransportErrorKind),
        Status(u16),
    }

    impl From<TransportErrorKind> for Kind {
        fn from(kind: TransportErrorKind) -> Self {
            Self::Transport(kind)
        }
    }

    impl FaultKind for Kind {
        fn outcome(&self, effect: Effect) -> Outcome {
            if effect == Effect::MoneyOut { Outcome::Unknown } else { Outcome::Refused }
        }
    }

    struct Withdraw {
        prepared: bool,
    }

    impl Exchange for Withdraw {
        type Output = ();
        type Kind = Kind;

        fn name(&self) -> &'static str {
            "withdraw"
        }

        fn effect(&self) -> Effect {
            Effect::MoneyOut
        }

        fn prepare(&self) -> Result<http::Request<Bytes>, Kind> {
            if self.prepared { Ok(http::Request::new(Bytes::new())) } else { Err(Kind::Unprepared) }
        }

        fn interpret(&self, response: http::Response<Bytes>) -> Result<(), Kind> {
            match response.status().as_u16() {
                200 => Ok(()),
                status => Err(Kind::Status(status)),
            }
        }
    }

    fn said(result: Result<(), Fault<Kind>>) -> Result<(), (Kind, Outcome)> {
        result.map_err(|fault| (fault.kind, fault.outcome))
    }

    #[tokio::test]
    async fn what_cannot_be_prepared_is_not_sent() {
        let transport = Scripted { status: Some(200), ..Scripted::default() };
        let result = call(&transport, &Withdraw { prepared: false }).await;
        assert_eq!(said(result), Err((Kind::Unprepared, Outcome::NotSent)));
        assert_eq!(*transport.sent.lock().unwrap(), []);
    }

    #[tokio::test]
    async fn every_status_is_interpreted_and_no_failure_is_repeated() {
        let failed = |kind| Err((kind, Outcome::Unknown));
        for (status, expected) in [
            (Some(200), Ok(())),
            (Some(503), failed(Kind::Status(503))),
            (None, failed(Kind::Transport(TransportErrorKind::Reset))),
        ] {
            let transport = Scripted { status, ..Scripted::default() };
            let result = call(&transport, &Withdraw { prepared: true }).await;
            assert_eq!(said(result), expected);
            assert_eq!(*transport.sent.lock().unwrap(), [Some(Effect::MoneyOut)]);
        }
    }
}
