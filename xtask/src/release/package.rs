//! `cargo package`, and each crate built from its own tarball.
//!
//! Cargo's own verification is not used. It takes siblings that are not published yet from a temporary
//! registry, whose packages it caches by name and version: in the second run a crate is built with the
//! siblings of the first, changed or not. Here the tarballs are unpacked side by side, in a workspace where
//! each stands for its published self.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;

use flate2::read::GzDecoder;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::contents;
use super::plan::Crate;
use crate::Result;
use crate::cargo::{cargo, output, target};
use crate::finding::verdict;

/// Packages the crates, which need no other crate of the workspace, looks into each tarball and builds it.
pub(crate) fn verify(root: &Path, crates: &[&Crate]) -> Result<String> {
    let target = target(root);
    let mut command = cargo(root, "package --no-verify --locked --allow-dirty");
    command.args(crates.iter().flat_map(|krate| ["--package", &krate.name]));
    output(command)?;
    let unpacked = target.join("unpacked");
    let mut findings = Vec::new();
    let mut bytes = 0;
    for krate in crates {
        let tarball = target.join("package").join(format!("{}.crate", folder(krate)));
        bytes += fs::metadata(&tarball)?.len();
        unpack(&tarball, &unpacked, &folder(krate))?;
        findings.extend(contents::check(root, &unpacked.join(folder(krate)), krate)?);
    }
    verdict(findings)?;
    fs::write(unpacked.join("Cargo.toml"), manifest(&fs::read_to_string(root.join("Cargo.toml"))?, crates)?)?;
    fs::copy(root.join("Cargo.lock"), unpacked.join("Cargo.lock"))?;
    for krate in crates {
        output(build(&unpacked, &target, krate))
            .map_err(|error| format!("{} from its tarball:\n{error}", krate.name))?;
    }
    Ok(format!("crates packaged, and built from their tarballs: {}, {} KiB", crates.len(), bytes / 1024))
}

/// As somebody who takes this crate alone gets it: with its default features, and nobody else's.
fn build(unpacked: &Path, target: &Path, krate: &Crate) -> Command {
    let mut command = cargo(unpacked, "build --package");
    command.arg(&krate.name).arg("--target-dir").arg(target);
    command
}

fn folder(krate: &Crate) -> String {
    format!("{}-{}", krate.name, krate.version)
}

fn unpack(tarball: &Path, into: &Path, folder: &str) -> Result {
    let _ = fs::remove_dir_all(into.join(folder));
    let mut archive = tar::Archive::new(GzDecoder::new(File::open(tarball)?));
    // Cargo gives every file of a tarball one time, and would see no change between two of them.
    archive.set_preserve_mtime(false);
    archive.unpack(into)?;
    Ok(())
}

/// A workspace of the unpacked crates. The profiles are the repository's, so that what it has built of other
/// people's crates is used again.
fn manifest(root: &str, crates: &[&Crate]) -> Result<String> {
    let root: DocumentMut = root.parse()?;
    let mut manifest = DocumentMut::new();
    let (members, mut patch): (Array, Table) =
        (crates.iter().map(|krate| folder(krate)).collect(), Table::new());
    for krate in crates {
        patch[&krate.name]["path"] = value(folder(krate));
    }
    manifest["workspace"]["resolver"] = root["workspace"]["resolver"].clone();
    manifest["workspace"]["members"] = value(members);
    manifest["patch"]["crates-io"] = Item::Table(patch);
    if let Some(profile) = root.get("profile") {
        manifest["profile"] = profile.clone();
    }
    Ok(manifest.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::plan::sample;
    use super::*;

    #[test]
    fn unpacked_crates_stand_for_published_ones() {
        let root = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n[profile.dev]\ndebug = false\n";
        let (a, b) = (sample("a", &[]), sample("b", &["a"]));
        let made: toml::Table = manifest(root, &[&a, &b]).unwrap().parse().unwrap();
        let wanted: toml::Table = "[workspace]\nresolver = \"3\"\nmembers = [\"a-0.1.0\", \"b-0.1.0\"]\n\
             [patch.crates-io]\na = { path = \"a-0.1.0\" }\nb = { path = \"b-0.1.0\" }\n\
             [profile.dev]\ndebug = false\n"
            .parse()
            .unwrap();
        assert_eq!(made, wanted);
    }
}
