//! Snapshot files, and which of them a test still compares.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::workspace::{Tree, Workspace};

/// The package that crosses crates; it is part of the suite also where it has no snapshot file.
const SUITE: &str = "conformance";

pub(crate) fn count(tree: &Tree) -> usize {
    files(tree).count()
}

/// The names of the packages whose tests compare snapshots.
pub(crate) fn packages(workspace: &Workspace) -> Vec<String> {
    let has_snapshots = |dir: &str| files(&workspace.tree).any(|path| path.starts_with(&format!("{dir}/")));
    let members =
        workspace.members.iter().filter(|member| member.name == SUITE || has_snapshots(&member.dir));
    members.map(|member| member.name.clone()).collect()
}

/// The snapshots that no test of the run has compared. `references` are paths from the root.
pub(crate) fn unreferenced(tree: &Tree, references: &BTreeSet<String>) -> Vec<Finding> {
    let lost = files(tree).filter(|path| !references.contains(*path));
    lost.map(|path| {
        Finding::in_file(path, "no test compares it: remove it, or restore the test of that name")
    })
    .collect()
}

fn files(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.with_extension("snap")
}

#[cfg(test)]
mod tests {
    use super::{packages, unreferenced};
    use crate::finding::texts;
    use crate::workspace::sample;

    #[test]
    fn a_snapshot_that_nothing_compared_is_found() {
        let workspace = sample(&[("tests/snapshots/kept.snap", ""), ("tests/snapshots/lost.snap", "")]);
        let references = ["tests/snapshots/kept.snap".to_owned()].into();
        assert_eq!(
            texts(unreferenced(&workspace.tree, &references)),
            ["tests/snapshots/lost.snap: no test compares it: remove it, or restore the test of that name"]
        );
    }

    #[test]
    fn the_suite_is_the_conformance_package_and_whoever_has_snapshots() {
        let workspace = sample(&[
            ("tests/Cargo.toml", "[package]\nname = \"conformance\""),
            ("crates/a/Cargo.toml", "[package]\nname = \"a\""),
            ("crates/a/src/snapshots/x.snap", ""),
            ("crates/b/Cargo.toml", "[package]\nname = \"b\""),
        ]);
        assert_eq!(packages(&workspace), ["a", "conformance"]);
    }
}
