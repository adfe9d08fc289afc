//! A version is chosen once, for all: in `[workspace.dependencies]`.

use crate::finding::Finding;
use crate::workspace::Workspace;

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        for dependency in member.dependencies.iter().filter(|dependency| !dependency.inherited) {
            let path = member.manifest_path();
            let line = workspace.tree.line_starting(&path, &dependency.key);
            let key = &dependency.key;
            let text = format!(
                "pins {key} by itself: move the version to [workspace.dependencies], say `{key}.workspace = true`"
            );
            findings.push(Finding::at(path, line, text));
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
    fn a_version_in_a_member_is_found() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nhex = \"0.4\"\nurl.workspace = true";
        assert_eq!(
            texts(check(&sample(&[("crates/a/Cargo.toml", manifest)]))),
            ["crates/a/Cargo.toml:4: pins hex by itself: move the version to [workspace.dependencies], \
              say `hex.workspace = true`"]
        );
    }
}
