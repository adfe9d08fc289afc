//! The performance section of README.md.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::cargo::output;

const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

/// Puts the table of the last run between the markers, with the date and the machine.
pub(crate) fn update(root: &Path, folder: &Path) -> Result {
    let table = fs::read_to_string(folder.join("table.md"))?;
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path)?;
    let about = format!("Measured on {} on {}, {}.", date()?, machine(), compiler()?);
    fs::write(&path, replaced(&readme, &format!("{about}\n\n{}", table.trim_end()))?)?;
    Ok(())
}

/// The text with something else between the markers.
fn replaced(readme: &str, section: &str) -> Result<String> {
    let missing = || format!("README.md lacks the lines {BEGIN} and {END}");
    let (before, rest) = readme.split_once(BEGIN).ok_or_else(missing)?;
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    Ok(format!("{before}{BEGIN}\n{section}\n{END}{after}"))
}

fn date() -> Result<String> {
    let mut command = Command::new("date");
    command.args(["-u", "+%Y-%m-%d"]);
    Ok(output(command)?.trim().to_owned())
}

fn compiler() -> Result<String> {
    let mut command = Command::new("rustc");
    command.arg("--version");
    let version = output(command)?;
    Ok(version.split(" (").next().unwrap_or_default().to_owned())
}

/// The processor and its cores in words, as far as the system tells.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find(|line| line.starts_with("model name"));
    let model = model.and_then(|line| line.split_once(": ")).map_or("an unnamed processor", |(_, name)| name);
    format!("{cores} cores of {model}, {}", std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::replaced;

    #[test]
    fn only_what_stands_between_the_markers_changes() {
        let readme = "# a\n<!-- bench: begin -->\nold\n<!-- bench: end -->\nz\n";
        let new = replaced(readme, "| new |").unwrap();
        assert_eq!(new, "# a\n<!-- bench: begin -->\n| new |\n<!-- bench: end -->\nz\n");
        assert_eq!(replaced(&new, "| new |").unwrap(), new);
        assert!(replaced("# a", "x").is_err());
    }
}
