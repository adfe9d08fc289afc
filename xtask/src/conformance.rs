//! The snapshot suite, and what has fallen out of it.
//!
//! A fixture is a file under `fixtures/<provider>/`. Each is named by a string in some Rust file, and has its
//! line in the `SOURCES.md` of its provider. Each snapshot was compared by a test that ran.

mod fixtures;
mod snapshots;
mod suite;

use std::path::Path;

use crate::Result;
use crate::finding::verdict;
use crate::workspace::Workspace;

/// Runs the suite and checks its files; the summary counts both.
pub(crate) fn run(root: &Path) -> Result<String> {
    let workspace = Workspace::load(root)?;
    // Seconds first: a file out of place is told without waiting for the build.
    verdict(fixtures::check(&workspace))?;
    let packages = snapshots::packages(&workspace);
    let suite = suite::run(root, &packages)?;
    verdict(snapshots::unreferenced(&workspace.tree, &suite.references))?;
    let fixtures = fixtures::count(&workspace.tree);
    let snapshots = snapshots::count(&workspace.tree);
    Ok(format!("{} test binaries, {fixtures} fixtures, {snapshots} snapshots", suite.binaries))
}
