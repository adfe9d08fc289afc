use std::fmt;

use pay_core::Untrusted;
use pay_http::json::Members;

use crate::service::QueryOrder;
use crate::value::OutTradeNo;

/// What the payer's browser brings back to `redirect_url` (section 5): unsigned, and typed by whoever likes.
///
/// It says which page to show and which order to ask about ([`query`](RedirectHint::query)), and nothing about money.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RedirectHint {
    /// The order to ask about.
    pub out_trade_no: OutTradeNo,
    /// Whether the browser claims success.
    pub claims_success: bool,
    /// Words for the payer.
    pub message: Option<Untrusted>,
    /// The order's token.
    pub token: Option<Untrusted>,
    /// Why a card was refused.
    pub pay_response: Option<PayResponse>,
}

/// `pay_response` of a card that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PayResponse {
    /// `gatewayCode`.
    pub gateway_code: Option<GatewayCode>,
    /// `acquirerMessage`.
    pub acquirer_message: Option<Untrusted>,
}

/// `gatewayCode`. The set is open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GatewayCode {
    /// `NEED_CONTACT`.
    NeedContact,
    /// `NO_OTP`: the payer did not confirm.
    NoOtp,
    /// `DECLINED`.
    Declined,
    /// `BLOCKED`.
    Blocked,
    /// `CARD_NOT_SUPPORT_3DS`.
    CardNotSupport3ds,
    /// `INSUFFICIENT_FUNDS`.
    InsufficientFunds,
    /// `UNSPECIFIED_FAILURE`.
    UnspecifiedFailure,
    /// `SUCCESS`.
    Success,
    /// `WAITING_FINAL_STATUS`: not decided yet.
    WaitingFinalStatus,
    /// `NO_MATCH`: the security code is wrong.
    NoMatch,
    /// Any other.
    Other(Untrusted),
}

impl GatewayCode {
    /// Reads a code.
    pub fn read(text: &Untrusted) -> Self {
        match text.as_raw().trim() {
            "NEED_CONTACT" => Self::NeedContact,
            "NO_OTP" => Self::NoOtp,
            "DECLINED" => Self::Declined,
            "BLOCKED" => Self::Blocked,
            "CARD_NOT_SUPPORT_3DS" => Self::CardNotSupport3ds,
            "INSUFFICIENT_FUNDS" => Self::InsufficientFunds,
            "UNSPECIFIED_FAILURE" => Self::UnspecifiedFailure,
            "SUCCESS" => Self::Success,
            "WAITING_FINAL_STATUS" => Self::WaitingFinalStatus,
            "NO_MATCH" => Self::NoMatch,
            _ => Self::Other(text.clone()),
        }
    }

    /// Whether the card network has decided: whatever this says, the order may still be paid.
    pub const fn is_final(&self) -> bool {
        !matches!(self, Self::WaitingFinalStatus | Self::Other(_))
    }
}

impl RedirectHint {
    /// Reads a query without its `?`. A parameter that is there twice, or a `success` other than `0` and `1`, is refused.
    pub fn read(query: &str) -> Result<Self, InvalidRedirect> {
        let mut found: [Option<String>; 5] = Default::default();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let Some(place) = NAMES.iter().position(|known| *known == name) else { continue };
            if found[place].replace(value.into_owned()).is_some() {
                return Err(InvalidRedirect(NAMES[place]));
            }
        }
        let [success, out_trade_no, message, token, pay_response] = found;
        let claims_success = match success.as_deref() {
            Some("1") => true,
            Some("0") => false,
            _ => return Err(InvalidRedirect("success")),
        };
        let out_trade_no = OutTradeNo::new(out_trade_no.unwrap_or_default());
        Ok(Self {
            out_trade_no: out_trade_no.map_err(|_| InvalidRedirect("out_trade_no"))?,
            claims_success,
            message: message.map(Untrusted::new),
            token: token.map(Untrusted::new),
            pay_response: pay_response.map(|json| read_pay_response(&json)).transpose()?,
        })
    }

    /// The question that says what became of the order.
    pub fn query(&self) -> QueryOrder {
        QueryOrder::new(self.out_trade_no.clone())
    }
}

const NAMES: [&str; 5] = ["success", "out_trade_no", "message", "token", "pay_response"];

fn read_pay_response(json: &str) -> Result<PayResponse, InvalidRedirect> {
    const WRONG: InvalidRedirect = InvalidRedirect("pay_response");
    let mut members = Members::read(json).map_err(|_| WRONG)?;
    let code: Option<Untrusted> = members.take("gatewayCode").map_err(|_| WRONG)?;
    let acquirer_message = members.take("acquirerMessage").map_err(|_| WRONG)?;
    Ok(PayResponse { gateway_code: code.as_ref().map(GatewayCode::read), acquirer_message })
}

/// A query that no gateway wrote, with the parameter that is missing, there twice or not readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidRedirect(&'static str);

impl fmt::Display for InvalidRedirect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected one readable {}", self.0)
    }
}

impl std::error::Error for InvalidRedirect {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d19_success_in_a_query_is_a_claim() {
        let hint =
            RedirectHint::read("success=1&out_trade_no=TR1234567890&message=Payment+Successful%21&token=x");
        let hint = hint.unwrap();
        assert!(hint.claims_success);
        assert_eq!(hint.out_trade_no.as_str(), "TR1234567890");
        assert_eq!(hint.message, Some(Untrusted::new("Payment Successful!")));
        for wrong in [
            "",
            "success=1",
            "success=1&out_trade_no=../../etc",
            "success=true&out_trade_no=T1",
            "success=0&success=1&out_trade_no=T1",
            "success=1&out_trade_no=T1&out_trade_no=T2",
            "success=0&out_trade_no=T1&pay_response=%7B",
            "success=0&out_trade_no=T1&pay_response=%7B%22gatewayCode%22%3A%5B%5D%7D",
            "%ff=%ff&success=1&out_trade_no=%ff",
        ] {
            assert!(RedirectHint::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn f31_a_card_that_waits_for_its_final_status_is_not_decided() {
        let query = "success=0&token=x&out_trade_no=T1&message=m&pay_response=\
                     %7B%22gatewayCode%22%3A%20%22WAITING_FINAL_STATUS%22%2C%22acquirerMessage%22%3A%20%22wait%22%7D";
        let response = RedirectHint::read(query).unwrap().pay_response.unwrap();
        assert_eq!(response.gateway_code, Some(GatewayCode::WaitingFinalStatus));
        assert!(!GatewayCode::WaitingFinalStatus.is_final());
        assert!(GatewayCode::Declined.is_final());
        assert!(!GatewayCode::read(&Untrusted::new("NEW_CODE")).is_final());
    }
}
