use pay_core::Check;
use pay_sign::{Reading, Verdict};

use crate::model::PaymentReport;
use crate::settings::Settings;

/// A callback whose signature holds, and what that says.
///
/// It says who sent it, not when: a body that is a year old holds as well. Callers remember
/// [`PaymentReport::event_key`].
#[derive(Clone, Debug)]
pub struct Signed<'a> {
    report: &'a PaymentReport,
    verdict: Verdict,
    is_ours: bool,
}

impl<'a> Signed<'a> {
    pub(super) fn new(report: &'a PaymentReport, verdict: Verdict, settings: &Settings) -> Self {
        let is_ours = report.project().is_some_and(|project| settings.is_project(project));
        Self { report, verdict, is_ours }
    }

    /// What Monetix reports.
    pub const fn report(&self) -> &'a PaymentReport {
        self.report
    }

    /// Whether it is about this project. Another one may have the same secret (threat D-41).
    pub const fn is_ours(&self) -> bool {
        self.is_ours
    }

    /// Whether a text in it holds a `;`, so that the same signature fits another document: ask for the status before acting
    /// (section 2.5).
    pub fn is_ambiguous(&self) -> bool {
        !self.verdict.ambiguous().is_empty()
    }

    /// The reading of the scheme under which the signature holds: in which [order](Reading::order) the items were signed,
    /// and how numbers were written. Monetix's own order is natural, as far as anybody knows.
    pub const fn reading(&self) -> Reading {
        self.verdict.reading()
    }

    /// Which secret it was, in the order in which they were given.
    pub const fn secret(&self) -> usize {
        self.verdict.secret()
    }

    /// The checks whose values the signature covers.
    pub fn covers(&self) -> Vec<Check> {
        let covered = |paths: &[&[&str]]| paths.iter().any(|path| self.verdict.coverage().covers(path));
        let id: &[&[&str]] = &[&["payment", "id"], &["general", "payment_id"]];
        let project: &[&[&str]] = &[&["project_id"], &["general", "project_id"]];
        let checks = [
            (Check::Order, covered(id)),
            (Check::Status, covered(&[&["payment", "status"]]) && covered(&[&["payment", "type"]])),
            (Check::Currency, covered(&[&["payment", "sum", "currency"]])),
            (Check::Amount, covered(&[&["payment", "sum", "amount"]])),
            (Check::Receiver, covered(project)),
            (Check::Time, covered(&[&["operation", "date"]])),
        ];
        checks.into_iter().filter_map(|(check, is_covered)| is_covered.then_some(check)).collect()
    }

    /// Whether it may be taken as Monetix's word on one of this project's orders without a question.
    pub(super) fn is_evidence(&self) -> bool {
        let covers = self.covers();
        let is_bound =
            [Check::Order, Check::Status, Check::Receiver].iter().all(|check| covers.contains(check));
        is_bound && self.is_ours && !self.is_ambiguous() && self.report.is_whole()
    }
}
