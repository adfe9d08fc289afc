//! Template 62 (specification, section 5.2).

use core::ops::ControlFlow;

use super::{Flow, Known, length, within};
use crate::OfficialError as E;
use crate::finding::Finding;
use crate::reader::Object;
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

pub(super) fn check(template: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let Known(labels) = Known::of(template, LABELS.map(|(tag, _)| tag));
    for ((tag, error), label) in LABELS.into_iter().zip(labels) {
        if let Some(label) = label
            && length(label.value(), MAX, error, error).is_some()
        {
            found(within(template, tag, Some(&label), error))?;
        }
    }
    ControlFlow::Continue(())
}
