//! Measurements: ours beside the peers and the floor, and instructions beside those that were counted before.

mod instructions;
mod peers;
mod readme;

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::cargo::{cargo, output};

pub(crate) use self::instructions::{compare, count_again};

/// What to do with the measurements.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(crate) struct Options {
    /// Fail when a number falls short of what is wanted
    #[arg(long)]
    check: bool,
    /// Only codes and signatures, which takes seconds
    #[arg(long)]
    quick: bool,
    /// Put the table into README.md, between its two markers
    #[arg(long, conflicts_with = "quick")]
    readme: bool,
    /// Only count instructions, and write them down as those to compare with
    #[arg(long, conflicts_with_all = ["check", "quick", "readme"])]
    count: bool,
}

/// Builds, installs the peers, measures, and writes `target/bench/table.md` and `target/bench/table.json`.
pub(crate) fn run(root: &Path, options: &Options) -> Result {
    if options.count {
        println!("{}", count_again(root)?);
        return Ok(());
    }
    let folder = root.join("target/bench");
    fs::create_dir_all(&folder)?;
    output(cargo(root, "build --release --locked --package benches"))?;
    let mut arguments = vec!["--quick"];
    if !options.quick {
        output(cargo(root, "build --profile dist --locked --package khpay"))?;
        for missing in peers::install(root, &folder.join("peers"))? {
            eprintln!("a peer is missing: {missing}");
        }
        arguments.clear();
    }
    arguments.extend(options.check.then_some("--check"));
    let status = Command::new(root.join("target/release/benches"))
        .arg("--root")
        .arg(root)
        .arg("--folder")
        .arg(&folder)
        .arg("--khpay")
        .arg(root.join("target/dist/khpay"))
        .args(arguments)
        .status()
        .map_err(|error| format!("cannot run the benchmark: {error}"))?;
    if options.readme {
        readme::update(root, &folder)?;
    }
    if status.success() { Ok(()) } else { Err("the benchmark fell short or failed".into()) }
}
