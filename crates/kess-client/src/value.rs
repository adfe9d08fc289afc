//! The values that requests are made of: each one proves the rule of its member (specification, sections 2.3 and 3.1).

mod amount;
mod code;
mod date;
mod order_no;
mod total;

pub use pay_http::value::{CallbackUrl, InvalidAddress, InvalidValue, Text};

pub use self::amount::Amount;
pub(crate) use self::amount::{AMOUNT, whole_flag};
pub use self::code::{AuthCode, ServiceCode};
pub use self::date::Date;
pub use self::order_no::OutTradeNo;
pub use self::total::Total;
