//! Ours beside its peers and beside the floor, in one run.
//!
//! `cargo xtask bench` builds this package, installs the peers that are not crates, and runs it. The binary
//! `benches` measures and writes one table; the binary `counted` repeats one operation, for an instruction
//! counter.
//!
//! A *floor* is what cannot be left out: the hash of the same text, the checksum of the same bytes, the same
//! bytes through the bare library. A *peer* is what somebody else made for the same task.

#![expect(clippy::float_arithmetic, reason = "a measurement is no amount of money")]

pub mod input;
pub mod measure;
pub mod subject;
pub mod table;
