//! Exact decimal numbers as lists of digits, with multiplication and division by powers of two.

use std::cmp::Ordering;

/// `0.d1 d2 d3 .. * 10^point`, without zeros at either end of the digits. Zero has no digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub(crate) negative: bool,
    digits: Vec<u8>,
    pub(crate) point: i32,
}

/// Beyond this an exponent only says "huge" or "nothing": every binary64 lies within 10^-324 .. 10^309,
/// and a token has at most a few hundred digits.
const FAR: i32 = 100_000;

/// The most bits that a digit and its carry leave room for in a `u64`.
pub(super) const MAX_SHIFT: u32 = 59;

impl Decimal {
    /// The value of a token that is a JSON number (RFC 8259, section 6).
    pub(crate) fn of(token: &str) -> Self {
        let (mantissa, exponent) = token.split_once(['e', 'E']).unwrap_or((token, "0"));
        let (negative, mantissa) = match mantissa.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, mantissa),
        };
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = whole.bytes().chain(decimals.bytes()).map(|digit| digit - b'0').collect();
        let whole = i32::try_from(whole.len()).unwrap_or(FAR);
        let mut number = Self { negative, digits, point: whole.saturating_add(small(exponent)) };
        number.trim();
        number
    }

    /// A whole number.
    pub(super) fn from_integer(negative: bool, integer: u64) -> Self {
        let digits: Vec<u8> = integer.to_string().bytes().map(|digit| digit - b'0').collect();
        let point = i32::try_from(digits.len()).expect("a u64 has at most 20 digits");
        let mut number = Self { negative, digits, point };
        number.trim();
        number
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    pub(crate) fn significant_digits(&self) -> usize {
        self.digits.len()
    }

    /// Which of two numbers is larger.
    pub(crate) fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = |number: &Self| (number.point, number.digits.clone());
        match sign(self).cmp(&sign(other)) {
            Ordering::Equal if sign(self) > 0 => size(self).cmp(&size(other)),
            Ordering::Equal if sign(self) < 0 => size(other).cmp(&size(self)),
            unequal_or_zero => unequal_or_zero,
        }
    }

    /// Times `2^bits`, exactly. At most [`MAX_SHIFT`] bits.
    pub(super) fn shift_left(&mut self, bits: u32) {
        let mut carry = 0_u64;
        for digit in self.digits.iter_mut().rev() {
            carry += u64::from(*digit) << bits;
            *digit = last_digit(carry);
            carry /= 10;
        }
        let mut front = Vec::new();
        while carry > 0 {
            front.push(last_digit(carry));
            carry /= 10;
        }
        self.point += i32::try_from(front.len()).expect("a carry below 2^63 has at most 19 digits");
        front.reverse();
        self.digits.splice(0..0, front);
        self.trim();
    }

    /// Divided by `2^bits`, exactly. At most [`MAX_SHIFT`] bits.
    pub(super) fn shift_right(&mut self, bits: u32) {
        let mask = (1_u64 << bits) - 1;
        let mut rest = 0_u64;
        let mut quotient = Vec::with_capacity(self.digits.len() + 64);
        let mut remaining = self.digits.iter();
        loop {
            let next = remaining.next();
            if next.is_none() && rest == 0 {
                break;
            }
            rest = rest * 10 + u64::from(next.copied().unwrap_or(0));
            quotient.push(last_digit(rest >> bits));
            rest &= mask;
        }
        self.digits = quotient;
        self.trim();
    }

    /// Rounds to `keep` significant digits, a tie to the even digit.
    pub(super) fn round(&mut self, keep: usize) {
        let Some(&next) = self.digits.get(keep) else { return };
        let tie = next == 5 && self.digits.len() == keep + 1;
        let odd = keep.checked_sub(1).is_some_and(|last| self.digits[last] % 2 == 1);
        self.digits.truncate(keep);
        if next > 5 || (next == 5 && (!tie || odd)) {
            self.add_one_at_the_end();
        }
        self.trim();
    }

    fn add_one_at_the_end(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            *digit += 1;
            if *digit < 10 {
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    /// The nearest whole number, a tie to the even one. `None` above a `u64`.
    pub(super) fn to_integer(&self) -> Option<u64> {
        let Ok(whole) = usize::try_from(self.point) else { return Some(0) };
        let mut rounded = self.clone();
        rounded.round(whole);
        rounded.truncated()
    }

    /// The whole part. `None` above a `u64`.
    pub(super) fn truncated(&self) -> Option<u64> {
        (0..usize::try_from(self.point).unwrap_or(0)).try_fold(0_u64, |sum, place| {
            let digit = self.digits.get(place).copied().unwrap_or(0);
            sum.checked_mul(10)?.checked_add(u64::from(digit))
        })
    }

    /// The number without an exponent, or `None` where that would be a line of zeros.
    pub(crate) fn plain(&self) -> Option<String> {
        (self.point.abs() <= 64).then(|| self.positional())
    }

    /// The number without an exponent, shortest form: `-0.05`, `10.5`, `1200`, `0`.
    pub(super) fn positional(&self) -> String {
        let mut text = String::from(if self.negative { "-" } else { "" });
        let whole = usize::try_from(self.point).unwrap_or(0);
        if whole == 0 || self.is_zero() {
            text.push('0');
        }
        if self.is_zero() {
            return text;
        }
        let place = |place: usize| char::from(b'0' + self.digits.get(place).copied().unwrap_or(0));
        text.extend((0..whole).map(place));
        if self.digits.len() > whole {
            text.push('.');
            text.extend((self.point..0).map(|_| '0'));
            text.extend((whole..self.digits.len()).map(place));
        }
        text
    }

    /// The first digit and the others.
    pub(super) fn digits_text(&self) -> (char, String) {
        let mut digits = self.digits.iter().map(|digit| char::from(b'0' + digit));
        (digits.next().unwrap_or('0'), digits.collect())
    }

    fn trim(&mut self) {
        let front = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..front);
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        self.point = if self.digits.is_empty() {
            0
        } else {
            self.point.saturating_sub(i32::try_from(front).unwrap_or(FAR))
        };
    }
}

