//! `--lines`: one question a line, one answer a line, in order, errors in place.

use std::io::{self, BufRead, BufReader, Read, Write};

/// The longest line that is looked at. A KHQR is at most 4,296 characters; the rest of a longer line is skipped
/// without being kept, so that memory stays flat.
const LONGEST: usize = 64 * 1024;

/// Answers each line of `input` on `output`. Blank lines are answered too, so that line N answers line N.
///
/// `answer` appends its answer, a JSON document without a newline, and says whether it was a yes.
/// Returns whether all were. Answers are passed on whenever no further question has arrived yet, so that a program
/// can ask one and wait.
pub(crate) fn answer_each(
    mut input: BufReader<impl Read>,
    mut output: impl Write,
    mut answer: impl FnMut(Line<'_>, &mut Vec<u8>) -> bool,
) -> io::Result<bool> {
    let mut line = Vec::with_capacity(1024);
    let mut out = Vec::with_capacity(1024);
    let mut all = true;
    while read_line(&mut input, &mut line)? {
        out.clear();
        let question = match std::str::from_utf8(&line) {
            _ if line.len() > LONGEST => Line::TooLong,
            Ok(text) => Line::Text(text.trim_end_matches('\r')),
            Err(error) => Line::NotUtf8 { at: error.valid_up_to() },
        };
        all &= answer(question, &mut out);
        out.push(b'\n');
        output.write_all(&out)?;
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(all)
}

/// One line of the input, without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Text(&'a str),
    NotUtf8 { at: usize },
    TooLong,
}

impl<'a> Line<'a> {
    /// The text, or a sentence that says what is wrong.
    pub(crate) fn text(self) -> Result<&'a str, String> {
        match self {
            Line::Text(text) => Ok(text),
            Line::NotUtf8 { at } => Err(format!("expected UTF-8, at byte {at}")),
            Line::TooLong => Err(format!("expected a line of at most {LONGEST} bytes")),
        }
    }
}

/// Reads up to and without the next `\n`; keeps at most one byte more than [`LONGEST`].
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let chunk = match input.fill_buf() {
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if chunk.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = &chunk[..end.unwrap_or(chunk.len())];
        let room = (LONGEST + 1).saturating_sub(line.len());
        line.extend_from_slice(&part[..part.len().min(room)]);
        let used = end.map_or(chunk.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(input: &[u8]) -> (Vec<String>, bool) {
        let mut output = Vec::new();
        let all = answer_each(BufReader::new(input), &mut output, |line, out| {
            out.extend_from_slice(format!("{:?}", line.text().map(str::len)).as_bytes());
            line.text().is_ok()
        })
        .unwrap();
        (String::from_utf8(output).unwrap().lines().map(str::to_owned).collect(), all)
    }

    #[test]
    fn line_n_answers_line_n_whatever_stands_there() {
        let (answers, all) = lines(b"one\n\n\xff\nfour\r\nfive");
        assert_eq!(answers, ["Ok(3)", "Ok(0)", "Err(\"expected UTF-8, at byte 0\")", "Ok(4)", "Ok(4)"]);
        assert!(!all);
    }

    #[test]
    fn a_line_without_end_is_one_error_and_the_next_line_is_answered() {
        let mut input = vec![b'x'; LONGEST + 1];
        input.extend_from_slice(b"\nyes\n");
        let (answers, _) = lines(&input);
        assert_eq!(answers[0], "Err(\"expected a line of at most 65536 bytes\")");
        assert_eq!(answers[1], "Ok(3)");

        let (answers, _) = lines(&vec![b'x'; LONGEST]);
        assert_eq!(answers, ["Ok(65536)"]);
    }

    #[test]
    fn no_input_is_no_answer() {
        assert_eq!(lines(b"").0, Vec::<String>::new());
    }
}
