//! What a check has to say about the tree.

use std::fmt;

use crate::Result;

/// One broken rule: where, what, and what to do instead.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    file: String,
    /// 1-based; 0 when the finding is about the file as a whole.
    line: usize,
    text: String,
}

impl Finding {
    pub(crate) fn at(file: impl Into<String>, line: usize, text: impl Into<String>) -> Self {
        Self { file: file.into(), line, text: text.into() }
    }

    pub(crate) fn in_file(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self::at(file, 0, text)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.text),
            line => write!(f, "{}:{line}: {}", self.file, self.text),
        }
    }
}

/// `Ok` when there is nothing to say; else all of it at once, in the order of the files.
pub(crate) fn verdict(mut findings: Vec<Finding>) -> Result {
    if findings.is_empty() {
        return Ok(());
    }
    findings.sort();
    findings.dedup();
    let lines: Vec<String> = findings.iter().map(Finding::to_string).collect();
    Err(lines.join("\n").into())
}

/// The findings as text, for the checks' own tests.
#[cfg(test)]
pub(crate) fn texts(mut findings: Vec<Finding>) -> Vec<String> {
    findings.sort();
    findings.iter().map(Finding::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_lists_every_finding_once_in_the_order_of_the_files() {
        let findings = vec![
            Finding::at("b.rs", 10, "late"),
            Finding::in_file("a.md", "whole"),
            Finding::at("b.rs", 9, "early"),
            Finding::at("b.rs", 9, "early"),
        ];
        let error = verdict(findings).unwrap_err();
        assert_eq!(error.to_string(), "a.md: whole\nb.rs:9: early\nb.rs:10: late");
        assert!(verdict(Vec::new()).is_ok());
    }
}
