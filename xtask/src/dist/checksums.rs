//! `SHA256SUMS`, which `sha256sum --check` reads.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::Result;

/// Writes the sums of every file in `folder`, by name.
pub(crate) fn write(folder: &Path) -> Result {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    let mut sums = String::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        writeln!(sums, "{}  {name}", sum(&fs::read(&path)?))?;
    }
    fs::write(folder.join("SHA256SUMS"), sums)?;
    Ok(())
}

fn sum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::sum;

    /// FIPS 180-2, appendix B.1.
    #[test]
    fn the_sum_is_that_of_the_standard() {
        assert_eq!(sum(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
