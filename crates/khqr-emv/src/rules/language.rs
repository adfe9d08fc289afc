//! Template 64 (specification, section 5.3).

use core::ops::ControlFlow;

use super::{Flow, Known, fits, within};
use crate::OfficialError as E;
use crate::finding::Finding;
use crate::reader::Object;
use crate::tag::sub::{ALTERNATE_CITY, ALTERNATE_NAME, PREFERENCE};

/// An alternate city alone passes, and so does an empty language alone.
pub(super) fn check(template: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let Known([preference, name, city]) = Known::of(template, [PREFERENCE, ALTERNATE_NAME, ALTERNATE_CITY]);
    let unnamed = name.is_none_or(|name| name.value().is_empty());
    if unnamed && preference.is_some_and(|preference| !preference.value().is_empty()) {
        found(within(template, ALTERNATE_NAME, name.as_ref(), E::AlternateNameRequired))?;
    }
    if let Some(name) = &name {
        match &preference {
            None => found(within(template, PREFERENCE, None, E::LanguageRequired))?,
            Some(preference) if !fits(preference.value(), 2) => {
                found(within(template, PREFERENCE, Some(preference), E::LanguageLength))?;
            }
            Some(_) => {}
        }
        if !fits(name.value(), 25) {
            found(within(template, ALTERNATE_NAME, Some(name), E::AlternateNameLength))?;
        }
    }
    if let Some(city) = &city
        && !fits(city.value(), 15)
    {
        found(within(template, ALTERNATE_CITY, Some(city), E::AlternateCityLength))?;
    }
    ControlFlow::Continue(())
}
