//! What it costs to build one of the crates: how many come along, and how long it takes from nothing.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::table::{Bound, Row, figures};

/// The rows of the builds. `folder` is built in, and removed again.
pub fn rows(root: &Path, folder: &Path) -> Vec<Row> {
    [("khqr-emv", Some((20.0, 6.0))), ("kess-client", None)]
        .map(|(package, bounds)| row(root, folder, package, bounds))
        .into()
}

fn row(root: &Path, folder: &Path, package: &str, bounds: Option<(f64, f64)>) -> Row {
    let what = format!("cold debug build of {package}");
    let (Some(crates), Some(seconds)) = (crates(root, package), seconds(root, folder, package)) else {
        return Row::new(what, "failed: cargo").goal("builds", 0.0, Bound::AtLeast(1.0));
    };
    let row = Row::new(what, format!("{crates} crates, {} s", figures(seconds)));
    match bounds {
        Some((most_crates, most_seconds)) => row
            .goal("crates", f64::from(crates), Bound::Below(most_crates))
            .goal("s", seconds, Bound::AtMost(most_seconds)),
        None => row,
    }
}

/// The crates that are built, the package itself among them.
fn crates(root: &Path, package: &str) -> Option<u32> {
    let output = Command::new("cargo")
        .args(["tree", "--package", package, "--edges", "normal,build", "--prefix", "none", "--no-dedupe"])
        .args(["--offline", "--locked", "--format", "{p}"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let packages: std::collections::BTreeSet<&str> = text.lines().map(str::trim).collect();
    u32::try_from(packages.len()).ok()
}

fn seconds(root: &Path, folder: &Path, package: &str) -> Option<f64> {
    // What an earlier run left would not be cold. Nothing to remove is no failure.
    let _ = fs::remove_dir_all(folder);
    let start = Instant::now();
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--offline", "--locked", "--package", package, "--target-dir"])
        .arg(folder)
        .env("CARGO_INCREMENTAL", "0")
        .current_dir(root)
        .stderr(Stdio::null())
        .status();
    let taken = start.elapsed().as_secs_f64();
    let _ = fs::remove_dir_all(folder);
    status.is_ok_and(|status| status.success()).then_some(taken)
}
