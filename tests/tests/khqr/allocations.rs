//! Reading, checking and writing into a buffer take no memory but the stack's.

use allocation_counter::measure;
use khqr_emv::{Builder, Khqr, MAX_ENCODED, decode, decode_lossy, decode_non_khqr, md5, verify};
use pay_core::{Currency, Money, Timestamp};

use super::{BODY, NOW, sealed};

/// Valid, invalid in each way, not ASCII, and long.
fn texts() -> Vec<String> {
    let long = "ក".repeat(4_000);
    let mut texts = vec![sealed(BODY), BODY.into(), "កខគឃ".into(), String::new(), long, "x".repeat(10_000)];
    texts.extend(
        ["620401xx", "5904Evil", "5999", "8001😀", "62150111Invoice#069", "5903ហាង"]
            .map(|tail| sealed(&format!("{BODY}{tail}"))),
    );
    texts
}

#[test]
fn reading_allocates_nothing() {
    for text in texts() {
        let counted = measure(|| {
            let _ = Khqr::parse(&text);
            let _ = verify(&text, NOW);
            let _ = decode(&text);
            let _ = decode_lossy(&text);
            let _ = decode_non_khqr(&text).map(|map| map.iter().count());
            let _ = md5(&text);
        });
        assert_eq!(counted.count_total, 0, "{text}");
    }
}

#[test]
fn encoding_into_a_buffer_allocates_nothing() {
    let builder = Builder::merchant("user@devb", "123", "Dev Bank", "ហាងកាហ្វេ")
        .amount(Money::from_minor(1_050, Currency::Usd))
        .expires_at(Timestamp::from_millis(1_750_000_060_000));
    let mut buffer = [0; MAX_ENCODED];
    let counted = measure(|| assert!(builder.encode(NOW, &mut buffer).is_ok()));
    assert_eq!(counted.count_total, 0);
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(vec![1_u8]))).count_total, 1);
}
