//! What a number becomes in a language that holds it in 64 bits of binary floating point.
//!
//! PHP and Java read `0.1` as the nearest such number and write that one. What they sign is found here with
//! decimal digits and powers of two alone, exactly, so that no float of ours takes part.

use super::Decimal;
use super::decimal::MAX_SHIFT;

/// The exact decimal value of the binary64 nearest to `number`, or `None` where it would be infinite.
pub(super) fn nearest(number: &Decimal) -> Option<Decimal> {
    const LEAST_BINARY_EXPONENT: i32 = -1074; // of the smallest number, 2^-1074
    const LARGEST_BINARY_EXPONENT: i32 = 971; // the largest number is (2^53 - 1) * 2^971
    const NEAREST_TO_ZERO: i32 = -330; // anything below 10^-330 is nearer to 0 than to 2^-1074
    const LARGEST: i32 = 309; // 1.797..e308 is the largest number

    if number.is_zero() || number.point < NEAREST_TO_ZERO {
        return Some(Decimal::from_integer(number.negative, 0));
    }
    if number.point > LARGEST {
        return None;
    }
    // Scale to 2^52 <= scaled < 2^53, or as far as the smallest exponent lets us.
    let mut scaled = number.clone();
    let mut exponent = 0_i32;
    while let Some(bits) = bits_above(&scaled) {
        scaled.shift_right(bits);
        exponent += bits.cast_signed();
    }
    while let Some(bits) = bits_below(&scaled) {
        let bits = bits.min((exponent - LEAST_BINARY_EXPONENT).cast_unsigned());
        if bits == 0 {
            break;
        }
        scaled.shift_left(bits);
        exponent -= bits.cast_signed();
    }
    let mantissa = scaled.to_integer()?;
    if exponent > LARGEST_BINARY_EXPONENT || (exponent == LARGEST_BINARY_EXPONENT && mantissa == MANTISSA_END)
    {
        return None;
    }
    let mut exact = Decimal::from_integer(number.negative, mantissa);
    let mut left = exponent.unsigned_abs();
    while left > 0 {
        let bits = left.min(MAX_SHIFT);
        if exponent > 0 {
            exact.shift_left(bits);
        } else {
            exact.shift_right(bits);
        }
        left -= bits;
    }
    Some(exact)
}

const MANTISSA_END: u64 = 1 << 53;
const MANTISSA_START: u64 = 1 << 52;
/// Both ends of the mantissa have 16 decimal digits.
const MANTISSA_DIGITS: i32 = 16;

/// By how many bits a number of 2^53 or more may be divided without falling below 2^52.
fn bits_above(number: &Decimal) -> Option<u32> {
    match number.point - MANTISSA_DIGITS {
        // A decimal digit is more than three bits, so this many never go too far.
        digits @ 1.. => Some((3 * digits.cast_unsigned()).saturating_sub(2).clamp(1, MAX_SHIFT)),
        _ => number.truncated().is_some_and(|whole| whole >= MANTISSA_END).then_some(1),
    }
}

/// By how many bits a number below 2^52 may be multiplied without reaching 2^53.
fn bits_below(number: &Decimal) -> Option<u32> {
    match MANTISSA_DIGITS - 1 - number.point {
        digits @ 1.. => Some((3 * digits.cast_unsigned()).min(MAX_SHIFT)),
        _ => number.truncated().is_some_and(|whole| whole < MANTISSA_START).then_some(1),
    }
}
