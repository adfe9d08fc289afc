//! RSA encryption against the openssl program, both ways. The numbers are those of the checks that the KESS PAY notes list.
//!
//! Where the program is not installed the trials are ignored, which every runner counts, and `cargo test` shows a notice.

#[path = "encrypt_openssl/openssl.rs"]
mod openssl;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};
use openssl::KeyPair;
use pay_sign::EncryptionKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::{Pkcs1v15Encrypt, RsaPrivateKey};

/// The customer of the vendor's sample: four required members.
const CUSTOMER: &[u8] =
    br#"{"phone_number":"85512345678","email":"a@b.example","first_name":"Sok","last_name":"Dara"}"#;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let is_installed = openssl::is_installed();
    if !is_installed {
        eprintln!("notice: no openssl program here, so that its side of the checks does not run");
    }
    let lengths = [(1024, 117), (2048, 245), (3072, 373), (4096, 501)].map(|(bits, limit)| {
        let name = format!("openssl_checks_1_2_3_6_every_length_that_fits_{bits}_bits");
        trial(name, move || every_length(bits, limit))
    });
    let others = [
        trial("openssl_check_5_the_padding_is_not_oaep", padding),
        trial("openssl_check_7_a_cipher_that_begins_with_zero", leading_zero),
        trial("openssl_check_9_what_openssl_encrypts_is_read_here", reverse),
    ];
    let trials = lengths.into_iter().chain(others);
    let trials = trials.map(|trial| trial.with_ignored_flag(!is_installed)).collect();
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A check that fails by a panic.
fn trial(name: impl Into<String>, check: impl FnOnce() + Send + 'static) -> Trial {
    Trial::test(name, move || {
        check();
        Ok(())
    })
}

fn key(pair: &KeyPair) -> EncryptionKey {
    EncryptionKey::from_pem(&pair.public_pem()).expect("openssl writes public keys that load")
}

fn encrypt(key: &EncryptionKey, plain: &[u8]) -> Vec<u8> {
    hex::decode(key.encrypt(plain).expect("it fits")).expect("the cipher is hex")
}

/// The text is compared and not the status: from 3.2 on openssl answers bad padding with random bytes.
fn every_length(bits: usize, limit: usize) {
    let pair = KeyPair::new("lengths", bits);
    let key = key(&pair);
    assert_eq!(key.limit(), limit);
    for length in [0, 1, limit] {
        let plain = vec![b'7'; length];
        let cipher = encrypt(&key, &plain);
        assert_eq!(pair.decrypt("pkcs1", &cipher).unwrap_or_default(), plain, "{bits} bits, {length}");
    }
    assert!(key.encrypt(&vec![b'7'; limit + 1]).is_err());
    assert!(pair.encrypt(&vec![b'7'; limit + 1]).is_none(), "openssl has the same limit");
}

fn padding() {
    let pair = KeyPair::new("padding", 1024);
    let cipher = encrypt(&key(&pair), CUSTOMER);
    assert_eq!(pair.decrypt("pkcs1", &cipher).as_deref(), Some(CUSTOMER));
    assert_ne!(pair.decrypt("oaep", &cipher).as_deref(), Some(CUSTOMER));
}

fn leading_zero() {
    let pair = KeyPair::new("zero", 1024);
    let key = key(&pair);
    let zero = (0..20_000).map(|_| encrypt(&key, b"7")).find(|cipher| cipher.starts_with(&[0]));
    let zero = zero.expect("one in 256 begins so");
    assert_eq!(pair.decrypt("pkcs1", &zero).as_deref(), Some(&b"7"[..]));
}

fn reverse() {
    let pair = KeyPair::new("reverse", 1024);
    let private = RsaPrivateKey::from_pkcs8_pem(&pair.private_pem()).expect("openssl writes private keys");
    let cipher = pair.encrypt(CUSTOMER).expect("it fits");
    assert_eq!(private.decrypt(Pkcs1v15Encrypt, &cipher).expect("the padding is PKCS#1 v1.5"), CUSTOMER);
}
