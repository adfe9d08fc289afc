//! Instructions an operation takes, counted by callgrind, beside those written down in
//! `benches/instructions.txt`: a machine's load and speed change times, and leave these as they are.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::cargo::{cargo, output};

const FILE: &str = "benches/instructions.txt";
const OPERATIONS: &[&str] = &["parse", "verify", "encode", "sign-md5", "sign-hmac", "callback", "call"];
/// More than this many hundredths above the count that is written down is a regression.
const ROOM: u64 = 5;
/// The difference between the two numbers of repeats has neither start nor end of the program in it.
const REPEATS: [u64; 2] = [1_000, 3_000];

/// Compares; the summary says with what. Where nothing can be compared, it says why.
pub(crate) fn compare(root: &Path) -> Result<String> {
    if let Some(reason) = missing() {
        return Ok(format!("not compared: {reason}"));
    }
    let expected = Counts::read(&fs::read_to_string(root.join(FILE))?)?;
    let compiler = compiler()?;
    if expected.compiler != compiler {
        return Ok(format!("not compared: counted with {}, here is {compiler}", expected.compiler));
    }
    let found = count(root)?;
    let regressions = expected.regressions(&found);
    if regressions.is_empty() {
        Ok(format!("{} operations", found.len()))
    } else {
        Err(regressions.join("\n").into())
    }
}

/// Counts, and writes down.
pub(crate) fn count_again(root: &Path) -> Result<String> {
    if let Some(reason) = missing() {
        return Err(reason.into());
    }
    let counts = Counts { compiler: compiler()?, of: count(root)? };
    fs::write(root.join(FILE), counts.text())?;
    Ok(counts.text())
}

fn missing() -> Option<String> {
    let mut command = Command::new("valgrind");
    command.arg("--version");
    output(command).is_err().then(|| "valgrind is not installed".to_owned())
}

fn compiler() -> Result<String> {
    let mut command = Command::new("rustc");
    command.arg("--version");
    let target = std::env::consts::ARCH;
    Ok(format!("{} for {target}", output(command)?.trim()))
}

struct Counts {
    compiler: String,
    of: Vec<(String, u64)>,
}

impl Counts {
    fn read(text: &str) -> Result<Self> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let compiler = lines.next().ok_or_else(|| format!("{FILE}: expected a compiler"))?.to_owned();
        let count = |line: &str| {
            let (operation, count) = line.split_once(' ')?;
            Some((operation.to_owned(), count.trim().parse().ok()?))
        };
        let of = lines.map(|line| {
            count(line).ok_or_else(|| format!("{FILE}: expected a name and a number, found {line:?}"))
        });
        Ok(Self { compiler, of: of.collect::<std::result::Result<_, _>>()? })
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Instructions an operation takes. `cargo xtask bench --count` writes this file.\n",
        );
        text.push_str(&self.compiler);
        for (operation, count) in &self.of {
            write!(text, "\n{operation} {count}").expect("a String takes everything");
        }
        text + "\n"
    }

    fn regressions(&self, found: &[(String, u64)]) -> Vec<String> {
        let mut regressions = Vec::new();
        for (operation, count) in found {
            match self.of.iter().find(|(other, _)| other == operation) {
                Some((_, before)) if count * 100 > before * (100 + ROOM) => regressions.push(format!(
                    "{operation} takes {count} instructions, and took {before}; if it has to, `cargo xtask bench --count`"
                )),
                Some(_) => {}
                None => regressions.push(format!("{FILE} lacks {operation}; `cargo xtask bench --count` adds it")),
            }
        }
        regressions
    }
}

fn count(root: &Path) -> Result<Vec<(String, u64)>> {
    output(cargo(root, "build --release --locked --package benches --bin counted"))?;
    OPERATIONS.iter().map(|operation| Ok(((*operation).to_owned(), instructions(root, operation)?))).collect()
}

/// The instructions of one repeat.
fn instructions(root: &Path, operation: &str) -> Result<u64> {
    let [few, many] = REPEATS.map(|repeats| total(root, operation, repeats));
    let (few, many) = (few?, many?);
    let more = many.checked_sub(few).ok_or_else(|| format!("{operation}: more repeats took less"))?;
    Ok(more / (REPEATS[1] - REPEATS[0]))
}

fn total(root: &Path, operation: &str, repeats: u64) -> Result<u64> {
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(root.join("target/release/counted"))
        .args([operation, &repeats.to_string()]);
    let output = command.output().map_err(|error| format!("cannot run valgrind: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("counting {operation} failed:\n{text}").into());
    }
    collected(&text).ok_or_else(|| format!("valgrind tells no count:\n{text}").into())
}

/// The number of the line `==1234== Collected : 12345`.
fn collected(text: &str) -> Option<u64> {
    let line = text.lines().find(|line| line.contains("Collected"))?;
    line.split_once(':')?.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_compared_with_room_of_a_twentieth() {
        let counts = Counts { compiler: "rustc".to_owned(), of: vec![("parse".to_owned(), 1_000)] };
        let found = |count| counts.regressions(&[("parse".to_owned(), count)]);
        assert!(found(1_050).is_empty());
        assert!(found(10).is_empty());
        assert_eq!(
            found(1_051),
            ["parse takes 1051 instructions, and took 1000; if it has to, `cargo xtask bench --count`"]
        );
        assert_eq!(counts.regressions(&[("other".to_owned(), 1)]).len(), 1);
    }

    #[test]
    fn what_is_written_is_read() {
        let counts = Counts { compiler: "rustc 1".to_owned(), of: vec![("parse".to_owned(), 7)] };
        let read = Counts::read(&counts.text()).unwrap();
        assert_eq!((read.compiler, read.of), (counts.compiler, counts.of));
        assert!(Counts::read("# nothing").is_err());
        assert!(Counts::read("rustc\nparse").is_err());
    }

    #[test]
    fn the_count_is_read_from_the_words_of_valgrind() {
        assert_eq!(collected("==7== \n==7== Collected : 118570418\n"), Some(118_570_418));
        assert_eq!(collected("valgrind: no"), None);
    }
}
