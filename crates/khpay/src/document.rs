//! A JSON document from a file or from stdin, of a bounded size.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use crate::exit::Failure;

/// More than any provider's document; what is larger is refused before it is parsed.
const LARGEST: u64 = 1 << 20;

/// The document in `file`, or on stdin.
pub(crate) fn read(file: Option<&Path>) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match file {
        Some(file) => File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text)),
        None => io::stdin().take(LARGEST + 1).read_to_string(&mut text),
    };
    match read {
        Ok(size) if size as u64 > LARGEST => {
            Err(Failure::bad_input(format_args!("expected a document of at most {LARGEST} bytes")))
        }
        Ok(_) => Ok(text),
        Err(error) => Err(Failure::bad_input(format_args!("cannot read the document: {error}"))),
    }
}
