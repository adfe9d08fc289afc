//! What binds an answer to its question beside TLS (section 2.5): it names what was asked for.
//!
//! A member that is absent binds nothing and is no error, because every member may be absent (section 3.2).

use pay_core::Untrusted;
use pay_http::json::{Number, Problem};

use crate::error::Malformed;
use crate::value::{AMOUNT, Amount};

/// The answer names this order, transaction, user, card or account, or none.
pub(super) fn names(answered: Option<&Untrusted>, asked: &str) -> Result<(), Malformed> {
    match answered {
        Some(answered) if answered.as_raw() != asked => Err(Malformed::OtherOrder),
        _ => Ok(()),
    }
}

/// The answer is in this amount's currency, or does not say in which.
pub(super) fn currency(answered: Option<&Untrusted>, asked: Amount) -> Result<(), Malformed> {
    match answered {
        Some(answered) if answered.as_raw() != asked.currency() => Err(Malformed::OtherAmount),
        _ => Ok(()),
    }
}

/// The answer is about this amount, or about none.
pub(super) fn amount(answered: Option<&Number>, asked: Amount) -> Result<(), Malformed> {
    let Some(answered) = answered else { return Ok(()) };
    let unreadable = |error| Problem::from(error).inside("amount").inside("data");
    match answered.money(&AMOUNT, asked.money().currency()).map_err(unreadable)? {
        answered if answered == asked.money() => Ok(()),
        _ => Err(Malformed::OtherAmount),
    }
}
