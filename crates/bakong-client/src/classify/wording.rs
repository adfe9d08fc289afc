/// What a refusal's `responseMessage` says, where the code alone does not (section 4.4).
///
/// The vendor document prints "failed" and "not found" with the same `errorCode` 1. Reading a failure as not found
/// costs a few more questions; reading an unpaid order as failed abandons a payer. So what is ambiguous is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wording {
    /// "Transaction failed", alone or at the beginning.
    Failed,
    /// "could not be found".
    CouldNotBeFound,
    /// "not found" in other words.
    NotFound,
    /// Anything else, or nothing.
    Other,
}

impl Wording {
    pub(crate) fn of(message: Option<&str>) -> Self {
        let message = message.unwrap_or_default().trim().to_lowercase();
        if message.contains("could not be found") {
            Self::CouldNotBeFound
        } else if message.starts_with("transaction failed") {
            Self::Failed
        } else if message.contains("not found") {
            Self::NotFound
        } else {
            Self::Other
        }
    }
}

/// A message about a count over a period (section 4.5). Never the bare word "limit": an amount has one too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quota {
    Daily,
    Burst,
}

const PHRASES: [&str; 6] =
    ["daily request limit", "daily limit", "request limit", "too many request", "rate limit", "quota"];

impl Quota {
    pub(crate) fn of(message: Option<&str>) -> Option<Self> {
        let message = message?.to_lowercase();
        let about_a_count = PHRASES.iter().any(|phrase| message.contains(phrase));
        about_a_count.then(|| if message.contains("daily") { Self::Daily } else { Self::Burst })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_without_case_blanks_and_the_last_period() {
        assert_eq!(Wording::of(Some(" Transaction failed. ")), Wording::Failed);
        assert_eq!(Wording::of(Some("TRANSACTION FAILED: timeout")), Wording::Failed);
        assert_eq!(
            Wording::of(Some("Transaction could not be found. Please check and try again.")),
            Wording::CouldNotBeFound
        );
        assert_eq!(
            Wording::of(Some("Transaction failed. Transaction could not be found")),
            Wording::CouldNotBeFound
        );
        assert_eq!(Wording::of(Some("Transaction not found")), Wording::NotFound);
        assert_eq!(Wording::of(Some("រកមិនឃើញប្រតិបត្តិការ")), Wording::Other);
        assert_eq!(Wording::of(None), Wording::Other);
    }

    #[test]
    fn an_amount_limit_is_no_quota() {
        assert_eq!(Quota::of(Some("Amount exceeds limit")), None);
        assert_eq!(Quota::of(Some("Daily request limit of 100 exceeded.")), Some(Quota::Daily));
        assert_eq!(Quota::of(Some("Too Many Requests")), Some(Quota::Burst));
        assert_eq!(Quota::of(Some("API quota exceeded")), Some(Quota::Burst));
        assert_eq!(Quota::of(None), None);
    }
}
