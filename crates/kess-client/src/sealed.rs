//! Card and customer data: wiped when dropped, never printed, encrypted before it goes anywhere (`kess-rsa.md`).

mod card;
mod customer;

use std::fmt;

use pay_sign::{EncryptError, EncryptionKey};
use serde::Serialize;
use zeroize::Zeroizing;

pub use self::card::{Card, InvalidCard};
pub use self::customer::{Customer, InvalidCustomer};

macro_rules! sealed {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// The padding is random, so it is made once and signed and sent as it is.
        #[derive(Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([encrypted])"))
            }
        }
    };
}

sealed! {
    /// A [`Card`] as only KESS can read it.
    SealedCard
}

sealed! {
    /// A [`Customer`] as only KESS can read it.
    SealedCustomer
}

/// Encrypts `value` as JSON in the one block that the key has; never split, cut or padded otherwise.
fn seal<T: Serialize>(value: &T, length: usize, key: &EncryptionKey) -> Result<String, EncryptError> {
    // Every byte may become an escape of six. The buffer never grows, so that no copy of it is left behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(MEMBERS + 6 * length));
    serde_json::to_writer(&mut *plain, value).map_err(|_| EncryptError::Failed)?;
    key.encrypt(&plain)
}

/// Names and punctuation of all members.
const MEMBERS: usize = 256;
