//! Templates 29 and 30 (specification, section 5.1).

use core::ops::ControlFlow;

use super::{Flow, Known, account_id, length, within};
use crate::OfficialError as E;
use crate::finding::Finding;
use crate::reader::Object;
use crate::tag::sub::{ACCOUNT_ID, ACCOUNT_INFORMATION, BANK};
use crate::units;

/// A merchant's 30/01 is checked as if it were account information, and an empty one passes: so the official
/// package does.
pub(super) fn check(template: &Object<'_>, found: &mut impl FnMut(Finding) -> Flow) -> Flow {
    let Known([id, information, bank]) = Known::of(template, [ACCOUNT_ID, ACCOUNT_INFORMATION, BANK]);
    if let Some(error) = account_id(id.map_or("", |id| id.value())) {
        found(within(template, ACCOUNT_ID, id.as_ref(), error))?;
    }
    if let Some(information) = information
        && units::exceed(information.value(), 32)
    {
        found(within(template, ACCOUNT_INFORMATION, Some(&information), E::AccountInformationLength))?;
    }
    if let Some(bank) = bank
        && let Some(error) = length(bank.value(), 32, E::BankRequired, E::BankLength)
    {
        found(within(template, BANK, Some(&bank), error))?;
    }
    ControlFlow::Continue(())
}
