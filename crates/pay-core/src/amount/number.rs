//! Decimal digits as integers: the arithmetic under [`AmountFormat`](super::AmountFormat).

use super::AmountError;

/// `digits * 10^exponent / 10^decimals`, as the text had it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    digits: u128,
    /// Decimals of the text, trailing zeros included.
    pub(super) decimals: u32,
    exponent: i32,
}

/// No amount has more digits; what is longer is refused before it is multiplied.
const MAX_DIGITS: usize = 36;
/// Far beyond any amount, and small enough that `10^n` fits a `u128` together with its digits' check.
const MAX_EXPONENT: i32 = 400;

/// `[-]digits[.digits]` in ASCII, nothing else.
pub(super) fn plain(text: &str) -> Result<Decimal, AmountError> {
    let (number, end) = mantissa(text.as_bytes())?;
    if end == text.len() { Ok(number) } else { Err(AmountError::NotDecimal { at: end }) }
}

/// A number token as RFC 8259 section 6 has it: no leading zero, an optional exponent.
pub(super) fn json(token: &str) -> Result<Decimal, AmountError> {
    let bytes = token.as_bytes();
    let (mut number, end) = mantissa(bytes)?;
    let first = usize::from(number.negative);
    if bytes.get(first) == Some(&b'0') && bytes.get(first + 1).is_some_and(u8::is_ascii_digit) {
        return Err(AmountError::NotDecimal { at: first + 1 });
    }
    let at = match bytes.get(end) {
        None => return Ok(number),
        Some(b'e' | b'E') => end + 1,
        Some(_) => return Err(AmountError::NotDecimal { at: end }),
    };
    let (sign, at) = match bytes.get(at) {
        Some(b'-') => (-1, at + 1),
        Some(b'+') => (1, at + 1),
        _ => (1, at),
    };
    let digits = &bytes[at..];
    if let Some(wrong) = digits.iter().position(|byte| !byte.is_ascii_digit()) {
        return Err(AmountError::NotDecimal { at: at + wrong });
    }
    if digits.is_empty() {
        return Err(AmountError::NotDecimal { at });
    }
    let size = digits.iter().fold(0, |size: i32, byte| {
        size.saturating_mul(10).saturating_add(i32::from(byte - b'0')).min(MAX_EXPONENT)
    });
    number.exponent = sign * size;
    Ok(number)
}

/// Sign, digits and decimals; answers the offset where they end.
fn mantissa(bytes: &[u8]) -> Result<(Decimal, usize), AmountError> {
    let negative = bytes.first() == Some(&b'-');
    let start = usize::from(negative);
    let whole = count_digits(&bytes[start..]);
    if whole == 0 {
        return Err(AmountError::NotDecimal { at: start });
    }
    let point = start + whole;
    let (decimals, end) = match bytes.get(point) {
        Some(b'.') => match count_digits(&bytes[point + 1..]) {
            0 => return Err(AmountError::NotDecimal { at: point + 1 }),
            count => (count, point + 1 + count),
        },
        _ => (0, point),
    };
    let digits = bytes[start..end].iter().filter(|byte| **byte != b'.').skip_while(|byte| **byte == b'0');
    if digits.clone().count() > MAX_DIGITS {
        return Err(AmountError::TooLarge);
    }
    let digits = digits.fold(0, |sum: u128, byte| sum * 10 + u128::from(byte - b'0'));
    let decimals = u32::try_from(decimals).map_err(|_| AmountError::TooLarge)?;
    Ok((Decimal { negative, digits, decimals, exponent: 0 }, end))
}

fn count_digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

impl Decimal {
    /// The value times `10^(target - shift)` as an integer, exactly: with a shift, the text counts
    /// `10^-shift` of a unit.
    pub(super) fn to_integer(self, shift: u32, target: u32) -> Result<i128, AmountError> {
        if self.digits == 0 {
            return Ok(0);
        }
        let power =
            i64::from(self.exponent) - i64::from(self.decimals) + i64::from(target) - i64::from(shift);
        let factor = u32::try_from(power.unsigned_abs()).ok().and_then(|power| 10_u128.checked_pow(power));
        let digits = if power >= 0 {
            factor.and_then(|factor| self.digits.checked_mul(factor)).ok_or(AmountError::TooLarge)?
        } else {
            match factor {
                Some(factor) if self.digits.is_multiple_of(factor) => self.digits / factor,
                _ => return Err(AmountError::TooFine { decimals: target - shift }),
            }
        };
        let value = i128::try_from(digits).map_err(|_| AmountError::TooLarge)?;
        Ok(if self.negative { -value } else { value })
    }
}

/// An integer of `10^-from` as one of `10^-to`, exactly.
pub(super) fn rescale(value: i128, from: u32, to: u32) -> Result<i128, AmountError> {
    if to == from {
        return Ok(value);
    }
    if to > from {
        return value.checked_mul(10_i128.pow(to - from)).ok_or(AmountError::TooLarge);
    }
    let factor = 10_i128.pow(from - to);
    if value % factor == 0 { Ok(value / factor) } else { Err(AmountError::Inexact) }
}

/// The shortest pair of integer and decimals with the same value.
pub(super) fn without_trailing_zeros(mut value: i128, mut decimals: u32) -> (i128, u32) {
    while decimals > 0
        && let Some(tenth) = exact_tenth(value)
    {
        value = tenth;
        decimals -= 1;
    }
    (value, decimals)
}

fn exact_tenth(value: i128) -> Option<i128> {
    match i64::try_from(value) {
        // Almost always one machine word, which is divided several times faster.
        Ok(value) => (value % 10 == 0).then_some(i128::from(value / 10)),
        Err(_) => (value % 10 == 0).then_some(value / 10),
    }
}
