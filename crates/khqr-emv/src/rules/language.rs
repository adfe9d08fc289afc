//! Template 64 (specification, section 5.3).

use core::ops::ControlFlow;

use super::fits;
use crate::OfficialError as E;
use crate::tag::Tag;
use crate::tag::sub::{ALTERNATE_CITY, ALTERNATE_NAME, PREFERENCE};

/// An alternate city alone passes, and so does an empty language alone.
#[inline]
pub(super) fn check<'a, B>(
    value_of: impl Fn(Tag) -> Option<&'a str>,
    found: &mut impl FnMut(Tag, E) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let [preference, name, city] = [PREFERENCE, ALTERNATE_NAME, ALTERNATE_CITY].map(value_of);
    if name.is_none_or(str::is_empty) && preference.is_some_and(|preference| !preference.is_empty()) {
        found(ALTERNATE_NAME, E::AlternateNameRequired)?;
    }
    if let Some(name) = name {
        match preference {
            None => found(PREFERENCE, E::LanguageRequired)?,
            Some(preference) if !fits(preference, 2) => found(PREFERENCE, E::LanguageLength)?,
            Some(_) => {}
        }
        if !fits(name, 25) {
            found(ALTERNATE_NAME, E::AlternateNameLength)?;
        }
    }
    if city.is_some_and(|city| !fits(city, 15)) {
        found(ALTERNATE_CITY, E::AlternateCityLength)?;
    }
    ControlFlow::Continue(())
}
