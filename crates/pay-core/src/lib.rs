#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![no_std]

extern crate alloc;

mod amount;
mod checkout;
mod confirm;
mod currency;
mod expected;
mod id;
mod money;
mod notification;
mod observation;
mod outcome;
mod personal;
mod secret;
mod source;
mod time;
mod untrusted;

use alloc::boxed::Box;
use core::future::Future;
use core::pin::Pin;

pub use crate::amount::{AmountError, AmountFormat, AmountText};
pub use crate::checkout::{Checkout, NewOrder, OpenError, Opened, Presentation};
pub use crate::confirm::{Unconfirmed, confirm_notification};
pub use crate::currency::{Currency, UnknownCurrency};
pub use crate::expected::{Check, Expected, Finding, Mismatch, Receiver, Settled};
pub use crate::id::{AccountId, InvalidId, OrderId, OrderKey, TransactionId};
pub use crate::money::Money;
pub use crate::notification::{Acknowledgement, Delivery, Notice, NoticeError, NotificationSource, Trust};
pub use crate::observation::{Observation, OrderStatus, Payment};
pub use crate::outcome::{Effect, Outcome};
pub use crate::personal::Personal;
pub use crate::secret::{BlankSecret, Secret};
pub use crate::source::{NoAnswer, NoAnswerReason, Observed, StatusSource, Throttle};
pub use crate::time::{Clock, Timer, Timestamp};
pub use crate::untrusted::Untrusted;

/// What the traits' methods return: boxed, so that the traits stay `dyn`-safe without an async runtime.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
