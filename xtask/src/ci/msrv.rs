//! The libraries with the oldest Rust that they promise.

use std::path::Path;
use std::process::Command;

use cargo_metadata::{Metadata, MetadataCommand};

use crate::Result;
use crate::cargo::output;

/// Checks every published library that promises the Rust of the workspace, with all features. A machine
/// without that toolchain says so, and fails nothing.
pub(crate) fn check(root: &Path) -> Result<String> {
    let metadata = MetadataCommand::new().manifest_path(root.join("Cargo.toml")).no_deps().exec()?;
    let libraries = libraries(&metadata);
    let oldest =
        libraries.iter().map(|(_, version)| version).min().ok_or("no library says its Rust")?.clone();
    if output(rustup(root, &oldest, &["rustc", "--version"])).is_err() {
        return Ok(format!("left out: `rustup toolchain install {oldest}` is needed"));
    }
    let names: Vec<&str> =
        libraries.iter().filter(|(_, version)| *version == oldest).map(|(name, _)| name.as_str()).collect();
    let mut check = rustup(root, &oldest, &["cargo", "check", "--locked", "--lib", "--all-features"]);
    check.args(names.iter().flat_map(|name| ["--package", name]));
    output(check)?;
    Ok(format!("{} libraries with Rust {oldest}", names.len()))
}

/// Published libraries, each with its Rust as rustup names it: `1.88`.
fn libraries(metadata: &Metadata) -> Vec<(String, String)> {
    let packages = metadata.workspace_packages().into_iter().filter(|package| package.publish.is_none());
    let libraries = packages.filter(|package| package.targets.iter().any(cargo_metadata::Target::is_lib));
    let named = libraries.filter_map(|package| {
        let version = package.rust_version.as_ref()?;
        Some((package.name.to_string(), format!("{}.{}", version.major, version.minor)))
    });
    named.collect()
}

fn rustup(root: &Path, toolchain: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    // What is not installed is not fetched behind somebody's back.
    command.args(["run", toolchain]).args(arguments).current_dir(root).env("RUSTUP_AUTO_INSTALL", "0");
    command
}
