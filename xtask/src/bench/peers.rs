//! The peers that are no crates: packages for Node and Python, installed under `target/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::cargo::output;

const NPM: &[&str] = &["bakong-khqr@1.0.20", "ts-khqr@2.2.3"];
const PYPI: &[&str] = &["bakong-khqr==0.6.5"];

/// Installs what is not there yet, and copies the scripts that measure it. Answers what cannot be had, which is
/// no failure: a table without it says so.
pub(crate) fn install(root: &Path, folder: &Path) -> Result<Vec<String>> {
    fs::create_dir_all(folder)?;
    for script in fs::read_dir(root.join("benches/peers"))? {
        let script = script?;
        fs::copy(script.path(), folder.join(script.file_name()))?;
    }
    Ok([npm(folder), pypi(folder)]
        .into_iter()
        .filter_map(std::result::Result::err)
        .map(|it| it.to_string())
        .collect())
}

fn npm(folder: &Path) -> Result {
    if folder.join("node_modules/ts-khqr").is_dir() && folder.join("node_modules/bakong-khqr").is_dir() {
        return Ok(());
    }
    let mut command = Command::new("npm");
    command
        .args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"])
        .arg(folder)
        .args(NPM);
    output(command).map(|_| ())
}

fn pypi(folder: &Path) -> Result {
    let environment = folder.join("venv");
    let python = environment.join("bin/python");
    let mut has_it = Command::new(&python);
    has_it.args(["-c", "import bakong_khqr"]);
    if output(has_it).is_ok() {
        return Ok(());
    }
    let mut create = Command::new("python3");
    create.args(["-m", "venv"]).arg(&environment);
    output(create)?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(PYPI);
    output(install).map(|_| ())
}
