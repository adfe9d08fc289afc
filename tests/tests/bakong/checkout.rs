//! Orders that are opened here, and codes that were made elsewhere (sections 2.2 and 7).

use std::time::Duration;

use bakong_client::{CheckoutError, DynamicQr, KhqrCheckout, Md5, MerchantProfile, QrError};
use khqr_emv::Builder;
use pay_core::{
    AccountId, Checkout as _, Currency, Expected, Money, NewOrder, OrderId, Outcome, Presentation, Receiver,
    Timestamp,
};

use crate::wire::NOW;

const PRICE: Money = Money::from_minor(150, Currency::Usd);

fn account() -> AccountId {
    AccountId::new("coffee@devb").unwrap()
}

fn checkout() -> KhqrCheckout {
    KhqrCheckout::new(MerchantProfile::individual(account(), "Coffee")).unwrap()
}

fn order(id: &str) -> NewOrder {
    NewOrder::new(OrderId::new(id).unwrap(), PRICE, "Two coffees")
}

/// The text and what it expects.
fn open(order: &NewOrder) -> (String, Expected) {
    let opened = checkout().order(order, NOW).unwrap();
    let Presentation::Qr(text) = opened.presentation else { panic!("a KHQR is a QR") };
    (text, opened.expected)
}

#[tokio::test]
async fn an_order_is_a_qr_with_its_id_and_an_expectation_with_its_md5() {
    let merchant = MerchantProfile::merchant(account(), "M-17", "Dev Bank", "Coffee")
        .city("Siem Reap")
        .category("5814")
        .store_label("Airport")
        .terminal_label("T1")
        .mobile_number("85512345678");
    let settlement = AccountId::new("settlement@devb").unwrap();
    let checkout = KhqrCheckout::new(merchant).unwrap().alias(settlement.clone());
    let order = order("INV-0001").lifetime(Duration::from_mins(5));
    let opened = checkout.open(&order, NOW).await.unwrap();
    let Presentation::Qr(text) = &opened.presentation else { panic!("a KHQR is a QR") };
    insta::assert_snapshot!(text, @"00020101021230350011coffee@devb0104M-170208Dev Bank52045814530384054041.505802KH5906Coffee6009Siem Reap62590108INV-00010211855123456780307Airport0702T10811Two coffees9934001317672256000000113176722590000063043451");

    let qr = DynamicQr::read(text, NOW).unwrap();
    assert_eq!(qr.md5().as_str(), opened.expected.key().as_str());
    assert_eq!(qr.expected(PRICE, &[account(), settlement]).unwrap(), opened.expected);
    assert_eq!(opened.expected.expires_at(), NOW.after(Duration::from_mins(5)));
    assert_eq!(qr.verified().khqr().bill_number(), Some("INV-0001"));
    assert_eq!(qr.verified().khqr().purpose(), Some("Two coffees"));
}

