//! What a release writes: the version of the crate, the requirement of the crates that need it, both lock
//! files, the changelog.

use std::path::Path;
use std::{fmt, fs};

use cargo_metadata::semver::Version;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use toml_edit::{DocumentMut, Item, value};

use super::changelog;
use super::plan::Crate;
use crate::Result;

/// One file before and after.
#[derive(Debug)]
pub(crate) struct Edit {
    /// From the root.
    pub(crate) path: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// The changed lines, each before and after. An edit replaces lines, and adds none.
impl fmt::Display for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.path)?;
        for (before, after) in self.before.lines().zip(self.after.lines()).filter(|(a, b)| a != b) {
            writeln!(f, "  - {before}\n  + {after}")?;
        }
        Ok(())
    }
}

/// The edits that make `krate` ready as `version`, dated today (UTC). Files that would not change are left
/// out.
pub(crate) fn edits(root: &Path, krate: &Crate, version: &Version) -> Result<Vec<Edit>> {
    if *version < krate.version {
        return Err(format!("{} is at {}, and {version} is before it", krate.name, krate.version).into());
    }
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date().to_string();
    let name = krate.name.as_str();
    let mut edits = Vec::new();
    let mut edit = |path: String, change: &dyn Fn(&str) -> Result<String>| -> Result {
        let before = fs::read_to_string(root.join(&path)).map_err(|error| format!("{path}: {error}"))?;
        let after = change(&before).map_err(|error| format!("{path}: {error}"))?;
        if after != before {
            edits.push(Edit { path, before, after });
        }
        Ok(())
    };
    edit(format!("{}/Cargo.toml", krate.dir), &|text| own_version(text, version))?;
    edit("Cargo.toml".into(), &|text| requirement(text, name, version))?;
    edit("Cargo.lock".into(), &|text| locked(text, name, version))?;
    edit("fuzz/Cargo.lock".into(), &|text| locked(text, name, version))?;
    edit(changelog::path(krate), &|text| {
        // Already there when a release was stopped between its commit and its tag.
        if changelog::released(text, version).is_some() {
            return Ok(text.to_owned());
        }
        changelog::release(text, version, &today).ok_or_else(|| "has no entry under `## Unreleased`".into())
    })?;
    Ok(edits)
}

pub(crate) fn write(root: &Path, edits: &[Edit]) -> Result {
    for edit in edits {
        fs::write(root.join(&edit.path), &edit.after)?;
    }
    Ok(())
}

pub(crate) fn restore(root: &Path, edits: &[Edit]) -> Result {
    for edit in edits {
        fs::write(root.join(&edit.path), &edit.before)?;
    }
    Ok(())
}

/// The crate's manifest. Until its first release a crate has the version of the workspace; then its own.
fn own_version(text: &str, version: &Version) -> Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    let package = manifest["package"].as_table_mut().ok_or("expected a package")?;
    if package.get("version").and_then(Item::as_str) == Some(&version.to_string()) {
        return Ok(text.to_owned());
    }
    // In the place of `version.workspace = true`, or of the version before.
    package.insert("version", value(version.to_string()));
    Ok(manifest.to_string())
}

/// The root manifest: whoever takes the crate takes at least this version of it.
fn requirement(text: &str, name: &str, version: &Version) -> Result<String> {
    let mut manifest: DocumentMut = text.parse()?;
    let shared = manifest["workspace"]["dependencies"].as_table_like_mut().ok_or("expected dependencies")?;
    if let Some(dependency) = shared.get_mut(name).and_then(Item::as_table_like_mut) {
        let old = dependency.get_mut("version").ok_or_else(|| format!("{name} has no version"))?;
        replace(old, &version.to_string())?;
    }
    Ok(manifest.to_string())
}

/// A lock file, as Cargo would write it.
fn locked(text: &str, name: &str, version: &Version) -> Result<String> {
    let mut lock: DocumentMut = text.parse()?;
    let packages = lock["package"].as_array_of_tables_mut().ok_or("expected packages")?;
    for package in packages.iter_mut() {
        let is_ours =
            package.get("name").and_then(Item::as_str) == Some(name) && !package.contains_key("source");
        if let Some(item) = package.get_mut("version").filter(|_| is_ours) {
            replace(item, &version.to_string())?;
        }
    }
    Ok(lock.to_string())
}

/// Another text in the same place, with the blanks and comments around it.
fn replace(item: &mut Item, text: &str) -> Result {
    let old = item.as_value_mut().ok_or("expected a value")?;
    let decor = old.decor().clone();
    *old = text.into();
    *old.decor_mut() = decor;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: Version = Version::new(0, 2, 0);

    #[test]
    fn a_version_of_its_own_takes_the_place_of_the_workspaces() {
        let manifest = |version: &str| {
            format!("[package]\nname = \"a\"\n{version}\nedition.workspace = true # as all\n")
        };
        for before in ["version.workspace = true", "version = \"0.1.0\"", "version = \"0.2.0\""] {
            assert_eq!(own_version(&manifest(before), &NEXT).unwrap(), manifest("version = \"0.2.0\""));
        }
    }

    #[test]
    fn whoever_needs_the_crate_needs_the_released_version() {
        let before = "[workspace.dependencies]\n# ours\na = { path = \"crates/a\", version = \"0.1.0\" } # why\nb = \"0.1.0\"\n";
        let after = before.replace("\"crates/a\", version = \"0.1.0\"", "\"crates/a\", version = \"0.2.0\"");
        assert_eq!(requirement(before, "a", &NEXT).unwrap(), after);
        assert_eq!(requirement(before, "c", &NEXT).unwrap(), before);
    }

    #[test]
    fn a_lock_file_keeps_a_foreign_package_of_the_same_name() {
        let before = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\n\n\
                      [[package]]\nname = \"a\"\nversion = \"0.1.0\"\nsource = \"registry\"\n";
        let after = before.replacen("0.1.0", "0.2.0", 1);
        assert_eq!(locked(before, "a", &NEXT).unwrap(), after);
    }

    #[test]
    fn an_edit_shows_the_lines_that_change() {
        let edit = Edit { path: "a.md".into(), before: "a\nb\nc\n".into(), after: "a\nB\nc\n".into() };
        assert_eq!(edit.to_string(), "a.md\n  - b\n  + B\n");
    }
}
