//! Notifications: what is posted to `notifyUrl` of a deposit or a disbursement (specification, section 6).

use std::time::Duration;

use pay_core::{AmountFormat, Money, Secret, Timestamp};
use pay_sign::{Fields, NumberText, Scheme, Signer};
use serde::Serialize;
use serde_json::value::RawValue;

use super::deposit::Deposit;
use super::disbursement::Disbursement;
use super::merchant::Merchant;
use super::status;
use crate::courier::{Acknowledgement, Signature, Terms};
use crate::number::{fixed, raw};
use crate::outbound::Parcel;
use crate::phnom_penh::wall;

/// The waits between the first attempt and the eight that may follow.
const RETRIES: [Duration; 8] = [
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::from_secs(10),
    Duration::from_secs(30),
    Duration::from_secs(3_600),
    Duration::from_secs(10_800),
    Duration::from_secs(10_800),
    Duration::from_secs(10_800),
];

/// What is sent when, and what ends it.
pub(super) const TERMS: Terms =
    Terms { wait: |attempts| RETRIES.get(attempts - 1).copied(), taken: Acknowledgement::Body("OK") };

/// What notifications of Vexora look like from now on. By default the amount is text, as the tables say.
///
/// ```
/// use pay_sandbox::VexoraForm;
/// use pay_sign::NumberText;
///
/// let three_dollars = VexoraForm::new().numbers(NumberText::Raw); // "amount":3.0000, and so signed
/// let signed_by_java = VexoraForm::new().numbers(NumberText::JavaDouble); // "amount":3.0000, signed as 3.0
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct VexoraForm {
    numbers: Option<NumberText>,
}

impl VexoraForm {
    /// With the amount as text.
    pub const fn new() -> Self {
        Self { numbers: None }
    }

    /// With the amount as a JSON number of four decimals, signed in this text of it.
    #[must_use]
    pub const fn numbers(self, signed_as: NumberText) -> Self {
        Self { numbers: Some(signed_as) }
    }

    /// What is posted to `url`.
    pub(super) fn write(
        self,
        url: &str,
        notice: &Notice<'_>,
        merchant: &Merchant,
        signature: Signature,
    ) -> Parcel {
        let timestamp = notice.at.as_millis().to_string();
        let members = Members {
            platform_trade_no: notice.platform_trade_no,
            trade_no: notice.trade_no,
            amount: match self.numbers {
                None => raw(format!("\"{}\"", fixed(notice.amount))),
                Some(_) => raw(four_decimals(notice.amount)),
            },
            status: notice.status,
            message: status::message(notice.status),
            success_time: notice.success.map(wall),
            channel_code: notice.channel.map(|(channel, _)| channel),
            way_code: notice.channel.map(|(_, way)| way),
            timestamp: (signature != Signature::Absent).then_some(&timestamp),
        };
        let body = serde_json::to_string(&members).expect("names and plain values are JSON");
        let Some(secret) = signature.secret(merchant.app_secret) else {
            return Parcel::post(url, "application/json", body);
        };
        let scheme = self.numbers.map_or(Scheme::VEXORA, |text| Scheme::VEXORA.numbered(text));
        let fields = Fields::from_json(&body).expect("members of our own are within every limit");
        let signed = Signer::new(scheme, Secret::new(secret).expect("no secret here is blank"))
            .sign(fields)
            .expect("names of letters and short numbers can be signed");
        Parcel::post(url, "application/json", signed.to_json())
    }
}

/// What there is to tell.
pub(super) struct Notice<'a> {
    pub(super) trade_no: &'a str,
    platform_trade_no: &'a str,
    amount: Money,
    status: &'a str,
    success: Option<Timestamp>,
    channel: Option<(&'a str, &'a str)>,
    at: Timestamp,
}

impl<'a> Notice<'a> {
    pub(super) fn of_deposit(deposit: &'a Deposit, at: Timestamp) -> Self {
        Self {
            trade_no: &deposit.trade_no,
            platform_trade_no: &deposit.platform_trade_no,
            amount: deposit.told_amount(at),
            status: deposit.status(at),
            success: deposit.received_at(at),
            channel: Some((&deposit.channel_code, &deposit.way_code)),
            at,
        }
    }

    pub(super) fn of_disbursement(out: &'a Disbursement, at: Timestamp) -> Self {
        Self {
            trade_no: &out.trade_no,
            platform_trade_no: &out.platform_trade_no,
            amount: out.amount,
            status: out.status(at),
            success: out.arrived_at(at),
            channel: None,
            at,
        }
    }
}

/// The members on the wire. Without a signature there is no timestamp either, as on some of the vendor's pages.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(rename = "platFormTradeNo")]
    platform_trade_no: &'a str,
    trade_no: &'a str,
    amount: Box<RawValue>,
    status: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    success_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    way_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<&'a String>,
}

/// `3.0000`, as the numbers of the samples are.
fn four_decimals(money: Money) -> String {
    const FORMAT: AmountFormat = AmountFormat::fixed().scale(4);
    FORMAT.write(money).expect("no amount here is below zero").to_string()
}
