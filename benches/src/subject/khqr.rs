//! Codes: parse, verify and encode beside `khqr-core`, over the checksum of the same bytes.

use std::process::Command;

use crc::{CRC_16_IBM_3740, Crc, Table};
use khqr_emv::{Khqr, MAX_ENCODED, verify};

use crate::input::{CREATED, Inputs, full_builder};
use crate::measure::{Rounds, Task};
use crate::table::{Bound, Row, time};

/// The table of the checksum that `khqr-emv` uses.
static CRC: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_IBM_3740);

const ROUNDS: usize = 400;

/// The rows of the codes.
pub fn rows(inputs: &Inputs) -> Vec<Row> {
    vec![
        parse("parse, full code", &inputs.full).goals(3.0, 20.0),
        parse("parse, minimal code", &inputs.minimal).told(),
        verified("verify, full code", &inputs.full).goals(5.0, 15.0),
        verified("verify, minimal code", &inputs.minimal).told(),
        encode(&inputs.full).goals(4.0, 10.0),
    ]
    .into_iter()
    .chain([allocations()])
    .collect()
}

/// The floor is task 0, ours 1, the peer 2.
struct Compared {
    what: &'static str,
    floor: &'static str,
    rounds: Rounds,
}

impl Compared {
    fn row(&self) -> Row {
        let [floor, ours, peer] = [0, 1, 2].map(|task| time(self.rounds.nanos(task)));
        Row::new(self.what, ours)
            .floor(format!("{}, {floor}", self.floor))
            .peer(format!("`khqr-core`, {peer}"))
            .noise(self.rounds.noise())
    }

    fn goals(self, most: f64, least: f64) -> Row {
        self.row().goal("times the floor", self.rounds.ratio(1, 0), Bound::AtMost(most)).goal(
            "times as fast as the peer",
            self.rounds.ratio(2, 1),
            Bound::AtLeast(least),
        )
    }

    fn told(self) -> Row {
        self.row()
            .told("times the floor", self.rounds.ratio(1, 0))
            .told("times as fast as the peer", self.rounds.ratio(2, 1))
    }
}

/// The bytes that the checksum is of: all but its own four digits.
fn summed(code: &str) -> &[u8] {
    &code.as_bytes()[..code.len() - 4]
}

fn parse(what: &'static str, code: &str) -> Compared {
    let rounds = Rounds::run(
        ROUNDS,
        vec![
            Task::new(|| CRC.checksum(summed(code))),
            Task::new(|| Khqr::parse(code)),
            Task::new(|| khqr_core::decode(code)),
        ],
    );
    assert!(Khqr::parse(code).is_ok() && khqr_core::decode(code).is_ok(), "what is measured succeeds");
    Compared { what, floor: "CRC", rounds }
}

fn verified(what: &'static str, code: &str) -> Compared {
    let now_ms = CREATED.as_millis().unsigned_abs();
    let peer = || khqr_core::decode(code).map(|decoded| decoded.check_dynamic(now_ms).is_ok());
    assert_eq!((verify(code, CREATED).err(), peer().err()), (None, None), "what is measured succeeds");
    let rounds = Rounds::run(
        ROUNDS,
        vec![Task::new(|| CRC.checksum(summed(code))), Task::new(|| verify(code, CREATED)), Task::new(peer)],
    );
    Compared { what, floor: "CRC", rounds }
}

fn encode(full: &str) -> Compared {
    let copied = &mut [0; MAX_ENCODED];
    let buffer = &mut [0; MAX_ENCODED];
    assert_eq!(full_builder().encode(CREATED, buffer).as_deref(), Ok(full));
    assert!(peer_encodes().is_ok_and(|code| code.len() >= full.len()), "what is measured succeeds");
    let rounds = Rounds::run(
        ROUNDS,
        vec![
            Task::new(|| {
                copied[..full.len()].copy_from_slice(full.as_bytes());
                CRC.checksum(summed(full))
            }),
            Task::new(|| full_builder().encode(CREATED, buffer).map(str::len).ok()),
            Task::new(peer_encodes),
        ],
    );
    Compared { what: "encode into a buffer, full code", floor: "CRC and a copy", rounds }
}

fn peer_encodes() -> Result<String, khqr_core::KhqrError> {
    khqr_core::Khqr::individual("john_smith@devb")
        .account_information("85512233455")
        .acquiring_bank("Dev Bank")
        .merchant_name("John Smith")
        .merchant_city("PHNOM PENH")
        .currency(khqr_core::Currency::Usd)
        .amount_minor(10_000)
        .bill_number("#12345")
        .mobile_number("85512233455")
        .store_label("Coffee Shop")
        .terminal_label("Cashier_1")
        .purpose_of_transaction("Buy coffee")
        .alternate_language("km", "ចន ស្មីន", "ភ្នំពញ")
        .created_at_ms(1_726_821_915_797)
        .expires_at_ms(1_726_822_035_797)
        .build()?
        .to_qr_string()
}

/// How often memory is asked for: the answer of the program beside this one.
fn allocations() -> Row {
    const WHAT: &str = "parse, verify and encode";
    let program = std::env::current_exe().map(|this| this.with_file_name("allocations"));
    let output = program.and_then(|program| Command::new(program).output()).ok();
    let count = output.and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse::<u32>().ok());
    match count {
        Some(count) => Row::new(WHAT, format!("{count} allocations")).goal(
            "allocations",
            f64::from(count),
            Bound::AtMost(0.0),
        ),
        None => Row::new(WHAT, "failed: the program that counts").goal("runs", 0.0, Bound::AtLeast(1.0)),
    }
}
