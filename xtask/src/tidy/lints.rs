//! Invariant 6: one lint table for all, and a reason for each exception from it.

use toml::Value;

use crate::finding::Finding;
use crate::rust::exceptions;
use crate::workspace::Workspace;

/// What the table must say, whatever else it says.
const FLOOR: &[(&str, &str, &[&str])] = &[
    ("rust", "unsafe_code", &["forbid"]),
    ("rust", "missing_docs", &["warn", "deny", "forbid"]),
    ("clippy", "unwrap_used", &["warn", "deny", "forbid"]),
];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    let table = workspace.manifest.get("workspace").and_then(|it| it.get("lints"));
    for (tool, lint, levels) in FLOOR {
        let level = table
            .and_then(|it| it.get(tool))
            .and_then(|it| it.get(lint))
            .map(|it| it.get("level").unwrap_or(it));
        if !level.and_then(Value::as_str).is_some_and(|level| levels.contains(&level)) {
            let text = format!("[workspace.lints.{tool}] must say `{lint} = \"{}\"`", levels[0]);
            findings.push(Finding::in_file("Cargo.toml", text));
        }
    }
    for member in &workspace.members {
        let lints =
            member.manifest.get("lints").and_then(|lints| lints.get("workspace")).and_then(Value::as_bool);
        if lints != Some(true) {
            findings.push(Finding::in_file(member.manifest_path(), "lacks `[lints] workspace = true`"));
        }
    }
    for (path, tokens) in &workspace.sources {
        for exception in exceptions(tokens).into_iter().filter(|exception| !exception.has_reason) {
            let text = format!(
                "an exception from {} without a reason: add `reason = \"..\"`",
                exception.lints.join(", ")
            );
            findings.push(Finding::at(path, exception.line, text));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn a_missing_table_a_loose_member_and_a_silent_exception_are_found() {
        let root = "[workspace]\nmembers = [\"crates/*\"]\n[workspace.lints]\nrust.unsafe_code = \"deny\"\n\
                    rust.missing_docs = \"warn\"\nclippy.unwrap_used = \"warn\"";
        let workspace = sample(&[
            ("Cargo.toml", root),
            ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n[lints]\nworkspace = true"),
            ("crates/b/Cargo.toml", "[package]\nname = \"b\"\n[lints.rust]\nunused = \"allow\""),
            (
                "crates/b/src/lib.rs",
                "\n#[allow(dead_code)] fn a() {}\n#[expect(unused, reason = \"shown\")] fn b() {}",
            ),
        ]);
        assert_eq!(
            texts(check(&workspace)),
            [
                "Cargo.toml: [workspace.lints.rust] must say `unsafe_code = \"forbid\"`",
                "crates/b/Cargo.toml: lacks `[lints] workspace = true`",
                "crates/b/src/lib.rs:2: an exception from dead_code without a reason: add `reason = \"..\"`",
            ]
        );
    }
}
