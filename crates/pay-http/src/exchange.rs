use std::time::Instant;

use bytes::Bytes;
use pay_core::{Effect, Outcome};
use tracing::Instrument as _;

use crate::{Transport, TransportError};

/// One operation of a provider, with everything that its request needs: two pure halves around a wire.
///
/// A client implements it once, for a private struct that joins its settings, an operation and the stamp (token,
/// time, nonce); the operations themselves are data. Snapshots of the two halves are the conformance test.
pub trait Exchange {
    /// What the provider answers when all is well.
    type Output;
    /// The client's error.
    type Error: From<TransportError>;

    /// The operation in the provider's own words, for spans and errors.
    fn name(&self) -> &'static str;

    /// What the operation does at the provider.
    fn effect(&self) -> Effect;

    /// The whole request, address and authorization included.
    fn prepare(&self) -> Result<http::Request<Bytes>, Self::Error>;

    /// Reads any response, whatever its status.
    fn interpret(&self, response: http::Response<Bytes>) -> Result<Self::Output, Self::Error>;

    /// What is known of the request after this error.
    fn outcome(error: &Self::Error) -> Outcome;
}

/// Prepares, sends once, interprets.
///
/// The request takes the [`Effect`] along as an extension, for a [`Transport`] that wants to know.
///
/// The span `exchange` carries the operation, its effect and, at the end, the HTTP status, the milliseconds until
/// the response was there or failed, and the outcome: `Done`, or what is known after the error. It lacks an
/// outcome when the future was dropped before its end. No body, address or header value is recorded.
pub async fn call<E: Exchange>(transport: &dyn Transport, exchange: &E) -> Result<E::Output, E::Error> {
    let span = tracing::info_span!(
        "exchange",
        operation = exchange.name(),
        effect = ?exchange.effect(),
        status = tracing::field::Empty,
        elapsed_ms = tracing::field::Empty,
        outcome = tracing::field::Empty,
    );
    let result = async {
        let mut request = exchange.prepare()?;
        request.extensions_mut().insert(exchange.effect());
        let start = Instant::now();
        let response = transport.send(request).await;
        let elapsed = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::Span::current().record("elapsed_ms", elapsed);
        let response = response?;
        tracing::Span::current().record("status", response.status().as_u16());
        exchange.interpret(response)
    }
    .instrument(span.clone())
    .await;
    match &result {
        Ok(_) => span.record("outcome", "Done"),
        Err(error) => span.record("outcome", tracing::field::debug(E::outcome(error))),
    };
    result
}
