//! How Vexora says no: `code` of the call (specification, section 5), at HTTP 200.

use std::borrow::Cow;

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// 8000, and why.
    Failed(Cow<'static, str>),
    /// 5000.
    System,
}

impl Refusal {
    /// 8000 about one member of the request.
    pub(super) fn of(member: &str, why: &str) -> Self {
        Self::Failed(format!("{member}: {why}").into())
    }

    pub(super) const fn failed(why: &'static str) -> Self {
        Self::Failed(Cow::Borrowed(why))
    }

    pub(super) const fn code(&self) -> &'static str {
        match self {
            Self::Failed(_) => "8000",
            Self::System => "5000",
        }
    }

    pub(super) fn message(&self) -> &str {
        match self {
            Self::Failed(why) => why,
            Self::System => "system exception",
        }
    }
}
