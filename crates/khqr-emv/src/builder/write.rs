//! Writing a checked code, in the official order of tags (specification, section 3).

use pay_core::Timestamp;

use super::Builder;
use super::check::Plan;
use crate::encode_error::{EncodeError, EncodeErrorKind};
use crate::rules::LABELS;
use crate::tag::{Tag, TagPath, sub};
use crate::{AccountKind, crc, units};

impl Builder<'_> {
    pub(super) fn emit<'b>(&self, plan: &Plan<'_>, mut out: Out<'b>) -> Result<&'b str, EncodeError> {
        out.object(Tag::PAYLOAD_FORMAT, "01");
        out.object(Tag::INITIATION, if plan.dynamic.is_some() { "12" } else { "11" });
        out.optional(Tag::UNION_PAY, self.union_pay);
        out.header(self.kind.tag(), plan.account);
        out.object(sub::ACCOUNT_ID, self.account_id);
        match self.kind {
            AccountKind::Individual => out.optional(sub::ACCOUNT_INFORMATION, self.account_information),
            AccountKind::Merchant => out.object(sub::MERCHANT_ID, self.merchant_id),
        }
        out.optional(sub::BANK, self.bank);
        out.object(Tag::CATEGORY, plan.category);
        out.number(Tag::CURRENCY, u64::from(plan.currency.number()), 3);
        if let Some((amount, ..)) = &plan.dynamic {
            out.object(Tag::AMOUNT, amount);
        }
        out.object(Tag::COUNTRY, "KH");
        out.object(Tag::NAME, self.name);
        out.object(Tag::CITY, plan.city);
        if plan.additional > 0 {
            out.header(Tag::ADDITIONAL, plan.additional);
            for ((tag, _), label) in LABELS.into_iter().zip(self.labels) {
                out.optional(tag, label);
            }
        }
        if plan.language > 0 {
            out.header(Tag::LANGUAGE, plan.language);
            for (tag, value) in
                [sub::PREFERENCE, sub::ALTERNATE_NAME, sub::ALTERNATE_CITY].into_iter().zip(self.language)
            {
                out.optional(tag, value);
            }
        }
        if let Some((_, created_at, expires_at)) = plan.dynamic {
            out.header(Tag::TIMESTAMPS, 34);
            out.moment(sub::CREATION, created_at);
            out.moment(sub::EXPIRATION, expires_at);
        }
        out.seal()
    }
}

/// A buffer that is filled from the front, and counts on when it is full.
pub(super) struct Out<'b> {
    buffer: &'b mut [u8],
    len: usize,
}

impl<'b> Out<'b> {
    pub(super) fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0 }
    }

    #[inline]
    fn bytes(&mut self, bytes: &[u8]) {
        let end = self.len + bytes.len();
        if let Some(place) = self.buffer.get_mut(self.len..end) {
            place.copy_from_slice(bytes);
        }
        self.len = end;
    }

    /// A tag and a length below 100, which the checks have made sure of.
    fn header(&mut self, tag: Tag, units: usize) {
        let digit = |number: usize| b'0' + u8::try_from(number % 10).unwrap_or(0);
        let tag = usize::from(tag.number());
        self.bytes(&[digit(tag / 10), digit(tag), digit(units / 10), digit(units)]);
    }

    fn object(&mut self, tag: Tag, value: &str) {
        self.header(tag, units::count(value));
        self.bytes(value.as_bytes());
    }

    fn optional(&mut self, tag: Tag, value: &str) {
        if !value.is_empty() {
            self.object(tag, value);
        }
    }

    fn number(&mut self, tag: Tag, mut number: u64, width: usize) {
        let mut digits = [b'0'; 13];
        for digit in digits[..width].iter_mut().rev() {
            *digit = b'0' + u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
        }
        self.header(tag, width);
        self.bytes(&digits[..width]);
    }

    fn moment(&mut self, tag: Tag, moment: Timestamp) {
        self.number(tag, moment.as_millis().unsigned_abs(), 13);
    }

    /// Appends the CRC.
    fn seal(mut self) -> Result<&'b str, EncodeError> {
        self.bytes(b"6304");
        let needed = self.len + 4;
        if needed > self.buffer.len() {
            return Err(EncodeErrorKind::BufferTooSmall { needed }.at(TagPath::WHOLE));
        }
        let sum = crc::checksum(&self.buffer[..self.len]);
        self.bytes(&crc::digits(sum));
        let Self { buffer, len } = self;
        Ok(core::str::from_utf8(&buffer[..len]).expect("only whole texts are written"))
    }
}
