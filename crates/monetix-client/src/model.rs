//! What Monetix answers and reports with.
//!
//! The set and the names of members are configured for each project (section 6.1), so every member is optional; unknown
//! ones are kept in `extra`. Ids and codes come as numbers or text, statuses as text alone, amounts as integers alone.

mod bank;
mod covered;
mod id;
mod operation;
mod payment;
mod redirect;
mod report;
mod sum;

pub use pay_http::json::Moment;

pub use self::bank::{Bank, BankCurrency};
pub use self::id::Id;
pub use self::operation::{Operation, Provider};
pub use self::payment::{Account, General, Payer, PaymentInfo};
pub use self::redirect::{FormFields, InvalidRedirect, RedirectData};
pub use self::report::{EventKey, PaymentReport};
pub use self::sum::{Sum, Units};
