//! Postbacks (section 3): unsigned, without an amount, and not with the merchant's own id. Whoever knows the address can
//! make one up, so each is a hint.

mod address;
mod date;
mod invalid;
mod members;
mod order;
mod peers;
mod platform_id;
mod postback;
mod source;

pub use self::address::{InvalidPostbackUrl, PostbackUrl};
pub use self::invalid::InvalidPostback;
pub use self::order::{PaymentHint, StoredOrder};
pub use self::peers::Peers;
pub use self::platform_id::PlatformId;
pub use self::postback::UnverifiedPostback;
pub use self::source::Notifications;
