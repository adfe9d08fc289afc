//! Counts the steps of reading, so that a test can hold them to a line: time would depend on the machine.

extern crate std;
use core::cell::Cell;
use std::string::String;

use pay_core::Timestamp;
use proptest::prelude::*;

use crate::{Khqr, MAX_UNITS, audit, crc, decode_lossy, decode_non_khqr, units, verify};

std::thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

/// Called once an object, and for every character whose units are counted one by one.
pub(crate) fn take(steps: usize) {
    TAKEN.set(TAKEN.get() + steps);
}

/// The steps of everything that reads a text.
fn of(text: &str) -> usize {
    TAKEN.set(0);
    let now = Timestamp::from_millis(1_750_000_000_000);
    let _ = (Khqr::parse(text).is_ok(), verify(text, now).is_ok(), audit(text, now), decode_lossy(text));
    let _ = decode_non_khqr(text).map(|map| map.iter().count());
    TAKEN.get()
}

/// Steps a byte that no text goes beyond, and those of the look-ups of fields: some forty, each in one template of
/// at most 99 units, counted twice where they are not ASCII. A reader that went back over its text would take
/// millions for the longest one.
const SLOPE: usize = 4;
const FLAT: usize = 8_000;

#[track_caller]
fn assert_linear(text: &str) {
    let steps = of(text);
    assert!(steps <= FLAT + SLOPE * text.len(), "{steps} steps for {} bytes of {text}", text.len());
}

fn sealed(body: &str) -> String {
    let mut text = String::from(body) + "6304";
    let digits = crc::digits(crc::checksum(text.as_bytes()));
    text.extend(digits.map(char::from));
    text
}

#[test]
fn what_is_worst_for_a_reader_is_linear() {
    let fill = |piece: &str| sealed(&piece.repeat((MAX_UNITS - 8) / units::count(piece)));
    for piece in [
        "8000",
        "x000",
        "xx00",
        "xx01ក",
        "0000",
        "6204010062040200",
        "29000000",
        "8001ក",
        "99",
        "ក",
        "😀",
        "8001😀",
    ] {
        assert_linear(&fill(piece));
    }
    let template = "6299".repeat(24);
    assert_linear(&fill(&template));
}

proptest! {
    #[test]
    fn every_text_is_linear(pieces in "([0-9x]{2}0[0-9]|[ក-ឳ]|[0-9]{4}){0,400}") {
        assert_linear(&sealed(&pieces));
    }
}

#[test]
fn the_counter_counts() {
    assert!(of("0000") >= 4);
}
