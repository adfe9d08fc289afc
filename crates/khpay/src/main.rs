#![doc = include_str!("../README.md")]

mod bakong;
mod cli;
mod demo;
mod document;
mod exit;
mod kess;
mod khqr;
mod lines;
mod output;
mod qr;
mod sandbox;
mod secrets;
mod sign;
mod time;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};

use crate::cli::{Cli, Command};
use crate::exit::{Exit, Failure, Report};

fn main() -> ExitCode {
    let cli = Cli::parse();
    output::start_diagnostics(cli.verbose);
    let json = cli.json;
    let exit = match run(cli) {
        Ok(report) => output::print(&report, json),
        Err(failure) => output::print_failure(&failure, json),
    };
    exit.into()
}

fn run(cli: Cli) -> Result<Report, Failure> {
    match cli.command {
        Command::Demo(arguments) => block_on(demo::run(arguments, cli.json)),
        Command::Sandbox(arguments) => block_on(sandbox::run(arguments, cli.json)),
        Command::Khqr(command) => khqr::run(command),
        Command::Bakong(command) => block_on(bakong::run(command)),
        Command::Kess(command) => block_on(kess::run(*command)),
        Command::Sign(command) => sign::run(command),
        Command::Completions { shell } => Ok(completions(shell)),
    }
}

fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|error| Failure::provider(format_args!("no async runtime: {error}")))?.block_on(work)
}

fn completions(shell: clap_complete::Shell) -> Report {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "khpay", &mut script);
    let text = String::from_utf8_lossy(&script).trim_end().to_owned();
    Report { json: serde_json::json!({ "script": text }), text, exit: Exit::Yes }
}
