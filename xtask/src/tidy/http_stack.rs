//! Invariant 4: one HTTP stack, in one crate, behind one feature.

use super::cargo_tree;
use crate::finding::Finding;
use crate::rust::mentions;
use crate::workspace::{Kind, Member, Workspace};

/// The crate that may hold the stack.
const HOME: &str = "pay-http";

/// Measures the crate beside the bare stack.
const BENCHES: &str = "benches";

/// What must be gone from a client built without its default features.
const STACK: &[&str] = &["reqwest", "hyper", "hyper-util", "h2", "rustls"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = in_manifests(workspace);
    findings.extend(in_signatures(workspace));
    let bare = workspace.clients().chain(workspace.member(HOME)).chain(workspace.member("pay-watch"));
    for member in bare {
        match cargo_tree::packages(&workspace.tree.root, member, &["--no-default-features"]) {
            Ok(packages) => findings.extend(in_packages(member, &packages)),
            Err(finding) => findings.push(finding),
        }
    }
    findings
}

fn in_manifests(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in workspace.members.iter().filter(|member| ![HOME, BENCHES].contains(&member.name.as_str())) {
        for dependency in
            member.dependencies.iter().filter(|it| it.package == "reqwest" && it.kind != Kind::Build)
        {
            let path = member.manifest_path();
            let line = workspace.tree.line_starting(&path, &dependency.key);
            findings.push(Finding::at(
                path,
                line,
                "depends on reqwest: send through the `Transport` of pay-http",
            ));
        }
    }
    findings
}

fn in_signatures(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for member in workspace.members.iter().filter(|member| member.name != HOME) {
        for (path, tokens) in workspace.sources_of(member) {
            for line in mentions(tokens, "reqwest") {
                let text = "a public item shows reqwest: its versions would become this crate's, use a type of pay-http";
                findings.push(Finding::at(path, line, text));
            }
        }
    }
    findings
}

fn in_packages(member: &Member, packages: &[String]) -> Vec<Finding> {
    let built = packages.iter().filter(|package| STACK.contains(&package.as_str()));
    let findings = built.map(|package| {
        let text =
            format!("{} builds `{package}` with --no-default-features: put it behind a feature", member.name);
        Finding::in_file(member.manifest_path(), text)
    });
    findings.collect()
}

#[cfg(test)]
mod tests {
    use super::{in_manifests, in_packages, in_signatures};
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn the_stack_is_found_outside_its_home() {
        let with = |name: &str| format!("[package]\nname = \"{name}\"\n[dependencies]\nreqwest = \"1\"");
        let (home, client) = (with("pay-http"), with("bakong-client"));
        let workspace = sample(&[
            ("crates/pay-http/Cargo.toml", home.as_str()),
            ("crates/pay-http/src/lib.rs", "pub fn f() -> reqwest::Client {}"),
            ("crates/bakong-client/Cargo.toml", client.as_str()),
            ("crates/bakong-client/src/lib.rs", "\npub fn f() -> reqwest::Client {}"),
        ]);
        assert_eq!(
            texts(in_manifests(&workspace)),
            [
                "crates/bakong-client/Cargo.toml:4: depends on reqwest: send through the `Transport` of pay-http"
            ]
        );
        assert_eq!(texts(in_signatures(&workspace)).len(), 1);
    }

    #[test]
    fn a_stack_that_stays_without_the_feature_is_found() {
        let workspace = sample(&[("crates/bakong-client/Cargo.toml", "[package]\nname = \"bakong-client\"")]);
        let packages = ["http".to_owned(), "hyper".to_owned(), "tokio".to_owned()];
        assert_eq!(
            texts(in_packages(&workspace.members[0], &packages)),
            ["crates/bakong-client/Cargo.toml: bakong-client builds `hyper` with --no-default-features: \
              put it behind a feature"]
        );
    }
}
