//! The values that requests are made of: each one proves the rule of its member.

mod amount;
mod customer;
mod payment_id;
mod plain;

pub use pay_http::value::{CallbackUrl, InvalidAddress, InvalidValue};

pub(crate) use self::amount::AMOUNT;
pub use self::amount::Amount;
pub use self::customer::Customer;
pub use self::payment_id::{PaymentId, RefundId};
pub use self::plain::Plain;
