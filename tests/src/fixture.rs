use std::path::PathBuf;

/// The text of a file in `fixtures/`, such as `khqr/vectors.json`.
///
/// # Panics
///
/// When there is no such file, with its path.
pub fn fixture(path: &str) -> String {
    let file = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures")).join(path);
    match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => unreachable!("{}: {error}", file.display()),
    }
}
