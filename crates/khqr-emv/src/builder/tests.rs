use alloc::string::ToString;

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_750_000_000_000);

#[test]
fn the_largest_code_fits_the_buffer() {
    let khmer = |units: usize| "ក".repeat(units);
    let account = khmer(31) + "@";
    let (id, bank) = (khmer(32), khmer(23));
    let (name, city, union_pay) = (khmer(25), khmer(15), khmer(99));
    let (bill, mobile, store) = (khmer(25), khmer(25), khmer(25));
    let terminal = khmer(8);
    let code = Builder::merchant(&account, &id, &bank, &name)
        .merchant_city(&city)
        .union_pay(&union_pay)
        .amount(Money::from_minor(9_999_999_999_999, Currency::Khr))
        .expires_at(NOW)
        .bill_number(&bill)
        .mobile_number(&mobile)
        .store_label(&store)
        .terminal_label(&terminal)
        .alternate_name("កក", &name)
        .alternate_city(&city)
        .build(NOW)
        .unwrap();
    // What is missing to the bound is the ASCII of `@`, of headers inside templates, and what 64 cannot use.
    assert!(code.len() <= MAX_ENCODED && code.len() > 1_200, "{}", code.len());
}

#[test]
fn a_buffer_that_is_too_small_says_what_is_needed() {
    let builder = Builder::individual("user@devb", "Name");
    let needed = builder.build(NOW).unwrap().len();
    let error = builder.encode(NOW, &mut [0; 10]).unwrap_err();
    assert_eq!(error.kind(), EncodeErrorKind::BufferTooSmall { needed });
    let mut exact = [0; 128];
    assert!(builder.encode(NOW, &mut exact[..needed]).is_ok());
    assert!(builder.encode(NOW, &mut exact[..needed - 1]).is_err());
}

/// The creation is the clock's unless it is given; only then can an expiry lie between the two (46).
#[test]
fn an_expiry_is_held_against_creation_and_clock() {
    let builder = Builder::individual("user@devb", "Name")
        .amount(Money::from_minor(1, Currency::Khr))
        .created_at(Timestamp::from_millis(1_749_999_990_000));
    let error = |expiry| {
        let expiry = Timestamp::from_millis(expiry);
        builder.clone().expires_at(expiry).build(NOW).err().and_then(|error| error.official_number())
    };
    assert_eq!(error(1_749_999_989_999), Some(50));
    assert_eq!(error(1_749_999_999_999), Some(46));
    assert_eq!(error(1_750_000_000_000), None);
    let past = builder.created_at(Timestamp::from_millis(999_999_999_999)).expires_at(NOW);
    assert_eq!(past.build(NOW).unwrap_err().kind(), EncodeErrorKind::CreationOutOfRange);
}

#[test]
fn strict_refuses_what_official_writes() {
    for builder in [
        Builder::individual("a@b@c", "Name"),
        Builder::individual("user@devb", " "),
        Builder::individual("user@devb", "Name").category("541"),
        Builder::individual("user@devb", "Name").alternate_name("k1", "x"),
    ] {
        assert!(builder.build(NOW).is_ok(), "{builder:?}");
        let error = builder.clone().profile(Profile::Strict).build(NOW).unwrap_err();
        assert!(matches!(error.kind(), EncodeErrorKind::Strict(_)), "{builder:?}: {error}");
        assert_eq!(error.official_number(), None);
    }
}

#[test]
fn an_amount_is_of_the_currency_of_the_code() {
    let amount = Money::from_minor(1_050, Currency::Usd);
    let builder = Builder::individual("user@devb", "Name").amount(amount).currency(Currency::Khr);
    let error = builder.expires_at(NOW).build(NOW).unwrap_err();
    assert_eq!(error.to_string(), "expected an amount in KHR (tag 54)");
}
