//! The rules of the tree that no compiler checks.
//!
//! Each rule is one file of `tidy/`: a function from the [`Workspace`] to what breaks it, with a test that
//! shows it finding a bad sample.

mod cargo_tree;
mod commands;
mod dependencies;
mod documents;
mod floats;
mod http_stack;
mod layers;
mod lints;
mod manifests;
mod providers;
mod pure;
mod references;
mod third_party;
mod threats;
mod words;

use std::path::Path;

use crate::Result;
use crate::finding::{Finding, verdict};
use crate::workspace::Workspace;

/// Runs every rule; the summary says how many and over what.
pub(crate) fn run(root: &Path) -> Result<String> {
    let workspace = Workspace::load(root)?;
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&workspace)).collect();
    let (files, members) = (workspace.tree.paths().count(), workspace.members.len());
    findings.extend(workspace.unreadable);
    verdict(findings)?;
    Ok(format!("{} rules, {members} packages, {files} files", RULES.len()))
}

const RULES: &[fn(&Workspace) -> Vec<Finding>] = &[
    pure::check,
    layers::check,
    providers::check,
    http_stack::check,
    floats::check,
    lints::check,
    documents::check,
    references::check,
    dependencies::check,
    manifests::check,
    third_party::check,
    commands::check,
    threats::check,
    words::check,
];
