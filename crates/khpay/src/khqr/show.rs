use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use khqr_emv::verify;
use pay_core::Clock as _;
use pay_watch::SystemClock;
use serde_json::json;

use crate::cli::Show;
use crate::exit::{Exit, Failure, Report};
use crate::output;
use crate::qr::Symbol;

/// Draws one code, in the terminal unless files are named. A code is drawn whether it is valid or not.
pub(super) fn one(arguments: Show) -> Result<Report, Failure> {
    let code = super::code(arguments.code)?;
    let symbol = Symbol::new(&code)?;
    if let Err(error) = verify(&code, SystemClock.now()) {
        output::warn(format_args!("drawn, but not valid: {error}"));
    }
    let mut files = Vec::new();
    if let Some(path) = &arguments.svg {
        write(path, |file| file.write_all(symbol.svg().as_bytes()).map_err(|error| error.to_string()))?;
        files.push(path);
    }
    if let Some(path) = &arguments.png {
        write(path, |file| symbol.png(file).map_err(|error| error.to_string()))?;
        files.push(path);
    }
    let text = if !files.is_empty() {
        files.iter().map(|path| format!("wrote {}", path.display())).collect::<Vec<_>>().join("\n")
    } else if output::is_terminal() {
        symbol.terminal()
    } else {
        symbol.blocks()
    };
    Ok(Report { text, json: json!({ "files": files, "blocks": symbol.blocks() }), exit: Exit::Yes })
}

fn write(path: &Path, draw: impl FnOnce(&mut BufWriter<File>) -> Result<(), String>) -> Result<(), Failure> {
    let failure =
        |error: String| Failure::bad_input(format_args!("cannot write {}: {error}", path.display()));
    let mut file = BufWriter::new(File::create(path).map_err(|error| failure(error.to_string()))?);
    draw(&mut file).map_err(failure)?;
    file.flush().map_err(|error| failure(error.to_string()))
}
