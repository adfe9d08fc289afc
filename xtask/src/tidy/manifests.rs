//! What a manifest owes the registry, docs.rs and whoever searches there.

use toml::Value;

use crate::finding::Finding;
use crate::workspace::{Member, Workspace};

const LICENCES: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let published = workspace.members.iter().filter(|member| member.is_published());
    published.flat_map(|member| of_crate(workspace, member)).collect()
}

fn of_crate(workspace: &Workspace, member: &Member) -> Vec<Finding> {
    let manifest = member.manifest_path();
    let package = member.manifest.get("package");
    let count = |key: &str| package.and_then(|it| it.get(key)).and_then(Value::as_array).map_or(0, Vec::len);
    let mut findings = Vec::new();
    let mut expect = |holds: bool, text: &str| {
        if !holds {
            findings.push(Finding::in_file(manifest.clone(), text));
        }
    };
    for key in ["description", "license", "readme", "rust-version"] {
        expect(package.is_some_and(|it| it.get(key).is_some()), &format!("lacks `{key}`"));
    }
    // The registry takes five and no more.
    expect((1..=5).contains(&count("keywords")), "expected one to five `keywords`");
    expect((1..=5).contains(&count("categories")), "expected one to five `categories`");
    for licence in LICENCES {
        let is_there = workspace.tree.has(&format!("{}/{licence}", member.dir));
        expect(is_there, &format!("its folder has no {licence}: link to the one at the root"));
    }
    let root = member.crate_root(&workspace.tree);
    if root.ends_with("/lib.rs") && member.manifest.contains_key("features") {
        let docs = package
            .and_then(|it| it.get("metadata"))
            .and_then(|it| it.get("docs"))
            .and_then(|it| it.get("rs"));
        let all = docs.and_then(|it| it.get("all-features")).and_then(Value::as_bool);
        expect(
            all == Some(true),
            "docs.rs would leave features out: `[package.metadata.docs.rs]`, `all-features = true`",
        );
        let library = workspace.tree.text(&root).unwrap_or_default();
        if !library.contains("#![cfg_attr(docsrs, feature(doc_cfg))]") {
            let text = "lacks `#![cfg_attr(docsrs, feature(doc_cfg))]`, by which docs.rs says what needs which feature";
            findings.push(Finding::in_file(root, text));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    const LICENCES: [(&str, &str); 2] =
        [("crates/a/LICENSE-APACHE", "text"), ("crates/a/LICENSE-MIT", "text")];

    #[test]
    fn a_complete_manifest_passes() {
        let manifest = "[package]\nname = \"a\"\ndescription = \"d\"\nlicense.workspace = true\nreadme = \"README.md\"\n\
            rust-version.workspace = true\nkeywords = [\"k\"]\ncategories = [\"c\"]\n[features]\nx = []\n\
            [package.metadata.docs.rs]\nall-features = true\n";
        let library = ("crates/a/src/lib.rs", "#![cfg_attr(docsrs, feature(doc_cfg))]");
        assert!(
            check(&sample(&[("crates/a/Cargo.toml", manifest), library, LICENCES[0], LICENCES[1]]))
                .is_empty()
        );
    }

    #[test]
    fn what_is_missing_is_found() {
        let manifest =
            ("crates/a/Cargo.toml", "[package]\nname = \"a\"\nkeywords = []\n[features]\nx = []\n");
        assert_eq!(
            texts(check(&sample(&[manifest, ("crates/a/src/lib.rs", "")]))),
            [
                "crates/a/Cargo.toml: docs.rs would leave features out: `[package.metadata.docs.rs]`, `all-features = true`",
                "crates/a/Cargo.toml: expected one to five `categories`",
                "crates/a/Cargo.toml: expected one to five `keywords`",
                "crates/a/Cargo.toml: its folder has no LICENSE-APACHE: link to the one at the root",
                "crates/a/Cargo.toml: its folder has no LICENSE-MIT: link to the one at the root",
                "crates/a/Cargo.toml: lacks `description`",
                "crates/a/Cargo.toml: lacks `license`",
                "crates/a/Cargo.toml: lacks `readme`",
                "crates/a/Cargo.toml: lacks `rust-version`",
                "crates/a/src/lib.rs: lacks `#![cfg_attr(docsrs, feature(doc_cfg))]`, by which docs.rs says what needs \
                 which feature",
            ]
        );
    }
}
