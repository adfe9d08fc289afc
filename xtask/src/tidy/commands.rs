//! The commands that the README promises are the ones that CI runs.

use crate::ci::TEST_COMMAND;
use crate::finding::Finding;
use crate::workspace::Workspace;

/// Shows the house working.
const DEMO_COMMAND: &str = "cargo run -p khpay -- demo";

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for command in [TEST_COMMAND, DEMO_COMMAND] {
        if !lines(workspace, "README.md").any(|line| line == command) {
            findings
                .push(Finding::in_file("README.md", format!("lacks the line `{command}` in a code block")));
        }
    }
    if !lines(workspace, ".ci/run").any(|line| line == TEST_COMMAND) {
        let text = format!("lacks the line `{TEST_COMMAND}`: what README.md promises is what CI runs");
        findings.push(Finding::in_file(".ci/run", text));
    }
    findings
}

/// The lines of a file, without indentation and without a comment behind the command.
fn lines<'a>(workspace: &'a Workspace, path: &str) -> impl Iterator<Item = &'a str> {
    let text = workspace.tree.text(path).unwrap_or_default();
    text.lines().map(|line| line.split(" #").next().unwrap_or(line).trim())
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn a_promise_that_is_not_kept_is_found() {
        let readme = "```sh\ncargo run -p khpay -- demo   # a payment\ncargo test --workspace\n```";
        let kept = sample(&[("README.md", readme), (".ci/run", "set -e\ncargo test --workspace\n")]);
        assert!(check(&kept).is_empty());
        let broken = sample(&[("README.md", readme), (".ci/run", "cargo test --workspace --lib\n")]);
        assert_eq!(
            texts(check(&broken)),
            [".ci/run: lacks the line `cargo test --workspace`: what README.md promises is what CI runs"]
        );
        assert_eq!(texts(check(&sample(&[]))).len(), 3);
    }
}
