//! The tasks of this repository, run as `cargo xtask <task>`.
//!
//! `ci` is everything that a change must pass, and is what the build machine runs. `tidy` and `conformance`
//! are two of its steps, useful alone because they take seconds. `release` and `dist` make what is given to
//! others. A check prints `file:line: what, and what instead`.

mod bench;
mod cargo;
mod ci;
mod conformance;
mod dist;
mod finding;
mod release;
mod rust;
mod shipped;
mod third_party;
mod tidy;
mod tools;
mod workspace;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use cargo_metadata::semver::Version;
use clap::{Parser, Subcommand};

use crate::ci::Step;
use crate::release::Release;

/// What can go wrong in a task, for a person to read.
type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    if let Some(code) = release::run_as_rustdoc() {
        return code;
    }
    // Cargo's word at this run: another clone that shares the target folder may have compiled this.
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let root = Path::new(&package).parent().expect("xtask is a folder of the repository");
    let outcome = match Arguments::parse().task {
        Task::Bench(options) => bench::run(root, &options),
        Task::Ci { skip, only } => ci::run(root, &skip, &only),
        Task::Conformance => conformance::run(root).map(|summary| println!("conformance: {summary}")),
        Task::Dist => dist::run(root).map(|summary| println!("dist: {summary}")),
        Task::Release { package, version, dry_run, semver } => {
            let release = Release { package, version, dry_run, semver };
            release::run(root, &release).map(|text| println!("{text}"))
        }
        Task::ThirdParty => third_party::write(root).map(|summary| println!("{summary}")),
        Task::Tidy => tidy::run(root).map(|summary| println!("tidy: {summary}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The checks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Measure ours beside the peers and the floor, into target/bench
    Bench(bench::Options),
    /// Run every check that a change must pass, one line a step
    Ci {
        /// Leave a step out; may be given several times
        #[arg(long, value_name = "STEP")]
        skip: Vec<Step>,
        /// Run this step alone; may be given several times
        #[arg(long, value_name = "STEP", conflicts_with = "skip")]
        only: Vec<Step>,
    },
    /// Run the snapshot suite, and find fixtures and snapshots that nothing uses
    Conformance,
    /// Build the command as somebody would download it, under target/dist
    Dist,
    /// Check, write, commit and tag the release of a crate; publishing it is left to a person
    Release {
        /// The crate; with --dry-run every crate when there is none
        #[arg(value_name = "CRATE")]
        package: Option<String>,
        /// Its next version; the one it has when there is none
        version: Option<Version>,
        /// Do the checks and show what would be written, and change nothing
        #[arg(long)]
        dry_run: bool,
        /// Compare the public API with that of the last tag; installs cargo-semver-checks
        #[arg(long)]
        semver: bool,
    },
    /// Write THIRD-PARTY.md: whose code is in the command, and under which licence
    ThirdParty,
    /// Check the invariants of ARCHITECTURE.md, the documents and the threat ledger
    Tidy,
}
