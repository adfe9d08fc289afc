//! What KESS sends to `notify_url` (section 6). The document leaves these chapters empty, so the reading is liberal and
//! the trust small: a notification says which order to ask about.

mod document;
mod notice;
mod source;

pub use self::notice::{Notification, RefundNotice, SaveCardNotice, Signed};
pub use self::source::Notifications;
