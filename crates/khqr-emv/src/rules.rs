//! The official rules, in the official order (specification, sections 4 to 7 and 9).

mod account;
mod additional;
mod language;
mod timestamps;

use core::ops::ControlFlow;

use pay_core::Timestamp;

pub(crate) use self::additional::{LABELS, MAX as MAX_LABEL};
use crate::finding::{Finding, Problem};
use crate::reader::Object;
use crate::tag::{Location, Tag, TagPath};
use crate::{OfficialError, Payload, units};

/// Whether a check goes on behind a finding, or ends with it.
pub(crate) type Flow = ControlFlow<Finding>;

/// What must be there: first what a dynamic code needs, then the tags of every code, in the order of the
/// official table. The CRC is not among them, for it is checked before.
pub(crate) fn presence(payload: &Payload<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let dynamic = payload.is_dynamic();
    let [amount, timestamps] = [Tag::AMOUNT, Tag::TIMESTAMPS].map(|tag| payload.contains(tag));
    if dynamic && !amount {
        found(missing(payload, Tag::AMOUNT, OfficialError::DynamicWithoutAmount))?;
    }
    if (dynamic || amount) && !timestamps {
        found(missing(payload, Tag::TIMESTAMPS, OfficialError::ExpirationRequired))?;
    }
    for (tag, error) in REQUIRED {
        let other = if tag == Tag::INDIVIDUAL { Tag::MERCHANT } else { tag };
        if !payload.contains(tag) && !payload.contains(other) {
            found(missing(payload, tag, error))?;
        }
    }
    ControlFlow::Continue(())
}

const REQUIRED: [(Tag, OfficialError); 7] = [
    (Tag::PAYLOAD_FORMAT, OfficialError::PayloadFormatRequired),
    (Tag::INDIVIDUAL, OfficialError::MerchantTypeRequired),
    (Tag::CATEGORY, OfficialError::CategoryRequired),
    (Tag::CURRENCY, OfficialError::CurrencyRequired),
    (Tag::COUNTRY, OfficialError::CountryRequired),
    (Tag::NAME, OfficialError::MerchantNameRequired),
    (Tag::CITY, OfficialError::MerchantCityRequired),
];

/// What each object may hold, in order of appearance.
pub(crate) fn values(payload: &Payload<'_>, now: Timestamp, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    // Asked once, so that the answer does not depend on whether 99 stands before 01 (D7).
    let times = payload.is_dynamic().then_some(now);
    // The order matters between two findings, and it takes the longest.
    if all_hold(payload, times) {
        return ControlFlow::Continue(());
    }
    for object in payload.objects() {
        // Of a tag that is there twice, the last: so the official package reads.
        let nested = |tag| object.objects().filter(|nested| nested.tag() == tag).last();
        let value_of = |tag| nested(tag).map(|object| object.value());
        if let Some(error) = value(object.tag(), object.value()) {
            found(at(&object, error))?;
        }
        template(object.tag(), times, value_of, &mut |tag, error| {
            found(within(&object, tag, nested(tag).as_ref(), error))
        })?;
    }
    ControlFlow::Continue(())
}

/// Whether the index has nothing that [`values`] would find.
fn all_hold(payload: &Payload<'_>, times: Option<Timestamp>) -> bool {
    let value_holds = |tag| payload.value(tag).is_none_or(|text| value(tag, text).is_none());
    let template_holds = |tag| {
        let value_of = |nested| payload.indexed(tag, nested);
        !payload.contains(tag)
            || template(tag, times, value_of, &mut |_, _| ControlFlow::Break(())).is_continue()
    };
    payload.is_indexed() && VALUES.into_iter().all(value_holds) && TEMPLATES.into_iter().all(template_holds)
}

/// The root tags of which [`value`] has a rule.
const VALUES: [Tag; 8] = [
    Tag::PAYLOAD_FORMAT,
    Tag::INITIATION,
    Tag::CATEGORY,
    Tag::CURRENCY,
    Tag::AMOUNT,
    Tag::COUNTRY,
    Tag::NAME,
    Tag::CITY,
];

/// Those of which [`template`] has.
const TEMPLATES: [Tag; 5] = [Tag::INDIVIDUAL, Tag::MERCHANT, Tag::ADDITIONAL, Tag::LANGUAGE, Tag::TIMESTAMPS];

