//! Invariant 2, second half: the watch engine names no provider.

use crate::finding::Finding;
use crate::workspace::Workspace;

/// Words that belong to one provider.
const PROVIDERS: &[&str] = &["bakong", "kess", "monetix", "vexora", "airpay"];

/// Comments count too: an engine explained by one provider's habits is about to follow them.
pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in workspace.tree.texts().filter(|(path, _)| path.starts_with("crates/pay-watch/src/")) {
        for (index, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            for word in PROVIDERS.iter().filter(|word| lower.contains(**word)) {
                let text = format!("names `{word}`: say what a provider does, not who it is");
                findings.push(Finding::at(path, index + 1, text));
            }
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
    fn a_provider_is_found_in_code_and_in_comments_of_the_engine_only() {
        let workspace = sample(&[
            ("crates/pay-watch/src/lib.rs", "//! Follows an order.\n// as KESS does\nstruct BakongSource;"),
            ("crates/khpay/src/main.rs", "// Bakong"),
        ]);
        assert_eq!(
            texts(check(&workspace)),
            [
                "crates/pay-watch/src/lib.rs:2: names `kess`: say what a provider does, not who it is",
                "crates/pay-watch/src/lib.rs:3: names `bakong`: say what a provider does, not who it is",
            ]
        );
    }
}
