//! Templates 29 and 30 (specification, section 5.1).

use core::ops::ControlFlow;

use super::{account_id, length};
use crate::OfficialError as E;
use crate::tag::Tag;
use crate::tag::sub::{ACCOUNT_ID, ACCOUNT_INFORMATION, BANK};
use crate::units;

/// A merchant's 30/01 is checked as if it were account information, and an empty one passes: so the official
/// package does.
#[inline]
pub(super) fn check<'a, B>(
    value_of: impl Fn(Tag) -> Option<&'a str>,
    found: &mut impl FnMut(Tag, E) -> ControlFlow<B>,
) -> ControlFlow<B> {
    if let Some(error) = account_id(value_of(ACCOUNT_ID).unwrap_or_default()) {
        found(ACCOUNT_ID, error)?;
    }
    if value_of(ACCOUNT_INFORMATION).is_some_and(|information| units::exceed(information, 32)) {
        found(ACCOUNT_INFORMATION, E::AccountInformationLength)?;
    }
    if let Some(error) = value_of(BANK).and_then(|bank| length(bank, 32, E::BankRequired, E::BankLength)) {
        found(BANK, error)?;
    }
    ControlFlow::Continue(())
}
