//! What holds for every text and every order.

use khqr_emv::{Builder, Khqr, Payload, Profile, Tag, audit, decode, decode_lossy, decode_non_khqr, verify};
use pay_core::{Currency, Money, Timestamp};
use proptest::prelude::*;
use proptest::sample::select;

use super::{BODY, NOW, object, sealed};

/// Text of up to `max` units.
fn text(max: usize) -> impl Strategy<Value = String> {
    "[ -~ក-ឳ😀]{0,25}".prop_map(move |text| {
        let mut units = 0;
        text.chars()
            .take_while(|character| {
                units += character.len_utf16();
                units <= max
            })
            .collect()
    })
}

/// A sequence of objects, some with a broken header: nearer to a payload than any text.
fn objects() -> impl Strategy<Value = String> {
    let tag = select(vec![
        "00", "01", "15", "29", "30", "52", "53", "54", "58", "59", "60", "62", "63", "64", "80", "99",
    ]);
    let inner = (tag.clone(), text(12)).prop_map(|(tag, value)| object(tag, &value));
    let value = prop_oneof![text(25), prop::collection::vec(inner, 0..4).prop_map(|inner| inner.concat())];
    let whole = (tag, value).prop_map(|(tag, value)| object(tag, &value));
    let piece = prop_oneof![9 => whole, 1 => "[0-9a-fក+ ]{1,9}"];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    /// An order that the official profile builds.
    fn order()(
        account in "[a-z]{1,10}@[a-z]{1,8}", merchant in any::<bool>(), id in "[0-9]{1,10}", bank in "[A-Za-z ]{1,12}",
        name in text(25).prop_filter("required", |name| !name.is_empty()), city in text(15),
        minor in 0..999_999_999_999_i64, dollars in any::<bool>(), life in 0..600_000_i64,
        bill in text(25), store in text(25), alternate in text(25),
    ) -> String {
        let builder = if merchant {
            Builder::merchant(&account, &id, &bank, &name)
        } else {
            Builder::individual(&account, &name)
        };
        builder
            .merchant_city(&city)
            .amount(Money::from_minor(minor, if dollars { Currency::Usd } else { Currency::Khr }))
            .expires_at(Timestamp::from_millis(NOW.as_millis() + life))
            .bill_number(&bill)
            .store_label(&store)
            .alternate_name(if alternate.is_empty() { "" } else { "km" }, &alternate)
            .build(NOW)
            .expect("every part is within its limit")
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*", body in objects()) {
        for text in [text, sealed(&body), body] {
            let _ = (Payload::read(&text), Khqr::parse(&text), decode(&text), decode_lossy(&text));
            let _ = decode_non_khqr(&text).map(|map| format!("{map:?}"));
            prop_assert_eq!(verify(&text, NOW).is_ok(), audit(&text, NOW).is_valid());
            prop_assert_eq!(Profile::Strict.verify(&text, NOW).is_ok(), audit(&text, NOW).is_strict());
        }
    }

    #[test]
    fn what_is_read_prints_back(body in objects()) {
        if let Ok(payload) = Payload::read(&body) {
            prop_assert_eq!(payload.to_string(), body.clone());
            prop_assert_eq!(payload.objects().map(|object| object.text()).collect::<String>(), body);
        }
    }

    #[test]
    fn what_is_built_is_valid_and_prints_back(code in order()) {
        prop_assert!(verify(&code, NOW).is_ok(), "{:?}", verify(&code, NOW));
        prop_assert_eq!(Khqr::parse(&code).unwrap().to_string(), code);
    }

    /// The CRC finds every change of one byte.
    #[test]
    fn one_changed_byte_is_refused(code in order(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = code.clone().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let Ok(changed) = String::from_utf8(bytes) else { return Ok(()) };
        // The digits of the CRC are read in either case.
        let same = changed[..changed.len() - 4] == code[..code.len() - 4] && changed.eq_ignore_ascii_case(&code);
        prop_assert_eq!(Khqr::parse(&changed).is_ok(), same, "{}", changed);
    }

    /// A CRC is no seal: whoever changes a byte recomputes it. What then still parses says something else, and
    /// its md5 differs, so that Bakong is asked for another payment.
    #[test]
    fn a_change_with_a_new_crc_is_another_code(code in order(), place in any::<prop::sample::Index>(), digit in 0..10_u8) {
        let body = &code[..code.len() - 8];
        let places: Vec<_> = body.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| at).collect();
        let at = places[place.index(places.len())];
        let changed = sealed(&format!("{}{digit}{}", &body[..at], &body[at + 1..]));
        if let Ok(changed) = Khqr::parse(&changed) && changed.text() != code {
            let before = Khqr::parse(&code).unwrap();
            prop_assert!(before.objects().map(|o| o.text()).ne(changed.objects().map(|o| o.text())));
            prop_assert_ne!(before.md5(), changed.md5());
        }
    }

    /// The edit path: a vendor's objects stay, byte for byte and in order.
    #[test]
    fn an_edit_keeps_every_other_object(vendor in text(20), system in text(9), minor in 1..1_000_000_000_i64) {
        let inner = [object("01", "bill"), object("68", &object("00", &system))].concat();
        let sticker = sealed(&format!("{BODY}{}{}", object("80", &vendor), object("62", &inner)));
        let sticker = Khqr::parse(&sticker).unwrap();
        let expiry = Timestamp::from_millis(NOW.as_millis() + 60_000);
        let code = sticker.with_amount(Money::from_minor(minor, Currency::Khr), expiry).build(NOW).unwrap();
        let verified = verify(&code, NOW).unwrap();
        prop_assert_eq!(verified.amount().unwrap().money(), Ok(Money::from_minor(minor, Currency::Khr)));

        let later = Timestamp::from_millis(NOW.as_millis() + 120_000);
        let renewed = verified.khqr().with_expiry(later).build(expiry).unwrap();
        let renewed = verify(&renewed, expiry).unwrap();
        prop_assert_eq!(renewed.expires_at(), Some(later));
        prop_assert_eq!(renewed.khqr().created_at(), Some(expiry));
        let others = |khqr: &Khqr<'_>| -> Vec<String> {
            let edited = [Tag::INITIATION, Tag::AMOUNT, Tag::TIMESTAMPS, Tag::CRC];
            khqr.objects().filter(|o| !edited.contains(&o.tag())).map(|o| o.text().to_owned()).collect()
        };
        prop_assert_eq!(others(&sticker), others(renewed.khqr()));
    }
}
