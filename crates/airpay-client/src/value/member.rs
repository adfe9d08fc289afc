use std::fmt;

/// A member of a request: a segment of its path, its header, or a member of its body (section 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Member {
    /// `country`, in the path: an ISO code, such as `KH`, although the document says "name" (A6).
    Country,
    /// `channel`, in the path, such as `KHQR`.
    Channel,
    /// `service_ewallet`, in the path, such as `ewallet`.
    ServiceEwallet,
    /// `apikey`, the header.
    ApiKey,
    /// `name`: the payer's.
    Name,
    /// `email`: the payer's.
    Email,
    /// `msisdn`: the payer's telephone number.
    Msisdn,
    /// `number`: the order's, if there is one.
    Number,
    /// `amount`, in major units.
    Amount,
    /// `description`: what the payer reads.
    Description,
    /// `currency`, in three letters.
    Currency,
    /// `payment_method`, such as `INVOICE`.
    PaymentMethod,
    /// `trxid`: the merchant's own id.
    TrxId,
    /// `clickid`.
    ClickId,
    /// `pubid`.
    PubId,
    /// `return_url`: where the payer's browser goes after the payment.
    ReturnUrl,
}

impl Member {
    /// All of them, in the order of the document.
    pub const ALL: [Self; 16] = [
        Self::Country,
        Self::Channel,
        Self::ServiceEwallet,
        Self::ApiKey,
        Self::Name,
        Self::Email,
        Self::Msisdn,
        Self::Number,
        Self::Amount,
        Self::Description,
        Self::Currency,
        Self::PaymentMethod,
        Self::TrxId,
        Self::ClickId,
        Self::PubId,
        Self::ReturnUrl,
    ];

    /// The most characters that each of them takes. In a postback other limits hold (A14).
    pub const LIMIT: usize = 50;

    /// The document's name of it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Channel => "channel",
            Self::ServiceEwallet => "service_ewallet",
            Self::ApiKey => "apikey",
            Self::Name => "name",
            Self::Email => "email",
            Self::Msisdn => "msisdn",
            Self::Number => "number",
            Self::Amount => "amount",
            Self::Description => "description",
            Self::Currency => "currency",
            Self::PaymentMethod => "payment_method",
            Self::TrxId => "trxid",
            Self::ClickId => "clickid",
            Self::PubId => "pubid",
            Self::ReturnUrl => "return_url",
        }
    }

    /// Whether a request has to have it. Of the sample's members `number` and `trxid` need not be there (A4), and
    /// `return_url`, which the sample lacks, must (A2).
    pub const fn is_required(self) -> bool {
        !matches!(self, Self::Number | Self::TrxId)
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
