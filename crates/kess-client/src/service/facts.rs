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
    /// The struct of this module that calls it.
    pub request: &'static str,
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

/// One row each: its number and its struct.
macro_rules! services {
    ($($row:literal $request:ident;)*) => {
        [$(Facts {
            row: $row,
            name: s::$request::NAME,
            request: stringify!($request),
            effect: s::$request::EFFECT,
            seller: s::$request::SELLER,
        }),*]
    };
}

/// All services of the document.
pub const SERVICES: [Facts; 33] = services! {
    1 MerchantInfo;
    2 AddUser;
    3 ListUsers;
    4 UserProfile;
    5 ListTransactions;
    6 TransactionDetail;
    7 MoneyTransfer;
    8 BakongMembers;
    9 GenerateKhqr;
    10 DecodeKhqr;
    11 PayKhqr;
    12 CreateVirtualCard;
    13 ListVirtualCards;
    14 VirtualCardBalanceOf;
    15 VirtualCardDetail;
    16 VirtualCardReportOf;
    17 KioskCreateOrder;
    18 ConfirmKioskOrder;
    19 PaymentMethods;
    20 CreateOrder;
    21 NativePay;
    22 QuickPay;
    23 DirectPay;
    24 CloseOrder;
    25 QueryOrder;
    26 QueryRefund;
    27 QueryOrdersByDate;
    28 Refund;
    29 SaveCard;
    30 VerifyBankAccount;
    31 TokenizeBankAccount;
    32 Withdraw;
    33 WithdrawByBankNumber;
};

#[cfg(test)]
mod tests {
    use super::*;

    /// The list that `SERVICES.md` shows, and with it the documentation of the module above.
    fn list() -> String {
        let row = |Facts { row, name, request, effect, seller }| {
            format!("| {row} | `{name}` | [`{request}`] | {effect:?} | {seller:?} |\n")
        };
        let head = "| row | service | struct | effect | `seller_code` |\n|---|---|---|---|---|\n".to_owned();
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
