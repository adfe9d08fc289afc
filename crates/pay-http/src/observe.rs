use std::fmt;
use std::str::FromStr;

use pay_core::{NoAnswer, NoAnswerReason, Observation, Observed, OrderKey};

use crate::{Error, ErrorKind, RefusedQuestion};

/// Asks about one key after the other, each by the number `N` of the merchant's that it stands for: the
/// [`observe`](pay_core::StatusSource::observe) of a client that has no question about several orders.
///
/// A key that is no such number makes no question, and an error says of its order what [`ErrorKind::of_order`] does.
pub async fn observe_by_number<N, A, Q>(keys: &[OrderKey], ask: impl Fn(N) -> Q) -> Observed
where
    N: FromStr<Err: fmt::Display>,
    A: RefusedQuestion,
    Q: Future<Output = Result<Observation, Error<ErrorKind<A>>>>,
{
    Observed::one_by_one(keys, |key| {
        let number = key.as_str().parse();
        let number =
            number.map_err(|invalid: N::Err| NoAnswer::new(NoAnswerReason::Rejected, invalid.to_string()))?;
        let question = ask(number);
        Ok(async { question.await.or_else(|error| error.kind().of_order()) })
    })
    .await
}
