//! `cargo xtask dist`: the command as somebody would download it. A folder under `target/dist`, named after
//! version and platform, holds the program, its licences, its bill of materials and the checksums of them
//! all.

mod bill;
mod checksums;
mod licences;

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::cargo::{cargo, output, target};
use crate::shipped::{COMMAND, packages};

/// Also the profile in the root `Cargo.toml`, which names the folder.
const PROFILE: &str = "dist";

/// Builds the command for this machine; the summary says where it is.
pub(crate) fn run(root: &Path) -> Result<String> {
    let platform = host()?;
    let packages = packages(root, &[&platform])?;
    let command =
        packages.iter().find(|package| package.name == COMMAND).ok_or("the command is not built")?;
    let mut compile = cargo(root, &format!("build --locked --profile {PROFILE} --package {COMMAND}"));
    compile.env("CARGO_ENCODED_RUSTFLAGS", without_folders(root));
    output(compile)?;
    let built = target(root).join(PROFILE);
    let folder = built.join(format!("{COMMAND}-{}-{platform}", command.version));
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder)?;
    let program = format!("{COMMAND}{EXE_SUFFIX}");
    fs::copy(built.join(&program), folder.join(&program))?;
    for file in ["README.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(command.dir.join(file), folder.join(file))?;
    }
    let lock = fs::read_to_string(root.join("Cargo.lock"))?.parse()?;
    let bill = serde_json::to_string_pretty(&bill::of(command, &packages, &lock))?;
    fs::write(folder.join(format!("{COMMAND}.cdx.json")), bill + "\n")?;
    fs::write(folder.join("THIRD-PARTY.txt"), licences::texts(&packages)?)?;
    checksums::write(&folder)?;
    let kib = fs::metadata(folder.join(&program))?.len() / 1024;
    Ok(format!("{}: {program} of {kib} KiB, {} packages", folder.display(), packages.len()))
}

/// Flags that keep the folders of this machine out of the messages of panics.
fn without_folders(root: &Path) -> String {
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let registry = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home).unwrap_or_default();
    let remap = |folder: &Path, name: &str| format!("--remap-path-prefix={}={name}", folder.display());
    // Parted by the unit separator, for a folder may have blanks in its name.
    [remap(root, COMMAND), remap(&registry, "cargo")].join("\u{1f}")
}

/// The platform that this machine's compiler builds for.
fn host() -> Result<String> {
    let mut rustc = Command::new("rustc");
    rustc.arg("-vV");
    let version = output(rustc)?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc does not say its host")?.to_owned())
}
