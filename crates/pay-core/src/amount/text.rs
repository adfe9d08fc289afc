use core::fmt;
use core::ops::Deref;

/// An amount as a wire writes it, on the stack.
#[derive(Clone, Copy)]
pub struct AmountText {
    /// The text stands at the end.
    bytes: [u8; Self::CAPACITY],
    start: usize,
}

impl AmountText {
    /// Room for every `i64` of minor units at any scale: sign, 19 digits, four more by scale, point.
    pub(super) const CAPACITY: usize = 32;

    /// `value / 10^decimals`, printed with all its decimals.
    pub(super) fn decimal(value: i128, decimals: u32) -> Self {
        let mut text = Self { bytes: [0; Self::CAPACITY], start: Self::CAPACITY };
        let mut left = value.unsigned_abs();
        let mut printed = 0;
        while left > 0 || printed <= decimals {
            if printed == decimals && decimals > 0 {
                text.prepend(b'.');
            }
            // Almost always one machine word, which is divided several times faster.
            let (rest, digit) = match u64::try_from(left) {
                Ok(left) => (u128::from(left / 10), (left % 10).to_le_bytes()[0]),
                Err(_) => (left / 10, (left % 10).to_le_bytes()[0]),
            };
            text.prepend(b'0' + digit);
            left = rest;
            printed += 1;
        }
        if value < 0 {
            text.prepend(b'-');
        }
        text
    }

    /// An i64 scaled by at most 10^4 prints in 26 characters, so there is room.
    fn prepend(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[self.start..]).expect("digits, a sign and a point are ASCII")
    }
}

impl Deref for AmountText {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for AmountText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for AmountText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl PartialEq<str> for AmountText {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}
