//! Every check that a change must pass, as one local command; the build machine runs the same.

mod msrv;
mod step;

use std::io::{Write, stdout};
use std::path::Path;
use std::time::{Duration, Instant};

pub(crate) use self::step::Step;
use crate::Result;

/// The test command that README.md promises. The step adds `--locked`, and `.ci/run` runs it as it stands
/// here.
pub(crate) const TEST_COMMAND: &str = "cargo test --workspace";

/// Runs the steps one after another, all of them also after a failure, with a line each.
pub(crate) fn run(root: &Path, skip: &[Step], only: &[Step]) -> Result {
    let begin = Instant::now();
    let chosen = |step: &&Step| !skip.contains(step) && (only.is_empty() || only.contains(step));
    let steps: Vec<Step> = Step::ALL.iter().filter(chosen).copied().collect();
    let mut failed = Vec::new();
    for step in &steps {
        print!("{:<12}", step.name());
        stdout().flush()?;
        let start = Instant::now();
        match step.run(root) {
            Ok(summary) => println!("{}", line("ok", start.elapsed(), &summary)),
            Err(error) => {
                println!("{}", line("FAILED", start.elapsed(), ""));
                println!("{}\n", indented(&error.to_string()));
                failed.push(step.name());
            }
        }
    }
    println!("{:<12}{}", "total", line("", begin.elapsed(), &format!("{} steps", steps.len())));
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("failed: {}; run one alone with `cargo xtask ci --only {}`", failed.join(", "), failed[0])
        .into())
}

fn line(verdict: &str, time: Duration, summary: &str) -> String {
    let (seconds, tenth) = (time.as_secs(), time.subsec_millis() / 100);
    format!("{verdict:<8}{seconds:>4}.{tenth} s  {summary}").trim_end().to_owned()
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_the_verdict_the_time_and_what_was_done() {
        assert_eq!(line("ok", Duration::from_millis(93_149), "8 crates"), "ok        93.1 s  8 crates");
        assert_eq!(line("FAILED", Duration::from_millis(40), ""), "FAILED     0.0 s");
    }
}
