//! The 33 services (specification, section 4), each a function of what is asked.

mod bakong;
mod card;
mod kiosk;
mod merchant;
mod native;
mod order;
mod query;
mod refund;
mod transfer;
mod virtual_card;
mod withdraw;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Kess;
use super::asked::Asked;
use super::refusal::Refusal;

/// Carries a service out: the `data` of its answer.
type Run = fn(&Kess, &Asked<'_>) -> Result<Box<RawValue>, Refusal>;

const PREFIX: &str = "webpay.acquire.";

/// Every service by its name behind `webpay.acquire.`, in the order of the document.
pub(super) const SERVICES: [(&str, Run); 33] = [
    ("merchantinfo", |kess, asked| json(merchant::merchant_info(kess, asked))),
    ("adduserundermerchant", |kess, asked| json(merchant::add_user(kess, asked))),
    ("getUserUnderMerchant", |kess, asked| json(merchant::users(kess, asked))),
    ("userprofile", |kess, asked| json(merchant::user_profile(kess, asked))),
    ("getTxnLists", |kess, asked| json(transfer::list(kess, asked))),
    ("getTxnDetail", |kess, asked| json(transfer::detail(kess, asked))),
    ("moneytransfer", |kess, asked| json(transfer::send(kess, asked))),
    ("getbakongmembers", |kess, asked| json(bakong::members(kess, asked))),
    ("generateKhqr", |kess, asked| json(bakong::generate(kess, asked))),
    ("decodeKhqr", |_, asked| bakong::decode(asked)),
    ("payKhqr", |kess, asked| json(bakong::pay(kess, asked))),
    ("createVirtualCard", |kess, asked| json(virtual_card::create(kess, asked))),
    ("getVirtualCards", |kess, asked| json(virtual_card::list(kess, asked))),
    ("getVirtualCardBalance", |kess, asked| json(virtual_card::balance(kess, asked))),
    ("getVirtualCardDetail", |kess, asked| json(virtual_card::detail(kess, asked))),
    ("getVirtualCardReport", |kess, asked| json(virtual_card::report(kess, asked))),
    ("kioskCreateOrder", kiosk::create),
    ("confirmKioskOrder", kiosk::confirm),
    ("getpaymentmethods", |kess, asked| json(query::methods(kess, asked))),
    ("createorder", order::create),
    ("nativePay", native::native_pay),
    ("quickpay", native::quick_pay),
    ("directPay", card::direct_pay),
    ("closeorder", order::close),
    ("queryOrder", query::order),
    ("queryRefund", refund::query),
    ("queryorderbydaterange", query::by_dates),
    ("v2Refund", refund::refund),
    ("saveCard", |kess, asked| json(card::save(kess, asked))),
    ("verifybankaccount", |kess, asked| json(withdraw::verify(kess, asked))),
    ("tokenizebankaccount", |kess, asked| json(withdraw::tokenize(kess, asked))),
    ("withdraw", withdraw::by_token),
    ("withdrawByBankNumber", withdraw::by_number),
];

/// The service of a name. Capitals do not count: the document writes both `createorder` and `createOrder` (E1).
pub(super) fn named(name: &str) -> Option<Run> {
    let name = name.strip_prefix(PREFIX)?;
    SERVICES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, run)| *run)
}

/// An answer as JSON.
fn json<T: Serialize>(answer: Result<T, Refusal>) -> Result<Box<RawValue>, Refusal> {
    serde_json::value::to_raw_value(&answer?).map_err(|_| Refusal::SYSTEM_ERROR)
}

/// A page of a list, as services 3 and 5 have it.
#[derive(Serialize)]
struct Page<T> {
    data: Vec<T>,
    #[serde(rename = "current_page")]
    current: u32,
    #[serde(rename = "last_page")]
    last: u32,
}

/// The items of a page that counts from 1, and the number of the last one. An empty list has one page.
fn page<T>(items: impl ExactSizeIterator<Item = T>, page: u32, size: u32) -> (Vec<T>, u32) {
    let last = u32::try_from(items.len()).unwrap_or(u32::MAX).div_ceil(size).max(1);
    let before = (page as usize - 1).saturating_mul(size as usize);
    (items.skip(before).take(size as usize).collect(), last)
}
