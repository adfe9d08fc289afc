#[cfg(feature = "alloc")]
use alloc::string::String;
use core::fmt;

use pay_core::{AmountText, Money, Timestamp};

use crate::builder::check_expiry;
use crate::encode_error::{EncodeError, EncodeErrorKind};
use crate::fields::AMOUNT;
use crate::reader::Object;
use crate::tag::{Tag, TagPath, sub};
use crate::{Khqr, MAX_UNITS, OfficialError, crc, units};

/// A change of a code that keeps every other object, byte for byte and in its place: a vendor's own, too.
///
/// ```
/// use khqr_emv::Khqr;
/// use pay_core::{Currency, Money, Timestamp};
///
/// let sticker = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh8003abc63048FB5";
/// let now = Timestamp::from_millis(1_750_000_000_000);
/// let code = Khqr::parse(sticker)?
///     .with_amount(Money::from_minor(4_400, Currency::Khr), Timestamp::from_millis(1_750_000_060_000))
///     .build(now)?;
/// assert!(code.contains("54044400") && code.contains("8003abc"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Edit<'a> {
    khqr: Khqr<'a>,
    amount: Option<Money>,
    expires_at: Timestamp,
}

impl<'a> Khqr<'a> {
    /// The code of this one for one payment: dynamic, with an amount in the currency of the code, payable until
    /// `expires_at`.
    pub fn with_amount(&self, amount: Money, expires_at: Timestamp) -> Edit<'a> {
        Edit { khqr: self.clone(), amount: Some(amount), expires_at }
    }

    /// The same code with the same amount, made anew and payable until `expires_at`. It is another payment:
    /// its md5 differs.
    pub fn with_expiry(&self, expires_at: Timestamp) -> Edit<'a> {
        Edit { khqr: self.clone(), amount: None, expires_at }
    }
}

