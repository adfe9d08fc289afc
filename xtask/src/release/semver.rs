//! The public API against that of the last tag, by cargo-semver-checks.

use std::path::Path;

use cargo_metadata::semver::Version;

use super::plan::Crate;
use super::tag;
use crate::Result;
use crate::cargo::output;
use crate::tools::Tool;

const TOOL: Tool = Tool { package: "cargo-semver-checks", version: "0.51.0" };

/// Fails when the step from the last tag to `next` says less than the API changed. A crate that was never
/// tagged, and a command, have nothing to compare.
pub(crate) fn check(root: &Path, krate: &Crate, next: &Version) -> Result<String> {
    if krate.library.is_none() {
        return Ok(format!("{}: no library, nothing to compare", krate.name));
    }
    let Some(last) = tag::latest(root, krate)? else {
        return Ok(format!("{}: no tag yet, nothing to compare", krate.name));
    };
    let mut command = TOOL.command(root)?;
    command.args(["semver-checks", "--package", &krate.name, "--all-features"]);
    command.args(["--baseline-rev", &format!("{}-v{last}", krate.name)]);
    // A dry run has not written the version that the tool would look at.
    command.args(["--release-type", step(&last, next)]);
    output(command)?;
    Ok(format!("{}: {next} says what changed since {last}", krate.name))
}

/// What Cargo takes the step for: of the three numbers the first that is not 0 says "incompatible".
fn step(last: &Version, next: &Version) -> &'static str {
    let numbers = |version: &Version| [version.major, version.minor, version.patch];
    let (last, next) = (numbers(last), numbers(next));
    let first = next.iter().position(|number| *number != 0).unwrap_or(0);
    match last.iter().zip(&next).position(|(last, next)| last != next) {
        Some(changed) if changed <= first => "major",
        Some(changed) if changed == first + 1 => "minor",
        _ => "patch",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The caret requirements of the Cargo book, "Specifying Dependencies".
    #[test]
    fn the_first_number_that_is_not_zero_is_the_incompatible_one() {
        let steps = [
            ("1.2.3", "2.0.0", "major"),
            ("1.2.3", "1.3.0", "minor"),
            ("1.2.3", "1.2.4", "patch"),
            ("0.1.0", "1.0.0", "major"),
            ("0.1.0", "0.2.0", "major"),
            ("0.1.0", "0.1.1", "minor"),
            ("0.0.1", "0.0.2", "major"),
            ("0.1.0", "0.1.0", "patch"),
        ];
        for (last, next, wanted) in steps {
            assert_eq!(step(&last.parse().unwrap(), &next.parse().unwrap()), wanted, "{last} {next}");
        }
    }
}
