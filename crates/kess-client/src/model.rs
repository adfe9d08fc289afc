//! What the gateway answers with: the common objects of the specification's section 3.2.
//!
//! The document's "nullable" columns are unreliable (E4), so every member is optional; unknown ones are kept in `extra`.
//! Numbers come as numbers or text, flags as booleans, 0 and 1 or text, and an empty object as `[]` (E5, E6).

mod answer;
mod bakong;
mod detail;
mod kiosk;
mod method;
mod order;
mod page;
mod payer;
mod refund;
mod transfer;
mod user;
mod virtual_card;

pub use pay_http::json::Moment;

pub use self::answer::{DirectOrder, NativeOrder, Withdrawal, WithdrawalStep};
pub use self::bakong::{BakongMember, GeneratedKhqr, KhqrInfo, KhqrPayment, KhqrPaymentStatus, ReceiverInfo};
pub use self::detail::{CustomerFee, CustomerFees, OrderDetail, OrderItem, Undescribed};
pub use self::kiosk::KioskOrder;
pub use self::method::{PaymentMethod, StoreLink};
pub(crate) use self::order::read_order;
pub use self::order::{ErrorLog, OrderInfo, OrderMeta, Seller};
pub use self::page::{OrderPage, TransactionPage, UserPage};
pub use self::payer::{BankInfo, CardInfo, PaymentDetail, WechatAlipayInfo};
pub use self::refund::RefundInfo;
pub use self::transfer::{
    BankAccount, MoneyTransferred, SavedCardLink, TokenizedBankAccount, TransactionInfo,
};
pub use self::user::{UserInfo, WalletInfo};
pub use self::virtual_card::{
    TransactionLimit, VelocityControl, VirtualCard, VirtualCardBalance, VirtualCardInfo, VirtualCardItem,
    VirtualCardReport, VirtualCardTransaction,
};
