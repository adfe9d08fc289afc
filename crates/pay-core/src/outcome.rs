/// What a request does at the provider, which decides what may follow a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Effect {
    /// Changes nothing: may be asked again, within the budget.
    Read,
    /// Opens something under the merchant's own id: after an unknown result, ask by that id first.
    Create,
    /// Moves money: one attempt on the wire, whatever happens to it; afterwards only questions.
    MoneyOut,
}

/// What is known of a request that did not end in an answer one can use.
///
/// [`Unknown`](Outcome::Unknown) means observe the order. It never means send again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// No byte of it reached the provider: it may be sent.
    NotSent,
    /// The provider answered, and did not do it.
    Refused,
    /// It may have been done.
    Unknown,
}
