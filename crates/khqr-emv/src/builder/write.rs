//! Writing a checked code, in the official order of tags (specification, section 3).

use pay_core::{Currency, Timestamp};

use super::Builder;
use super::check::Plan;
use crate::encode_error::{EncodeError, EncodeErrorKind};
use crate::rules::LABELS;
use crate::tag::{Tag, TagPath, sub};
use crate::{crc, units};

impl Builder<'_> {
    pub(super) fn emit<'b>(&self, plan: &Plan<'_>, mut out: Out<'b>) -> Result<&'b str, EncodeError> {
        out.object(Tag::PAYLOAD_FORMAT, "01");
        out.object(Tag::INITIATION, if plan.dynamic.is_some() { "12" } else { "11" });
        out.optional(Tag::UNION_PAY, self.union_pay);
        out.template(self.kind.tag(), |out| {
            out.object(sub::ACCOUNT_ID, self.account_id);
            out.optional(sub::MERCHANT_ID, self.second_of_account());
            out.optional(sub::BANK, self.bank);
        });
        out.object(Tag::CATEGORY, plan.category);
        out.currency(plan.currency);
        if let Some((amount, ..)) = &plan.dynamic {
            out.object(Tag::AMOUNT, amount);
        }
        out.object(Tag::COUNTRY, "KH");
        out.object(Tag::NAME, self.name);
        out.object(Tag::CITY, plan.city);
        if self.labels.iter().any(|label| !label.is_empty()) {
            out.template(Tag::ADDITIONAL, |out| {
                LABELS.iter().zip(self.labels).for_each(|((tag, _), label)| out.optional(*tag, label));
            });
        }
        if self.language.iter().any(|text| !text.is_empty()) {
            let tags = [sub::PREFERENCE, sub::ALTERNATE_NAME, sub::ALTERNATE_CITY];
            out.template(Tag::LANGUAGE, |out| {
                tags.iter().zip(self.language).for_each(|(tag, text)| out.optional(*tag, text));
            });
        }
        if let Some((_, created_at, expires_at)) = plan.dynamic {
            out.template(Tag::TIMESTAMPS, |out| {
                out.moment(sub::CREATION, created_at);
                out.moment(sub::EXPIRATION, expires_at);
            });
        }
        out.seal()
    }
}

/// A buffer that is filled from the front, and counts on when it is full.
pub(super) struct Out<'b> {
    buffer: &'b mut [u8],
    len: usize,
    /// The units of what is written.
    units: usize,
}

impl<'b> Out<'b> {
    pub(super) fn new(buffer: &'b mut [u8]) -> Self {
        Self { buffer, len: 0, units: 0 }
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
    #[inline]
    fn header(&mut self, tag: Tag, units: usize) {
        let [[a, b], [c, d]] = [usize::from(tag.number()), units].map(two_digits);
        self.bytes(&[a, b, c, d]);
        self.units += 4 + units;
    }

    #[inline]
    fn object(&mut self, tag: Tag, value: &str) {
        self.header(tag, units::count(value));
        self.bytes(value.as_bytes());
    }

    #[inline]
    fn optional(&mut self, tag: Tag, value: &str) {
        if !value.is_empty() {
            self.object(tag, value);
        }
    }

    /// A header, and behind it the objects that it counts.
    #[inline]
    fn template(&mut self, tag: Tag, objects: impl FnOnce(&mut Self)) {
        self.header(tag, 0);
        let (end_of_header, before) = (self.len, self.units);
        objects(self);
        let length = two_digits(self.units - before);
        if let Some(place) = self.buffer.get_mut(end_of_header - 2..end_of_header) {
            place.copy_from_slice(&length);
        }
    }

    fn currency(&mut self, currency: Currency) {
        let number = usize::from(currency.number());
        let [tens, ones] = two_digits(number);
        self.header(Tag::CURRENCY, 3);
        self.bytes(&[two_digits(number / 100)[1], tens, ones]);
    }

    /// The 13 digits of a moment, which the checks have made sure of.
    fn moment(&mut self, tag: Tag, moment: Timestamp) {
        let mut number = moment.as_millis().unsigned_abs();
        let mut digits = [0; 14];
        for pair in digits.rchunks_exact_mut(2) {
            pair.copy_from_slice(&two_digits(usize::try_from(number % 100).unwrap_or(0)));
            number /= 100;
        }
        self.header(tag, 13);
        self.bytes(&digits[1..]);
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
        let Self { buffer, len, .. } = self;
        Ok(core::str::from_utf8(&buffer[..len]).expect("only whole texts are written"))
    }
}

/// The last two decimal digits of a number.
#[inline]
fn two_digits(number: usize) -> [u8; 2] {
    static DIGITS: [[u8; 2]; 100] = {
        let mut digits = [*b"00"; 100];
        let mut next = 1;
        while next < digits.len() {
            let [tens, ones] = digits[next - 1];
            digits[next] = if ones == b'9' { [tens + 1, b'0'] } else { [tens, ones + 1] };
            next += 1;
        }
        digits
    };
    DIGITS[number % 100]
}
