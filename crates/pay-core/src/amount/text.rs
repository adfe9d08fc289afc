use core::fmt::{self, Write as _};
use core::ops::Deref;

/// An amount as a wire writes it, on the stack.
#[derive(Clone, Copy)]
pub struct AmountText {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl AmountText {
    /// Room for every `i64` of minor units at any scale: sign, 19 digits, four more by scale, point.
    pub(super) const CAPACITY: usize = 32;

    /// `value / 10^decimals`, printed with all its decimals.
    pub(super) fn decimal(value: i128, decimals: u32, width: u32) -> Self {
        let mut text = Self { bytes: [0; Self::CAPACITY], len: 0 };
        let scale = 10_u128.pow(decimals);
        let (units, rest) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
        let sign = if value < 0 { "-" } else { "" };
        match width {
            0 => write!(text, "{sign}{units}"),
            width => write!(text, "{sign}{units}.{rest:0width$}", width = width as usize),
        }
        .expect("an i64 scaled by at most 10^4 prints in 26 characters");
        text
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.len]).expect("only whole strings are pushed")
    }
}

impl fmt::Write for AmountText {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        let end = self.len + part.len();
        self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?.copy_from_slice(part.as_bytes());
        self.len = end;
        Ok(())
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