/// The rules of a template, over the values in it by tag. Those of 99 are asked with the time, for a dynamic code.
#[inline]
fn template<'a, B>(
    tag: Tag,
    times: Option<Timestamp>,
    value_of: impl Fn(Tag) -> Option<&'a str>,
    found: &mut impl FnMut(Tag, OfficialError) -> ControlFlow<B>,
) -> ControlFlow<B> {
    match (tag, times) {
        (Tag::INDIVIDUAL | Tag::MERCHANT, _) => account::check(value_of, found),
        (Tag::ADDITIONAL, _) => additional::check(value_of, found),
        (Tag::LANGUAGE, _) => language::check(value_of, found),
        (Tag::TIMESTAMPS, Some(now)) => timestamps::check(value_of, now, found),
        _ => ControlFlow::Continue(()),
    }
}

/// The rule of a root tag that is no template.
#[inline]
pub(crate) fn value(tag: Tag, value: &str) -> Option<OfficialError> {
    use OfficialError as E;
    match tag {
        Tag::PAYLOAD_FORMAT => length(value, 2, E::PayloadFormatRequired, E::PayloadFormatLength),
        Tag::INITIATION if units::exceed(value, 2) => Some(E::InitiationLength),
        Tag::INITIATION if !matches!(value, "11" | "12") => Some(E::InitiationInvalid),
        Tag::CATEGORY => length(value, 4, E::CategoryRequired, E::CategoryLength)
            .or_else(|| (!value.bytes().all(|byte| byte.is_ascii_digit())).then_some(E::CategoryInvalid)),
        Tag::CURRENCY => length(value, 3, E::CurrencyRequired, E::CurrencyLength)
            .or_else(|| crate::fields::currency(value).is_none().then_some(E::CurrencyUnsupported)),
        Tag::AMOUNT => length(value, 13, E::AmountInvalid, E::AmountInvalid)
            .or_else(|| value.contains('-').then_some(E::AmountInvalid)),
        Tag::COUNTRY => length(value, 3, E::CountryRequired, E::CountryLength),
        Tag::NAME => length(value, 25, E::MerchantNameRequired, E::MerchantNameLength),
        Tag::CITY => length(value, 15, E::MerchantCityRequired, E::MerchantCityLength),
        _ => None,
    }
}

/// One to `max` units.
#[inline]
pub(crate) fn length(
    value: &str,
    max: usize,
    empty: OfficialError,
    long: OfficialError,
) -> Option<OfficialError> {
    if fits(value, max) { None } else { Some(if value.is_empty() { empty } else { long }) }
}

/// The rule of an account's sub-tag 00: length before `@` (specification, section 5.1).
pub(crate) fn account_id(id: &str) -> Option<OfficialError> {
    use OfficialError as E;
    length(id, 32, E::AccountIdRequired, E::AccountIdLength)
        .or_else(|| (!id.contains('@')).then_some(E::AccountIdInvalid))
}

/// A finding over the value of a root object.
fn at(object: &Object<'_>, error: OfficialError) -> Finding {
    let location = Location::new(TagPath::root(object.tag()), object.value_bytes());
    Finding::new(Problem::Official(error), location)
}

/// A finding over the value of an object in a template, or over the end of the template when there is none.
fn within(template: &Object<'_>, tag: Tag, object: Option<&Object<'_>>, error: OfficialError) -> Finding {
    let end = template.bytes().end;
    let bytes = object.map_or(end..end, Object::value_bytes);
    Finding::new(Problem::Official(error), Location::new(TagPath::nested(template.tag(), tag), bytes))
}

/// A root tag that is missing: its place is before the CRC.
fn missing(payload: &Payload<'_>, tag: Tag, error: OfficialError) -> Finding {
    let text = payload.text();
    let end = payload.object(Tag::CRC).map_or(text.len(), |crc| crc.bytes().start);
    Finding::new(Problem::Official(error), Location::new(TagPath::root(tag), end..end))
}

/// Whether a value has one to `max` units.
#[inline]
pub(crate) fn fits(value: &str, max: usize) -> bool {
    !value.is_empty() && !units::exceed(value, max)
}
