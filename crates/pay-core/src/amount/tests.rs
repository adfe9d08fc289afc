extern crate std;
use std::string::ToString;

use proptest::prelude::*;

use super::*;
use crate::Currency::{Khr, Usd};

const PLAIN: AmountFormat = AmountFormat::fixed();

fn usd(minor: i64) -> Money {
    Money::from_minor(minor, Usd)
}

/// The values of KESS' `total_amount` that threats.md lists, as JSON number tokens and as text.
#[test]
fn d07_amounts_are_read_from_the_raw_token() {
    for token in ["10", "10.0", "1e1", "1E+1", "100e-1", "10.00"] {
        assert_eq!(PLAIN.read_number(token, Usd), Ok(usd(1_000)), "{token}");
    }
    assert_eq!(PLAIN.read("10", Usd), Ok(usd(1_000)));
    assert_eq!(PLAIN.read("10.00", Usd), Ok(usd(1_000)));
    for text in [" 10", "१०", "NaN", "1e1"] {
        assert!(matches!(PLAIN.read(text, Usd), Err(AmountError::NotDecimal { .. })), "{text}");
    }
    for token in [" 10", "१०", "NaN", "Infinity", "+10", "010", "0x10", "1e", "1e+", "\"10\""] {
        assert!(matches!(PLAIN.read_number(token, Usd), Err(AmountError::NotDecimal { .. })), "{token}");
    }
    assert_eq!(PLAIN.read_number("10.004", Usd), Err(AmountError::TooFine { decimals: 2 }));
    assert_eq!(PLAIN.read_number("1e400", Usd), Err(AmountError::TooLarge));
    assert_eq!(PLAIN.read_number("1e-400", Usd), Err(AmountError::TooFine { decimals: 2 }));
    assert_eq!(PLAIN.read_number("-10", Usd), Err(AmountError::Negative));
    assert_eq!(PLAIN.signed().read_number("-10", Usd), Ok(usd(-1_000)));
}

#[test]
fn d29_the_grammar_is_strict_per_currency() {
    for text in ["1e309", "5.", ".5", "1,000", "٥", "", "-", "+5", "5 ", "0x5", "5.5.5"] {
        assert!(matches!(PLAIN.read(text, Usd), Err(AmountError::NotDecimal { .. })), "{text}");
    }
    assert_eq!(PLAIN.read("-1", Usd), Err(AmountError::Negative));
    assert_eq!(PLAIN.read("1.005", Usd), Err(AmountError::TooFine { decimals: 2 }));
    assert_eq!(PLAIN.read("100.5", Khr), Err(AmountError::TooFine { decimals: 0 }));
    assert_eq!(PLAIN.read("100.0", Khr), Err(AmountError::TooFine { decimals: 0 }));
    assert_eq!(PLAIN.max_len(13).read("99999999999999.99", Usd), Err(AmountError::TooLong { limit: 13 }));
    // A value, so not an error of the grammar: whoever opens an order refuses zero and leading zeros.
    assert_eq!(PLAIN.read("0", Usd), Ok(usd(0)));
    assert_eq!(PLAIN.read("05.00", Usd), Ok(usd(500)));
}

#[test]
fn the_offset_points_at_the_first_wrong_byte() {
    assert_eq!(PLAIN.read("1,000", Usd), Err(AmountError::NotDecimal { at: 1 }));
    assert_eq!(PLAIN.read("5.", Usd), Err(AmountError::NotDecimal { at: 2 }));
    assert_eq!(PLAIN.read_number("1.0E7x", Usd), Err(AmountError::NotDecimal { at: 5 }));
}

#[test]
fn a_java_double_of_ten_million_riel_is_exact() {
    assert_eq!(PLAIN.read_number("1.0E7", Khr), Ok(Money::from_minor(10_000_000, Khr)));
    assert_eq!(PLAIN.read_number("4400.0", Khr), Ok(Money::from_minor(4_400, Khr)));
    assert_eq!(PLAIN.read_number("0.29", Usd), Ok(usd(29)));
}

#[test]
fn each_shape_writes_its_own_text() {
    let cases = [
        (AmountFormat::whole(), 1_000, Some("10")),
        (AmountFormat::whole(), 1_050, None),
        (AmountFormat::short(), 1_000, Some("10")),
        (AmountFormat::short(), 1_050, Some("10.50")),
        (AmountFormat::fixed(), 1_000, Some("10.00")),
        (AmountFormat::shortest(), 1_050, Some("10.5")),
        (AmountFormat::shortest(), 1, Some("0.01")),
        (AmountFormat::minor(), 1_050, Some("1050")),
        (AmountFormat::fixed().signed(), -5, Some("-0.05")),
        (AmountFormat::fixed(), -5, None),
    ];
    for (format, minor, expected) in cases {
        let written = format.write(usd(minor)).ok();
        assert_eq!(written.as_deref(), expected, "{format:?} {minor}");
    }
}

#[test]
fn a_wire_may_count_hundredths_of_a_riel() {
    let wire = AmountFormat::minor().scale(2);
    assert_eq!(wire.write(Money::from_minor(4_400, Khr)).map(|text| text.to_string()), Ok("440000".into()));
    assert_eq!(wire.read("440000", Khr), Ok(Money::from_minor(4_400, Khr)));
    assert_eq!(wire.read("440050", Khr), Err(AmountError::Inexact));
    assert_eq!(wire.read("4400.0", Khr), Err(AmountError::TooFine { decimals: 0 }));
}

#[test]
fn thirteen_characters_hold_ten_billion_dollars_less_a_cent() {
    let tag_54 = AmountFormat::short().max_len(13);
    assert_eq!(tag_54.write(usd(999_999_999_999)).as_deref(), Ok("9999999999.99"));
    assert_eq!(tag_54.write(usd(9_999_999_999_999)).as_deref(), Err(&AmountError::TooLong { limit: 13 }));
}

proptest! {
    #[test]
    fn what_a_wire_writes_it_reads_back(minor in 0..=i64::MAX, shape in 0..5_usize, scale in 0..4_u32) {
        let format = [
            AmountFormat::whole(), AmountFormat::short(), AmountFormat::fixed(),
            AmountFormat::shortest(), AmountFormat::minor(),
        ][shape];
        let format = if scale < 2 { format } else { format.scale(scale) };
        for money in [Money::from_minor(minor, Usd), Money::from_minor(minor, Khr)] {
            if let Ok(text) = format.write(money) {
                prop_assert_eq!(format.read(&text, money.currency()), Ok(money));
            }
        }
    }

    #[test]
    fn no_text_panics(text in "\\PC*", digits in "-?[0-9.eE+-]{0,60}") {
        for text in [text, digits] {
            for format in [PLAIN, PLAIN.signed(), AmountFormat::minor().scale(4), AmountFormat::whole()] {
                let _ = format.read(&text, Usd);
                let _ = format.read_number(&text, Khr);
            }
        }
    }

    /// serde_json is the second reading: what it takes for a number we take for a number.
    #[test]
    fn the_json_grammar_is_rfc_8259(token in "-?[0-9]{1,5}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{0,2})?") {
        let theirs = serde_json::from_str::<serde_json::Number>(&token).is_ok();
        let ours = !matches!(PLAIN.signed().read_number(&token, Usd), Err(AmountError::NotDecimal { .. }));
        prop_assert_eq!(ours, theirs);
    }
}
