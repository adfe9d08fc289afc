//! Runs the test binaries that compare snapshots.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::cargo::{cargo, output};

/// What a run of the suite leaves behind.
pub(crate) struct Suite {
    pub(crate) binaries: usize,
    /// The snapshots that were compared, by their path from the root.
    pub(crate) references: BTreeSet<String>,
}

/// Builds the tests of the whole workspace, as `cargo test --workspace` does, so that after it nothing is
/// compiled anew; then runs those of `packages` by themselves.
pub(crate) fn run(root: &Path, packages: &[String]) -> Result<Suite> {
    let log = root.join("target").join("snapshot-references.txt");
    // insta appends to it: what an earlier run has left would hide a lost snapshot.
    match fs::remove_file(&log) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    let binaries = build(root, packages)?;
    if binaries.is_empty() {
        return Err(format!("nothing to run: no tests in the packages {packages:?}").into());
    }
    for binary in &binaries {
        run_binary(root, binary, &log)?;
    }
    let listed = fs::read_to_string(&log).unwrap_or_default();
    Ok(Suite { binaries: binaries.len(), references: references(root, &listed) })
}

/// A test binary, and the package folder that it expects to be run in.
#[derive(Debug, PartialEq, Eq)]
struct Binary {
    executable: PathBuf,
    folder: PathBuf,
}

fn build(root: &Path, packages: &[String]) -> Result<Vec<Binary>> {
    let arguments = "test --workspace --locked --no-run --message-format json-render-diagnostics";
    Ok(binaries(&output(cargo(root, arguments))?, packages))
}

/// The test binaries of `packages` among Cargo's build messages, one JSON object a line.
fn binaries(messages: &str, packages: &[String]) -> Vec<Binary> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let binaries = messages.filter_map(|message| {
        let is_test = message["reason"] == "compiler-artifact" && message["profile"]["test"] == true;
        let manifest = Path::new(message["manifest_path"].as_str()?);
        let id = message["package_id"].as_str()?;
        let executable = message["executable"].as_str()?.into();
        let ours = packages.iter().any(|name| is_package(id, name));
        (is_test && ours)
            .then(|| Binary { executable, folder: manifest.parent().unwrap_or(manifest).to_owned() })
    });
    binaries.collect()
}

/// A package id is `path+file:///repo/crates/pay-core#0.1.0`, or `..tests#conformance@0.0.0` where the folder
/// has another name.
fn is_package(id: &str, name: &str) -> bool {
    let Some((folder, version)) = id.rsplit_once('#') else { return false };
    match version.split_once('@') {
        Some((named, _)) => named == name,
        None => folder.rsplit('/').next() == Some(name),
    }
}

fn run_binary(root: &Path, binary: &Binary, log: &Path) -> Result {
    let mut command = Command::new(&binary.executable);
    command
        .current_dir(&binary.folder)
        .env("CARGO_MANIFEST_DIR", &binary.folder)
        .env("INSTA_WORKSPACE_ROOT", root)
        .env("INSTA_SNAPSHOT_REFERENCES_FILE", log)
        // A difference is a failure here, and never a new file.
        .env("INSTA_UPDATE", "no")
        .env("INSTA_FORCE_PASS", "0");
    output(command).map(drop)
}

/// The paths that insta wrote, from the root. It may write `tests/src/../snapshots/a.snap`.
fn references(root: &Path, listed: &str) -> BTreeSet<String> {
    let relative = listed.lines().filter_map(|line| {
        let path = fs::canonicalize(line).ok()?;
        let path = path.strip_prefix(fs::canonicalize(root).ok()?).ok()?.to_owned();
        Some(path.to_string_lossy().replace('\\', "/"))
    });
    relative.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_binaries_of_the_named_packages_are_picked() {
        let messages = r#"
            {"reason":"compiler-artifact","package_id":"path+file:///r/tests#conformance@0.0.0","manifest_path":"/r/tests/Cargo.toml","profile":{"test":true},"executable":"/r/target/c1"}
            {"reason":"compiler-artifact","package_id":"path+file:///r/crates/pay-core#0.1.0","manifest_path":"/r/crates/pay-core/Cargo.toml","profile":{"test":true},"executable":"/r/target/p1"}
            {"reason":"compiler-artifact","package_id":"path+file:///r/tests#conformance@0.0.0","manifest_path":"/r/tests/Cargo.toml","profile":{"test":false},"executable":null}
            {"reason":"build-finished","success":true}"#;
        let expected =
            |executable: &str, folder: &str| Binary { executable: executable.into(), folder: folder.into() };
        let packages = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert_eq!(binaries(messages, &packages(&["conformance"])), [expected("/r/target/c1", "/r/tests")]);
        assert_eq!(
            binaries(messages, &packages(&["pay-core"])),
            [expected("/r/target/p1", "/r/crates/pay-core")]
        );
        assert!(binaries(messages, &packages(&["core", "tests"])).is_empty());
    }

    #[test]
    fn references_are_told_from_the_root_and_those_outside_are_left_out() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let listed = format!("{0}/src/../src/main.rs\n{0}/../Cargo.toml\n{0}/absent.snap\n", root.display());
        assert_eq!(references(root, &listed), ["src/main.rs".to_owned()].into());
    }
}
