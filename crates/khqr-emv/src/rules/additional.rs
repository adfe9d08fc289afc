//! Template 62 (specification, section 5.2).

use core::ops::ControlFlow;

use super::{Flow, Known, fits, within};
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
    // The order of tags matters only between two faults.
    let is_fine =
        |label: Object<'_>| !LABELS.iter().any(|(tag, _)| *tag == label.tag()) || fits(label.value(), MAX);
    if template.objects().all(is_fine) {
        return ControlFlow::Continue(());
    }
    let Known(labels) = Known::of(template, LABELS.map(|(tag, _)| tag));
    for ((tag, error), label) in LABELS.into_iter().zip(labels) {
        if let Some(label) = label
            && !fits(label.value(), MAX)
        {
            found(within(template, tag, Some(&label), error))?;
        }
    }
    ControlFlow::Continue(())
}
