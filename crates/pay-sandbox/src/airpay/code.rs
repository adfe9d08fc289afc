//! The codes of the answer (specification, section 2), as far as this API can come to them.

/// A code and its message, word for word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) number: u16,
    pub(super) message: &'static str,
    /// The HTTP status, where one is asked for. In no document.
    pub(super) status: u16,
}

impl Code {
    pub(super) const BAD_REQUEST: Self = Self::new(400, "Bad request", 400);
    pub(super) const INTERNAL: Self = Self::new(500, "Internal system error", 500);
    pub(super) const INVALID_CHANNEL: Self = Self::new(903, "Invalid channel", 400);
    pub(super) const INVALID_SERVICE: Self = Self::new(905, "Invalid service id", 400);
    pub(super) const INVALID_MSISDN: Self = Self::new(906, "Invalid msisdn", 400);
    pub(super) const CHANNEL_NOT_ACTIVE: Self = Self::new(908, "Channel not active", 403);
    pub(super) const DUPLICATE: Self = Self::new(911, "Duplicate trxid", 409);
    pub(super) const INVALID_SOURCE: Self =
        Self::new(912, "Invalid Source or source may not register to this service", 403);

    const fn new(number: u16, message: &'static str, status: u16) -> Self {
        Self { number, message, status }
    }
}

/// Why a request is refused: the code, and for people what is behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) code: Code,
    pub(super) reason: String,
}

impl Refusal {
    pub(super) fn new(code: Code, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// 400 about one member.
    pub(super) fn of(member: &str, why: impl std::fmt::Display) -> Self {
        Self::new(Code::BAD_REQUEST, format!("{member}: {why}"))
    }
}
