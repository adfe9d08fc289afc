//! getbakongmembers, generateKhqr, decodeKhqr, payKhqr.

use std::time::Duration;

use khqr_emv::Builder;
use pay_core::{Currency, Money};
use serde::Serialize;
use serde_json::value::RawValue;

use super::json;
use super::native::{ACCOUNT, BANK};
use crate::bakong::Scan;
use crate::kess::asked::Asked;
use crate::kess::refusal::Refusal;
use crate::kess::wallet::Transfer;
use crate::{Kess, PayOptions, number};

/// How long a code with an amount can be paid: what NBC advises at most.
const LIFETIME: Duration = Duration::from_secs(600);

/// `bakong_info`.
#[derive(Serialize)]
pub(super) struct Member {
    name: &'static str,
    bic: &'static str,
    logo: String,
}

/// A few of them. The pictures are not there.
#[expect(clippy::unnecessary_wraps, reason = "the form of every service")]
pub(super) fn members(kess: &Kess, _: &Asked<'_>) -> Result<Vec<Member>, Refusal> {
    let members = [("ABA Bank", "ABAAKHPP"), ("ACLEDA Bank", "ACLBKHPP"), ("Wing Bank", "WIGCKHPP")];
    let base_url = &kess.settings().base_url;
    let member = |(name, bic)| Member { name, bic, logo: format!("{base_url}/storage/banks/{bic}.png") };
    Ok(members.into_iter().map(member).collect())
}

#[derive(Serialize)]
pub(super) struct Generated {
    qr_string: String,
    md5: String,
}

/// A code that pays into a wallet, of the wallet's currency; without an amount the payer chooses one.
pub(super) fn generate(kess: &Kess, asked: &Asked<'_>) -> Result<Generated, Refusal> {
    let (wallet_ref, user_id) = (asked.text("wallet_ref", 255)?, asked.text("user_id", 255)?);
    let now = kess.now();
    kess.with(|state| {
        let (user, wallet) = state.wallets.wallet(&wallet_ref)?;
        if state.wallets.user(&user_id)?.user_id != user.user_id {
            return Err(Refusal::FORBIDDEN);
        }
        let currency = wallet.balance.currency();
        let amount = asked.amount_or_zero("amount", currency)?;
        let name: String = user.full_name.chars().take(25).collect();
        let code = Builder::individual(ACCOUNT, &name)
            .account_information(&wallet.account_number)
            .acquiring_bank(BANK)
            .currency(currency)
            .mobile_number(&user.phone_number);
        let code =
            if amount.is_positive() { code.amount(amount).expires_at(now.after(LIFETIME)) } else { code };
        let qr_string = code.build(now).map_err(|_| Refusal::failed("The user does not fit a KHQR."))?;
        let (md5, wallet_id) = (khqr_emv::md5(&qr_string).to_string(), wallet.id.clone());
        state.wallets.codes.insert(md5.clone(), wallet_id);
        Ok(Generated { qr_string, md5 })
    })
}

/// `khqr_info` (specification, section 3.2): all text or null.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Decoded<'a> {
    merchant_type: Option<&'a str>,
    #[serde(rename = "bakongAccountID")]
    account: Option<&'a str>,
    account_information: Option<&'a str>,
    #[serde(rename = "merchantID")]
    merchant_id: Option<&'a str>,
    acquiring_bank: Option<&'a str>,
    bill_number: Option<&'a str>,
    mobile_number: Option<&'a str>,
    store_label: Option<&'a str>,
    terminal_label: Option<&'a str>,
    purpose_of_transaction: Option<&'a str>,
    language_preference: Option<&'a str>,
    merchant_name_alternate_language: Option<&'a str>,
    merchant_city_alternate_language: Option<&'a str>,
    payload_format_indicator: Option<&'a str>,
    #[serde(rename = "pointofInitiationMethod")]
    point_of_initiation: Option<&'a str>,
    union_pay_merchant: Option<&'a str>,
    merchant_category_code: Option<&'a str>,
    transaction_currency: Option<String>,
    transaction_amount: Option<&'a str>,
    country_code: Option<&'a str>,
    merchant_name: Option<&'a str>,
    merchant_city: Option<&'a str>,
    timestamp: Option<String>,
    crc: Option<&'a str>,
}

