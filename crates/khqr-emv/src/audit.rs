use alloc::vec::Vec;
use core::ops::ControlFlow;

use pay_core::Timestamp;

use crate::finding::{Finding, Severity};
use crate::khqr::check_crc;
use crate::payload::check_length;
use crate::reader::Cut;
use crate::{Payload, lint, rules};

/// Everything that is wrong with a text, at once: structure, official rules, lints, advice.
///
/// Never fails. A check for people; a program that decides asks [`verify`](crate::verify).
///
/// ```
/// use khqr_emv::audit;
/// use pay_core::Timestamp;
///
/// let code = "00020101021129130009user@devb5204599953031165802KH59006010Phnom Penh63047CE3";
/// let report = audit(code, Timestamp::from_millis(1_750_000_000_000));
/// assert!(!report.is_valid());
/// assert_eq!(report.findings()[0].to_string(), "expected a merchant name (59 at 54..54)");
/// ```
pub fn audit(text: &str, now: Timestamp) -> Report {
    let mut findings = Vec::new();
    if let Err(error) = check_length(text) {
        findings.push(error.into());
        return Report { findings };
    }
    if let Err(error) = check_crc(text) {
        findings.push(error.into());
    }
    let payload = Payload::salvage(text, Cut::RefuseAtRoot, |error| findings.push(error.into()));
    let mut collect = |finding| {
        findings.push(finding);
        ControlFlow::Continue(())
    };
    // The collector never breaks, so each check runs to its end.
    let _ = rules::presence(&payload, &mut collect);
    let _ = rules::values(&payload, now, &mut collect);
    let _ = lint::check(&payload, now, &mut collect);
    findings.sort_by_key(|finding| finding.location().offset());
    Report { findings }
}

/// The findings of an [`audit`], in order of place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// All findings, in order of place.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// Whether the official rules accept the code: the answer of [`verify`](crate::verify).
    pub fn is_valid(&self) -> bool {
        self.below(Severity::Error)
    }

    /// Whether [`Profile::Strict`](crate::Profile::Strict) accepts it.
    pub fn is_strict(&self) -> bool {
        self.below(Severity::Strict)
    }

    fn below(&self, severity: Severity) -> bool {
        self.findings.iter().all(|finding| finding.severity() < severity)
    }
}

impl IntoIterator for Report {
    type Item = Finding;
    type IntoIter = alloc::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.findings.into_iter()
    }
}
