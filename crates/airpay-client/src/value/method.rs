use super::{InvalidMember, Member, Text, text};

/// `payment_method`. The set is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PaymentMethod {
    /// `INVOICE`: what the document requires, also of a QR channel (A7).
    #[default]
    Invoice,
    /// `QR`: known from Airpay's page for Indonesia.
    Qr,
    /// Any other, of at most 50 characters.
    Other(pay_http::value::Text<{ Member::LIMIT }>),
}

impl PaymentMethod {
    /// The method of this name.
    pub fn new(name: impl Into<String>) -> Result<Self, InvalidMember> {
        let name: Text = text(Member::PaymentMethod, name)?;
        Ok(match name.as_str() {
            "INVOICE" => Self::Invoice,
            "QR" => Self::Qr,
            _ => Self::Other(name),
        })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Invoice => "INVOICE",
            Self::Qr => "QR",
            Self::Other(name) => name.as_str(),
        }
    }
}
