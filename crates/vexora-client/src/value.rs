//! The values that requests are made of. Each member has a grammar of its own (threat D-45): what is signed has nothing
//! between its members, so that a text could pose as the next one.

mod amount;
mod code;
mod merchant_no;
mod mobile;
mod payer;
mod trade_no;

pub use pay_http::value::{CallbackUrl, InvalidAddress, InvalidValue, Text};

pub(crate) use self::amount::AMOUNT;
pub use self::amount::Amount;
pub use self::code::Code;
pub use self::merchant_no::MerchantNo;
pub use self::mobile::Mobile;
pub use self::payer::{InvalidPayer, Payer};
pub use self::trade_no::TradeNo;

/// 1 to `limit` characters of an alphabet.
fn check(text: &str, limit: usize, allowed: fn(char) -> bool) -> Result<(), InvalidValue> {
    if text.is_empty() {
        return Err(InvalidValue::Empty);
    }
    if text.chars().count() > limit {
        return Err(InvalidValue::TooLong { limit });
    }
    match text.char_indices().find(|(_, character)| !allowed(*character)) {
        Some((at, _)) => Err(InvalidValue::Character { at }),
        None => Ok(()),
    }
}
