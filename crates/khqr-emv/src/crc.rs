//! CRC-16/CCITT-FALSE over UTF-8 bytes (specification, section 2.3).

use crc::{CRC_16_IBM_3740, Crc, Digest, Table};

use crate::error::ParseErrorKind;

static CRC: Crc<u16, Table<16>> = Crc::<u16, Table<16>>::new(&CRC_16_IBM_3740);

/// Bytes of the trailing object: `6304` and four hex digits.
pub(crate) const TRAILER: usize = 8;

/// The checksum of a text, which ends in `6304`.
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    CRC.checksum(bytes)
}

/// A checksum as it is written: four upper-case hex digits.
pub(crate) fn digits(sum: u16) -> [u8; 4] {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    [12, 8, 4, 0].map(|shift| HEX[usize::from(sum >> shift & 15)])
}

/// A checksum in the making.
pub(crate) type Sum = Digest<'static, u16, Table<16>>;

/// The checksum of a text that comes in pieces.
pub(crate) fn digest() -> Sum {
    CRC.digest()
}

/// Whether the text ends in `6304`, four hex digits in either case, and these are the sum of what is before.
pub(crate) fn check(text: &str) -> Result<(), ParseErrorKind> {
    let (body, carried) = split(text.as_bytes()).ok_or(ParseErrorKind::CrcMissing)?;
    let computed = checksum(body);
    if carried == computed { Ok(()) } else { Err(ParseErrorKind::CrcMismatch { carried, computed }) }
}

/// What is summed, and the sum that is carried.
fn split(text: &[u8]) -> Option<(&[u8], u16)> {
    let (body, digits) = text.split_last_chunk::<4>()?;
    if !body.ends_with(b"6304") {
        return None;
    }
    let sum = digits.iter().try_fold(0, |sum, digit| Some(sum << 4 | char::from(*digit).to_digit(16)?))?;
    Some((body, u16::try_from(sum).ok()?))
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;

    #[test]
    fn the_check_value_of_the_algorithm() {
        assert_eq!(checksum(b"123456789"), 0x29B1);
    }

    #[test]
    fn d28_either_case_is_read_and_nothing_else() {
        let body = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh";
        let reads = |tail: &str| check(&[body, tail].concat());
        assert_eq!(reads("63049349"), Ok(()));
        let khmer = "00020101021129130009user@devb5204599953031165802KH5902😀6010Phnom Penh";
        assert_eq!(check(&[khmer, "63040389"].concat()), Ok(()));
        for tail in ["", "6304", "6304934", "6304+349", "6304９３", "6304934\n", "63049349\n"] {
            assert_eq!(reads(tail), Err(ParseErrorKind::CrcMissing), "{tail:?}");
        }
        assert_eq!(reads("63049348"), Err(ParseErrorKind::CrcMismatch { carried: 0x9348, computed: 0x9349 }));
    }
}
