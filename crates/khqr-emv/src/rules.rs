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
    let dynamic = payload.is_dynamic();
    for object in payload.objects() {
        match object.tag() {
            Tag::INDIVIDUAL | Tag::MERCHANT => account::check(&object, found)?,
            Tag::ADDITIONAL => additional::check(&object, found)?,
            Tag::LANGUAGE => language::check(&object, found)?,
            Tag::TIMESTAMPS if dynamic => timestamps::check(&object, now, found)?,
            _ => {
                if let Some(error) = value(object.tag(), object.value()) {
                    found(at(&object, error))?;
                }
            }
        }
    }
    ControlFlow::Continue(())
}

/// The rule of a root tag that is no template.
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

/// The objects of a template whose tags KHQR knows, by tag.
struct Known<'a, const N: usize>([Option<Object<'a>>; N]);

impl<'a, const N: usize> Known<'a, N> {
    /// The objects of the tags, in the order of the tags.
    #[inline]
    fn of(template: &Object<'a>, tags: [Tag; N]) -> Self {
        let mut known = [None; N];
        for object in template.objects() {
            if let Some(place) = tags.iter().position(|tag| *tag == object.tag()) {
                known[place] = Some(object);
            }
        }
        Self(known)
    }
}
