//! The services of the gateway (section 4): one struct each, which is also the request's body.
//!
#![doc = include_str!("../SERVICES.md")]

mod bakong;
mod bank;
mod bound;
mod card;
mod extended;
mod facts;
mod kiosk;
mod merchant;
mod native;
mod order;
mod pay;
mod query;
mod raw;
mod refund;
mod transaction;
mod virtual_card;
mod wallet;
mod withdraw;

use pay_core::Effect;
use serde::Serialize;

pub use self::bakong::{BakongMembers, DecodeKhqr, GenerateKhqr, PayKhqr};
pub use self::bank::{TokenizeBankAccount, VerifyBankAccount};
pub use self::card::SaveCard;
pub use self::extended::Extended;
pub use self::facts::{Facts, SERVICES};
pub use self::kiosk::{ConfirmKioskOrder, KioskCreateOrder};
pub use self::merchant::{AddUser, ListUsers, MerchantInfo, UserProfile};
pub use self::native::NativePay;
pub use self::order::{CloseOrder, CreateOrder, LoginType, PaymentMethods, Setting};
pub use self::pay::{DirectPay, QuickPay};
pub use self::query::{QueryOrder, QueryOrdersByDate};
pub use self::raw::Raw;
pub use self::refund::{QueryRefund, Refund};
pub use self::transaction::{Payout, Transaction};
pub use self::virtual_card::{
    CreateVirtualCard, ListVirtualCards, VirtualCardBalanceOf, VirtualCardDetail, VirtualCardReportOf,
};
pub use self::wallet::{ListTransactions, MoneyTransfer, TransactionDetail};
pub use self::withdraw::{Withdraw, WithdrawByBankNumber};
use crate::envelope::Data;
use crate::error::Malformed;

/// One operation of the gateway: a JSON object, and the reading of its answer.
///
/// [`Kess::call`](crate::Kess::call) carries them all, and adds `service`, `seller_code`, `sign_type` and `sign`. A
/// service that KESS adds is one more implementation.
pub trait Service: Serialize + Send + Sync {
    /// The gateway's spelling, never derived.
    const NAME: &'static str;
    /// What it does at KESS.
    const EFFECT: Effect;
    /// Whether its row asks for `seller_code` (E29).
    const SELLER: SellerCode;
    /// What KESS answers when all is well.
    type Response: Send;

    /// Reads the `data` of a success.
    fn read(&self, data: Data<'_>) -> Result<Self::Response, Malformed>;
}

/// Whether `seller_code` goes along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SellerCode {
    /// Always.
    Sent,
    /// Only where the settings say so for all services.
    Omitted,
}
