use pay_core::Effect;

use super::{SellerCode, Service};
use crate::service as s;

/// What is known of a service without its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// Its row in section 4 of the specification.
    pub row: u8,
    /// The gateway's spelling.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    /// Whether `seller_code` goes along.
    pub seller: SellerCode,
}

impl Facts {
    /// Those of a service of the document, whichever of its spellings this is: its samples and its table differ in
    /// capital letters (`createorder`, `createOrder`: E1), and so do public clients.
    pub(crate) fn of(name: &str) -> Option<Self> {
        SERVICES.into_iter().find(|facts| facts.name.eq_ignore_ascii_case(name))
    }
}

const fn facts<S: Service>(row: u8) -> Facts {
    Facts { row, name: S::NAME, effect: S::EFFECT, seller: S::SELLER }
}

/// All services of the document.
pub const SERVICES: [Facts; 33] = [
    facts::<s::MerchantInfo>(1),
    facts::<s::AddUser>(2),
    facts::<s::ListUsers>(3),
    facts::<s::UserProfile>(4),
    facts::<s::ListTransactions>(5),
    facts::<s::TransactionDetail>(6),
    facts::<s::MoneyTransfer>(7),
    facts::<s::BakongMembers>(8),
    facts::<s::GenerateKhqr>(9),
    facts::<s::DecodeKhqr>(10),
    facts::<s::PayKhqr>(11),
    facts::<s::CreateVirtualCard>(12),
    facts::<s::ListVirtualCards>(13),
    facts::<s::VirtualCardBalanceOf>(14),
    facts::<s::VirtualCardDetail>(15),
    facts::<s::VirtualCardReportOf>(16),
    facts::<s::KioskCreateOrder>(17),
    facts::<s::ConfirmKioskOrder>(18),
    facts::<s::PaymentMethods>(19),
    facts::<s::CreateOrder>(20),
    facts::<s::NativePay>(21),
    facts::<s::QuickPay>(22),
    facts::<s::DirectPay>(23),
    facts::<s::CloseOrder>(24),
    facts::<s::QueryOrder>(25),
    facts::<s::QueryRefund>(26),
    facts::<s::QueryOrdersByDate>(27),
    facts::<s::Refund>(28),
    facts::<s::SaveCard>(29),
    facts::<s::VerifyBankAccount>(30),
    facts::<s::TokenizeBankAccount>(31),
    facts::<s::Withdraw>(32),
    facts::<s::WithdrawByBankNumber>(33),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The list that `SERVICES.md` shows, and with it the documentation of the module above.
    fn list() -> String {
        let row =
            |Facts { row, name, effect, seller }| format!("| {row} | `{name}` | {effect:?} | {seller:?} |\n");
        let head = "| row | service | effect | `seller_code` |\n|---|---|---|---|\n".to_owned();
        head + &SERVICES.map(row).concat()
    }

    /// Without regard to capitals, every name still means one service.
    #[test]
    fn a_service_is_known_in_every_spelling() {
        for facts in SERVICES {
            assert_eq!(Facts::of(&facts.name.to_ascii_uppercase()), Some(facts));
        }
        assert_eq!(Facts::of("createorder"), None);
    }

    #[test]
    fn the_list_in_the_documentation_is_the_codes() {
        assert_eq!(include_str!("../../SERVICES.md"), list(), "write the second into SERVICES.md");
    }
}
