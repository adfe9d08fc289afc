//! What an order is told to be (specification, section 5). Text, never a number: `00029` and `0029` are two.

pub(super) const PAID: &str = "0000";
pub(super) const PARTLY_PAID: &str = "0001";
pub(super) const PROCESSING: &str = "0015";
pub(super) const FAILED: &str = "00029";

/// The `message` beside a status.
pub(super) fn message(status: &str) -> &'static str {
    match status {
        PAID => "Success",
        PARTLY_PAID => "Partially paid",
        PROCESSING => "Processing",
        FAILED | "0029" => "Failed",
        "00032" => "Unknown error",
        "0100019" => "The daily amount of the payee is reached",
        _ => "Unknown status",
    }
}
