//! D-28 to D-31 of the threat table: each input of its row.

use khqr_emv::{
    Builder, Khqr, Lint, MAX_UNITS, ParseErrorKind, Problem, Profile, Severity, audit, decode_lossy, md5,
    verify,
};
use pay_core::{Currency, Money, Timestamp};

use super::{BODY, NOW, object, sealed};

/// Refused with an error that points into the text, reported by the audit, and read as far as it goes.
#[track_caller]
fn refused(text: &str) -> ParseErrorKind {
    let error = Khqr::parse(text).expect_err(text);
    assert!(text.get(error.location().bytes()).is_some(), "{error}");
    assert!(verify(text, NOW).is_err() && Profile::Strict.verify(text, NOW).is_err(), "{text}");
    assert!(!audit(text, NOW).is_valid(), "{text}");
    let _ = decode_lossy(text);
    error.kind()
}

/// Valid by the official rules; the strict profile refuses it, and the audit says why and where.
#[track_caller]
fn flagged(text: &str, lint: Lint) -> String {
    assert!(verify(text, NOW).is_ok(), "{text}: {:?}", verify(text, NOW));
    let found: Vec<_> = audit(text, NOW).into_iter().filter(|f| f.problem() == Problem::Lint(lint)).collect();
    assert_eq!(found.len(), 1, "{text}: {:?}", audit(text, NOW));
    let strict = Profile::Strict.verify(text, NOW);
    assert_eq!(strict.is_ok(), lint.severity() == Severity::Advice, "{text}: {strict:?}");
    found[0].location().to_string()
}

#[test]
fn d28_length_past_the_end() {
    let text = sealed(&format!("{BODY}5999"));
    assert_eq!(refused(&text), ParseErrorKind::ValueCutShort { declared: 99, available: 8 });
    assert_eq!(
        refused(&sealed(&format!("{BODY}62060109ab"))),
        ParseErrorKind::ValueCutShort { declared: 9, available: 2 }
    );
}

#[test]
fn d28_length_00_is_an_empty_value() {
    let error = verify(&sealed(&BODY.replace("5904Name", "5900")), NOW).map(drop).unwrap_err();
    assert_eq!(error.official_number(), Some(2));
    assert_eq!(error.to_string(), "expected a merchant name (59 at 54..54)");
    assert!(Khqr::parse(&sealed(&format!("{BODY}8000"))).is_ok(), "an unknown object may be empty");
}

#[test]
fn d28_length_that_is_no_two_ascii_digits() {
    for length in ["0A", "+1", "-1", " 3", "3 ", "０５", "៩៩", "\u{0}\u{0}", "4."] {
        let kind = refused(&sealed(&format!("{BODY}80{length}abcde")));
        assert!(matches!(kind, ParseErrorKind::LengthNotDigits { .. }), "{length:?}: {kind:?}");
    }
}

#[test]
fn d28_length_that_cuts_a_character() {
    let text = sealed(&format!("{BODY}8001😀"));
    assert_eq!(refused(&text), ParseErrorKind::CharacterSplit);
}

/// `ភ្នំពេញ` has 7 units and 21 bytes; whoever counts the other way loses the framing.
#[test]
fn d28_length_in_bytes_instead_of_units() {
    assert!(verify(&sealed(&BODY.replace("6010Phnom Penh", "6007ភ្នំពេញ")), NOW).is_ok());
    refused(&sealed(&BODY.replace("6010Phnom Penh", "6021ភ្នំពេញ")));
    let emoji_by_characters = sealed(&BODY.replace("5904Name", "5901😀"));
    assert_eq!(refused(&emoji_by_characters), ParseErrorKind::CharacterSplit);
}

/// An attacker appends a second amount and recomputes the CRC; a reader that takes the last one pays it.
#[test]
fn d28_tag_54_twice() {
    let dynamic = BODY.replace("010211", "010212") + "540115802KH";
    let text = sealed(&format!("{dynamic}99340013175000000000001131750000060000540499.9"));
    assert_eq!(refused(&text), ParseErrorKind::DuplicateTag);
    assert_eq!(decode_lossy(&text).0.transaction_amount, Some("1"));
}

