//! What is measured: each file gives the rows of one subject.

pub mod build;
pub mod call;
pub mod foreign;
pub mod khqr;
mod loopback;
pub mod program;
pub mod sandbox;
pub mod sign;
pub mod timing;
