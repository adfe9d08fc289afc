//! Template 99 of a dynamic code (specification, section 7).

use core::ops::ControlFlow;

use pay_core::Timestamp;

use super::{Flow, Known, within};
use crate::OfficialError as E;
use crate::finding::Finding;
use crate::reader::Object;
use crate::tag::sub::{CREATION, EXPIRATION};

/// An expiry that is no number says less than one of the wrong length, and either ends the check of times. A
/// creation that is missing or no number is accepted.
pub(super) fn check(template: &Object<'_>, now: Timestamp, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let Known([creation, expiry]) = Known::of(template, [CREATION, EXPIRATION]);
    let mut wrong = |error| found(within(template, EXPIRATION, expiry.as_ref(), error));
    let Some(millis) = expiry.and_then(|expiry| number(expiry.value())).filter(|millis| *millis != 0) else {
        return wrong(E::ExpirationRequired);
    };
    if millis < LEAST || expiry.is_some_and(|expiry| expiry.value().len() != 13) {
        return wrong(E::ExpirationLength);
    }
    if creation.and_then(|creation| number(creation.value())).is_some_and(|creation| millis < creation) {
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