#[test]
fn d28_account_templates_29_and_30_together() {
    for (first, second) in [("29", "30"), ("30", "29")] {
        let account = |tag| object(tag, &object("00", "u@d"));
        let text = sealed(&format!("000201010211{}{}52045999", account(first), account(second)));
        assert_eq!(refused(&text), ParseErrorKind::BothAccounts);
    }
}

#[test]
fn d28_objects_behind_the_crc() {
    let text = sealed(&format!("{}8003abc", sealed(BODY)));
    assert_eq!(refused(&text), ParseErrorKind::CrcNotLast);
    assert_eq!(refused(&format!("{}8003abc", sealed(BODY))), ParseErrorKind::CrcMissing);
}

#[test]
fn d28_crc_header_inside_a_value_is_text() {
    let text = sealed(&BODY.replace("5904Name", "59126304ABCDName"));
    assert_eq!(verify(&text, NOW).unwrap().merchant_name(), "6304ABCDName");
}

#[test]
fn d28_lower_case_crc_is_valid_and_flagged() {
    let text = sealed(&BODY.replace("Name", "Nam2"));
    let (body, crc) = text.split_at(text.len() - 4);
    assert!(crc.contains(|digit: char| digit.is_ascii_uppercase()), "{crc}");
    let text = format!("{body}{}", crc.to_lowercase());
    assert_eq!(flagged(&text, Lint::CrcLowerCase), format!("63 at {}..{}", text.len() - 4, text.len()));
}

#[test]
fn d28_nothing_is_trimmed() {
    let text = sealed(BODY);
    for tail in ["\n", "\r\n", "\0", "\u{feff}", " "] {
        assert_eq!(refused(&format!("{text}{tail}")), ParseErrorKind::CrcMissing, "{tail:?}");
        refused(&format!("{tail}{text}"));
    }
}

#[test]
fn d28_a_long_code_is_read_and_a_longer_one_is_not() {
    let long: String = (80..86).map(|tag| object(&tag.to_string(), &"x".repeat(90))).collect();
    assert!(verify(&sealed(&format!("{BODY}{long}")), NOW).is_ok(), "600 bytes of unknown objects");
    let filler = "x".repeat(MAX_UNITS);
    let longer = sealed(&filler);
    assert_eq!(refused(&longer), ParseErrorKind::TooLong { units: MAX_UNITS + 8 });
    let khmer = "ក".repeat(MAX_UNITS);
    assert!(!matches!(refused(&khmer), ParseErrorKind::TooLong { .. }), "units, not bytes");
}

#[test]
fn d28_nested_template_with_a_bad_inner_length() {
    for inner in ["01xx", "0105ab", "01", "0101a0", "0101a0101b"] {
        let text = sealed(&format!("{BODY}{}", object("62", inner)));
        refused(&text);
        let error = verify(&text, NOW).unwrap_err();
        assert!(error.location().to_string().starts_with("62"), "{error}");
        assert_eq!(error.official_number(), Some(8), "{inner}");
    }
}

/// Tag 54 is text to the official rules; what it is worth, a typed reading says.
#[test]
fn d29_amounts_that_are_none() {
    let code = |currency: &str, amount: &str| {
        let body = BODY.replace("010211", "010212").replace("5303116", &object("53", currency));
        let body = body.replace("5802KH", &format!("{}5802KH", object("54", amount)));
        sealed(&format!("{body}99340013175000000000001131750000060000"))
    };
    for (currency, amount) in [
        ("840", "1e309"),
        ("840", "5."),
        ("840", ".5"),
        ("840", "1,000"),
        ("840", "٥"),
        ("840", "1.005"),
        ("116", "100.5"),
    ] {
        let text = code(currency, amount);
        assert!(verify(&text, NOW).unwrap().amount().unwrap().money().is_err(), "{amount}");
        flagged(&text, Lint::AmountUnreadable);
    }
    flagged(&code("840", "05.00"), Lint::AmountNotCanonical);
    flagged(&code("116", "5000.0"), Lint::AmountNotCanonical);
    flagged(&code("840", "0"), Lint::AmountZero);
    for refused in ["-1", "99999999999999.99", ""] {
        assert_eq!(verify(&code("840", refused), NOW).unwrap_err().official_number(), Some(4), "{refused}");
    }
}

