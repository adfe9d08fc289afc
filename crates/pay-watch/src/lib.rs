#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod clock;
mod event;
mod handler;
mod id;
mod input;
mod limits;
mod order;
mod pause;
mod policy;
mod redelivery;
mod schedule;
mod state;
mod step;
/// Where orders, events, budgets and pauses are kept.
pub mod store;
#[cfg(test)]
mod testing;
mod watcher;

pub use crate::clock::SystemClock;
pub use crate::event::{Event, EventKind};
pub use crate::handler::{Alert, Handler, HandlerError};
pub use crate::id::{EventId, SourceId};
pub use crate::input::Input;
pub use crate::limits::{Day, Limits};
pub use crate::order::{Order, Plan, Tally, Urgency};
pub use crate::pause::{Pause, PauseReason};
pub use crate::policy::{ExpiryTooLong, Policy};
pub use crate::redelivery::Redelivery;
pub use crate::schedule::{Schedule, Slot};
pub use crate::state::{Ended, Failure, Reason, Review, State};
pub use crate::step::{Step, step};
pub use crate::store::{MemoryStore, Store};
pub use crate::watcher::{ApplyError, Checked, Progress, Watcher};
