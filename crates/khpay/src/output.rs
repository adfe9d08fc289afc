//! Answers on stdout, diagnostics on stderr, and no panic when the reader of a pipe has gone.

use std::io::{self, IsTerminal as _, Write as _};

use tracing_subscriber::EnvFilter;

use crate::exit::{Exit, Failure, Report};

/// Prints the report and passes its exit code on.
pub(crate) fn print(report: &Report, json: bool) -> Exit {
    let line = if json { report.json.to_string() } else { report.text.clone() };
    if !line.is_empty() {
        print_line(&line);
    }
    report.exit
}

/// Prints the sentence on stderr, and for a program also the failure as JSON on stdout.
pub(crate) fn print_failure(failure: &Failure, json: bool) -> Exit {
    if json {
        print_line(&failure.to_json().to_string());
    }
    // Nobody is left to tell when stderr is closed.
    let _ = writeln!(io::stderr(), "khpay: {failure}");
    failure.exit()
}

/// Says on stderr what the answer does not say.
pub(crate) fn warn(what: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "khpay: warning: {what}");
}

/// Prints one line at once. A reader that closed the pipe (`| head -1`) has all it wants: that is no error.
pub(crate) fn print_line(line: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{line}").and_then(|()| stdout.flush());
}

/// Whether stdout is a person's terminal.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Diagnostics go to stderr: warnings, with `-v` each request and its outcome, with `-vv` everything. The
/// variable `KHPAY_LOG` overrules, in the syntax of `tracing`'s filters.
pub(crate) fn start_diagnostics(verbose: u8) {
    let default = ["warn", "info", "trace"][usize::from(verbose.min(2))];
    let filter = EnvFilter::try_from_env("KHPAY_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_span_events(if verbose > 0 {
            tracing_subscriber::fmt::format::FmtSpan::CLOSE
        } else {
            tracing_subscriber::fmt::format::FmtSpan::NONE
        })
        .with_writer(io::stderr)
        .init();
}
