//! What is built verifies and decodes to what went in; what is edited verifies and keeps the rest.
#![no_main]

use arbitrary::Arbitrary;
use khqr_emv::{Builder, Khqr, Profile, Tag, decode, verify};
use libfuzzer_sys::fuzz_target;
use pay_core::{Currency, Money, Timestamp};

#[derive(Arbitrary, Debug)]
struct Order<'a> {
    account: &'a str,
    merchant: Option<(&'a str, &'a str)>,
    name: &'a str,
    city: &'a str,
    category: Option<u16>,
    dollars: bool,
    amount: i32,
    life: i32,
    labels: [&'a str; 5],
    language: [&'a str; 3],
    union_pay: &'a str,
    strict: bool,
    now: i64,
}

fuzz_target!(|order: Order<'_>| {
    let now = Timestamp::from_millis(1_000_000_000_000 + order.now.rem_euclid(8_000_000_000_000));
    let currency = if order.dollars { Currency::Usd } else { Currency::Khr };
    let amount = Money::from_minor(i64::from(order.amount), currency);
    let expires_at = Timestamp::from_millis(now.as_millis() + i64::from(order.life));
    let category = order.category.map(|category| format!("{category}")).unwrap_or_default();
    // Most texts are no account, and then little else is reached.
    let account = format!("{}@bank", order.account);
    let [bill, mobile, store, terminal, purpose] = order.labels;
    let [language, name, city] = order.language;
    let builder = match order.merchant {
        None => Builder::individual(&account, order.name),
        Some((id, bank)) => Builder::merchant(&account, id, bank, order.name),
    };
    let code = builder
        .merchant_city(order.city)
        .category(&category)
        .amount(amount)
        .expires_at(expires_at)
        .union_pay(order.union_pay)
        .bill_number(bill)
        .mobile_number(mobile)
        .store_label(store)
        .terminal_label(terminal)
        .purpose(purpose)
        .alternate_name(language, name)
        .alternate_city(city)
        .profile(if order.strict { Profile::Strict } else { Profile::Official })
        .build(now);
    let Ok(code) = code else { return };

    let verified = verify(&code, now).expect("what is built is valid");
    assert_eq!(verified.account_id(), account);
    assert_eq!(verified.merchant_name(), order.name);
    assert_eq!(verified.currency(), currency);
    assert_eq!(verified.is_dynamic(), order.amount != 0);
    let carried = verified.amount().map(|carried| carried.money().expect("an encoder's amount is readable"));
    assert_eq!(carried, (order.amount != 0).then_some(amount));
    let decoded = decode(&code).expect("what is built is sound");
    assert_eq!(decoded.bill_number.unwrap_or_default(), bill);
    assert_eq!(decoded.merchant_name_alternate_language.unwrap_or_default(), name);

    let khqr = Khqr::parse(&code).expect("what is valid is sound");
    assert_eq!(khqr.to_string(), code);
    let Ok(edited) = khqr.with_amount(amount, expires_at).build(now) else { return };
    let edited = verify(&edited, now).expect("what is edited is valid");
    assert_eq!(edited.expires_at(), Some(expires_at));
    for object in khqr.objects() {
        if ![Tag::INITIATION, Tag::AMOUNT, Tag::TIMESTAMPS, Tag::CRC].contains(&object.tag()) {
            assert_eq!(edited.khqr().value(object.tag()), Some(object.value()));
        }
    }
});
