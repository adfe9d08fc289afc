//! What the hosted page of a deposit shows.

use pay_core::Money;

use super::{Vexora, VexoraOrder};

/// A deposit on its page.
#[derive(Clone, Debug)]
pub(crate) struct Page {
    pub(crate) order: VexoraOrder,
    pub(crate) payer: String,
    /// What is still to be paid; none when it takes no payment.
    pub(crate) open: Option<Money>,
}

impl Vexora {
    /// The page of a token.
    pub(crate) fn page(&self, token: &str) -> Option<Page> {
        let now = self.now();
        let (payer, open) = self.with(|state| {
            let deposit = state.deposits.iter().find(|deposit| deposit.token == token)?;
            let open = deposit.open();
            let takes = open.is_positive() && !deposit.is_over(now);
            Some((deposit.payer.clone(), takes.then_some(open)))
        })?;
        Some(Page { order: self.order(token)?, payer, open })
    }
}