pub(super) fn decode(asked: &Asked<'_>) -> Result<Box<RawValue>, Refusal> {
    let text = asked.text("qrcode", 1_024)?;
    let code = khqr_emv::decode(&text).map_err(|error| Refusal::invalid("qrcode", error.to_string()))?;
    let currency = code.transaction_currency.and_then(|number| number.parse().ok());
    let currency = currency.and_then(Currency::from_number);
    json(Ok(Decoded {
        merchant_type: code.merchant_type,
        account: code.bakong_account_id,
        account_information: code.account_information,
        merchant_id: code.merchant_id,
        acquiring_bank: code.acquiring_bank,
        bill_number: code.bill_number,
        mobile_number: code.mobile_number,
        store_label: code.store_label,
        terminal_label: code.terminal_label,
        purpose_of_transaction: code.purpose_of_transaction,
        language_preference: code.language_preference,
        merchant_name_alternate_language: code.merchant_name_alternate_language,
        merchant_city_alternate_language: code.merchant_city_alternate_language,
        payload_format_indicator: code.payload_format_indicator,
        point_of_initiation: code.point_of_initiation_method,
        union_pay_merchant: code.union_pay_merchant,
        merchant_category_code: code.merchant_category_code,
        transaction_currency: currency.map(|currency| currency.code().to_ascii_lowercase()),
        transaction_amount: code.transaction_amount,
        country_code: code.country_code,
        merchant_name: code.merchant_name,
        merchant_city: code.merchant_city,
        // The object as it stands in tag 99: sub-tag 00, its length, its digits.
        timestamp: code.creation_timestamp.map(|millis| format!("00{:02}{millis}", millis.len())),
        crc: code.crc,
    }))
}

#[derive(Serialize)]
pub(super) struct Paid {
    transaction_ref: String,
    receiver_info: Receiver,
    /// The sample has a number where the table has names (E8).
    status: u8,
    currency: &'static str,
    amount: String,
}

#[derive(Serialize)]
struct Receiver {
    #[serde(rename = "receiver_name")]
    name: String,
    #[serde(rename = "receiver_bank")]
    bank: String,
    #[serde(rename = "receiver_bakong_id")]
    bakong_id: String,
    #[serde(rename = "receiver_acc_info")]
    account_information: String,
}

/// Pays any KHQR from the merchant's wallet of its currency. The payment is found at the sandbox's Bakong.
pub(super) fn pay(kess: &Kess, asked: &Asked<'_>) -> Result<Paid, Refusal> {
    asked.text("seller_code", 32)?;
    let currency = asked.currency("currency")?;
    let amount = asked.amount("amount", currency)?;
    asked.optional("remark", 255)?;
    let (text, now) = (asked.text("qrcode", 1_024)?, kess.now());
    let scan =
        Scan::read(&text, now, false).map_err(|error| Refusal::invalid("qrcode", error.to_string()))?;
    check(&scan, amount)?;
    let wallet_id = kess.with(|state| {
        let id = state.wallets.merchants(currency).id.clone();
        state.wallets.take(&id, amount).map(|()| id)
    })?;
    let Ok(paid) = kess.0.bakong.pay(&text, PayOptions::new().amount(amount).payer(ACCOUNT)) else {
        kess.with(|state| state.wallets.put(&wallet_id, amount))?;
        return Err(Refusal::failed("The code was paid before."));
    };
    kess.khqr_paid(&paid);
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let receiver_info = Receiver {
        name: scan.merchant_name.to_owned(),
        bank: own(scan.khqr.acquiring_bank()),
        bakong_id: scan.account.to_owned(),
        account_information: own(scan.khqr.account_information()),
    };
    let transaction_ref = kess.with(|state| {
        let reference = format!("TR2501-{}", state.draws.digits("KESS transfer", 18));
        let debited_user = state.wallets.merchant().user_id.clone();
        state.wallets.transfers.push(Transfer {
            reference: reference.clone(),
            amount,
            created: now,
            debited_user,
            credited_user: String::new(),
        });
        reference
    });
    let amount = number::shortest(amount).to_string();
    Ok(Paid { transaction_ref, receiver_info, status: 1, currency: currency.code(), amount })
}

/// The code's own amount and currency, where it has them.
fn check(scan: &Scan<'_>, amount: Money) -> Result<(), Refusal> {
    let agrees = match scan.amount {
        Some(wanted) => wanted == amount,
        None => scan.khqr.currency() == Some(amount.currency()),
    };
    if agrees { Ok(()) } else { Err(Refusal::failed("The amount is not that of the code.")) }
}
