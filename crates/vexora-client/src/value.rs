//! The values that requests are made of. Each member has a grammar of its own (threat D-45): what is signed has nothing
//! between its members, so that a text could pose as the next one.

mod amount;
mod code;
mod merchant_no;
mod mobile;
mod payer;
mod trade_no;

use pay_http::value::check;
pub use pay_http::value::{CallbackUrl, InvalidAddress, InvalidValue, Text};

pub(crate) use self::amount::AMOUNT;
pub use self::amount::Amount;
pub use self::code::Code;
pub use self::merchant_no::MerchantNo;
pub use self::mobile::Mobile;
pub use self::payer::{InvalidPayer, Payer};
pub use self::trade_no::TradeNo;
