use pay_core::Effect;

use super::{Operation, Origin};
use crate::operation as o;

/// What is known of an operation without its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// The last word of its path.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    /// Where it is described.
    pub origin: Origin,
}

const fn facts<O: Operation>() -> Facts {
    Facts { name: O::NAME, effect: O::EFFECT, origin: O::ORIGIN }
}

/// All operations.
pub const OPERATIONS: [Facts; 5] = [
    facts::<o::HostedCheckout>(),
    facts::<o::DepositQuery>(),
    facts::<o::BalanceQuery>(),
    facts::<o::Disbursement>(),
    facts::<o::DisbursementQuery>(),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The list that `OPERATIONS.md` shows, and with it the documentation of the module above.
    fn list() -> String {
        let row = |Facts { name, effect, origin }| {
            format!("| `{name}` | `/v1/vexora/{name}` | {effect:?} | {origin} |\n")
        };
        let head = "| operation | path | effect | described in |\n|---|---|---|---|\n".to_owned();
        head + &OPERATIONS.map(row).concat()
    }

    #[test]
    fn the_list_in_the_documentation_is_the_codes() {
        assert_eq!(include_str!("../../OPERATIONS.md"), list(), "write the second into OPERATIONS.md");
    }
}
