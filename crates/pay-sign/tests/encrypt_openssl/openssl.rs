//! The openssl program, with keys of its own making.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

pub(crate) fn is_installed() -> bool {
    run(&["version"], b"").is_some()
}

/// Two PEM files, removed in the end.
pub(crate) struct KeyPair {
    private: PathBuf,
    public: PathBuf,
}

impl KeyPair {
    /// The name keeps apart what runs at the same time.
    pub(crate) fn new(name: &str, bits: usize) -> Self {
        let size = format!("rsa_keygen_bits:{bits}");
        let private =
            run(&["genpkey", "-algorithm", "RSA", "-pkeyopt", &size], b"").expect("openssl makes keys");
        let public = run(&["pkey", "-pubout"], &private).expect("openssl writes public keys");
        let file =
            |half: &str| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{half}-{bits}.pem"));
        let pair = Self { private: file("private"), public: file("public") };
        std::fs::write(&pair.private, private).expect("the target directory is writable");
        std::fs::write(&pair.public, public).expect("the target directory is writable");
        pair
    }

    pub(crate) fn public_pem(&self) -> String {
        std::fs::read_to_string(&self.public).expect("it was just written")
    }

    pub(crate) fn private_pem(&self) -> String {
        std::fs::read_to_string(&self.private).expect("it was just written")
    }

    pub(crate) fn decrypt(&self, padding: &str, cipher: &[u8]) -> Option<Vec<u8>> {
        let key = self.private.to_str().expect("the target directory is UTF-8");
        let padding = format!("rsa_padding_mode:{padding}");
        run(&["pkeyutl", "-decrypt", "-inkey", key, "-pkeyopt", &padding], cipher)
    }

    pub(crate) fn encrypt(&self, plain: &[u8]) -> Option<Vec<u8>> {
        let key = self.public.to_str().expect("the target directory is UTF-8");
        run(&["pkeyutl", "-encrypt", "-pubin", "-inkey", key, "-pkeyopt", "rsa_padding_mode:pkcs1"], plain)
    }
}

impl Drop for KeyPair {
    fn drop(&mut self) {
        // The next run overwrites what stays.
        let _ = std::fs::remove_file(&self.private);
        let _ = std::fs::remove_file(&self.public);
    }
}

/// What the program prints for an input, or `None` if it is missing or says no.
fn run(arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new("openssl");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    // A program that refuses may close its input first; its status says so.
    let _ = child.stdin.take()?.write_all(input);
    let output = child.wait_with_output().ok()?;
    output.status.success().then_some(output.stdout)
}
