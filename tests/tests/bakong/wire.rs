//! A wire in memory: answers by rule, remembers what was sent.

use std::sync::Arc;

use bakong_client::{AccessToken, Bakong, Environment};
pub(crate) use conformance::clock::HandClock;
pub(crate) use conformance::wire::{Answer, Sent, Wire, bearer, body, broken, http};
use pay_core::Timestamp;
use pay_http::Transport;

/// 1 January 2026, 00:00 UTC: the `iat` of the fixture's token.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// A token that is no JWT, so that nobody knows when it ends.
pub(crate) const TOKEN: &str = "pasted-token-canary-7731";

/// The path behind `/v1/`.
pub(crate) fn operation(sent: &Sent) -> &str {
    sent.uri().path().strip_prefix("/v1/").unwrap_or_default()
}

/// The operations that were asked for, in order.
pub(crate) fn operations(wire: &Wire) -> Vec<String> {
    wire.sent().iter().map(|sent| operation(sent).to_owned()).collect()
}

/// A response with a fixture of `fixtures/bakong/` as its body.
pub(crate) fn fixture(status: u16, name: &str) -> Answer {
    http(status, conformance::fixture(&format!("bakong/{name}")))
}

/// A client of the test system with a pasted token.
pub(crate) fn bakong(wire: &Arc<Wire>) -> Bakong {
    let token = AccessToken::new(TOKEN).expect("visible ASCII");
    Bakong::new(
        &Environment::Sit,
        Arc::new(token),
        Arc::clone(wire) as Arc<dyn Transport>,
        HandClock::at(NOW),
    )
}

/// A client of the test system that gets this one answer.
pub(crate) fn answered(answer: Answer) -> Bakong {
    bakong(&Wire::script([answer]))
}
