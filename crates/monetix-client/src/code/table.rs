use super::{Code, RetryAdvice};

/// A code that is known by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownCode {
    /// The number.
    pub number: u32,
    /// What it says, in a few words.
    pub meaning: &'static str,
    pub(super) advice: RetryAdvice,
    /// It is not final.
    pub(super) waits: bool,
}

impl KnownCode {
    /// The code.
    pub fn code(&self) -> Code {
        Code::new(self.number.to_string())
    }
}

const fn known(number: u32, meaning: &'static str, advice: RetryAdvice) -> KnownCode {
    KnownCode { number, meaning, advice, waits: false }
}

const fn waits(number: u32, meaning: &'static str) -> KnownCode {
    KnownCode { number, meaning, advice: RetryAdvice::Ask, waits: true }
}

/// The codes that section 7 names one by one, by number.
pub(super) const KNOWN: &[KnownCode] = &[
    known(0, "success", RetryAdvice::NotNeeded),
    known(100, "general decline", RetryAdvice::NewPayment),
    known(301, "cancelled", RetryAdvice::NewPayment),
    known(310, "not allowed by the project", RetryAdvice::Correct),
    known(314, "provider unavailable", RetryAdvice::NewPayment),
    known(402, "declined for its risk", RetryAdvice::Stop),
    known(501, "internal error", RetryAdvice::Ask),
    known(601, "try again", RetryAdvice::RepeatLater),
    known(602, "network error", RetryAdvice::Ask),
    known(702, "malformed", RetryAdvice::Correct),
    known(903, "refund limit", RetryAdvice::Correct),
    known(1405, "ip address is listed", RetryAdvice::Stop),
    known(1422, "amount limit", RetryAdvice::Stop),
    known(1434, "duplicate", RetryAdvice::Ask),
    known(2003, "invalid json", RetryAdvice::Correct),
    known(2004, "required member missing", RetryAdvice::Correct),
    known(2124, "invalid customer id", RetryAdvice::Correct),
    known(2147, "locked", RetryAdvice::RepeatLater),
    known(2426, "invalid email", RetryAdvice::Correct),
    known(2541, "unknown method", RetryAdvice::Correct),
    known(2641, "invalid bank code or currency", RetryAdvice::Correct),
    known(2642, "above the limit", RetryAdvice::Correct),
    known(2801, "bank not found", RetryAdvice::Correct),
    known(3023, "currency disabled", RetryAdvice::Correct),
    known(3041, "payment id exists", RetryAdvice::Ask),
    known(3061, "payment not found", RetryAdvice::RepeatLater),
    known(3230, "refund id exists", RetryAdvice::Ask),
    known(3244, "bank id missing", RetryAdvice::Correct),
    known(3261, "invalid signature", RetryAdvice::Correct),
    known(3262, "empty signature", RetryAdvice::Correct),
    known(3283, "refund above what was paid", RetryAdvice::Correct),
    known(3284, "refund in another currency", RetryAdvice::Correct),
    known(3358, "below the limit", RetryAdvice::Correct),
    known(3613, "duplicate operation", RetryAdvice::Ask),
    waits(9_999, "awaiting processing"),
    known(10_000, "general decline", RetryAdvice::NewPayment),
    known(10_105, "insufficient funds", RetryAdvice::NewPayment),
    waits(19_999, "awaiting processing"),
    known(20_000, "general decline", RetryAdvice::NewPayment),
    known(20_101, "above a limit", RetryAdvice::NewPayment),
    known(20_105, "insufficient funds", RetryAdvice::NewPayment),
    known(20_202, "payment system down", RetryAdvice::NewPayment),
    known(20_301, "cancelled by the payer", RetryAdvice::NewPayment),
    known(20_304, "wrong amount paid", RetryAdvice::Stop),
    known(20_602, "time-out", RetryAdvice::Ask),
    waits(20_802, "not decided yet"),
    waits(20_899, "not decided yet"),
    waits(29_999, "awaiting processing"),
];
