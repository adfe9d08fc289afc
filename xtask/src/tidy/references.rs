//! The documents name folders and files that exist, and the code map has every package.

use crate::finding::Finding;
use crate::workspace::{Tree, Workspace};

const DOCUMENTS: &[&str] =
    &["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "GLOSSARY.md", "SECURITY.md", "SUPPORT.md"];
const CODE_MAP: &str = "ARCHITECTURE.md";

/// The folders whose paths are looked up. A path below them with a `<` or a `*` is a pattern, and is not.
const FOLDERS: &[&str] = &["crates/", "fixtures/", "fuzz/", "tests/", "xtask/", ".ci/", ".cargo/"];

pub(crate) fn check(workspace: &Workspace) -> Vec<Finding> {
    let mut findings = Vec::new();
    for document in DOCUMENTS {
        let text = workspace.tree.text(document).unwrap_or_default();
        for (index, line) in text.lines().enumerate() {
            for path in quoted(line).chain(linked(line)).filter(|path| !exists(&workspace.tree, path)) {
                findings.push(Finding::at(
                    *document,
                    index + 1,
                    format!("names `{path}`, which is not there"),
                ));
            }
        }
    }
    let map = workspace.tree.text(CODE_MAP).unwrap_or_default();
    for member in workspace.members.iter().filter(|member| !map.contains(&format!("**`{}`**", member.dir))) {
        let text = format!("the code map lacks **`{}`**: what is it, and what is it not?", member.dir);
        findings.push(Finding::in_file(CODE_MAP, text));
    }
    findings
}

/// Paths between backticks, below one of the [`FOLDERS`].
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    let words = line.split('`').skip(1).step_by(2);
    words.filter(|word| {
        FOLDERS.iter().any(|folder| word.starts_with(folder)) && !word.contains(['<', '*', ' '])
    })
}

/// Targets of links into the repository, without the place in the file.
fn linked(line: &str) -> impl Iterator<Item = &str> {
    let targets = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains(':'))
        .filter_map(|target| target.split('#').next())
        .filter(|it| !it.is_empty())
}

/// Whether a file or a folder is there.
fn exists(tree: &Tree, path: &str) -> bool {
    let folder = format!("{}/", path.trim_end_matches('/'));
    tree.has(path) || tree.paths().any(|it| it.starts_with(&folder))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn a_file_that_is_gone_and_a_package_without_a_word_are_found() {
        let map = "**`crates/a`** is here, see `crates/a/src/lib.rs` and `tests`.\n\
                   `crates/a/src/gone.rs`, `fixtures/<provider>`, [words](GLOSSARY.md#money), [web](https://a.b/c)";
        let workspace = sample(&[
            ("ARCHITECTURE.md", map),
            ("crates/a/Cargo.toml", "[package]\nname = \"a\""),
            ("crates/a/src/lib.rs", ""),
            ("xtask/Cargo.toml", "[package]\nname = \"xtask\""),
        ]);
        assert_eq!(
            texts(check(&workspace)),
            [
                "ARCHITECTURE.md: the code map lacks **`xtask`**: what is it, and what is it not?",
                "ARCHITECTURE.md:2: names `GLOSSARY.md`, which is not there",
                "ARCHITECTURE.md:2: names `crates/a/src/gone.rs`, which is not there",
            ]
        );
    }
}
