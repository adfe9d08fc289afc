//! What Vexora sends to `notifyUrl` (section 6), of orders and of disbursements alike. The form is from its public pages.

mod notice;
mod source;

pub use self::notice::{Claim, Notification, Signed};
pub use self::source::Notifications;
