use std::fmt;

use pay_core::Outcome;

/// An error code of the document (section 2). The set is open.
///
/// Some belong to Airpay's carrier billing, which has tokens, signatures and one-time passwords, and are listed for
/// e-wallets all the same (A8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// 400.
    BadRequest,
    /// 500.
    InternalSystemError,
    /// 900. This API has no signature (A8).
    InvalidSignature,
    /// 901.
    InvalidToken,
    /// 902.
    TokenExpired,
    /// 903.
    InvalidChannel,
    /// 904.
    InvalidTelco,
    /// 905.
    InvalidServiceId,
    /// 906.
    InvalidMsisdn,
    /// 907.
    InvalidOtp,
    /// 9071.
    InvalidOtpKey,
    /// 9072.
    InvalidOtpValue,
    /// 908.
    ChannelNotActive,
    /// 909.
    TelcoNotActive,
    /// 910.
    ServiceIdNotActive,
    /// 911: an earlier request had this `trxid`, and may have opened the order.
    DuplicateTrxid,
    /// 912.
    InvalidSource,
    /// Any other.
    Other(i64),
}

/// What a code is about, and so who has to do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeClass {
    /// The request is wrong.
    Caller,
    /// The credential is not accepted.
    Authentication,
    /// Airpay has not switched something on for this merchant.
    Configuration,
    /// An earlier try may have succeeded.
    Duplicate,
    /// Airpay failed, at an unknown point.
    UnknownOutcome,
    /// The document does not have the code.
    Unlisted,
}

impl Code {
    /// Those of the document, in its order.
    pub const LISTED: [Self; 17] = [
        Self::BadRequest,
        Self::InternalSystemError,
        Self::InvalidSignature,
        Self::InvalidToken,
        Self::TokenExpired,
        Self::InvalidChannel,
        Self::InvalidTelco,
        Self::InvalidServiceId,
        Self::InvalidMsisdn,
        Self::InvalidOtp,
        Self::InvalidOtpKey,
        Self::InvalidOtpValue,
        Self::ChannelNotActive,
        Self::TelcoNotActive,
        Self::ServiceIdNotActive,
        Self::DuplicateTrxid,
        Self::InvalidSource,
    ];

    /// The code of a number.
    pub fn from_number(number: i64) -> Self {
        let listed = Self::LISTED.into_iter().find(|code| code.number() == number);
        listed.unwrap_or(Self::Other(number))
    }

    /// The number.
    pub const fn number(self) -> i64 {
        match self {
            Self::BadRequest => 400,
            Self::InternalSystemError => 500,
            Self::InvalidSignature => 900,
            Self::InvalidToken => 901,
            Self::TokenExpired => 902,
            Self::InvalidChannel => 903,
            Self::InvalidTelco => 904,
            Self::InvalidServiceId => 905,
            Self::InvalidMsisdn => 906,
            Self::InvalidOtp => 907,
            Self::InvalidOtpKey => 9_071,
            Self::InvalidOtpValue => 9_072,
            Self::ChannelNotActive => 908,
            Self::TelcoNotActive => 909,
            Self::ServiceIdNotActive => 910,
            Self::DuplicateTrxid => 911,
            Self::InvalidSource => 912,
            Self::Other(number) => number,
        }
    }

    /// What it says, in few words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad request",
            Self::InternalSystemError => "internal system error",
            Self::InvalidSignature => "invalid signature",
            Self::InvalidToken => "invalid token",
            Self::TokenExpired => "token expired",
            Self::InvalidChannel => "invalid channel",
            Self::InvalidTelco => "invalid telco",
            Self::InvalidServiceId => "invalid service id",
            Self::InvalidMsisdn => "invalid msisdn",
            Self::InvalidOtp => "invalid one-time password",
            Self::InvalidOtpKey => "no such key of a one-time password, or expired",
            Self::InvalidOtpValue => "wrong value of a one-time password",
            Self::ChannelNotActive => "channel not active",
            Self::TelcoNotActive => "telco not active",
            Self::ServiceIdNotActive => "service id not active",
            Self::DuplicateTrxid => "duplicate trxid",
            Self::InvalidSource => "source not registered to this service",
            Self::Other(_) => "unlisted code",
        }
    }

    /// What it is about.
    pub const fn class(self) -> CodeClass {
        match self {
            Self::BadRequest
            | Self::InvalidSignature
            | Self::InvalidChannel
            | Self::InvalidTelco
            | Self::InvalidServiceId
            | Self::InvalidMsisdn
            | Self::InvalidOtp
            | Self::InvalidOtpKey
            | Self::InvalidOtpValue => CodeClass::Caller,
            Self::InvalidToken | Self::TokenExpired => CodeClass::Authentication,
            Self::ChannelNotActive
            | Self::TelcoNotActive
            | Self::ServiceIdNotActive
            | Self::InvalidSource => CodeClass::Configuration,
            Self::DuplicateTrxid => CodeClass::Duplicate,
            Self::InternalSystemError => CodeClass::UnknownOutcome,
            Self::Other(_) => CodeClass::Unlisted,
        }
    }

    /// Whether an order can exist after it.
    ///
    /// A duplicate opens none, but says that an earlier request under this `trxid` arrived; as Airpay cannot be asked
    /// what became of that one, it is [`Outcome::Unknown`] here. So is a code that nobody knows.
    pub const fn outcome(self) -> Outcome {
        match self.class() {
            CodeClass::Caller | CodeClass::Authentication | CodeClass::Configuration => Outcome::Refused,
            CodeClass::Duplicate | CodeClass::UnknownOutcome | CodeClass::Unlisted => Outcome::Unknown,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.as_str(), self.number())
    }
}
