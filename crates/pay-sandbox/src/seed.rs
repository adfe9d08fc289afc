use sha2::{Digest as _, Sha256};

/// Where everything comes from that a provider would draw at random: the same seed and the same calls give the
/// same hashes, references, links and tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// 32 bytes for the `count`th thing of a kind.
    pub(crate) fn bytes(self, kind: &str, count: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0.to_be_bytes());
        hash.update(count.to_be_bytes());
        hash.update(kind.as_bytes());
        hash.finalize().into()
    }

    /// 64 lower-case hex digits.
    pub(crate) fn hex(self, kind: &str, count: u64) -> String {
        hex::encode(self.bytes(kind, count))
    }

    /// `len` decimal digits, at most 32.
    pub(crate) fn digits(self, kind: &str, count: u64, len: usize) -> String {
        self.pick(b"0123456789", kind, count, len)
    }

    /// `len` letters and digits, at most 32.
    pub(crate) fn letters(self, kind: &str, count: u64, len: usize) -> String {
        self.pick(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", kind, count, len)
    }

    fn pick(self, alphabet: &[u8], kind: &str, count: u64, len: usize) -> String {
        let bytes = self.bytes(kind, count);
        bytes.iter().take(len).map(|byte| char::from(alphabet[usize::from(*byte) % alphabet.len()])).collect()
    }
}

/// Draws by a seed, one after the other, so that no two are alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Draws {
    seed: Seed,
    drawn: u64,
}

impl Draws {
    pub(crate) const fn new(seed: Seed) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Lower-case hex digits, at most 64.
    pub(crate) fn hex(&mut self, kind: &str, len: usize) -> String {
        let mut hex = self.seed.hex(kind, self.next());
        hex.truncate(len);
        hex
    }

    /// Decimal digits, at most 32.
    pub(crate) fn digits(&mut self, kind: &str, len: usize) -> String {
        self.seed.digits(kind, self.next(), len)
    }

    fn next(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_another_another() {
        assert_eq!(Seed(7).hex("transaction", 1), Seed(7).hex("transaction", 1));
        let others = [Seed(8).hex("transaction", 1), Seed(7).hex("transaction", 2), Seed(7).hex("link", 1)];
        assert!(others.iter().all(|other| *other != Seed(7).hex("transaction", 1)));
        assert_eq!(Seed(7).letters("link", 1, 17).len(), 17);
        assert!(Seed(7).digits("reference", 1, 11).bytes().all(|digit| digit.is_ascii_digit()));
    }
}
