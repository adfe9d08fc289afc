//! Callbacks (section 6): read, verified over the bytes received, and told in the vocabulary of all providers.

mod signed;
mod source;

pub use self::signed::Signed;
pub use self::source::Notifications;
