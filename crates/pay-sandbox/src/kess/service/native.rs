//! nativePay and quickpay: a code that the payer scans, and one that the payer shows.

use khqr_emv::Builder;
use pay_core::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::json;
use super::order::Wanted;
use crate::Kess;
use crate::kess::asked::Asked;
use crate::kess::method;
use crate::kess::order::{Kind, Order};
use crate::kess::order_info::OrderInfo;
use crate::kess::pay::KessPay;
use crate::kess::refusal::Refusal;

/// The account that the codes pay to, as in the vendor's sample of generateKhqr.
pub(in crate::kess) const ACCOUNT: &str = "khqr@kess";
/// The bank that it is held at.
pub(in crate::kess) const BANK: &str = "Kess Innovation Plc";
/// The document: KESS hands it out with the credentials. Letters and digits, at most 32.
const MERCHANT_ID: &str = "000024916";

#[derive(Serialize)]
struct Native<'a> {
    qrcode: Option<&'a str>,
    qrcode_link: Option<String>,
    deeplink: Option<String>,
    expires_in: u64,
    for_ios: Option<bool>,
    brand_logo: String,
    app_name: &'a str,
    service_code: &'a str,
    order_info: OrderInfo<'a>,
}

/// A code for a bank's application, or only a link that opens it. `WECHAT` and `ALIPAY` have no code here but a link
/// to one.
pub(super) fn native_pay(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read(asked)?;
    let service_code = asked.text("service_code", 32)?;
    if !method::is_known(&service_code) {
        return Err(Refusal::invalid("service_code", "expected one of the 22 codes"));
    }
    let only_deeplink = asked.flag("only_deeplink")?;
    if only_deeplink && !asked.has("is_ios_device") {
        return Err(Refusal::invalid("is_ios_device", "the member is required with only_deeplink"));
    }
    let for_ios = asked.has("is_ios_device").then(|| asked.flag("is_ios_device")).transpose()?;
    let (now, base_url) = (kess.now(), &kess.settings().base_url);
    kess.with(|state| {
        let is_wallet = matches!(&*service_code, "WECHAT" | "ALIPAY");
        let kind = Kind::Native { service_code: service_code.clone(), qr: None };
        let order = wanted.open(state, now, kind)?;
        let qr = if only_deeplink || is_wallet { None } else { Some(code_of(order, now)?) };
        order.kind = Kind::Native { service_code: service_code.clone(), qr: qr.clone() };
        let link = format!("{base_url}/pay/{}", order.token);
        json(Ok(Native {
            qrcode: qr.as_deref(),
            qrcode_link: (is_wallet && !only_deeplink).then(|| link.clone()),
            deeplink: only_deeplink.then_some(link),
            expires_in: order.expires.since(now).as_secs(),
            for_ios,
            brand_logo: format!("{base_url}/storage/payment-methods/{service_code}.png"),
            app_name: method::named(&service_code).title,
            service_code: &service_code,
            order_info: order.info(now),
        }))
    })
}

/// A KHQR that names the order by its token, as the vendor's sample does.
fn code_of(order: &Order, now: Timestamp) -> Result<String, Refusal> {
    Builder::merchant(ACCOUNT, MERCHANT_ID, BANK, Kess::MERCHANT_NAME)
        .amount(order.amount)
        .expires_at(order.expires)
        .bill_number(&order.token)
        .build(now)
        .map_err(|_| Refusal::failed("The amount does not fit a KHQR."))
}

/// The payer's code is charged at once and has settled after the sandbox's delay, so that the answer still says
/// WAITING, as in the sample.
pub(super) fn quick_pay(kess: &Kess, asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let wanted = Wanted::read(asked)?;
    let service_code = asked.text("service_code", 32)?;
    if !matches!(&*service_code, "WECHAT" | "ALIPAY") {
        return Err(Refusal::invalid("service_code", "expected WECHAT or ALIPAY"));
    }
    // A number beyond 64 bits has lost digits in PHP (E15); here its digits are what they are.
    asked.digits("auth_code", 32)?;
    let now = kess.now();
    let out_trade_no = kess.with(|state| {
        let order = wanted.open(state, now, Kind::Quick { service_code })?;
        Ok(order.out_trade_no.clone())
    })?;
    kess.pay(&out_trade_no, KessPay::new()).map_err(|_| Refusal::SYSTEM_ERROR)?;
    kess.with(|state| Ok(state.order(&out_trade_no)?.info(now).json()))
}