/// An exponent, held within [`FAR`].
fn small(exponent: &str) -> i32 {
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let size = digits
        .bytes()
        .fold(0_i32, |size, digit| size.saturating_mul(10).saturating_add(i32::from(digit - b'0')).min(FAR));
    sign * size
}

fn last_digit(number: u64) -> u8 {
    u8::try_from(number % 10).expect("a remainder of ten is one digit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifting_there_and_back_changes_nothing() {
        for token in ["1", "-7", "0.1", "123456789.987654321", "5e-324", "17e300"] {
            let mut number = Decimal::of(token);
            for bits in [1, 7, MAX_SHIFT] {
                number.shift_left(bits);
                number.shift_right(bits);
                assert_eq!(number, Decimal::of(token), "{token} {bits}");
            }
        }
    }

    #[test]
    fn a_tie_goes_to_the_even_digit() {
        for (token, keep, text) in
            [("2.5", 1, "2"), ("3.5", 1, "4"), ("2.51", 1, "3"), ("99.5", 2, "100"), ("0.5", 1, "0.5")]
        {
            let mut number = Decimal::of(token);
            number.round(keep);
            assert_eq!(number.positional(), text, "{token}");
        }
        assert_eq!(Decimal::of("0.5").to_integer(), Some(0));
        assert_eq!(Decimal::of("1.5").to_integer(), Some(2));
        assert_eq!(Decimal::of("0.05").to_integer(), Some(0));
    }

    #[test]
    fn numbers_compare_by_value() {
        let rising = ["-1e1", "-5", "0", "0.05", "1", "9", "10", "1.5e1", "1e2"];
        for pair in rising.windows(2) {
            let (less, more) = (Decimal::of(pair[0]), Decimal::of(pair[1]));
            assert_eq!(less.compare(&more), Ordering::Less, "{pair:?}");
            assert_eq!(more.compare(&less), Ordering::Greater, "{pair:?}");
        }
        assert_eq!(Decimal::of("1e1").compare(&Decimal::of("10.0")), Ordering::Equal);
        assert_eq!(Decimal::of("-0").compare(&Decimal::of("0")), Ordering::Equal);
    }
}
