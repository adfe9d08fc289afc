//! `cargo xtask release`: a crate is checked, given its version, committed and tagged; publishing it is left
//! to a person.
//!
//! A dry run changes nothing, and is the same checks on the crates as they stand. It is a step of `ci` for
//! every crate, so that a release finds nothing new.

mod changelog;
mod contents;
mod edit;
mod external_types;
mod package;
mod plan;
mod public_api;
mod semver;
mod tag;

use std::path::Path;

use cargo_metadata::semver::Version;

use self::edit::Edit;
use self::plan::{Crate, Plan};
pub(crate) use self::public_api::run_as_rustdoc;
use crate::Result;
use crate::finding::verdict;

/// What is asked for.
pub(crate) struct Release {
    /// The crate, or every crate.
    pub(crate) package: Option<String>,
    /// Its next version; the one that it has when there is none.
    pub(crate) version: Option<Version>,
    pub(crate) dry_run: bool,
    /// Whether the public API is compared with that of the last tag.
    pub(crate) semver: bool,
}

/// Releases, or checks that it could be done; what was done comes back as text.
pub(crate) fn run(root: &Path, release: &Release) -> Result<String> {
    let plan = Plan::load(root)?;
    match (&release.package, release.dry_run) {
        (None, false) => Err("name a crate and its version, or say --dry-run for all of them".into()),
        (None, true) => check_all(root, &plan, release.semver),
        (Some(name), dry_run) => {
            let krate = plan.find(name)?;
            let version = release.version.as_ref().unwrap_or(&krate.version);
            let edits = edit::edits(root, krate, version)?;
            let tag = tag::of(root, krate, version, &edits)?;
            if dry_run {
                let mut checks = check(root, &plan.with_siblings(krate), &[krate])?;
                if release.semver {
                    checks.push(semver::check(root, krate, version)?);
                }
                let diff: String = edits.iter().map(Edit::to_string).collect();
                let first = first(root, &plan, krate)?;
                return Ok(format!("{first}{diff}{}\n\n{tag}", checks.join("\n")));
            }
            make(root, &plan, krate, &edits, &tag, release.semver)
        }
    }
}

/// The dry run of every crate, as a step of `ci`; the summary is one line.
pub(crate) fn dry_run(root: &Path) -> Result<String> {
    let plan = Plan::load(root)?;
    let crates: Vec<&Crate> = plan.crates.iter().collect();
    verdict(changelog::check(root, &crates))?;
    Ok(check(root, &crates, &crates)?.join("; "))
}

/// The same, with the order of the crates and what was released of each.
fn check_all(root: &Path, plan: &Plan, semver: bool) -> Result<String> {
    let crates: Vec<&Crate> = plan.crates.iter().collect();
    let mut lines = Vec::new();
    for (index, krate) in crates.iter().enumerate() {
        lines.push(format!(
            "{:>2}. {} {}: {}",
            index + 1,
            krate.name,
            krate.version,
            tag::state(root, krate)?
        ));
    }
    verdict(changelog::check(root, &crates))?;
    lines.extend(check(root, &crates, &crates)?);
    for krate in crates.iter().filter(|_| semver) {
        lines.push(semver::check(root, krate, &krate.version)?);
    }
    Ok(lines.join("\n"))
}

/// What has to hold of `crates`, whose tarballs are built from those of `packaged`; a line for each check.
fn check(root: &Path, packaged: &[&Crate], crates: &[&Crate]) -> Result<Vec<String>> {
    Ok(vec![package::verify(root, packaged)?, external_types::check(root, crates)?])
}

/// Writes, checks, commits and tags. When a check fails the files are as they were.
fn make(
    root: &Path,
    plan: &Plan,
    krate: &Crate,
    edits: &[Edit],
    tag: &tag::Tag,
    semver: bool,
) -> Result<String> {
    tag::require_clean(root)?;
    let first = first(root, plan, krate)?;
    if !first.is_empty() {
        return Err(first.into());
    }
    edit::write(root, edits)?;
    // The versions have changed: what is packaged is read anew.
    let checked = Plan::load(root).and_then(|plan| {
        let krate = plan.find(&krate.name)?;
        let mut checks = check(root, &plan.with_siblings(krate), &[krate])?;
        if semver {
            checks.push(semver::check(root, krate, &krate.version)?);
        }
        Ok(checks)
    });
    let committed = checked.and_then(|checks| tag.commit(root, edits).map(|()| checks));
    if committed.is_err() {
        edit::restore(root, edits)?;
    }
    let checks = committed?.join("\n");
    tag.make(root)?;
    let next =
        format!("git push origin HEAD {0}\ncargo publish --locked --package {1}", tag.name, krate.name);
    Ok(format!(
        "{checks}\n\n{tag}\n\nIt is committed and tagged here, and nowhere else. To publish it:\n{next}"
    ))
}

/// The siblings that have to be released before `krate`, as a text; empty when there is none.
fn first(root: &Path, plan: &Plan, krate: &Crate) -> Result<String> {
    let mut waiting = Vec::new();
    for sibling in plan.with_siblings(krate).into_iter().filter(|sibling| sibling.name != krate.name) {
        if tag::latest(root, sibling)?.is_none() || changelog::has_unreleased(root, sibling) {
            waiting.push(sibling.name.as_str());
        }
    }
    let names = waiting.join(", ");
    Ok(if names.is_empty() { names } else { format!("release first, in this order: {names}\n") })
}