#[test]
fn d30_hidden_characters_are_flagged_in_and_refused_out() {
    for hidden in ["\n", "\u{202e}", "\u{200b}", "\0", "\u{feff}", "\u{2066}"] {
        let name = format!("A{hidden}B");
        let text = sealed(&BODY.replace("5904Name", &object("59", &name)));
        assert!(flagged(&text, Lint::HiddenCharacter).starts_with("59 at 55.."), "{hidden:?}");
        let bill = sealed(&format!("{BODY}{}", object("62", &object("03", &name))));
        assert!(flagged(&bill, Lint::HiddenCharacter).starts_with("62/03 at 81.."), "{hidden:?}");

        let builder = Builder::individual("user@devb", &name);
        assert!(builder.build(NOW).is_ok(), "the official package builds it");
        let error = builder.profile(Profile::Strict).build(NOW).unwrap_err();
        assert_eq!(error.to_string(), "expected no control, bidirectional or invisible character (tag 59)");
    }
}

/// A Cyrillic A in a Latin name, and an accent that combines: valid, shown to people, and other bytes.
#[test]
fn d30_look_alikes_are_advice() {
    let named = |name: &str| sealed(&BODY.replace("5904Name", &object("59", name)));
    assert_eq!(flagged(&named("\u{410}BA Bank"), Lint::MixedScripts), "59 at 54..63");
    assert_eq!(flagged(&named("Cafe\u{301}"), Lint::CombiningMark), "59 at 58..60");
    assert!(audit(&named("ហាង ABA"), NOW).is_strict(), "two scripts in two words");
    assert!(audit(&named("Caf\u{e9}"), NOW).findings().is_empty());
    assert_ne!(md5(&named("Caf\u{e9}")), md5(&named("Cafe\u{301}")));
}

/// 25 Khmer characters are 75 bytes, and fit: the unit is UTF-16's.
#[test]
fn d30_limits_count_units() {
    let name = "ក".repeat(25);
    assert!(Builder::individual("user@devb", &name).build(NOW).is_ok());
    let error = Builder::individual("user@devb", &"ក".repeat(26)).build(NOW).unwrap_err();
    assert_eq!(error.official_number(), Some(7));
}

#[test]
fn d31_times_that_a_dynamic_code_cannot_have() {
    let code = |times: &str| {
        let body = BODY.replace("010211", "010212").replace("5802KH", "540115802KH");
        sealed(&format!("{body}{times}"))
    };
    for (what, times, number) in [
        ("expiry before creation", "99340013176000000010101131760000000000", 50),
        ("microseconds", "99370013175000000000001161750000060000000", 49),
        ("the year 9999", "9936001317500000000000115253402300799999", 49),
        ("no template 99", "", 45),
        ("no expiry in it", "991700131750000000000", 45),
        ("a sign", "9934001317500000000000113-175000006000", 45),
        ("a blank", "9934001317500000000000113 175000006000", 45),
        ("expired", "99340013160000000000001131700000000000", 46),
    ] {
        let text = code(times);
        assert_eq!(verify(&text, NOW).map(drop).unwrap_err().official_number(), Some(number), "{what}");
        assert!(!audit(&text, NOW).is_valid(), "{what}");
    }
    let ten_minutes_and_one = code("99340013175000000000001131750000600001");
    assert!(flagged(&ten_minutes_and_one, Lint::LongLived).starts_with("99/01 at"));
    assert!(audit(&code("99340013175000000000001131750000600000"), NOW).findings().is_empty());
}

#[test]
fn d31_times_that_an_encoder_does_not_write() {
    let builder = Builder::individual("user@devb", "Name").amount(Money::from_minor(1, Currency::Usd));
    for (expires_at, number) in [
        (1_749_999_999_999, 50),
        (1_750_000_060_000_000, 49),
        (253_402_300_799_999, 49),
        (0, 45),
        (-1, 49),
        (i64::MIN, 49),
        (i64::MAX, 49),
    ] {
        let error = builder.clone().expires_at(Timestamp::from_millis(expires_at)).build(NOW).unwrap_err();
        assert_eq!(error.official_number(), Some(number), "{expires_at}");
    }
    assert_eq!(builder.build(NOW).unwrap_err().official_number(), Some(45));
}
