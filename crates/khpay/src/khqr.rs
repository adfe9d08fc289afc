//! `khpay khqr`: codes, without a network.

mod audit;
mod decode;
mod encode;
mod question;
mod show;
mod verify;

use std::io::{self, BufReader, BufWriter, Read as _};

use crate::cli::Khqr;
use crate::exit::{Exit, Failure, Report};
use crate::lines::{Line, answer_each};

pub(crate) fn run(command: Khqr) -> Result<Report, Failure> {
    match command {
        Khqr::Encode(arguments) if arguments.lines => encode::lines(arguments.now),
        Khqr::Encode(arguments) => encode::one(&arguments),
        Khqr::Decode(arguments) if arguments.lines => decode::lines(),
        Khqr::Decode(arguments) => Ok(decode::one(&code(arguments.code)?)),
        Khqr::Verify(arguments) if arguments.codes.lines => verify::lines(arguments.now),
        Khqr::Verify(arguments) => Ok(verify::one(&code(arguments.codes.code)?, arguments.now)),
        Khqr::Audit(arguments) => Ok(audit::one(&code(arguments.code)?, arguments.now)),
        Khqr::Show(arguments) => show::one(arguments),
    }
}

/// The code that was given, or all of stdin without the newline at its end.
fn code(given: Option<String>) -> Result<String, Failure> {
    /// A QR symbol holds at most 4,296 characters, of at most four bytes.
    const LONGEST: u64 = 4 * 4_296;
    let code = if let Some(code) = given {
        code
    } else {
        let mut code = String::new();
        io::stdin()
            .take(LONGEST + 1)
            .read_to_string(&mut code)
            .map_err(|error| Failure::bad_input(format_args!("cannot read the code from stdin: {error}")))?;
        let line = code.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        line.map(str::to_owned).unwrap_or(code)
    };
    if code.is_empty() { Err(Failure::bad_input("expected a code, found nothing")) } else { Ok(code) }
}

/// Answers stdin line by line on stdout: exit 0 when every line was a yes.
fn each_line(answer: impl FnMut(Line<'_>, &mut Vec<u8>) -> bool) -> Result<Report, Failure> {
    let output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let all = match answer_each(BufReader::with_capacity(1 << 16, io::stdin().lock()), output, answer) {
        Ok(all) => all,
        // Whoever reads our answers has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => true,
        Err(error) => return Err(Failure::bad_input(format_args!("lines cannot be answered: {error}"))),
    };
    let exit = if all { Exit::Yes } else { Exit::No };
    Ok(Report { text: String::new(), json: serde_json::Value::Null, exit })
}

/// Appends an answer in JSON.
fn write_json(out: &mut Vec<u8>, answer: &impl serde::Serialize) {
    serde_json::to_writer(out, answer).expect("answers have text keys and no fallible parts");
}
