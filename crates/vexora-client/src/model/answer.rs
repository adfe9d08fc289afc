use std::fmt;

use pay_core::{Timestamp, Untrusted};
use pay_http::json::Extra;

/// An answer whose `code` says that the call succeeded, which says nothing of a payment. No signature covers any of it.
///
/// Vexora writes `timestamp` as text and as a number, and `success` as text and as a boolean (V2).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The member `data`.
    pub data: T,
    /// `success`, and nothing more than the table's "request result".
    pub msg: Option<Untrusted>,
    /// `true` beside a failed order, too; `false` only beside one that is not paid.
    pub success: Option<bool>,
    /// By Vexora's clock.
    pub timestamp: Option<Timestamp>,
    /// Members that are not known here.
    pub extra: Extra,
    pub(crate) body: Untrusted,
}

impl<T> Answer<T> {
    /// The whole text, as it came. It may hold a payer's name, so it is printed neither here nor in logs.
    pub const fn body(&self) -> &Untrusted {
        &self.body
    }
}

impl<T: fmt::Debug> fmt::Debug for Answer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("msg", &self.msg)
            .field("success", &self.success)
            .field("timestamp", &self.timestamp)
            .field("data", &self.data)
            .field("extra", &self.extra)
            .finish_non_exhaustive()
    }
}
