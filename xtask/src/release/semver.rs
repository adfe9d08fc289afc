//! The public API against that of the last tag, by cargo-semver-checks.

use std::path::Path;

use super::plan::Crate;
use super::tag;
use crate::Result;
use crate::cargo::output;
use crate::tools::Tool;

const TOOL: Tool = Tool { package: "cargo-semver-checks", version: "0.51.0" };

/// Fails when the version says less than the API changed. A crate that was never tagged, and a command, have
/// nothing to compare.
pub(crate) fn check(root: &Path, krate: &Crate) -> Result<String> {
    if krate.library.is_none() {
        return Ok(format!("{}: no library, nothing to compare", krate.name));
    }
    let Some(last) = tag::latest(root, krate)? else {
        return Ok(format!("{}: no tag yet, nothing to compare", krate.name));
    };
    let mut command = TOOL.command(root)?;
    command.args([
        "semver-checks",
        "--package",
        &krate.name,
        "--baseline-rev",
        &format!("{}-v{last}", krate.name),
    ]);
    output(command)?;
    Ok(format!("{}: the version says what changed since {last}", krate.name))
}
