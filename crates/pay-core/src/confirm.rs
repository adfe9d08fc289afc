use alloc::boxed::Box;
use core::{fmt, slice};

use crate::{Expected, Mismatch, NoAnswer, NoAnswerReason, Notice, OrderKey, Settled, StatusSource};

/// What to do with a notification: asks `source` about its order, and compares the answer with what was expected.
///
/// Nothing of the notification is believed, and nothing is changed at the provider: it may come a thousand times. Whoever
/// hands goods out does so once for each order.
pub async fn confirm_notification(
    source: &dyn StatusSource,
    notice: &Notice,
    expected: &Expected,
) -> Result<Settled, Unconfirmed> {
    let key = &notice.key;
    if key != expected.key() {
        return Err(Unconfirmed::OtherOrder(key.clone()));
    }
    let observed = source.observe(slice::from_ref(key)).await;
    let said = observed.answers.into_iter().find_map(|(of, said)| (of == *key).then_some(said));
    let nothing = || Err(NoAnswer::new(NoAnswerReason::Unreachable, "nothing was said of the order"));
    let observation = said.unwrap_or_else(nothing).map_err(Unconfirmed::NoAnswer)?;
    expected.verify(&observation).map_err(|mismatch| Unconfirmed::Mismatch(Box::new(mismatch)))
}

/// A notification that settles nothing, now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unconfirmed {
    /// It is about this order, and another one was expected.
    OtherOrder(OrderKey),
    /// The provider says otherwise.
    Mismatch(Box<Mismatch>),
    /// The provider did not say: ask again later.
    NoAnswer(NoAnswer),
}

impl fmt::Display for Unconfirmed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherOrder(key) => write!(f, "notification is about {key}"),
            Self::Mismatch(mismatch) => mismatch.fmt(f),
            Self::NoAnswer(no_answer) => no_answer.fmt(f),
        }
    }
}

impl core::error::Error for Unconfirmed {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::OtherOrder(_) => None,
            Self::Mismatch(mismatch) => Some(&**mismatch),
            Self::NoAnswer(no_answer) => Some(no_answer),
        }
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use core::num::NonZeroUsize;
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};
    use std::vec;

    use super::*;
    use crate::{
        BoxFuture, Check, Currency, Money, Observation, Observed, Payment, Receiver, Timestamp,
        TransactionId, Trust,
    };

    /// Says this of every order, or nothing.
    struct Says(Option<Result<Observation, NoAnswer>>);

    impl StatusSource for Says {
        fn batch_limit(&self) -> NonZeroUsize {
            NonZeroUsize::MIN
        }

        fn observe<'a>(&'a self, keys: &'a [OrderKey]) -> BoxFuture<'a, Observed> {
            let answers = self.0.iter().map(|said| (keys[0].clone(), said.clone())).collect();
            Box::pin(core::future::ready(Observed { answers, unasked: vec![], requests: 1 }))
        }
    }

    fn key(text: &str) -> OrderKey {
        OrderKey::new(text).unwrap()
    }

    fn paid(minor: i64) -> Observation {
        let id = TransactionId::new("T-1").unwrap();
        Observation::Paid(Payment::new(id, Money::from_minor(minor, Currency::Usd)))
    }

    /// Of a notification that claims 10.50 for A-1, which is what A-1 costs.
    fn confirmed(said: Option<Result<Observation, NoAnswer>>, order: &str) -> Result<Settled, Unconfirmed> {
        let says = Says(said);
        let now = Timestamp::from_millis(0);
        let amount = Money::from_minor(1_050, Currency::Usd);
        let expected = Expected::new(key(order), amount, Receiver::BoundToOrder, now, now);
        let notice = Notice::new(key("A-1"), Trust::Hint, paid(1_050));
        let confirmed = pin!(confirm_notification(&says, &notice, &expected));
        match confirmed.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => result,
            Poll::Pending => unreachable!("the source is ready"),
        }
    }

    #[test]
    fn the_answer_settles_and_not_the_claim() {
        let settled = confirmed(Some(Ok(paid(1_050))), "A-1").unwrap();
        assert_eq!(settled.payment().transaction.as_str(), "T-1");
        let Err(Unconfirmed::Mismatch(mismatch)) = confirmed(Some(Ok(paid(1))), "A-1") else {
            unreachable!("a cent is not 10.50")
        };
        assert_eq!(mismatch.failed().collect::<vec::Vec<_>>(), [Check::Amount]);
        let not_found = confirmed(Some(Ok(Observation::NotFound)), "A-1");
        assert!(matches!(not_found, Err(Unconfirmed::Mismatch(_))));
    }

    #[test]
    fn without_an_answer_nothing_is_settled() {
        let no_answer = NoAnswer::new(NoAnswerReason::Unreachable, "no connection");
        let failed = confirmed(Some(Err(no_answer.clone())), "A-1");
        assert_eq!(failed, Err(Unconfirmed::NoAnswer(no_answer)));
        assert!(matches!(confirmed(None, "A-1"), Err(Unconfirmed::NoAnswer(_))));
    }

    #[test]
    fn a_notification_about_another_order_leads_to_no_question() {
        assert_eq!(confirmed(Some(Ok(paid(1_050))), "A-2"), Err(Unconfirmed::OtherOrder(key("A-1"))));
    }
}
