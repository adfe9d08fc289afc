//! Template 62 (specification, section 5.2).

use core::ops::ControlFlow;

use super::fits;
use crate::OfficialError as E;
use crate::tag::{Tag, sub};

/// The sub-tags in the order in which they are checked, and the number of each, empty or too long.
pub(crate) const LABELS: [(Tag, E); 5] = [
    (sub::BILL_NUMBER, E::BillNumberLength),
    (sub::MOBILE_NUMBER, E::MobileNumberLength),
    (sub::STORE_LABEL, E::StoreLabelLength),
    (sub::TERMINAL_LABEL, E::TerminalLabelLength),
    (sub::PURPOSE, E::PurposeLength),
];

/// The most units of each.
pub(crate) const MAX: usize = 25;

#[inline]
pub(super) fn check<'a, B>(
    value_of: impl Fn(Tag) -> Option<&'a str>,
    found: &mut impl FnMut(Tag, E) -> ControlFlow<B>,
) -> ControlFlow<B> {
    for (tag, error) in LABELS {
        if value_of(tag).is_some_and(|label| !fits(label, MAX)) {
            found(tag, error)?;
        }
    }
    ControlFlow::Continue(())
}
