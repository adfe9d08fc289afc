//! Template 99 of a dynamic code (specification, section 7).

use core::ops::ControlFlow;

use pay_core::Timestamp;

use crate::OfficialError as E;
use crate::tag::Tag;
use crate::tag::sub::{CREATION, EXPIRATION};

/// An expiry that is no number says less than one of the wrong length, and either ends the check of times. A
/// creation that is missing or no number is accepted.
#[inline]
pub(super) fn check<'a, B>(
    value_of: impl Fn(Tag) -> Option<&'a str>,
    now: Timestamp,
    found: &mut impl FnMut(Tag, E) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut wrong = |error| found(EXPIRATION, error);
    let expiry = value_of(EXPIRATION).unwrap_or_default();
    let Some(millis) = number(expiry).filter(|millis| *millis != 0) else {
        return wrong(E::ExpirationRequired);
    };
    if millis < LEAST || expiry.len() != 13 {
        return wrong(E::ExpirationLength);
    }
    if value_of(CREATION).and_then(number).is_some_and(|creation| millis < creation) {
        wrong(E::ExpirationBeforeCreation)?;
    }
    if millis < now.as_millis() {
        wrong(E::Expired)?;
    }
    ControlFlow::Continue(())
}

/// The least number of 13 digits; with zeros in front the official package counts fewer.
const LEAST: i64 = 1_000_000_000_000;

/// ASCII digits as a number; one that is too large for the type is the largest.
fn number(digits: &str) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.bytes().try_fold(0, |number: i64, byte| {
        let digit = i64::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        Some(number.saturating_mul(10).saturating_add(digit))
    })
}
