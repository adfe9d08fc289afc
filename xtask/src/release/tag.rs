//! Tags: `<crate>-v<version>`, each with what its changelog says of the version.

use std::fmt;
use std::path::Path;
use std::process::Command;

use cargo_metadata::semver::Version;

use super::changelog;
use super::edit::Edit;
use super::plan::Crate;
use crate::Result;
use crate::cargo::output;

/// A tag that is not there yet.
pub(crate) struct Tag {
    pub(crate) name: String,
    message: String,
    /// Of the commit that it stands on.
    subject: String,
}

/// As git shows it: the name, then the message.
impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "commit: {}", self.subject)?;
        write!(f, "tag: {}\n{}", self.name, self.message)
    }
}

impl Tag {
    /// Commits the edited files, when there are any.
    pub(crate) fn commit(&self, root: &Path, edits: &[Edit]) -> Result {
        if !edits.is_empty() {
            let paths = edits.iter().map(|edit| edit.path.as_str());
            git(root, ["commit", "--quiet", "-m", &self.subject, "--"].into_iter().chain(paths))?;
        }
        Ok(())
    }

    /// Tags the last commit. Nothing is pushed.
    pub(crate) fn make(&self, root: &Path) -> Result {
        // As it is: to git a line that begins with `#`, a heading here, is a comment.
        git(root, ["tag", "--annotate", "--cleanup=verbatim", "-m", &self.message, &self.name])?;
        Ok(())
    }
}

/// The tag of `version`; an error when there is one already.
pub(crate) fn of(root: &Path, krate: &Crate, version: &Version, edits: &[Edit]) -> Result<Tag> {
    let name = format!("{}-v{version}", krate.name);
    if versions(root, krate)?.contains(version) {
        return Err(format!("the tag {name} is there: a version is released once").into());
    }
    let path = changelog::path(krate);
    let edited = edits.iter().find(|edit| edit.path == path).map(|edit| edit.after.clone());
    let text = edited.map_or_else(|| std::fs::read_to_string(root.join(&path)), Ok)?;
    let body = changelog::released(&text, version).unwrap_or_default();
    let message = format!("{} {version}\n\n{body}", krate.name);
    Ok(Tag { name, message, subject: format!("{}: Release {version}", area(&krate.name)) })
}

/// The last version of a crate that was tagged.
pub(crate) fn latest(root: &Path, krate: &Crate) -> Result<Option<Version>> {
    Ok(versions(root, krate)?.into_iter().max())
}

/// Whether the crate's version is out, for a person to read.
pub(crate) fn state(root: &Path, krate: &Crate) -> Result<String> {
    Ok(match latest(root, krate)? {
        None => "never released".into(),
        Some(last) if last == krate.version => "released".into(),
        Some(last) => format!("after {last}"),
    })
}

/// An error when something is not committed: what is tagged has to be what was checked.
pub(crate) fn require_clean(root: &Path) -> Result {
    let status = git(root, ["status", "--porcelain"])?;
    if status.is_empty() {
        Ok(())
    } else {
        Err(format!("commit these first, or put them away:\n{status}").into())
    }
}

fn versions(root: &Path, krate: &Crate) -> Result<Vec<Version>> {
    let prefix = format!("{}-v", krate.name);
    let listing = git(root, ["tag", "--list", &format!("{prefix}*")])?;
    Ok(listing.lines().filter_map(|tag| tag.strip_prefix(&prefix)?.parse().ok()).collect())
}

fn git<'a>(root: &Path, arguments: impl IntoIterator<Item = &'a str>) -> Result<String> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(root);
    output(command)
}

/// The area of a commit: the crate without its prefix or suffix.
fn area(name: &str) -> &str {
    let name = name.strip_prefix("pay-").unwrap_or(name);
    ["-client", "-emv"].into_iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::area;

    #[test]
    fn the_area_of_a_commit_is_the_short_name() {
        let areas = ["pay-core", "khqr-emv", "bakong-client", "khpay"].map(area);
        assert_eq!(areas, ["core", "khqr", "bakong", "khpay"]);
    }
}
