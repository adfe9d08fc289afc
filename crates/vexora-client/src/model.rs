//! What Vexora answers (sections 3 and 4). Every member may be absent, and several go by two names (V11).
//!
//! `data` holds the provider's words; amounts and statuses have methods that read them.

mod answer;
mod balance;
mod checkout;
mod deposit;

use pay_core::{Currency, Money};
use pay_http::json::{Number, Problem, ProblemKind};

pub use self::answer::Answer;
pub use self::balance::Balance;
pub use self::checkout::CheckoutOrder;
pub use self::deposit::{Deposit, Payout};
use crate::value::AMOUNT;

/// The amount of a member, exactly.
fn money(member: Option<&Number>, name: &str, currency: Currency) -> Result<Money, Problem> {
    let number = member.ok_or_else(|| Problem::from(ProblemKind::Missing).inside(name))?;
    number.money(&AMOUNT, currency).map_err(|error| Problem::from(error).inside(name))
}
