use khqr_emv::{Finding, audit};
use pay_core::Timestamp;
use serde_json::json;

use crate::exit::{Exit, Report};
use crate::time::or_now;

/// Lists all findings of one code, in order of their place. Valid with findings is still a yes.
pub(super) fn one(code: &str, now: Option<Timestamp>) -> Report {
    let report = audit(code, or_now(now));
    let findings = report.findings();
    let summary = match (report.is_valid(), findings.len()) {
        (true, 0) => "valid, nothing to say".to_owned(),
        (true, count) => format!("valid, with {count} finding{}", plural(count)),
        (false, count) => format!("not valid, {count} finding{}", plural(count)),
    };
    let lines = findings.iter().map(|finding| format!("  {:<7} {finding}", finding.severity().to_string()));
    let text = std::iter::once(summary).chain(lines).collect::<Vec<_>>().join("\n");
    let json = json!({
        "isValid": report.is_valid(),
        "isStrict": report.is_strict(),
        "findings": findings.iter().map(to_json).collect::<Vec<_>>(),
    });
    Report { text, json, exit: if report.is_valid() { Exit::Yes } else { Exit::No } }
}

fn to_json(finding: &Finding) -> serde_json::Value {
    let location = finding.location();
    json!({
        "severity": finding.severity().to_string(),
        "errorCode": finding.official_number(),
        "problem": finding.problem().to_string(),
        "path": location.path().to_string(),
        "start": location.bytes().start,
        "end": location.bytes().end,
    })
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
