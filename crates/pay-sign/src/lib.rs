#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod algorithm;
mod canonical;
mod coverage;
mod doctor;
#[cfg(feature = "rsa")]
mod encrypt;
mod explain;
mod fields;
mod number;
mod rule;
mod scheme;
mod signer;
mod unverified;
mod verifier;

pub use crate::algorithm::Algorithm;
pub use crate::canonical::CanonicalText;
pub use crate::coverage::Coverage;
pub use crate::doctor::Mistake;
#[cfg(feature = "rsa")]
pub use crate::encrypt::{EncryptError, EncryptionKey, KeyError};
pub use crate::explain::Explanation;
pub use crate::fields::{Fields, Limits, ReadError, ReadErrorKind};
pub use crate::number::NumberText;
pub use crate::rule::{Refusal, RefusalKind};
pub use crate::scheme::{Keying, Order, Reading, Scheme, SignType};
pub use crate::signer::{Signed, Signer};
pub use crate::unverified::{UnreadableError, Unverified};
pub use crate::verifier::{Verdict, Verifier, VerifyError};
