//! What Cargo would compile, asked from `cargo tree`.

use std::path::Path;

use crate::cargo::{cargo, output};
use crate::finding::Finding;
use crate::workspace::Member;

/// The names of the packages that `member` is built from, with `flags` such as `--no-default-features`; build
/// and dev dependencies left out.
pub(crate) fn packages(root: &Path, member: &Member, flags: &[&str]) -> Result<Vec<String>, Finding> {
    let mut command = cargo(root, "tree --locked --edges normal --prefix none --format {p} --package");
    command.arg(&member.name).args(flags);
    match output(command) {
        Ok(listing) => Ok(names(&listing)),
        Err(error) => Err(Finding::in_file(member.manifest_path(), format!("cargo tree failed: {error}"))),
    }
}

/// The first word of each line: `http v1.4.2 (*)`.
fn names(listing: &str) -> Vec<String> {
    let mut names: Vec<String> =
        listing.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_listing_becomes_names_without_repeats() {
        let listing = "pay-http v0.1.0 (/a/b)\nhyper v1.0.0\nhttp v1.4.2\nhttp v1.4.2 (*)\n";
        assert_eq!(names(listing), ["http", "hyper", "pay-http"]);
    }
}
