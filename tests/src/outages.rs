//! What goes wrong between two servers for a while.

use pay_sandbox::Fault;

/// Faults that say nothing of an order, however long they last.
pub fn outages() -> [Fault; 6] {
    [
        Fault::Forbidden,
        Fault::GatewayTimeout,
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::TooManyRequests { retry_after: None },
        Fault::Upstream { keys: Vec::new() },
    ]
}
