//! The verdicts agree with each other, and nothing that verify accepts panics a reader of its fields.
#![no_main]

use crc::{CRC_16_IBM_3740, Crc};
use khqr_emv::{Profile, audit, verify};
use libfuzzer_sys::fuzz_target;
use pay_core::Timestamp;

const CRC: Crc<u16> = Crc::<u16>::new(&CRC_16_IBM_3740);

fuzz_target!(|input: (i64, &str)| {
    let (millis, body) = input;
    let now = Timestamp::from_millis(millis);
    check(body, now);
    // With a CRC that holds, so that the rules behind it are reached.
    let body = format!("{body}6304");
    check(&format!("{body}{:04X}", CRC.checksum(body.as_bytes())), now);
});

fn check(text: &str, now: Timestamp) {
    let report = audit(text, now);
    for finding in report.findings() {
        assert!(text.get(finding.location().bytes()).is_some(), "{finding}");
    }
    let official = verify(text, now);
    assert_eq!(official.is_ok(), report.is_valid(), "{text:?}: {report:?}");
    let strict = Profile::Strict.verify(text, now);
    assert_eq!(strict.is_ok(), report.is_strict(), "{text:?}: {report:?}");
    match official {
        Ok(code) => {
            assert!(code.account_id().contains('@'));
            let _ = (code.account_kind(), code.currency(), code.merchant_name(), code.merchant_city());
            assert!(!code.is_dynamic() || code.expires_at().is_some_and(|expiry| expiry >= now));
            let _ = code.amount().map(|amount| (amount.money(), amount.is_canonical()));
        }
        Err(error) => {
            assert!(error.official_number().is_some_and(|number| (1..=51).contains(&number)), "{error}");
            assert!(text.get(error.location().bytes()).is_some(), "{error}");
        }
    }
}
