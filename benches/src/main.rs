//! Measures everything and writes the table. `cargo xtask bench` builds this and calls it.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use benches::input::Inputs;
use benches::subject::{build, call, foreign, khqr, program, sandbox, sign, timing};
use benches::table::{Row, markdown};
use clap::Parser;

/// Measures ours beside the peers and the floor.
#[derive(Parser)]
struct Arguments {
    /// The root of the repository
    #[arg(long)]
    root: PathBuf,
    /// Where the peers are installed, and the table is written: table.md and table.json
    #[arg(long)]
    folder: PathBuf,
    /// The release build of khpay
    #[arg(long)]
    khpay: PathBuf,
    /// Only codes and signatures, which takes seconds
    #[arg(long)]
    quick: bool,
    /// Fail when a number falls short of what is wanted
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    let mut arguments = Arguments::parse();
    for path in [&mut arguments.root, &mut arguments.folder, &mut arguments.khpay] {
        // What is run in another folder has to be found from there; what is not there is told where it is used.
        *path = std::path::absolute(&*path).unwrap_or_else(|_| path.clone());
    }
    let rows = rows(&arguments);
    let table = markdown(&rows);
    println!("{table}");
    if let Err(error) = write(&arguments, &table, &rows) {
        eprintln!("cannot write the table: {error}");
        return ExitCode::FAILURE;
    }
    let shortfalls: Vec<String> = rows.iter().flat_map(Row::shortfalls).collect();
    for shortfall in &shortfalls {
        eprintln!("falls short: {shortfall}");
    }
    if arguments.check && !shortfalls.is_empty() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn rows(arguments: &Arguments) -> Vec<Row> {
    let Arguments { root, folder, khpay, quick, .. } = arguments;
    let inputs = Inputs::load();
    let mut rows = khqr::rows(&inputs);
    rows.extend(sign::rows(&inputs));
    rows.push(timing::row());
    if *quick {
        return rows;
    }
    rows.push(call::row());
    rows.extend(sandbox::rows());
    rows.extend(program::rows(&inputs, khpay, folder));
    rows.extend(build::rows(root, &folder.join("cold")));
    rows.extend(foreign::rows(&inputs, &folder.join("peers")));
    rows
}

fn write(arguments: &Arguments, table: &str, rows: &[Row]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(&arguments.folder)?;
    fs::write(arguments.folder.join("table.md"), table)?;
    fs::write(arguments.folder.join("table.json"), serde_json::to_vec_pretty(rows)?)?;
    Ok(())
}
