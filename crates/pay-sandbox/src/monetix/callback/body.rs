//! The members of a callback and of a status answer, in the order of the vendor document's samples.

use jiff::tz::Offset;
use pay_core::{Money, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::monetix::operation::{Operation, WIRE};
use crate::monetix::refusal::Item;
use crate::{number, phnom_penh};

#[derive(Default, Serialize)]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) general: Option<General<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) project_id: Option<u64>,
    pub(super) payment: PaymentJson<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) customer: Option<CustomerJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operation: Option<OperationJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) operations: Option<Vec<OperationJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) redirect_data: Option<RedirectData<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) errors: Option<[Item; 1]>,
}

#[derive(Serialize)]
pub(super) struct General<'a> {
    pub(super) project_id: u64,
    pub(super) payment_id: &'a str,
}

#[derive(Default, Serialize)]
pub(super) struct PaymentJson<'a> {
    pub(super) id: &'a str,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'static str>,
    pub(super) status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) method: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sum: Option<Sum>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Sum {
    pub(super) amount: Box<RawValue>,
    pub(super) currency: &'static str,
}

#[derive(Serialize)]
pub(super) struct CustomerJson<'a> {
    pub(super) id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ip_address: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct OperationJson<'a> {
    pub(super) id: u64,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) date: String,
    pub(super) created_date: String,
    pub(super) request_id: &'a str,
    pub(super) sum_initial: Sum,
    pub(super) sum_converted: Sum,
    pub(super) code: &'a str,
    pub(super) message: &'static str,
    pub(super) provider: Provider<'a>,
}

#[derive(Serialize)]
pub(super) struct Provider<'a> {
    pub(super) id: u32,
    pub(super) payment_id: &'a str,
    pub(super) auth_code: &'static str,
}

#[derive(Serialize)]
pub(super) struct RedirectData<'a> {
    pub(super) method: &'static str,
    pub(super) url: &'a str,
    pub(super) body: RedirectBody<'a>,
    pub(super) encrypted: [(); 0],
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum RedirectBody<'a> {
    Empty([(); 0]),
    Fields { token: &'a str },
}

impl Sum {
    pub(super) fn of(money: Money) -> Self {
        let amount = WIRE.signed().write(money).expect("every i64 fits this format");
        Self { amount: number::raw(amount.to_string()), currency: money.currency().code() }
    }
}

impl<'a> OperationJson<'a> {
    pub(super) fn of(operation: &'a Operation, at: Timestamp) -> Self {
        let (code, message) = operation.code(at);
        Self {
            id: operation.id,
            kind: operation.kind(),
            status: operation.status(at),
            date: moment(operation.date(at)),
            created_date: moment(operation.created),
            request_id: &operation.request_id,
            sum_initial: Sum::of(operation.amount),
            sum_converted: Sum::of(operation.converted),
            code,
            message,
            provider: Provider { id: 12345, payment_id: &operation.provider_payment_id, auth_code: "" },
        }
    }
}

/// `2024-12-07T19:08:45+0000`.
pub(super) fn moment(at: Timestamp) -> String {
    phnom_penh::at(at, Offset::UTC).strftime("%Y-%m-%dT%H:%M:%S%z").to_string()
}
