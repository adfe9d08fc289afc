//! KHQR beside the vectors: the vendors' samples, hostile codes, properties, allocations.

mod allocations;
mod deviations;
mod documents;
mod hostile;
mod properties;

use pay_core::Timestamp;

/// The clock of the vectors.
const NOW: Timestamp = Timestamp::from_millis(1_750_000_000_000);

/// A static code without its CRC.
const BODY: &str = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh";

/// Appends `6304` and the CRC, bit by bit from the definition of CRC-16/CCITT-FALSE: a second reading, for what
/// an attacker does who recomputes it.
fn sealed(body: &str) -> String {
    let text = format!("{body}6304");
    let crc =
        text.bytes().fold(0xffff_u16, |crc, byte| {
            (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| {
                if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 }
            })
        });
    format!("{text}{crc:04X}")
}

/// A data object, its length in UTF-16 units.
fn object(tag: &str, value: &str) -> String {
    format!("{tag}{:02}{value}", value.encode_utf16().count())
}