impl Edit<'_> {
    /// The edited code, made at `now`.
    #[cfg(feature = "alloc")]
    pub fn build(&self, now: Timestamp) -> Result<String, EncodeError> {
        let mut text = String::with_capacity(self.khqr.text().len() + 60);
        self.write(now, &mut text)?;
        Ok(text)
    }

    /// Writes the edited code, made at `now`. Nothing is written when it cannot be made.
    pub fn write<W: fmt::Write>(&self, now: Timestamp, out: &mut W) -> Result<(), EncodeError> {
        let amount = self.check(now)?;
        let mut counter = Counter(0);
        self.emit(now, amount.as_ref(), &mut counter)?;
        if counter.0 > MAX_UNITS {
            return Err(EncodeErrorKind::TooLong { units: counter.0 }.at(TagPath::WHOLE));
        }
        self.emit(now, amount.as_ref(), out)
    }

    /// The text of the new amount, if there is one.
    fn check(&self, now: Timestamp) -> Result<Option<AmountText>, EncodeError> {
        let at = |tag| TagPath::root(tag);
        let amount = match self.amount {
            None if !self.khqr.contains(Tag::AMOUNT) => {
                return Err(
                    EncodeErrorKind::Official(OfficialError::DynamicWithoutAmount).at(at(Tag::AMOUNT))
                );
            }
            None => None,
            Some(amount) => {
                let expected = self.khqr.currency();
                if expected != Some(amount.currency()) {
                    return Err(EncodeErrorKind::OtherCurrency { expected }.at(at(Tag::CURRENCY)));
                }
                if amount.minor() == 0 {
                    return Err(EncodeErrorKind::Official(OfficialError::AmountInvalid).at(at(Tag::AMOUNT)));
                }
                let text = AMOUNT.write(amount);
                Some(text.map_err(|error| EncodeErrorKind::Amount(error).at(at(Tag::AMOUNT)))?)
            }
        };
        check_expiry(self.expires_at, now, now)?;
        Ok(amount)
    }

    fn emit<W: fmt::Write>(
        &self,
        now: Timestamp,
        amount: Option<&AmountText>,
        out: &mut W,
    ) -> Result<(), EncodeError> {
        let mut out = Summing { out, digest: crc::digest() };
        let mut needs_initiation = !self.khqr.contains(Tag::INITIATION);
        let inserts_amount = !self.khqr.contains(Tag::AMOUNT);
        for object in self.khqr.objects() {
            let tag = object.tag();
            if needs_initiation && tag != Tag::PAYLOAD_FORMAT {
                needs_initiation = false;
                out.object(Tag::INITIATION, "12")?;
            }
            match (tag, amount) {
                (Tag::INITIATION, _) => out.object(tag, "12")?,
                (Tag::AMOUNT, Some(amount)) => out.object(tag, amount)?,
                (Tag::CURRENCY, Some(amount)) if inserts_amount => {
                    out.text(object.text())?;
                    out.object(Tag::AMOUNT, amount)?;
                }
                (Tag::TIMESTAMPS, _) => self.timestamps(now, Some(&object), &mut out)?,
                (Tag::CRC, _) => {
                    if !self.khqr.contains(Tag::TIMESTAMPS) {
                        self.timestamps(now, None, &mut out)?;
                    }
                }
                _ => out.text(object.text())?,
            }
        }
        out.seal()
    }

    /// Template 99 with both times, and with what else is in it.
    fn timestamps<W: fmt::Write>(
        &self,
        now: Timestamp,
        template: Option<&Object<'_>>,
        out: &mut Summing<'_, W>,
    ) -> Result<(), EncodeError> {
        let times = [(sub::CREATION, now), (sub::EXPIRATION, self.expires_at)];
        let others = || {
            let objects = template.into_iter().flat_map(Object::objects);
            objects.filter(|object| times.iter().all(|(tag, _)| *tag != object.tag()))
        };
        let units = 34 + others().map(|object| units::count(object.text())).sum::<usize>();
        if units > 99 {
            let tag = Tag::TIMESTAMPS;
            return Err(EncodeErrorKind::TemplateTooLong { tag, units }.at(TagPath::root(tag)));
        }
        out.formatted(format_args!("{}{units:02}", Tag::TIMESTAMPS))?;
        for (tag, time) in times {
            out.formatted(format_args!("{tag}13{time}"))?;
        }
        others().try_for_each(|object| out.text(object.text()))
    }
}

/// Passes text on and sums it.
struct Summing<'w, W> {
    out: &'w mut W,
    digest: crc::Sum,
}

impl<W: fmt::Write> Summing<'_, W> {
    fn text(&mut self, text: &str) -> Result<(), EncodeError> {
        fmt::Write::write_str(self, text).map_err(write_failed)
    }

    fn formatted(&mut self, text: fmt::Arguments<'_>) -> Result<(), EncodeError> {
        fmt::Write::write_fmt(self, text).map_err(write_failed)
    }

    fn object(&mut self, tag: Tag, value: &str) -> Result<(), EncodeError> {
        self.formatted(format_args!("{tag}{:02}{value}", units::count(value)))
    }

    fn seal(mut self) -> Result<(), EncodeError> {
        self.text("6304")?;
        let Self { out, digest } = self;
        write!(out, "{:04X}", digest.finalize()).map_err(write_failed)
    }
}

impl<W: fmt::Write> fmt::Write for Summing<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.digest.update(text.as_bytes());
        self.out.write_str(text)
    }
}

fn write_failed(_: fmt::Error) -> EncodeError {
    EncodeErrorKind::Write.at(TagPath::WHOLE)
}

/// Counts UTF-16 units.
struct Counter(usize);

impl fmt::Write for Counter {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += units::count(text);
        Ok(())
    }
}

#[cfg(all(test, feature = "alloc"))]
mod tests {
    use pay_core::Currency;

    use super::*;
    use crate::verify;

    const NOW: Timestamp = Timestamp::from_millis(1_750_000_000_000);
    const EXPIRY: Timestamp = Timestamp::from_millis(1_750_000_060_000);
    const RIEL: Money = Money::from_minor(4_400, Currency::Khr);

