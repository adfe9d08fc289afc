//! Invariant 7, the part that `missing_docs` does not see: a crate's README is its documentation, and
//! compiles.

use proc_macro2::TokenTree;

use crate::finding::Finding;
use crate::rust::{attribute, ident, text_of};
use crate::workspace::{Member, Workspace};

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings: Vec<Finding> = workspace
        .members
        .iter()
        .filter(|member| member.is_published())
        .flat_map(|it| of_crate(workspace, it))
        .collect();
    findings.extend(readme_of_the_repository(workspace));
    findings
}

/// What a crate under `crates/` owes its readers.
fn of_crate(workspace: &Workspace, member: &Member) -> Vec<Finding> {
    let mut findings = Vec::new();
    let root = member.crate_root(&workspace.tree);
    if first_attribute_includes(workspace, &root).as_deref() != Some("../README.md") {
        let text = "must begin with `#![doc = include_str!(\"../README.md\")]`: the README is the crate's documentation";
        findings.push(Finding::at(root.clone(), 1, text));
    }
    let (readme, changelog) = (format!("{}/README.md", member.dir), format!("{}/CHANGELOG.md", member.dir));
    match workspace.tree.text(&readme) {
        None => findings
            .push(Finding::in_file(&readme, "is missing: purpose, example at once, what it does not do")),
        // Rustdoc tests the examples of libraries only; a command's README shows its command line.
        Some(text) if root.ends_with("/lib.rs") => findings.extend(examples(&readme, text)),
        Some(_) => {}
    }
    match workspace.tree.text(&changelog) {
        None => findings.push(Finding::in_file(changelog, "is missing: start it with `## Unreleased`")),
        Some(text) if !text.lines().any(|line| line.starts_with("## ")) => {
            findings.push(Finding::in_file(changelog, "has no section: start it with `## Unreleased`"));
        }
        Some(_) => {}
    }
    findings
}

/// The first README: its example must be compiled by some library of the workspace.
fn readme_of_the_repository(workspace: &Workspace) -> Vec<Finding> {
    let Some(text) = workspace.tree.text("README.md") else {
        return vec![Finding::in_file("README.md", "is missing")];
    };
    let mut findings = examples("README.md", text);
    let is_tested = workspace.members.iter().any(|member| {
        let above = "../".repeat(member.dir.split('/').count() + 1);
        let wanted = format!("{above}README.md");
        let library = format!("{}/src/lib.rs", member.dir);
        workspace.sources.get(&library).is_some_and(|tokens| included(tokens).contains(&wanted))
    });
    if !is_tested {
        let text = "no library has `#[doc = include_str!(\"../../README.md\")]`, so that its example is not compiled";
        findings.push(Finding::in_file("README.md", text));
    }
    findings
}

/// A README needs an example that rustdoc compiles, and none that it is told to pass over.
fn examples(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut compiled = 0;
    for (line, language) in code_blocks(text) {
        let words: Vec<&str> = language.split([',', ' ']).map(str::trim).collect();
        let is_rust = words
            .iter()
            .any(|word| matches!(*word, "" | "rust" | "no_run" | "should_panic" | "compile_fail"));
        if words.contains(&"ignore") {
            findings.push(Finding::at(
                path,
                line,
                "the example is ignored: make it compile, `no_run` where it needs a network",
            ));
        } else if is_rust {
            compiled += 1;
        }
    }
    if compiled == 0 && findings.is_empty() {
        findings.push(Finding::in_file(path, "has no example in Rust"));
    }
    findings
}

/// The opening fence of each code block: its line and what stands behind the fence.
fn code_blocks(text: &str) -> Vec<(usize, &str)> {
    let mut open = false;
    let mut blocks = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            if !open {
                blocks.push((index + 1, language.trim()));
            }
            open = !open;
        }
    }
    blocks
}

/// The file that the first attribute of `path` includes as documentation.
fn first_attribute_includes(workspace: &Workspace, path: &str) -> Option<String> {
    let tokens: Vec<TokenTree> = workspace.sources.get(path)?.clone().into_iter().collect();
    let (content, _) = attribute(&tokens, 0)?;
    let is_doc = ident(content.clone().into_iter().next().as_ref()).as_deref() == Some("doc");
    included(&content).into_iter().next().filter(|_| is_doc)
}

/// Every file named by an `include_str!`.
fn included(tokens: &proc_macro2::TokenStream) -> Vec<String> {
    let all = crate::rust::every(tokens);
    let calls = all.windows(4).filter(|call| ident(call.first()).as_deref() == Some("include_str"));
    calls.filter_map(|call| text_of(&call[3])).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, code_blocks};
    use crate::finding::texts;
    use crate::workspace::sample;

    const MANIFEST: (&str, &str) = ("crates/a/Cargo.toml", "[package]\nname = \"a\"");
    const LIBRARY: (&str, &str) = ("crates/a/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n");
    const README: (&str, &str) = ("crates/a/README.md", "# a\n```rust\nlet x = 1;\n```\n");
    const CHANGELOG: (&str, &str) = ("crates/a/CHANGELOG.md", "# Changelog\n\n## Unreleased\n");
    const ROOT: (&str, &str) = ("README.md", "```\nlet x = 1;\n```");
    const TESTED: (&str, &str) =
        ("tests/src/lib.rs", "#[doc = include_str!(\"../../README.md\")]\nmod readme {}");
    const TESTS: (&str, &str) = ("tests/Cargo.toml", "[package]\nname = \"conformance\"");

    #[test]
    fn a_documented_crate_passes() {
        assert!(check(&sample(&[MANIFEST, LIBRARY, README, CHANGELOG, ROOT, TESTED, TESTS])).is_empty());
    }

    #[test]
    fn what_is_missing_is_found() {
        let library =
            ("crates/a/src/lib.rs", "//! Not the README.\n#![doc = include_str!(\"../README.md\")]");
        assert_eq!(
            texts(check(&sample(&[MANIFEST, library, ("README.md", "text")]))),
            [
                "README.md: has no example in Rust",
                "README.md: no library has `#[doc = include_str!(\"../../README.md\")]`, so that its example is not compiled",
                "crates/a/CHANGELOG.md: is missing: start it with `## Unreleased`",
                "crates/a/README.md: is missing: purpose, example at once, what it does not do",
                "crates/a/src/lib.rs:1: must begin with `#![doc = include_str!(\"../README.md\")]`: \
                 the README is the crate's documentation",
            ]
        );
    }

    #[test]
    fn an_ignored_example_is_found() {
        let ignored = ("crates/a/README.md", "\n```rust,ignore\nx\n```\n");
        assert_eq!(
            texts(check(&sample(&[MANIFEST, LIBRARY, ignored, CHANGELOG, ROOT, TESTED, TESTS]))),
            [
                "crates/a/README.md:2: the example is ignored: make it compile, `no_run` where it needs a network"
            ]
        );
    }

    #[test]
    fn fences_are_counted_in_pairs() {
        assert_eq!(code_blocks("```sh\na\n```\ntext\n```rust\nb\n```"), [(1, "sh"), (5, "rust")]);
    }
}
