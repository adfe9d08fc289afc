//! RSA encryption against decryption by another: the `rsa` crate. The numbers are those of the checks that the KESS PAY
//! notes list; `encrypt_openssl` has those of the openssl program.

use pay_sign::{EncryptError, EncryptionKey, KeyError};
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::rand_core::OsRng;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use rsa::{BigUint, Pkcs1v15Encrypt, RsaPrivateKey, RsaPublicKey};

/// The customer of the vendor's sample: four required members.
const CUSTOMER: &[u8] =
    br#"{"phone_number":"85512345678","email":"a@b.example","first_name":"Sok","last_name":"Dara"}"#;

const BITS_AND_LIMITS: [(usize, usize); 4] = [(1024, 117), (2048, 245), (3072, 373), (4096, 501)];

fn private_key(bits: usize) -> RsaPrivateKey {
    RsaPrivateKey::new(&mut OsRng, bits).expect("keys of this length can be made")
}

fn public_pem(private: &RsaPrivateKey) -> String {
    private.to_public_key().to_public_key_pem(LineEnding::LF).expect("a key can be written")
}

fn decrypt(private: &RsaPrivateKey, cipher: &str) -> Vec<u8> {
    let cipher = hex::decode(cipher).expect("the cipher is hex");
    private.decrypt(Pkcs1v15Encrypt, &cipher).expect("the padding is PKCS#1 v1.5")
}

#[test]
fn checks_1_2_3_6_every_length_that_fits_comes_back_and_no_other() {
    for (bits, limit) in BITS_AND_LIMITS {
        let private = private_key(bits);
        let key = EncryptionKey::from_pem(&public_pem(&private)).unwrap();
        assert_eq!((key.bits(), key.limit(), key.is_short()), (bits, limit, bits < 2048));
        for length in [0, 1, limit] {
            let plain = vec![b'7'; length];
            let cipher = key.encrypt(&plain).unwrap();
            assert_eq!(cipher.len(), bits / 4);
            assert!(cipher.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
            assert_eq!(decrypt(&private, &cipher), plain);
        }
        let error = key.encrypt(&vec![b'7'; limit + 1]).unwrap_err();
        assert_eq!(error, EncryptError::TooLong { length: limit + 1, limit });
    }
}

#[test]
fn d15_a_customer_longer_than_the_block_is_an_error_before_anything_is_sent() {
    let key = EncryptionKey::from_pem(&public_pem(&private_key(2048))).unwrap();
    let address = "x".repeat(1000);
    let customer = format!(r#"{{"phone_number":"85512345678","address":"{address}"}}"#);
    let error = key.encrypt(customer.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "expected at most 245 bytes to encrypt, found 1043");
    assert!(key.encrypt(CUSTOMER).is_ok());
}

#[test]
fn checks_4_5_the_padding_is_random_and_of_block_type_2() {
    let private = private_key(2048);
    let key = EncryptionKey::from_pem(&public_pem(&private)).unwrap();
    let (one, other) = (key.encrypt(CUSTOMER).unwrap(), key.encrypt(CUSTOMER).unwrap());
    assert_ne!(one, other);
    // The bare block: 00 02, at least eight bytes that are not zero, 00, the text.
    let block = BigUint::from_bytes_be(&hex::decode(one).unwrap()).modpow(private.d(), private.n());
    let block = block.to_bytes_be();
    assert_eq!((block.len(), block[0]), (255, 2), "the leading zero is no digit of a number");
    let end = block.iter().position(|byte| *byte == 0).unwrap();
    assert!(end > 8);
    assert_eq!(&block[end + 1..], CUSTOMER);
}

#[test]
fn check_7_a_cipher_that_begins_with_zero_keeps_its_length() {
    let private = private_key(1024);
    let key = EncryptionKey::from_pem(&public_pem(&private)).unwrap();
    let mut ciphers = (0..20_000).map(|_| key.encrypt(b"7").unwrap());
    let cipher = ciphers.find(|cipher| cipher.starts_with("00")).expect("one in 256 begins so");
    assert_eq!(cipher.len(), 256);
    assert_eq!(decrypt(&private, &cipher), b"7");
}

#[test]
fn check_8_the_forms_of_a_public_key_that_load() {
    let private = private_key(1024);
    let (spki, pkcs1) = (public_pem(&private), private.to_public_key().to_pkcs1_pem(LineEnding::LF).unwrap());
    for pem in [
        spki.clone(),
        pkcs1.clone(),
        spki.replace('\n', "\r\n"),
        spki.replace('\n', "\\n"),
        pkcs1.replace('\n', "\\r\\n"),
        format!("key of the sandbox, 2025\n\n{spki}\n\n-- \nsent by mail\n"),
        spki.replace('\n', "\n    "),
        spki.replace('\n', " "),
        format!("{spki}\n \n"),
    ] {
        let key = EncryptionKey::from_pem(&pem).unwrap();
        assert_eq!(decrypt(&private, &key.encrypt(CUSTOMER).unwrap()), CUSTOMER);
    }
}

#[test]
fn check_8_what_is_no_public_key_is_refused_by_name() {
    let refused = |pem: &str| EncryptionKey::from_pem(pem).unwrap_err();
    let private = private_key(1024).to_pkcs8_pem(LineEnding::LF).unwrap();
    assert_eq!(refused(&private), KeyError::NotAPublicKey("PRIVATE KEY".into()));
    let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    assert_eq!(refused(certificate).to_string(), "expected a PEM public key, found \"CERTIFICATE\"");
    assert_eq!(refused(""), KeyError::NotPem);
    assert_eq!(refused("MIIBIjANBgkq"), KeyError::NotPem);
    let cut = public_pem(&private_key(1024));
    assert_eq!(refused(&cut[..100]), KeyError::Malformed);
    assert_eq!(refused(&cut.replace("MI", "AA")), KeyError::Malformed);
    assert_eq!(refused(&public_pem(&private_key(512))), KeyError::TooShort { bits: 512 });
}

#[test]
fn an_exponent_of_one_or_an_even_one_is_refused() {
    let modulus = private_key(1024).n().clone();
    for exponent in [1_u8, 4] {
        let key = RsaPublicKey::new_unchecked(modulus.clone(), BigUint::from(exponent));
        let pem = key.to_public_key_pem(LineEnding::LF).unwrap();
        assert_eq!(EncryptionKey::from_pem(&pem).unwrap_err(), KeyError::Malformed);
    }
}