    /// Static, with an object in 62 that KHQR does not know and a time as SDKs before 1.0.18 wrote it.
    const STICKER: &str = "00020101021129130009user@devb5204599953031165802KH5904Name6010Phnom Penh62120101x6803abc991700131739494400000";

    fn sealed(body: &str) -> String {
        let mut text = String::from(body) + "6304";
        let digits = crc::digits(crc::checksum(text.as_bytes()));
        text.extend(digits.map(char::from));
        text
    }

    #[test]
    fn a_sticker_becomes_a_code_for_one_payment() {
        let sticker = sealed(STICKER);
        let code = Khqr::parse(&sticker).unwrap().with_amount(RIEL, EXPIRY).build(NOW).unwrap();
        let expected = STICKER
            .replace("010211", "010212")
            .replace("5303116", "530311654044400")
            .replace("991700131739494400000", "99340013175000000000001131750000060000");
        assert_eq!(code, sealed(&expected));
        assert!(verify(&code, NOW).unwrap().is_dynamic());
    }

    #[test]
    fn a_code_for_one_payment_is_renewed() {
        let sticker = sealed(STICKER);
        let code = Khqr::parse(&sticker).unwrap().with_amount(RIEL, EXPIRY).build(NOW).unwrap();
        let later = Timestamp::from_millis(1_750_000_120_000);
        let renewed = Khqr::parse(&code).unwrap().with_expiry(later).build(EXPIRY).unwrap();
        let body = &code[..code.len() - 8];
        let expected =
            body.replace("1750000060000", "1750000120000").replace("1750000000000", "1750000060000");
        assert_eq!(renewed, sealed(&expected));
    }

    #[test]
    fn what_the_time_template_holds_besides_stays() {
        let body = STICKER.replace("991700131739494400000", "99071003abc");
        let sticker = sealed(&body);
        let code = Khqr::parse(&sticker).unwrap().with_amount(RIEL, EXPIRY).build(NOW).unwrap();
        assert!(code.contains("994100131750000000000011317500000600001003abc6304"), "{code}");
        verify(&code, NOW).unwrap();
    }

    #[test]
    fn without_tag_01_it_is_added_behind_tag_00() {
        let sticker = sealed(&STICKER.replace("010211", ""));
        let code = Khqr::parse(&sticker).unwrap().with_amount(RIEL, EXPIRY).build(NOW).unwrap();
        assert!(code.starts_with("00020101021229"), "{code}");
        verify(&code, NOW).unwrap();
    }

    #[test]
    fn what_cannot_be_edited_says_why() {
        let sticker = sealed(STICKER);
        let khqr = Khqr::parse(&sticker).unwrap();
        let kind = |edit: Edit<'_>| edit.build(NOW).unwrap_err().kind();
        let number = |edit: Edit<'_>| edit.build(NOW).unwrap_err().official_number();
        let dollars = Money::from_minor(100, Currency::Usd);
        assert_eq!(
            kind(khqr.with_amount(dollars, EXPIRY)),
            EncodeErrorKind::OtherCurrency { expected: Some(Currency::Khr) }
        );
        for minor in [0, -1, 99_999_999_999_999] {
            let amount = Money::from_minor(minor, Currency::Khr);
            assert_eq!(number(khqr.with_amount(amount, EXPIRY)), Some(4), "{minor}");
        }
        assert_eq!(number(khqr.with_expiry(EXPIRY)), Some(47));
        assert_eq!(number(khqr.with_amount(RIEL, Timestamp::from_millis(0))), Some(45));
        assert_eq!(number(khqr.with_amount(RIEL, Timestamp::from_millis(1_749_999_999_999))), Some(50));

        let full = sealed(&STICKER.replace("991700131739494400000", &["99841080", &"x".repeat(80)].concat()));
        let full = Khqr::parse(&full).unwrap();
        assert_eq!(
            kind(full.with_amount(RIEL, EXPIRY)),
            EncodeErrorKind::TemplateTooLong { tag: Tag::TIMESTAMPS, units: 118 }
        );
    }
}
