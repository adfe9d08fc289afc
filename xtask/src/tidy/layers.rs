//! Invariants 2 and 3: who may depend on whom, in any of the dependency tables.

use crate::finding::Finding;
use crate::workspace::{Dependency, Member, Workspace, is_client};

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in &workspace.members {
        for dependency in &member.dependencies {
            if let Some(instead) = refusal(workspace, &member.name, &dependency.package) {
                findings.push(finding(workspace, member, dependency, instead));
            }
        }
    }
    findings
}

/// What to do instead of `from` depending on `to`; `None` when it may.
fn refusal(workspace: &Workspace, from: &str, to: &str) -> Option<&'static str> {
    let ours = workspace.member(to).is_some();
    match from {
        _ if is_client(from) && is_client(to) => {
            Some("what two clients share belongs in pay-core or pay-http")
        }
        _ if is_client(from) && to == "pay-sandbox" => {
            Some("a client meets the sandbox in the conformance package, where two readings are compared")
        }
        "pay-watch" if is_client(to) => Some("take a `StatusSource` of pay-core, which every client is"),
        "pay-sandbox" if is_client(to) || to == "pay-http" => {
            Some("the sandbox is a second reading: write its own types from the provider's document")
        }
        "xtask" if ours => Some("the checks must build and run while the crates do not"),
        "pay-core" if ours => Some("pay-core is the ground: others depend on it"),
        "khqr-emv" | "pay-sign" | "pay-http" if ours && to != "pay-core" => {
            Some("it stands on pay-core alone")
        }
        _ => None,
    }
}

fn finding(workspace: &Workspace, member: &Member, dependency: &Dependency, instead: &str) -> Finding {
    let path = member.manifest_path();
    let line = workspace.tree.line_starting(&path, &dependency.key);
    let text =
        format!("{} depends on {} ({:?}): {instead}", member.name, dependency.package, dependency.kind);
    Finding::at(path, line, text)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    /// A workspace of the usual members, in which `from` depends on `to`.
    fn found(from: &str, table: &str, to: &str) -> Vec<String> {
        let names = [
            "pay-core",
            "pay-http",
            "khqr-emv",
            "pay-watch",
            "pay-sandbox",
            "bakong-client",
            "kess-client",
            "khpay",
        ];
        let mut files = Vec::new();
        for name in names {
            let dependency = if name == from { format!("[{table}]\n{to} = \"1\"") } else { String::new() };
            files.push((
                format!("crates/{name}/Cargo.toml"),
                format!("[package]\nname = \"{name}\"\n{dependency}"),
            ));
        }
        if from == "xtask" {
            files.push((
                "xtask/Cargo.toml".to_owned(),
                format!("[package]\nname = \"xtask\"\n[{table}]\n{to} = \"1\""),
            ));
        }
        let files: Vec<(&str, &str)> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        texts(check(&sample(&files)))
    }

    #[test]
    fn every_forbidden_edge_is_found_in_every_table() {
        for (from, to) in [
            ("bakong-client", "kess-client"),
            ("bakong-client", "pay-sandbox"),
            ("pay-watch", "bakong-client"),
            ("pay-sandbox", "bakong-client"),
            ("pay-sandbox", "pay-http"),
            ("pay-core", "khqr-emv"),
            ("khqr-emv", "pay-http"),
            ("xtask", "pay-core"),
        ] {
            for table in
                ["dependencies", "dev-dependencies", "build-dependencies", "target.'cfg(unix)'.dependencies"]
            {
                assert_eq!(found(from, table, to).len(), 1, "{from} -> {to} in {table}");
            }
        }
    }

    #[test]
    fn the_finding_names_the_line_and_the_way_out() {
        assert_eq!(
            found("pay-watch", "dev-dependencies", "bakong-client"),
            ["crates/pay-watch/Cargo.toml:4: pay-watch depends on bakong-client (Dev): \
              take a `StatusSource` of pay-core, which every client is"]
        );
    }

    #[test]
    fn the_command_may_use_everything_and_everyone_the_ground() {
        for (from, to) in [
            ("khpay", "bakong-client"),
            ("khpay", "pay-sandbox"),
            ("bakong-client", "khqr-emv"),
            ("pay-sandbox", "khqr-emv"),
            ("pay-watch", "pay-core"),
            ("xtask", "clap"),
            ("pay-core", "thiserror"),
        ] {
            assert!(found(from, "dependencies", to).is_empty(), "{from} -> {to}");
        }
    }
}
