//! `CHANGELOG.md`: what changed stands under `## Unreleased`, which a release turns into `## <version> -
//! <date>`.

use std::fs;
use std::path::Path;

use cargo_metadata::semver::Version;

use super::plan::Crate;
use crate::finding::Finding;

const UNRELEASED: &str = "## Unreleased";

/// A crate whose next release has nothing to tell, and whose version was not released either.
pub(crate) fn check(root: &Path, crates: &[&Crate]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for krate in crates {
        let text = read(root, krate);
        if section(&text, UNRELEASED).is_none() && released(&text, &krate.version).is_none() {
            let text =
                format!("says nothing under `{UNRELEASED}`, and {} is not there either", krate.version);
            findings.push(Finding::in_file(path(krate), text));
        }
    }
    findings
}

/// Whether something is waiting for a release.
pub(crate) fn has_unreleased(root: &Path, krate: &Crate) -> bool {
    section(&read(root, krate), UNRELEASED).is_some()
}

/// The path of a crate's changelog, from the root.
pub(crate) fn path(krate: &Crate) -> String {
    format!("{}/CHANGELOG.md", krate.dir)
}

/// The text with its unreleased section under `version`; `None` when there is nothing to release.
pub(crate) fn release(text: &str, version: &Version, date: &str) -> Option<String> {
    section(text, UNRELEASED)?;
    Some(text.replacen(UNRELEASED, &format!("## {version} - {date}"), 1))
}

/// What a released version changed.
pub(crate) fn released<'a>(text: &'a str, version: &Version) -> Option<&'a str> {
    section(text, &format!("## {version} - "))
}

/// What stands below the heading that starts with `heading`; `None` when there is no entry.
fn section<'a>(text: &'a str, heading: &str) -> Option<&'a str> {
    let start = if text.starts_with(heading) { 0 } else { text.find(&format!("\n{heading}"))? + 1 };
    let (_, below) = text[start..].split_once('\n')?;
    let body = below.split("\n## ").next().unwrap_or(below).trim();
    body.lines().any(|line| line.starts_with("- ")).then_some(body)
}

fn read(root: &Path, krate: &Crate) -> String {
    fs::read_to_string(root.join(path(krate))).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# Changelog\n\n## Unreleased\n\n### Added\n\n- A.\n\n## 0.1.0 - 2026-01-02\n\n- B.\n";

    #[test]
    fn what_was_unreleased_gets_version_and_date() {
        let after = release(TEXT, &Version::new(0, 2, 0), "2026-11-21").unwrap();
        assert_eq!(after, TEXT.replace("## Unreleased", "## 0.2.0 - 2026-11-21"));
        assert_eq!(released(&after, &Version::new(0, 2, 0)), Some("### Added\n\n- A."));
        assert_eq!(released(&after, &Version::new(0, 1, 0)), Some("- B."));
    }

    #[test]
    fn a_section_without_an_entry_is_nothing_to_release() {
        let version = Version::new(0, 2, 0);
        for text in [
            "# Changelog\n",
            "## Unreleased\n\n### Added\n\n## 0.1.0 - 2026-01-02\n\n- B.\n",
            "## Unreleased",
        ] {
            assert_eq!(release(text, &version, "2026-11-21"), None, "{text}");
        }
        assert_eq!(released(TEXT, &version), None);
    }

    #[test]
    fn a_crate_without_a_changelog_is_found() {
        let krate = super::super::plan::sample("no-such-crate", &[]);
        let found = check(Path::new("."), &[&krate]);
        assert_eq!(
            crate::finding::texts(found),
            [
                "crates/no-such-crate/CHANGELOG.md: says nothing under `## Unreleased`, and 0.1.0 is not there either"
            ]
        );
    }
}
