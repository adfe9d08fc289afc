use pay_core::Effect;
use serde::Serialize;

use super::{Operation, Origin};
use crate::error::Malformed;
use crate::model::Balance;

/// Asks what is on the account (section 4).
///
/// Not in the vendor document: described on the vendor's public pages for Cambodia.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct BalanceQuery {}

impl Operation for BalanceQuery {
    const NAME: &'static str = "queryBalance";
    const EFFECT: Effect = Effect::Read;
    const ORIGIN: Origin = Origin::PublicPages;
    type Response = Balance;

    fn check(&self, _: &Balance) -> Result<(), Malformed> {
        Ok(())
    }
}