#[tokio::test]
async fn what_cannot_be_an_order_is_refused_with_its_reason() {
    let errors = [
        checkout().order(&order("INV-1").lifetime(Duration::from_millis(600_001)), NOW),
        checkout().order(&order("INV-1").lifetime(Duration::from_millis(999)), NOW),
        checkout()
            .order(&NewOrder::new(OrderId::new("A").unwrap(), Money::from_minor(0, Currency::Khr), ""), NOW),
        checkout()
            .order(&NewOrder::new(OrderId::new("A").unwrap(), Money::from_minor(-1, Currency::Khr), ""), NOW),
        checkout().order(&NewOrder::new(OrderId::new("A").unwrap(), PRICE, "Paid: yes\u{202e}"), NOW),
        checkout()
            .order(&NewOrder::new(OrderId::new("A").unwrap(), PRICE, "Two coffees and one croissant"), NOW),
        checkout().order(&order("an-order-id-that-is-too-long"), NOW),
        checkout().order(
            &NewOrder::new(OrderId::new("A").unwrap(), Money::from_minor(i64::MAX, Currency::Khr), ""),
            NOW,
        ),
    ];
    let errors = errors.map(|opened| opened.unwrap_err().to_string());
    insta::assert_snapshot!(errors.join("\n"), @r"
    expected a QR that expires within 600s, found 600.001s
    expected a QR that can be paid for at least a second
    expected an amount above zero
    expected an amount above zero
    control, zero-width or bidirectional character in a text of the QR, at byte 9
    expected a purpose of 1 to 25 units (tag 62/08)
    expected a bill number of 1 to 25 units (tag 62/01)
    expected an amount of at most 13 characters (tag 54)
    ");
    let refused = checkout().open(&order("A").lifetime(Duration::from_hours(1)), NOW).await.unwrap_err();
    assert_eq!(refused.outcome(), Outcome::NotSent);
}

#[test]
fn a_profile_is_checked_before_the_first_order() {
    for profile in [
        MerchantProfile::individual(AccountId::new("coffee").unwrap(), "Coffee"),
        MerchantProfile::individual(account(), ""),
        MerchantProfile::individual(account(), "x".repeat(26)),
        MerchantProfile::individual(account(), "Coffee").city("a city of more than 15"),
        MerchantProfile::individual(account(), "Coffee").category("58"),
        MerchantProfile::merchant(account(), "", "Dev Bank", "Coffee"),
    ] {
        let error = KhqrCheckout::new(profile.clone());
        assert!(matches!(error, Err(CheckoutError::Khqr(_))), "{profile:?}: {error:?}");
    }
    let hidden = MerchantProfile::individual(account(), "Cof\u{200b}fee");
    assert_eq!(KhqrCheckout::new(hidden).unwrap_err(), CheckoutError::Unprintable { at: 3 });
}

/// The third vector of section 2.2, whose md5 the specification computed.
#[test]
fn the_md5_is_that_of_the_whole_text() {
    let text = "00020101021229190015john_smith@devb520459995303116540444005802KH5910John Smith\
                6010Phnom Penh62120108INV-0001993400131767225600000011317672262000006304D5ED";
    let qr = DynamicQr::read(text, NOW).unwrap();
    assert_eq!(qr.md5(), Md5::new("763b3b6351602040012c32d6b0dd6dbf").unwrap());
    assert_eq!(qr.amount(), Money::from_minor(4_400, Currency::Khr));
    assert_eq!(qr.account().as_str(), "john_smith@devb");
    assert_eq!((qr.opened_at(), qr.expires_at()), (NOW, NOW.after(Duration::from_mins(10))));
    assert!(matches!(
        DynamicQr::read(text, qr.expires_at().after(Duration::from_millis(1))),
        Err(QrError::Invalid(_))
    ));
}

/// The second vector of section 2.2. Payers of one static code share its md5.
#[test]
fn d22_a_static_qr_is_not_followed() {
    let text = "00020101021130400014jonhsmith@nbcq01061234560208Dev Bank5204599953031165802KH\
                5910Jonh Smith6009Siem Reap621502118551234567863048C75";
    assert_eq!(DynamicQr::read(text, NOW).unwrap_err(), QrError::Static);
}

/// The orders of one millisecond differ by their bill numbers; an id must not be used twice.
#[test]
fn d22_two_orders_of_one_moment_have_two_keys() {
    let (first, second) = (open(&order("INV-0001")).1, open(&order("INV-0002")).1);
    assert_ne!(first.key(), second.key());
    assert_eq!(first.key(), open(&order("INV-0001")).1.key());
}

/// A payer's side edits the amount and computes a new CRC: the code is valid, and not the order's.
#[test]
fn d23_a_qr_with_another_amount_is_not_the_orders() {
    let (text, expected) = open(&order("INV-0001"));
    let cheap = text.replace("54041.50", "54040.01");
    let (head, _) = cheap.split_at(cheap.len() - 4);
    let crc = crc16(head);
    let cheap = format!("{head}{crc:04X}");
    let qr = DynamicQr::read(&cheap, NOW).expect("a CRC is no signature");
    assert_ne!(qr.md5().as_str(), expected.key().as_str());
    assert_eq!(
        qr.expected(PRICE, &[account()]).unwrap_err(),
        QrError::OtherAmount { expected: PRICE, found: Money::from_minor(1, Currency::Usd) }
    );
    let other = AccountId::new("other@devb").unwrap();
    let qr = DynamicQr::read(&text, NOW).unwrap();
    assert_eq!(qr.expected(PRICE, &[other]).unwrap_err(), QrError::OtherAccount);
    assert_eq!(qr.expected(PRICE, &[account()]).unwrap().receiver(), &Receiver::account(account()));
}

/// CRC-16/CCITT-FALSE, bit by bit.
fn crc16(text: &str) -> u16 {
    text.bytes().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 }
        })
    })
}

#[test]
fn d31_a_qr_is_followed_for_ten_minutes_at_most() {
    let code = |created: Timestamp, lifetime: u64| {
        let expires = created.after(Duration::from_secs(lifetime));
        Builder::individual("coffee@devb", "Coffee")
            .amount(PRICE)
            .expires_at(expires)
            .created_at(created)
            .build(NOW)
    };
    let year_9999 = Timestamp::from_millis(9_999_999_999_999).since(NOW).as_secs();
    for (created, lifetime) in [
        (NOW, 601),
        (NOW, 86_400),
        (NOW, year_9999),
        // Made in the future, to live longer.
        (NOW.after(Duration::from_mins(1)), 600),
        // Made long ago, and still not at its end.
        (NOW.before(Duration::from_hours(1)), 3_700),
    ] {
        let text = code(created, lifetime).unwrap();
        assert_eq!(DynamicQr::read(&text, NOW).unwrap_err(), QrError::ExpiryTooLong, "{created} {lifetime}");
    }
    let made_before = NOW.before(Duration::from_mins(5));
    let text = code(made_before, 600).unwrap();
    let qr = DynamicQr::read(&text, NOW).unwrap();
    assert_eq!((qr.opened_at(), qr.expires_at()), (made_before, NOW.after(Duration::from_mins(5))));
}
